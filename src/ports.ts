/**
 * What the core needs from the world. Each interface states what an implementation guarantees;
 * the suites in `test/contracts/` hold every implementation to it.
 */
import type { Sharing } from './cluster/ports.ts';
import type { Address, Answer, ChatKind, HubCall, Incoming, Message, MessageRef, StoryView } from './model.ts';

export type * from './cluster/ports.ts';
export type * from './ports-editing.ts';
export type * from './ports-operation.ts';

// ---------------------------------------------------------------- time

export interface Clock {
  /** Now, epoch milliseconds in UTC, on the clock that everything follows (it may be virtual and fast). */
  now(): number;
  /**
   * Calls `run` once after `ms` of this clock's time. Never early; late by what the event loop is late.
   * The timer does not keep the process alive. The answer cancels it.
   */
  after(ms: number, run: () => void): () => void;
  /** Resolves after `ms`, or at once (without error) when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

// ---------------------------------------------------------------- state

/**
 * A set of records under string keys. One aggregate is one key and one write.
 * A resolved `set` is durable; a failed one throws `StoreError` and never answers as if it had worked.
 */
export interface Collection<T> {
  get(key: string): Promise<T | undefined>;
  /** In the order of `keys`. */
  getMany(keys: readonly string[]): Promise<(T | undefined)[]>;
  set(key: string, value: T): Promise<void>;
  /** All or nothing: one transaction. */
  setMany(entries: readonly (readonly [string, T])[]): Promise<void>;
  /** Deleting what is not there is no error. All or nothing. */
  delete(...keys: readonly string[]): Promise<void>;
  /**
   * Reads a record, changes and writes it with no write of another process in between; `change` may be called again for
   * that. Undefined leaves the record as it is. Only where several processes may write.
   */
  change?(key: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined>;
  /** In ascending order of keys (by code unit; keys are of the Basic Multilingual Plane, never empty), those that begin with `prefix`; sees what was written before the call. */
  entries(prefix?: string): AsyncIterable<readonly [string, T]>;
}

/** Raw storage behind the collections: strings under keys, in namespaces that never see each other. */
export interface Storage {
  /** `sqlite:./data/dateline.sqlite`, without secrets: for messages to people. */
  readonly label: string;
  /** What in the storage's own setting-up may cost records, one line each: for whoever runs the program. */
  readonly warnings?: readonly string[];
  /** Resolves when this process can never write here again (another one took over): it should end. */
  readonly lost?: Promise<Error>;
  /** Only this process writes here, for as long as it is open: what was read or written may be remembered. */
  readonly isExclusive?: boolean;
  /** Opens a namespace; the same name gives the same data. */
  collection(namespace: string): Collection<string>;
  /** Writes a consistent copy where the storage can (`undefined` where it cannot). */
  backup?(path: string): Promise<void>;
  /** Makes what was deleted unreadable in the storage's bytes, where it leaves traces. Slow: for erasing a chat. */
  scrub?(): Promise<void>;
  close(): Promise<void>;
}

// ---------------------------------------------------------------- chat platforms

/** At most `count` in any `windowMs`. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

export interface ChannelLimits {
  readonly perChat: readonly Rate[];
  readonly perGroup: readonly Rate[];
  readonly overall: readonly Rate[];
}

export interface SendOptions {
  /** Derived from the delivery: equal for every try of it. Platforms with idempotency keys use it. */
  readonly nonce: string;
  readonly isSilent: boolean;
  readonly replyTo: MessageRef | undefined;
  /** Platforms pace groups and private chats differently. */
  readonly chatKind?: ChatKind;
  readonly signal?: AbortSignal;
}

/** What became of a send or an edit. Refusals are values, never exceptions. */
export type Outcome =
  | { readonly kind: 'sent'; readonly ref: MessageRef }
  /** The platform, the network or a limit said: later. */
  | {
      readonly kind: 'retry';
      readonly afterMs: number | undefined;
      readonly scope: 'chat' | 'all';
      readonly reason: string;
    }
  /** This message will never be taken (too long, malformed, message to edit is gone…). */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** This chat cannot be reached: blocked, kicked, deleted, or rights are missing. `missing` names those in the catalogue, where they are known. */
  | {
      readonly kind: 'unreachable';
      readonly reason: string;
      readonly canReturn: boolean;
      readonly missing?: readonly string[];
    }
  /** The chat lives on under another address. */
  | { readonly kind: 'moved'; readonly to: Address }
  /** The thread is closed or gone; the chat itself is there. */
  | { readonly kind: 'threadGone'; readonly reason: string };

/**
 * A chat platform. Holds nothing that must outlive it.
 * Every message is rendered within the platform's limits; nothing in it can ping, break markup or open other schemes than http(s).
 */
export interface Channel {
  readonly platform: string;
  readonly limits: ChannelLimits;
  /** Whether the platform knows a repeated send by its nonce and drops it. Without that, sends go one by one. */
  readonly isIdempotent?: boolean;
  /** What leads people to the bot on the platform: its name there, or a link. Undefined before it is known. */
  handle?(): string | undefined;
  /** Resolves once messages can be sent. Throws `SetupError` for a refused token or a second poller. */
  start(host: ChannelHost): Promise<void>;
  /** One message (a long one may become several; the answer is the first). Does not retry by itself. */
  send(to: Address, message: Message, options: SendOptions): Promise<Outcome>;
  /** Changes a message silently. 'Not modified' counts as sent; a message that is gone is `rejected`. */
  edit(ref: MessageRef, message: Message, options: SendOptions): Promise<Outcome>;
  /** Where a person can be written to in private; undefined when that cannot be. Never throws. */
  privately?(personId: string): Promise<Address | undefined>;
  /**
   * Of a platform whose connection comes in parts: the one that knows this place best, and so should send there; undefined
   * where any process may. Asked only of a channel whose host shares parts out. Never throws.
   */
  partOf?(to: Address): Promise<number | undefined>;
  /** Takes no more updates, finishes those begun, closes connections. Within 5 s. */
  stop(): Promise<void>;
}

export type Priority = 'reply' | 'alert' | 'update' | 'brief';

/** What an adapter may ask of the core. */
export interface ChannelHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Set where several processes share out the parts of this platform's connection; else this process holds all of it. */
  readonly sharing?: Sharing;
  /** Carries out what a person did, once for each update id. Never throws for bad input. `show` may be given the answer as it is so far. */
  handle(incoming: Incoming, show?: (partial: Message) => void): Promise<Answer>;
  /** Completions for a half-typed argument: a command's name and what stands after it. At most 25. */
  suggest(address: Address, command: string, typed: string): Promise<readonly Suggestion[]>;
  /** Waits until the platform's limits allow one more message to this chat. */
  turn(address: Address, chatKind: ChatKind, priority: Priority, signal?: AbortSignal): Promise<void>;
  /** The platform said that the chat is gone, came back, or moved. */
  chatChanged(address: Address, change: ChatChange): Promise<void>;
  /** Text of the catalogue in a locale (nearest there is; English last). */
  say(locale: string | undefined, key: string, params?: Readonly<Record<string, string | number>>): string;
  /** The commands that people may see, for menus and completion. */
  readonly commands: readonly CommandInfo[];
  /** How the first poll stands; calls back at each change until it is finished. */
  onFirstPoll(report: (progress: PollProgress) => void): void;
  /** Asks for the end of the program, as SIGTERM would (console: end of input). With an error, it ends with that line and code 1. */
  requestStop(error?: Error): void;
  /** Resolves when the first poll is finished (at once when it already is). */
  firstPoll(): Promise<void>;
  /** Resolves when nothing is queued for this platform that could be sent now. */
  drained(): Promise<void>;
}

export interface PollProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly isFinished: boolean;
}

export interface Suggestion {
  readonly label: string;
  readonly value: string;
}

export interface CommandInfo {
  readonly name: string;
  /** Keys in the catalogue. */
  readonly descriptionKey: string;
  readonly usageKey: string;
  readonly who: 'everyone' | 'managers' | 'administrators';
  /** Platforms that know it; undefined for all. A host names only what its platform knows. */
  readonly on?: readonly string[];
}

export function isKnownOn({ on }: Pick<CommandInfo, 'on'>, platform: string): boolean {
  return on === undefined || on.includes(platform);
}

export type ChatChange =
  | { readonly kind: 'gone'; readonly reason: string; readonly missing?: readonly string[] }
  | { readonly kind: 'returned' }
  | { readonly kind: 'moved'; readonly to: Address };

// ---------------------------------------------------------------- feeds

export interface FetchRequest {
  readonly url: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly signal?: AbortSignal;
}

/** Expected outcomes are values. Nothing private is ever contacted; bodies and time are capped. */
export type FetchOutcome =
  | {
      readonly kind: 'body';
      readonly body: Uint8Array;
      /** After redirects. */
      readonly url: string;
      /** Set when every hop was permanent. */
      readonly movedTo: string | undefined;
      readonly contentType: string | undefined;
      readonly etag: string | undefined;
      readonly lastModified: string | undefined;
      /** From Cache-Control or Expires. */
      readonly freshForMs: number | undefined;
      /** WebSub's hub and topic, where `Link` headers name them: they go before what the body says. */
      readonly hub?: string | undefined;
      readonly self?: string | undefined;
    }
  | { readonly kind: 'notModified'; readonly freshForMs: number | undefined }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly status: number | undefined;
      readonly retryAfterMs: number | undefined;
    };

export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchOutcome>;
  close(): Promise<void>;
}

/** Answers hubs that tell of changed feeds. Never throws for what a stranger sends. */
export interface Hubs {
  handle(call: HubCall): Promise<{ readonly status: number; readonly body: string }>;
}

// ---------------------------------------------------------------- optional helpers

/** Other names of a person, place or organisation, from outside (Wikidata). */
export interface AliasSource {
  /** Likeliest first; none where it does not know or does not answer within some seconds. Never rejects. */
  lookup(name: string, locale: string | undefined): Promise<readonly AliasCandidate[]>;
}

export interface AliasCandidate {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly aliases: readonly string[];
}

/** A language model behind an OpenAI-compatible server. */
export interface Writer {
  complete(request: {
    readonly system: string;
    readonly prompt: string;
    readonly maxTokens: number;
    readonly signal?: AbortSignal;
  }): Promise<string>;
}

// ---------------------------------------------------------------- pages

export interface PublicTopic {
  /** Lower-case Latin letters, digits and dashes: the topic's place in addresses. */
  readonly slug: string;
  readonly name: string;
  /** As one would type it after `/follow`. */
  readonly query: string;
}

export interface StoryList {
  readonly stories: readonly StoryView[];
  readonly hasMore: boolean;
}

/**
 * What public pages may ask of the core. Only reports of shared feeds, only topics that the operator made public:
 * nothing here is derived from what a chat follows, hears or adds.
 */
export interface Pages {
  readonly topics: readonly PublicTopic[];
  /** The languages there are, such as 'en', 'de'. */
  readonly locales: readonly string[];
  say(locale: string, key: string, params?: Readonly<Record<string, string | number>>): string;
  /** Stories of the last 24 hours, weightiest first. */
  topStories(limit: number, locale: string): Promise<StoryList>;
  /** A page (from 0) of a public topic's stories of the last 14 days: those about it before those that mention it, newest first. */
  topic(slug: string, page: number, locale: string): Promise<(StoryList & { readonly topic: PublicTopic }) | undefined>;
  story(id: string, locale: string): Promise<StoryView | undefined>;
  /**
   * Stories for any topic that a person could follow, or in words why there are none. Reads the newest news first, for at most
   * about a second of work; one search at a time.
   */
  search(text: string, limit: number, locale: string): Promise<StoryList | { readonly problem: string }>;
  /** A brief of the last day on topics that a person could follow, or in words why there is none; one at a time. */
  brief(topics: readonly string[], locale: string): Promise<Message | { readonly problem: string }>;
}
