/** The line to Discord, and what was found out about it. */
import { Client, GatewayIntentBits, Options, type REST, Routes } from 'discord.js';
import type { Address } from '../../src/model.ts';
import type { ChannelHost } from '../../src/ports.ts';
import type { CommandLinks } from './links.ts';
import { type Failure, failureOf } from './outcome.ts';
import type { Guard } from './refusals.ts';
import type { Seal } from './seal.ts';
import type { Slice } from './slice.ts';

export interface DiscordSettings {
  readonly token: string;
  /** Of another server, as discord.js takes it (`rest.api`); the official one by default. */
  readonly apiRoot?: string;
  /** Connections of the gateway; as many as Discord recommends by default. */
  readonly shards?: number;
}

/** The home of direct messages; that of every other place is its server. */
export const directHome = '@me';

/** Everything that the parts of the adapter share while it runs. */
export interface Connection {
  readonly client: Client;
  readonly rest: REST;
  readonly host: ChannelHost;
  readonly applicationId: string;
  readonly botId: string;
  readonly guard: Guard;
  /** Whether the server takes components of the second kind; found out by trying. */
  readonly skills: { components: boolean };
  /** Where direct messages with people are, as far as they were opened. */
  readonly directs: Map<string, Address>;
  readonly seal: Seal;
  readonly links: CommandLinks;
  redact(text: string): string;
}

const rememberedDirects = 5000;
/** For one call. */
const callMs = 15_000;

/**
 * A client without privileged intents, that pings nobody, keeps only what it needs to know where it may write, and
 * does not retry sends behind our back: the outbox does that.
 */
export function openClient(settings: DiscordSettings, slice?: Slice): Client {
  const { shards: count } = settings;
  const all = count === undefined ? 'auto' : Array.from({ length: count }, (_, shard) => shard);
  return new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    allowedMentions: { parse: [], repliedUser: false },
    shards: slice === undefined ? all : [...slice.shards],
    ...(slice !== undefined && { shardCount: slice.count, ws: slice.options }),
    waitGuildTimeout: 1000,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildScheduledEventManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      StageInstanceManager: 0,
      UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 10, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
    rest: {
      ...(settings.apiRoot !== undefined && { api: settings.apiRoot.replace(/\/+$/, '') }),
      retries: 0,
      timeout: callMs,
      // Answers to interactions wait; what the outbox sends is tried again by it.
      rejectOnRateLimit: ({ route, url }) => route.startsWith('/channels/') || url.includes('wait=true'),
    },
  });
}

/** Takes the token out of a text, by value. */
export function redactor(token: string): (text: string) => string {
  return (text) => (token === '' ? text : text.replaceAll(token, '[token]'));
}

/** Where a person's direct messages are; undefined when Discord does not open them. */
export async function directAddress(line: Connection, personId: string): Promise<Address | undefined> {
  const known = line.directs.get(personId);
  if (known !== undefined) return known;
  const body = { recipient_id: personId };
  const opened = await attempt<{ id: string }>(line, () => line.rest.post(Routes.userChannels(), { body }));
  if (!opened.ok) return undefined;
  const address = { platform: 'discord', id: opened.value.id, home: directHome };
  if (line.directs.size >= rememberedDirects) line.directs.clear();
  line.directs.set(personId, address);
  return address;
}

export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Runs a call of Discord's API; refusals and broken connections become values. */
export async function attempt<T>(
  line: Pick<Connection, 'redact' | 'guard'>,
  call: () => Promise<unknown>,
): Promise<Tried<T>> {
  const pauseMs = line.guard.pauseMs();
  if (pauseMs > 0) {
    const reason = 'too many refusals in a row: waiting before Discord shuts the bot out';
    return { ok: false, failure: { status: 429, code: 0, reason, retryAfterMs: pauseMs, isForAll: true } };
  }
  try {
    return { ok: true, value: (await call()) as T };
  } catch (thrown) {
    return { ok: false, failure: failureOf(thrown, line.redact) };
  }
}
