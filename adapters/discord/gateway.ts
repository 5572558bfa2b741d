/** Logs in, waits through outages, and says in one line why it cannot be. */
import { type Client, Events, GatewayDispatchEvents, type GatewayReadyDispatchData } from 'discord.js';
import { SetupError } from '../../src/errors.ts';
import type { ChannelHost } from '../../src/ports.ts';
import { type DiscordSettings, openClient } from './connection.ts';
import { failureOf } from './outcome.ts';
import { noSessions, type Session, type Slice } from './slice.ts';

export interface LoggedIn {
  readonly client: Client;
  readonly applicationId: string;
  readonly botId: string;
  /** Servers that the bot was in when it connected. */
  readonly guildIds: Set<string>;
  /** Of a slice: where its sessions can be resumed. */
  sessions(): readonly Session[];
  /** Closes the connection for good. `isKept`: somebody else will resume its sessions. */
  close(isKept?: boolean): Promise<void>;
}

export interface Manner {
  /** Adds its listeners before anything can happen. */
  prepare(client: Client): void;
  /** What to connect of the gateway, anew for each try; all of it by default. */
  readonly openSlice?: () => Slice;
  readonly signal?: AbortSignal;
}

/** Close codes of the gateway after which there is no use in trying again. */
const fatalCloses: ReadonlyMap<number, string> = new Map([
  [4004, 'Discord refused the token: check DISCORD_TOKEN (Developer Portal, your application, Bot, Reset Token).'],
  [4010, 'Discord refused the shard: is another version of this bot running with other shards?'],
  [
    4011,
    'Discord wants this bot in more shards: end every process that is connected to Discord, then start them again (with a larger DISCORD_SHARDS, if that is set).',
  ],
  [4012, 'Discord no longer takes this version of its gateway: please update Dateline.'],
  [4013, 'Discord refused the intents: please update Dateline.'],
  [
    4014,
    'Discord does not allow this bot an intent: see Developer Portal, your application, Bot, Privileged Gateway Intents.',
  ],
]);

/** Undefined when the signal was aborted first. Throws `SetupError` when trying again is of no use. */
export async function logIn(
  settings: DiscordSettings,
  host: ChannelHost,
  redact: (text: string) => string,
  { prepare, openSlice, signal }: Manner,
): Promise<LoggedIn | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  signal?.addEventListener('abort', () => aborted.resolve(undefined));
  for (let pauseMs = 1000; signal?.aborted !== true; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    const slice = openSlice?.();
    const client = openClient(settings, slice);
    let isStarting = true;
    let isEnding = false;
    const state = watch(client, host, redact, () => isEnding);
    const close = async (isKept = false) => {
      isEnding = true;
      await (slice?.close(client, isStarting, isKept) ?? client.destroy());
    };
    prepare(client);
    try {
      const done = await Promise.race([client.login(settings.token), state.ended, aborted.promise]);
      if (done === undefined) {
        await close(true);
        return undefined;
      }
      const { applicationId, botId } = await state.ready;
      isStarting = false;
      return { client, applicationId, botId, guildIds: state.guildIds, sessions: () => slice?.sessions() ?? [], close };
    } catch (thrown) {
      isStarting = false;
      await close().catch(() => undefined);
      const why = fatal(thrown, redact);
      if (why !== undefined) throw new SetupError(why);
      tellTrouble(thrown, host, redact);
      await host.clock.sleep(pauseMs, signal);
    }
  }
  return undefined;
}

/** Calls Discord until it answers; undefined when the signal was aborted first. Throws `SetupError` when trying again is of no use. */
export async function patiently<T>(
  call: () => Promise<unknown>,
  host: ChannelHost,
  redact: (text: string) => string,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let pauseMs = 1000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      return (await call()) as T;
    } catch (thrown) {
      const why = fatal(thrown, redact);
      if (why !== undefined) throw new SetupError(why);
      tellTrouble(thrown, host, redact);
      await host.clock.sleep(pauseMs, signal);
    }
  }
  return undefined;
}

function tellTrouble(thrown: unknown, { log }: ChannelHost, redact: (text: string) => string): void {
  const { message = '' } = Object(thrown) as { message?: string };
  if (/not enough sessions/i.test(message)) log.warn({ reason: message }, noSessions);
  else log.warn({ reason: failureOf(thrown, redact).reason }, 'Discord does not answer; trying again');
}

function fatal(thrown: unknown, redact: (text: string) => string): string | undefined {
  if (thrown instanceof SetupError) return thrown.message;
  const { code, message = '' } = Object(thrown) as { code?: unknown; message?: string };
  if (code === 'TokenInvalid' || /authentication failed/i.test(message)) return fatalCloses.get(4004);
  if (/disallowed intents/i.test(message)) return fatalCloses.get(4014);
  if (/invalid intents/i.test(message)) return fatalCloses.get(4013);
  if (/sharding is required/i.test(message)) return fatalCloses.get(4011);
  if (/invalid api version/i.test(message)) return fatalCloses.get(4012);
  const { status, reason } = failureOf(thrown, redact);
  if (status === 401) return fatalCloses.get(4004);
  const isFinal = status >= 400 && status < 500 && status !== 429 && status !== 408;
  return isFinal ? `Discord refused to let the bot in: ${reason}` : undefined;
}

/** Follows the connection: what it says at first, and why it ended for good. */
function watch(client: Client, host: ChannelHost, redact: (text: string) => string, isEnding: () => boolean) {
  const guildIds = new Set<string>();
  const ended = Promise.withResolvers<never>();
  const ready = Promise.withResolvers<{ applicationId: string; botId: string }>();
  ended.promise.catch(() => undefined);
  let isIn = false;
  const end = (code: number) => {
    const error = new SetupError(fatalCloses.get(code) ?? `Discord closed the connection for good (${code}).`);
    if (isIn) host.requestStop(error);
    else ended.reject(error);
  };
  client.ws.on(GatewayDispatchEvents.Ready, (data: GatewayReadyDispatchData) => {
    isIn = true;
    for (const { id } of data.guilds ?? []) guildIds.add(id);
    ready.resolve({ applicationId: data.application?.id ?? data.user.id, botId: data.user.id });
  });
  client.on(Events.ShardDisconnect, ({ code }) => end(code));
  const log = (error: Error) =>
    host.log.warn({ reason: redact(error.message) }, 'trouble with the connection to Discord');
  client.on(Events.Error, log);
  client.on(Events.ShardError, log);
  client.on(Events.ShardReconnecting, (shard) => {
    // The last connection is closed in the same way.
    if (!isEnding()) host.log.info({ shard }, 'connecting to Discord again');
  });
  client.on(Events.ShardResume, (shard) => host.log.info({ shard }, 'connected to Discord again'));
  return { ended: ended.promise, ready: ready.promise, guildIds };
}
