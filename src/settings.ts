/**
 * Settings: flags win over environment, environment over the config file. Everything is checked before anything starts;
 * each error names the flag, variable or key and says what to write instead.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseDocument, type YAMLParseError } from 'yaml';
import { z } from 'zod';
import { parseFlags } from './command-line.ts';
import { parseDuration } from './duration.ts';
import { SettingsError } from './errors.ts';
import { flags, helpText } from './settings-help.ts';
import { type HookSetting, hookSchema, readHooks } from './settings-hooks.ts';
import {
  isCidr,
  parseClock,
  parseHostPort,
  parseRole,
  parseStore,
  passwordsOf,
  type RoleSetting,
  wikidataSettings,
} from './settings-values.ts';

export interface Settings {
  readonly configFile: string;
  readonly store: string;
  readonly role: RoleSetting;
  readonly feeds: readonly string[];
  readonly poll: { readonly intervalMs: number };
  readonly fetch: { readonly allowPrivate: readonly string[]; readonly contact: string | undefined };
  readonly telegram:
    | {
        readonly token: string;
        readonly apiRoot: string | undefined;
        readonly webhook: { readonly url: string; readonly secret: string } | undefined;
      }
    | undefined;
  readonly discord:
    | { readonly token: string; readonly apiRoot: string | undefined; readonly shards: number | undefined }
    | undefined;
  readonly http: { readonly host: string; readonly port: number } | undefined;
  readonly web: {
    /** Topics that the pages show to anybody. */
    readonly topics: readonly { readonly name: string; readonly query: string }[];
    /** The pages' address as readers know it, without a slash at the end. */
    readonly url: string | undefined;
    readonly adminToken: string | undefined;
  };
  readonly webhooks: readonly HookSetting[];
  readonly llm: { readonly baseUrl: string; readonly model: string; readonly apiKey: string | undefined } | undefined;
  /** Where other names are looked up, `https://www.wikidata.org/w/api.php` or a mirror of it. */
  readonly wikidata: { readonly api: string } | undefined;
  readonly administrators: readonly string[];
  readonly clock: { readonly startAt: number; readonly speed: number } | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly isJson: boolean;
  readonly isDemo: boolean;
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
}

const text = z.string().trim().min(1);
const duration = z.string().refine((value) => parseDuration(value) !== undefined, {
  message: "is no duration; write for example '5m' or '90s'",
});
/** Told to publishers in a header, which takes nothing else. */
const headerText = text.regex(
  /^[\x20-\x7e]{1,200}$/,
  'may hold up to 200 Latin letters, digits and signs; write a web or mail address',
);
const webAddress = z
  .url({ protocol: /^https?$/, message: 'is no http(s) address, such as https://news.example.org' })
  .refine((value) => URL.parse(value)?.pathname === '/', { message: 'has a path; pages need a host of their own' })
  .transform((value) => new URL(value).origin);
const fileSchema = z.strictObject({
  store: text.optional(),
  feeds: z.union([text, z.array(text).min(1)]).optional(),
  poll: z.strictObject({ interval: duration.optional() }).optional(),
  fetch: z.strictObject({ allowPrivate: z.array(text).optional(), contact: headerText.optional() }).optional(),
  http: text.optional(),
  web: z
    .strictObject({
      topics: z.array(z.union([text, z.strictObject({ name: text, query: text })])).optional(),
      url: webAddress.optional(),
    })
    .optional(),
  webhooks: z.array(hookSchema).max(100).optional(),
  llm: z
    .strictObject({
      baseUrl: z.url({ protocol: /^https?$/, message: 'is no http(s) address' }),
      model: text,
      apiKey: text.optional(),
    })
    .optional(),
  wikidata: z.union([z.boolean(), text]).optional(),
  admins: z.union([text, z.array(text)]).optional(),
  role: text.optional(),
  log: text.optional(),
});
type FileSettings = z.infer<typeof fileSchema>;

type Environment = Readonly<Record<string, string | undefined>>;

export type Invocation =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'run'; readonly settings: Settings };

/** Reads flags, environment and file. Throws `SettingsError` with one line. */
export function readSettings(args: readonly string[], env: Environment): Invocation {
  const given = readFlags(args);
  if (given.help === true) return { kind: 'help', text: helpText() };
  const isDemo = given.demo === true;
  const file = readConfigFile(pick(given, env, 'config', 'DATELINE_CONFIG'));
  const value = (flag: string, variable: string, fromFile: string | undefined) =>
    pick(given, env, flag, variable) ?? fromFile;
  const list = (flag: string, variable: string, fromFile: string | readonly string[] | undefined) =>
    (given[flag] as string[] | undefined) ??
    splitList(env[variable]) ??
    (typeof fromFile === 'string' ? splitList(fromFile) : fromFile);

  const http = value('http', 'DATELINE_HTTP', file.settings.http);
  const clock = value('clock', 'DATELINE_CLOCK', undefined);
  const interval = value('poll', 'DATELINE_POLL', file.settings.poll?.interval);
  const telegram = telegramSettings(env);
  const web = webSettings(env, file.settings.web);
  const webhooks = readHooks(file.settings.webhooks ?? [], secretOf(env, 'DATELINE_WEBHOOK_SECRET'));
  if (telegram?.webhook !== undefined && http === undefined)
    throw new SettingsError('TELEGRAM_WEBHOOK_URL needs --http HOST:PORT (DATELINE_HTTP): updates arrive there.');
  const discord = discordSettings(env);
  const llm = llmSettings(env, file.settings.llm);
  const store = parseStore(value('store', 'DATELINE_STORE', file.settings.store) ?? 'sqlite:./data/dateline.sqlite');
  const role = parseRole(value('role', 'DATELINE_ROLE', file.settings.role) ?? 'all', store);
  return {
    kind: 'run',
    settings: {
      configFile: file.path,
      store,
      role,
      feeds: list('feeds', 'DATELINE_FEEDS', file.settings.feeds) ?? ['config/feeds.opml'],
      poll: { intervalMs: pollInterval(interval ?? '5m') },
      fetch: {
        allowPrivate: (list('allow-private', 'DATELINE_ALLOW_PRIVATE', file.settings.fetch?.allowPrivate) ?? []).map(
          isCidr,
        ),
        contact: file.settings.fetch?.contact,
      },
      telegram,
      discord,
      http: http === undefined ? undefined : parseHostPort(http),
      web,
      webhooks,
      llm,
      wikidata: wikidataSettings(value('wikidata', 'DATELINE_WIKIDATA', file.settings.wikidata?.toString())),
      administrators: (list('admins', 'DATELINE_ADMINS', file.settings.admins) ?? []).map(administrator),
      clock: clock === undefined ? undefined : parseClock(clock),
      logLevel: oneOf('log', value('log', 'DATELINE_LOG', file.settings.log) ?? 'info', [
        'debug',
        'info',
        'warn',
        'error',
        'silent',
      ]),
      isJson: given.json === true,
      isDemo,
      secrets: [
        telegram?.token,
        telegram?.webhook?.secret,
        discord?.token,
        llm?.apiKey,
        web.adminToken,
        // An address may hold a key in its path or its query.
        ...webhooks.flatMap(({ secret, url }) => [secret, url]),
        ...passwordsOf(store),
      ].filter((secret) => secret !== undefined),
    },
  };
}

function readFlags(args: readonly string[]): Record<string, string | boolean | string[] | undefined> {
  const options = Object.fromEntries(
    flags.map(
      (flag) =>
        [flag.name, { type: flag.value === undefined ? 'boolean' : 'string', multiple: flag.isList === true }] as const,
    ),
  );
  return parseFlags(args, options, "'npm start -- --help' lists every flag") as Record<
    string,
    string | boolean | string[]
  >;
}

function pick(given: Record<string, unknown>, env: Environment, flag: string, variable: string): string | undefined {
  const fromEnv = env[variable]?.trim();
  return (given[flag] as string | undefined) ?? (fromEnv === '' ? undefined : fromEnv);
}

function splitList(text: string | undefined): string[] | undefined {
  const parts = text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts === undefined || parts.length === 0 ? undefined : parts;
}

function readConfigFile(asked: string | undefined): { path: string; settings: FileSettings } {
  const path = asked ?? 'config/default.yaml';
  if (!existsSync(path))
    throw new SettingsError(`The config file '${path}' does not exist. Name another with --config FILE.`);
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new SettingsError(
      `The config file '${path}' cannot be read (${code === 'EISDIR' ? 'it is a folder' : code}).`,
    );
  }
  const document = parseDocument(content);
  const broken = document.errors[0];
  if (broken !== undefined) throw new SettingsError(`The config file '${path}' is not YAML: ${describeYaml(broken)}`);
  const checked = fileSchema.safeParse(valuesOf(document, path) ?? {});
  if (!checked.success)
    throw new SettingsError(`In the config file '${path}', ${describeIssue(checked.error.issues[0])}`);
  return { path, settings: checked.data };
}

/** What the parser says, and what to write instead where it is what people stumble over. */
function describeYaml({ code, message, linePos }: YAMLParseError): string {
  const line = linePos?.[0].line ?? 1;
  if (code === 'BLOCK_AS_IMPLICIT_KEY')
    return `line ${line} has two colons; put a value with a colon in it between quotes, such as store: 'memory:'.`;
  if (code === 'TAB_AS_INDENT') return `line ${line} begins with a tab; indent with spaces.`;
  return message.split('\n', 1)[0]?.replace(/:$/, '.') ?? code;
}

/** What a YAML alias (`*name`) stands for is looked up only now. */
function valuesOf(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const [why] = (error as Error).message.split('\n', 1);
    throw new SettingsError(`The config file '${path}' is not YAML: ${why}; a value that begins with * needs quotes.`);
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'a value is wrong.';
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return `the key '${[...issue.path, issue.keys[0]].join('.')}' is not known; config/default.yaml shows those there are.`;
  }
  return `'${key}' is wrong: ${issue.message}.`;
}

const longestPollMs = 28 * 86_400_000;

function pollInterval(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new SettingsError(
      `--poll (DATELINE_POLL, poll.interval): '${text}' is no duration; write for example 5m or 90s.`,
    );
  if (ms < 1_000)
    throw new SettingsError(`--poll (DATELINE_POLL, poll.interval): '${text}' is too short; 1s is the least.`);
  if (ms > longestPollMs)
    throw new SettingsError(`--poll (DATELINE_POLL, poll.interval): '${text}' is too long; 4w is the most.`);
  return ms;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new SettingsError(`--${name}: '${value}' is not one of ${allowed.join(', ')}.`);
  return found;
}

function administrator(text: string): string {
  if (!/^[a-z]+:\S+$/.test(text))
    throw new SettingsError(`DATELINE_ADMINS (config key admins): '${text}' is not of the form telegram:123.`);
  return text;
}

function secretOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  if (value === undefined || value === '') return undefined;
  if (/\s/.test(value)) throw new SettingsError(`${name} holds a blank inside; copy the token again.`);
  return value;
}

function urlOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  if (value === undefined || value === '') return undefined;
  if (!URL.canParse(value) || !/^https?:/.test(value)) throw new SettingsError(`${name} is no http(s) address.`);
  return value.replace(/\/+$/, '');
}

function telegramSettings(env: Environment): Settings['telegram'] {
  const token = secretOf(env, 'TELEGRAM_BOT_TOKEN');
  if (token === undefined) return undefined;
  const url = urlOf(env, 'TELEGRAM_WEBHOOK_URL');
  const secret = secretOf(env, 'TELEGRAM_WEBHOOK_SECRET');
  if (url !== undefined && secret === undefined) {
    throw new SettingsError('TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET (1 to 256 letters, digits, _ or -).');
  }
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    throw new SettingsError('TELEGRAM_WEBHOOK_SECRET may hold 1 to 256 letters, digits, _ or - only.');
  }
  return {
    token,
    apiRoot: urlOf(env, 'TELEGRAM_API_ROOT'),
    webhook: url === undefined || secret === undefined ? undefined : { url, secret },
  };
}

function discordSettings(env: Environment): Settings['discord'] {
  const token = secretOf(env, 'DISCORD_TOKEN');
  if (token === undefined) return undefined;
  const shards = env.DISCORD_SHARDS?.trim() || undefined;
  if (shards !== undefined && !/^[1-9]\d{0,3}$/.test(shards))
    throw new SettingsError(`DISCORD_SHARDS is a number from 1 to 9999, not '${shards}'. Without it Discord is asked.`);
  return {
    token,
    apiRoot: urlOf(env, 'DISCORD_API_ROOT'),
    shards: shards === undefined ? undefined : Number(shards),
  };
}

function webSettings(env: Environment, file: FileSettings['web']): Settings['web'] {
  const adminToken = secretOf(env, 'DATELINE_ADMIN_TOKEN');
  if (adminToken !== undefined && adminToken.length < 16)
    throw new SettingsError('DATELINE_ADMIN_TOKEN is too short: 16 characters are the least.');
  const topics = (file?.topics ?? []).map((topic) =>
    typeof topic === 'string' ? { name: topic, query: topic } : topic,
  );
  return { topics, url: file?.url, adminToken };
}

function llmSettings(env: Environment, file: FileSettings['llm']): Settings['llm'] {
  const baseUrl = urlOf(env, 'LLM_BASE_URL') ?? file?.baseUrl;
  const model = env.LLM_MODEL?.trim() || file?.model;
  if (baseUrl === undefined && model === undefined) return undefined;
  if (baseUrl === undefined)
    throw new SettingsError('LLM_MODEL needs LLM_BASE_URL, the address of an OpenAI-compatible server.');
  if (model === undefined) throw new SettingsError('LLM_BASE_URL needs LLM_MODEL, the name of a model on that server.');
  return { baseUrl, model, apiKey: secretOf(env, 'LLM_API_KEY') ?? file?.apiKey };
}
