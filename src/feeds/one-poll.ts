/** One poll of one feed: fetch, read, hand over what is new, and only then write the record. */
import type { FeedId, FeedSource, Item } from '../model.ts';
import type { Clock, Fetcher, FetchOutcome, Log } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Ledger } from './ledger.ts';
import { afterFailure, afterFeed, afterGone, afterUnchanged, type PollContext } from './outcome.ts';
import type { ReadResult } from './read-job.ts';
import type { FeedReaderPool } from './reader-pool.ts';
import { readingOf } from './reading.ts';

export type PollOutcome =
  | { readonly kind: 'read'; readonly fresh: number; readonly edited: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** 410, or ended before. */
  | { readonly kind: 'ended' }
  /** Nothing was kept: the program stops, or the store failed. The next poll begins where this one did. */
  | { readonly kind: 'undone' };

export interface OnePollOptions {
  readonly ledger: Ledger;
  readonly fetcher: Fetcher;
  readonly reader: FeedReaderPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly accept: (feed: FeedRecord, items: readonly Item[], edited: readonly Item[]) => Promise<void>;
  readonly intervalMs: number;
  readonly chance: () => number;
  readonly signal: AbortSignal;
}

export interface OnePoll {
  readonly outcome: PollOutcome;
  /** As it stands now; undefined when there is no such feed. */
  readonly record: FeedRecord | undefined;
}

/** Never throws: a failing store is logged, and the poll counts as not done. */
export function createOnePoll(options: OnePollOptions): (id: FeedId) => Promise<OnePoll> {
  const accept = inTurn(options.accept);
  const parts = { ...options, accept };
  return async (id) => {
    let record: FeedRecord | undefined;
    try {
      return await options.ledger.holding(id, async (found) => {
        record = found;
        if (found === undefined || found.isEnded) return { outcome: { kind: 'ended' }, record };
        return poll(parts, found);
      });
    } catch (error) {
      options.log.error(
        { feed: id, error: error instanceof Error ? error.name : 'unknown' },
        'a poll could not be kept',
      );
      return { outcome: { kind: 'undone' }, record };
    }
  };
}

async function poll(options: OnePollOptions, record: FeedRecord): Promise<OnePoll> {
  const startedAt = performance.now();
  const { id, url, etag, lastModified } = record;
  const fetched = await options.fetcher.fetch({ url, etag, lastModified, signal: options.signal });
  const context = contextOf(options, performance.now() - startedAt);
  const result = fetched.kind === 'body' ? await options.reader.read(jobFor(record, fetched, context.now)) : undefined;
  if (options.signal.aborted) return { outcome: { kind: 'undone' }, record };
  if (result?.kind === 'feed' && result.items.length + result.edited.length > 0) {
    await options.accept(record, result.items, result.edited);
  }
  const { outcome, change } = conclude(fetched, result, context);
  if (outcome.kind === 'failed') {
    // Once for each trouble; `/feeds` and the metrics tell how long it lasts.
    const level = record.failures === 0 ? 'info' : 'debug';
    options.log[level]({ feed: id, host: URL.parse(url)?.host, reason: outcome.reason }, 'feed could not be read');
  }
  return { outcome, record: await options.ledger.change(id, change) };
}

function contextOf({ clock, intervalMs, chance }: OnePollOptions, tookMs: number): PollContext {
  return { now: clock.now(), intervalMs, chance: chance(), tookMs: Math.round(tookMs) };
}

function jobFor(record: FeedRecord, fetched: Extract<FetchOutcome, { readonly kind: 'body' }>, now: number) {
  const { body, url, contentType } = fetched;
  const { boilerplate, ownLang } = readingOf(record);
  const source = sourceOf(record);
  return {
    body,
    url,
    contentType,
    knownHash: record.bodyHash,
    source: { ...source, lang: source.lang ?? ownLang },
    now,
    boilerplate,
    seen: record.seen,
  };
}

/** What reading needs to know about the feed. */
export function sourceOf(record: FeedRecord): FeedSource {
  const { id, url, name, siteUrl, lang, country, category } = record;
  return { id, url, name, siteUrl, lang, country, category };
}

interface Conclusion {
  readonly outcome: PollOutcome;
  readonly change: (record: FeedRecord) => FeedRecord;
}

function conclude(fetched: FetchOutcome, result: ReadResult | undefined, context: PollContext): Conclusion {
  const failed = (reason: string, retryAfterMs?: number): Conclusion => ({
    outcome: { kind: 'failed', reason },
    change: (record) => afterFailure(record, reason, retryAfterMs, context),
  });
  if (fetched.kind === 'gone') return { outcome: { kind: 'ended' }, change: (record) => afterGone(record, context) };
  if (fetched.kind === 'refused') return failed(fetched.reason);
  if (fetched.kind === 'failed') return failed(fetched.reason, fetched.retryAfterMs);
  if (fetched.kind === 'notModified' || result === undefined || result.kind === 'unchanged') {
    return { outcome: { kind: 'unchanged' }, change: (record) => afterUnchanged(record, fetched, context) };
  }
  if (result.kind !== 'feed') return failed(result.reason);
  return {
    outcome: { kind: 'read', fresh: result.items.length, edited: result.edited.length },
    change: (record) => afterFeed(record, fetched, result, context),
  };
}

/** Calls never overlap; each begins when the one before has settled. */
function inTurn<Arguments extends readonly unknown[]>(run: (...given: Arguments) => Promise<void>) {
  let last: Promise<unknown> = Promise.resolve();
  return (...given: Arguments): Promise<void> => {
    const turn = last.then(() => run(...given));
    last = turn.catch(() => undefined);
    return turn;
  };
}
