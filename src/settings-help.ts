/** Every flag, once: the reader of settings and `--help` both use this table. */

export interface Flag {
  readonly name: string;
  /** Name of its value; undefined for a switch. */
  readonly value?: string;
  readonly isList?: true;
  readonly env?: string;
  readonly does: string;
}

export const flags: readonly Flag[] = [
  { name: 'config', value: 'FILE', env: 'DATELINE_CONFIG', does: 'the config file (config/default.yaml)' },
  {
    name: 'store',
    value: 'URL',
    env: 'DATELINE_STORE',
    does: 'where state is kept: sqlite:./data/dateline.sqlite, memory: or redis://host:port/db',
  },
  {
    name: 'feeds',
    value: 'FILE_OR_URL',
    isList: true,
    env: 'DATELINE_FEEDS',
    does: 'an OPML file, or one feed; may be repeated (config/feeds.opml)',
  },
  { name: 'poll', value: 'DURATION', env: 'DATELINE_POLL', does: 'how often feeds are read (5m; 1s is the least)' },
  {
    name: 'allow-private',
    value: 'CIDR',
    isList: true,
    env: 'DATELINE_ALLOW_PRIVATE',
    does: 'private addresses that feeds may use; may be repeated (none)',
  },
  { name: 'http', value: 'HOST:PORT', env: 'DATELINE_HTTP', does: 'pages, health and metrics (off)' },
  {
    name: 'role',
    value: 'ROLE',
    env: 'DATELINE_ROLE',
    does: 'what this process does: all, or beside others on one Redis feeds, engine or delivery (all)',
  },
  {
    name: 'wikidata',
    value: 'on|off|URL',
    env: 'DATELINE_WIKIDATA',
    does: 'asks Wikidata who is meant by a followed name, and for its other names (off)',
  },
  {
    name: 'clock',
    value: 'TIME[,xSPEED]',
    env: 'DATELINE_CLOCK',
    does: 'a virtual clock, such as 2025-07-29T06:00:00Z,x60 (the real one)',
  },
  { name: 'log', value: 'LEVEL', env: 'DATELINE_LOG', does: 'debug, info, warn, error or silent, to stderr (info)' },
  { name: 'json', does: 'the console prints one JSON object a line' },
  { name: 'demo', does: 'replays the bundled sample day on a fast clock; needs no network and no account' },
  { name: 'help', does: 'this page' },
];

export const variables: readonly (readonly [string, string])[] = [
  ['TELEGRAM_BOT_TOKEN', 'turns Telegram on (TELEGRAM_API_ROOT for a server of your own)'],
  ['TELEGRAM_WEBHOOK_URL', 'takes updates by webhook, with TELEGRAM_WEBHOOK_SECRET (long polling)'],
  ['DISCORD_TOKEN', 'turns Discord on (DISCORD_API_ROOT for another server)'],
  ['DISCORD_SHARDS', 'connections to open to Discord (as many as Discord recommends)'],
  ['DATELINE_ADMINS', 'administrators, such as telegram:123,discord:456 (none; the console user is one)'],
  ['DATELINE_ADMIN_TOKEN', 'opens /admin of the pages from elsewhere than this machine (this machine only)'],
  ['DATELINE_WEBHOOK_SECRET', 'signs what is posted to the webhooks of the config file (docs/webhooks.md)'],
  ['LLM_BASE_URL', 'with LLM_MODEL and LLM_API_KEY: an OpenAI-compatible language model (off)'],
];

export function helpText(): string {
  const left = (flag: Flag) => `--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  const rows = flags.map(
    (flag) => `  ${left(flag).padEnd(24)} ${flag.does}${flag.env === undefined ? '' : `  [${flag.env}]`}`,
  );
  return [
    'Dateline: follow any topic from chat; one alert per story, one brief in the morning.',
    '',
    'npm start -- [FLAGS]',
    ...rows,
    '',
    'Environment only, set outside or in a file .env (flags win over environment, environment over the config file):',
    ...variables.map(([name, does]) => `  ${name.padEnd(24)} ${does}`),
    '',
    'Without a token it is a chat in this terminal. /help there lists what you can type.',
    '',
  ].join('\n');
}
