/** The program: reads settings, builds the ports, starts. The only file that imports from `adapters/`, each one lazily. `main.ts` runs it. */
import { createClock } from './clock.ts';
import { companyOf } from './cluster/company.ts';
import { messageVersion, type PlatformAbout } from './cluster/messages.ts';
import { openRole } from './cluster/open.ts';
import { type CoreSettings, createDateline, type Dateline } from './dateline.ts';
import { deadLettersHelp, readDeadLetters, showDeadLetters } from './dead-letters.ts';
import { runDemo } from './demo/run.ts';
import { demoClock } from './demo/script.ts';
import { serveSample } from './demo/serve.ts';
import { type Course, createCourse, exitAtOnce } from './ending.ts';
import { hookPlatform } from './engine/hooks.ts';
import { SettingsError, SetupError, StoreError } from './errors.ts';
import { createFetcher } from './feeds/fetch.ts';
import { createReaderPool } from './feeds/reader-pool.ts';
import { createLog, redactor } from './log.ts';
import { loadCatalogue } from './messages/say.ts';
import { migrationHelp, readMigration } from './migrate/ends.ts';
import { showCopy } from './migrate/show.ts';
import type { AliasSource, Channel, Clock, Log, Meter, Operation, Storage, Writer } from './ports.ts';
import { readSettings, type Settings } from './settings.ts';
import { describeSettings } from './settings-shown.ts';
import { passwordsOf } from './settings-values.ts';
import { createTail, type LogTail } from './tail.ts';
import { programName, version } from './version.ts';

/** Takes secrets out of what is said when the program cannot go on; knows all of them once the settings are read. */
let hide = redactor(
  [
    process.env.TELEGRAM_BOT_TOKEN,
    process.env.TELEGRAM_WEBHOOK_SECRET,
    process.env.DISCORD_TOKEN,
    process.env.LLM_API_KEY,
    process.env.DATELINE_ADMIN_TOKEN,
    process.env.DATELINE_WEBHOOK_SECRET,
  ].filter((one) => one !== undefined),
);

/** Runs what the command line asks for and ends the process. `ending` is aborted, with its name, by a signal that ends the program. */
export async function run(args: readonly string[], ending: AbortSignal): Promise<never> {
  const course = createCourse(ending);
  try {
    await Promise.race([carryOut(args, ending, course), course.endedEarly]);
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

async function carryOut(args: readonly string[], ending: AbortSignal, course: Course): Promise<void> {
  readDotEnv();
  const [word, ...rest] = args;
  if (word === 'migrate' || word === 'dead-letters') {
    exitAtOnce(ending);
    if (rest.includes('--help')) return void process.stdout.write(word === 'migrate' ? migrationHelp : deadLettersHelp);
    return word === 'migrate' ? migrate(rest) : deadLetters(rest);
  }
  const invocation = readSettings(args, process.env);
  if (invocation.kind === 'help') {
    process.stdout.write(invocation.text);
    return;
  }
  const { settings } = invocation;
  hide = redactor(settings.secrets);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  // On a terminal the log would stand between the lines of the chat; there only warnings are worth it unless asked for.
  const level =
    isTerminal && isConsole(settings) && process.env.DATELINE_LOG === undefined && settings.logLevel === 'info'
      ? 'warn'
      : settings.logLevel;
  const tail = createTail();
  const log = createLog(settings.isDemo ? 'error' : level, settings.secrets, (line) => {
    process.stderr.write(line);
    tail.take(line);
  });
  const clock = createClock(settings.clock);
  await (settings.isDemo ? demo(settings, log, course) : serve({ settings, clock, log, tail, isTerminal, course }));
}

/** `.env` of the folder that the program is started in; what is set outside wins. */
function readDotEnv(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new SettingsError(`The file .env cannot be read (${code}).`);
  }
}

/** `npm run migrate`: everything from one store into another, while the program stands still. */
async function migrate(args: readonly string[]): Promise<void> {
  const asked = readMigration(args);
  const from = await openStorage(asked.from);
  try {
    const to = await openStorage(asked.to);
    try {
      await showCopy(from, to, process.stderr);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

/** `npm run dead-letters`: what was given up on, while the program stands still. */
async function deadLetters(args: readonly string[]): Promise<void> {
  const asked = readDeadLetters(args, process.env);
  const storage = await openStorage(asked.store);
  try {
    const write = (text: string) => process.stdout.write(text);
    await showDeadLetters(storage, asked.retry, {
      clock: createClock(),
      log: createLog('warn', passwordsOf(asked.store)),
      write,
    });
  } finally {
    await storage.close();
  }
}

function isConsole(settings: Settings): boolean {
  return settings.telegram === undefined && settings.discord === undefined;
}

/** What every way of running begins with. */
interface Beginning {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly tail: LogTail;
  readonly isTerminal: boolean;
  readonly course: Course;
}

async function serve(beginning: Beginning): Promise<void> {
  const { settings, clock, log, tail, isTerminal, course } = beginning;
  if (settings.role !== 'all') return serveRole(settings.role, beginning);
  const storage = await openStorage(settings.store);
  course.opened(() => storage.close());
  for (const warning of storage.warnings ?? []) log.warn({}, warning);
  const { channels: chats, webhook } = await openChannels(settings, isTerminal);
  const channels = [...chats, ...(await openHooks(settings))];
  if (settings.http === undefined) {
    const dateline = await assemble(settings, clock, log, storage, channels);
    return course.follow(dateline, log, { lost: storage.lost });
  }
  const { createMeter, startWeb } = await import('../adapters/web/index.ts');
  const meter = createMeter();
  const dateline = await assemble(settings, clock, log, storage, channels, meter);
  const { pages, operation, editing, hubs } = dateline;
  // Before the start: who looks after the program sees that it starts, and a webhook is answered from its first update on.
  const { url, adminToken } = settings.web;
  const followLinks = await openLinks(() => chats.map(({ platform, handle }) => ({ platform, handle: handle?.() })));
  const own = { ...settings.http, url, adminToken, settings: describeSettings(settings), followLinks, webhook };
  const web = await startWeb({ ...own, version, clock, log, tail, pages, operation, editing, hubs, meter });
  await course.follow(dateline, log, { lost: storage.lost, stopPages: () => web.stop() });
}

/** One part of the work, beside other processes on the same Redis. */
async function serveRole(
  role: Exclude<Settings['role'], 'all'>,
  { settings, clock, log, tail, isTerminal, course }: Beginning,
): Promise<void> {
  const { openRedisCluster } = await import('../adapters/redis/index.ts');
  const cluster = await openRedisCluster(settings.store, messageVersion);
  course.opened(() => cluster.close());
  for (const warning of cluster.warnings) log.warn({}, warning);
  const { channels: chats, webhook } = role === 'delivery' ? await openChannels(settings, isTerminal) : noChannels;
  const channels = role === 'delivery' ? [...chats, ...(await openHooks(settings))] : [];
  const { createMeter, startWeb } = await import('../adapters/web/index.ts');
  const meter = createMeter();
  const { http, web } = settings;
  const followLinks = await openLinks(() => companyOf(cluster).platforms);
  const own = { url: web.url, adminToken: web.adminToken, settings: describeSettings(settings), followLinks, webhook };
  const show = async (operation: Operation, engine?: Pick<Dateline, 'pages' | 'editing' | 'hubs'>) =>
    http === undefined
      ? undefined
      : startWeb({ ...http, ...own, version, clock, log, tail, operation, ...engine, meter });
  let shown: Awaited<ReturnType<typeof show>>;
  const isWebhook = settings.telegram?.webhook !== undefined;
  const opened = openRole(role, {
    cluster,
    ports: { ...(await openPorts(settings, clock, log)), meter },
    settings: coreSettings(settings),
    channels,
    // Telegram's updates are read by one poller; a webhook may arrive anywhere, and Discord's gateway is shared out.
    exclusive: new Set(isWebhook ? [] : ['telegram']),
    async onLead({ pages, editing, hubs }) {
      await shown?.stop();
      shown = await show(opened.operation, { pages, editing, hubs });
    },
  });
  shown = await show(opened.operation);
  await course.follow(opened, log, { stopPages: async () => shown?.stop() });
}

const noChannels: Opened = { channels: [], webhook: undefined };

async function demo(settings: Settings, log: Log, course: Course): Promise<void> {
  const clock = createClock(settings.clock ?? demoClock);
  const sample = await serveSample({ clock });
  const { createConsole } = await import('../adapters/console/index.ts');
  const isTerminal = process.stdout.isTTY === true;
  const play = runDemo(clock, process.stdout);
  const channel = createConsole({ ...play.streams, isTerminal, isJson: settings.isJson, environment: process.env });
  const own: Settings = {
    ...settings,
    store: 'memory:',
    llm: undefined,
    wikidata: undefined,
    webhooks: [],
    feeds: [sample.opmlUrl],
    poll: { intervalMs: play.pollMs },
    fetch: { allowPrivate: ['127.0.0.0/8'], contact: undefined },
    clock: settings.clock ?? demoClock,
  };
  const dateline = await assemble(own, clock, log, await openStorage('memory:'), [play.direct(channel)]);
  await course.follow(dateline, log);
  await sample.close();
}

async function assemble(
  settings: Settings,
  clock: Clock,
  log: Log,
  storage: Storage,
  channels: readonly Channel[],
  meter?: Meter,
): Promise<Dateline> {
  const ports = await openPorts(settings, clock, log);
  return createDateline({ ...ports, storage, channels, meter }, coreSettings(settings));
}

async function openPorts(settings: Settings, clock: Clock, log: Log) {
  const { allowPrivate, contact } = settings.fetch;
  const userAgent = userAgentOf(contact);
  const fetcher = createFetcher({ allowPrivate, userAgent, clock });
  return {
    clock,
    log,
    fetcher,
    post: fetcher.post,
    reader: createReaderPool(),
    catalogue: loadCatalogue(),
    writer: settings.llm === undefined ? undefined : await openWriter(settings.llm),
    names:
      settings.wikidata === undefined ? undefined : await openNames({ ...settings.wikidata, userAgent, clock, log }),
  };
}

function coreSettings(settings: Settings): CoreSettings {
  return {
    feeds: settings.feeds,
    intervalMs: settings.poll.intervalMs,
    allowPrivate: settings.fetch.allowPrivate,
    administrators: [...settings.administrators, 'console:console'],
    clockSpeed: settings.clock?.speed,
    publicTopics: settings.web.topics,
    publicUrl: settings.http === undefined ? undefined : settings.web.url,
    webhooks: settings.webhooks,
  };
}

function userAgentOf(contact: string | undefined): string {
  return `${programName}/${version} (+${contact ?? 'https://github.com/dateline-news/dateline'})`;
}

/** A channel for each webhook of the settings. */
async function openHooks({ webhooks, fetch }: Settings): Promise<Channel[]> {
  if (webhooks.length === 0) return [];
  const { createHook } = await import('../adapters/webhook/index.ts');
  const userAgent = userAgentOf(fetch.contact);
  return webhooks.map(({ name, url, secret }) => createHook({ platform: hookPlatform(name), url, secret, userAgent }));
}

async function openWriter(llm: NonNullable<Settings['llm']>): Promise<Writer> {
  return (await import('../adapters/llm/index.ts')).createWriter(llm);
}

async function openNames(options: {
  readonly api: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<AliasSource> {
  return (await import('../adapters/wikidata/index.ts')).createWikidata(options);
}

async function openStorage(url: string): Promise<Storage> {
  if (url === 'memory:') return (await import('../adapters/memory/index.ts')).openMemory();
  if (url.startsWith('sqlite:')) return (await import('../adapters/sqlite/index.ts')).openSqlite(url);
  return (await import('../adapters/redis/index.ts')).openRedis(url);
}

interface Webhook {
  readonly path: string;
  handle(request: Request): Promise<Response>;
}

interface Opened {
  readonly channels: readonly Channel[];
  /** Where a platform's updates arrive, when it sends them. */
  readonly webhook: Webhook | undefined;
}

/** Every platform whose token is set; with none, the console. */
async function openChannels(settings: Settings, isTerminal: boolean): Promise<Opened> {
  const channels: Channel[] = [];
  let webhook: Webhook | undefined;
  if (settings.telegram !== undefined) {
    const { createTelegram } = await import('../adapters/telegram/index.ts');
    const telegram = createTelegram(withoutUndefined(settings.telegram));
    channels.push(telegram);
    const address = settings.telegram.webhook?.url;
    if (address !== undefined) webhook = { path: new URL(address).pathname, handle: telegram.webhookHandler };
  }
  if (settings.discord !== undefined) {
    const { createDiscord } = await import('../adapters/discord/index.ts');
    channels.push(createDiscord(withoutUndefined(settings.discord)));
  }
  if (channels.length > 0) return { channels, webhook };
  const { createConsole } = await import('../adapters/console/index.ts');
  const terminal = createConsole({
    input: process.stdin,
    output: process.stdout,
    isTerminal,
    isJson: settings.isJson,
    columns: () => process.stdout.columns,
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    environment: process.env,
    ...(settings.store.startsWith('sqlite:')
      ? { historyFile: `${settings.store.slice('sqlite:'.length)}.history` }
      : {}),
  });
  return { channels: [terminal], webhook };
}

interface FollowLink {
  readonly platform: string;
  readonly url: string;
  readonly command: string | undefined;
}

/** Where a topic, or whatever one likes, can be followed in chat, on the platforms that are connected now. */
async function openLinks(handles: () => readonly Pick<PlatformAbout, 'platform' | 'handle'>[]) {
  const { followLink } = await import('../adapters/telegram/links.ts');
  return (topic: string | undefined): FollowLink[] =>
    handles().flatMap(({ platform, handle }) => {
      if (handle === undefined) return [];
      if (platform === 'telegram') return linkTo('Telegram', followLink(handle, topic), undefined);
      return platform === 'discord'
        ? linkTo('Discord', handle, topic === undefined ? undefined : `/follow ${topic}`)
        : [];
    });
}

function linkTo(platform: string, url: string | undefined, command: string | undefined): FollowLink[] {
  return url === undefined ? [] : [{ platform, url, command }];
}

type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Adapters tell 'not given' by the key's absence. */
function withoutUndefined<T extends object>(settings: T): Partial<Given<T>> & Pick<T, 'token' & keyof T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Given<T>> &
    Pick<T, 'token' & keyof T>;
}

/** One line for the person who starts the program, and the exit code that scripts expect. */
function fail(error: unknown): never {
  const isOurs = error instanceof SettingsError || error instanceof SetupError || error instanceof StoreError;
  const text = isOurs ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${hide(text)}\n`);
  process.exit(error instanceof SettingsError ? 2 : 1);
}
