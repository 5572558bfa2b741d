/** A poller over a scripted web, a store in memory and a clock that a test moves. */
import { setImmediate } from 'node:timers/promises';
import { openMemory } from '../../adapters/memory/index.ts';
import { createPoller, type Poller, type PollSettings } from '../../src/feeds/poll.ts';
// The parsers are loaded for the first body, which takes real time: they are there already when a test's clock moves.
import '../../src/feeds/read-job.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import type { FeedId, Item } from '../../src/model.ts';
import type { Collection, FetchOutcome, FetchRequest, Log } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { FeedRecord } from '../../src/store/records.ts';
import { createManualClock, type ManualClock } from './clock.ts';

type Script = (request: FetchRequest, count: number) => FetchOutcome | Promise<FetchOutcome>;

interface Accepted {
  readonly feed: FeedId;
  readonly items: readonly Item[];
  readonly edited: readonly Item[];
}

export interface PollWorld {
  readonly clock: ManualClock;
  readonly poller: Poller;
  readonly feeds: Collection<FeedRecord>;
  /** Requests in order, with the instant of each. */
  readonly requests: readonly (FetchRequest & { readonly at: number })[];
  readonly accepted: readonly Accepted[];
  /** Everything that was logged, as text. */
  readonly logged: readonly string[];
  record(id: string): Promise<FeedRecord>;
  /** Moves time on and lets what became due finish. */
  pass(ms: number, stepMs?: number): Promise<void>;
}

export interface WorldOptions {
  readonly script: Script;
  readonly settings?: Partial<PollSettings>;
  readonly feeds?: readonly FeedRecord[];
  readonly accept?: (feed: FeedRecord, items: readonly Item[], edited: readonly Item[]) => Promise<void>;
  readonly wrapFeeds?: (feeds: Collection<FeedRecord>) => Collection<FeedRecord>;
}

export const minute = 60_000;
export const hour = 60 * minute;

/** A feed as the settings would make it. */
export function feedNamed(name: string, over: Partial<FeedRecord> = {}): FeedRecord {
  const id = name as FeedId;
  const empty = {
    isShared: true,
    chats: [],
    addedAt: 0,
    isEnded: false,
    nextCheckAt: 0,
    failures: 0,
    seen: [],
    reading: {},
  };
  return { id, url: `https://${name}.example/feed.xml`, name, ...empty, ...over };
}

/** A body as a fetcher would give it. */
export function bodyOf(
  text: string,
  over: Partial<Extract<FetchOutcome, { readonly kind: 'body' }>> = {},
): FetchOutcome {
  const nothing = { movedTo: undefined, etag: undefined, lastModified: undefined, freshForMs: undefined };
  return {
    kind: 'body',
    body: new TextEncoder().encode(text),
    url: 'https://news.example/feed.xml',
    contentType: 'application/rss+xml',
    ...nothing,
    ...over,
  };
}

export const failing = (reason: string, status?: number, retryAfterMs?: number): FetchOutcome => ({
  kind: 'failed',
  reason,
  status,
  retryAfterMs,
});

export async function makePollWorld(options: WorldOptions): Promise<PollWorld> {
  const clock = createManualClock();
  const store = await openStore(openMemory());
  const feeds = options.wrapFeeds?.(store.feeds) ?? store.feeds;
  for (const feed of options.feeds ?? []) await store.feeds.set(feed.id, feed);
  const requests: (FetchRequest & { readonly at: number })[] = [];
  const accepted: Accepted[] = [];
  const logged: string[] = [];
  const note = (fields: Record<string, unknown>, message: string) =>
    logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  let busy = 0;
  const fetch = async (request: FetchRequest) => {
    requests.push({ ...request, at: clock.now() });
    busy++;
    try {
      return await options.script(request, requests.filter(({ url }) => url === request.url).length);
    } finally {
      busy--;
    }
  };
  const poller = createPoller({
    store: { feeds },
    fetcher: { fetch, close: async () => undefined },
    reader: createReaderPool(),
    clock,
    log,
    settings: { intervalMs: 5 * minute, ...options.settings },
    accept: async (feed, items, edited) => {
      await options.accept?.(feed, items, edited);
      accepted.push({ feed: feed.id, items, edited });
    },
    chance: () => 0.5,
  });
  const quiet = async () => {
    for (let turn = 0; turn < 12 || (busy > 0 && turn < 200); turn++) await setImmediate();
  };
  return {
    clock,
    poller,
    feeds: store.feeds,
    requests,
    accepted,
    logged,
    record: async (id) => (await store.feeds.get(id))!,
    async pass(ms, stepMs = ms) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(Math.min(stepMs, ms - passed));
        await quiet();
      }
    },
  };
}
