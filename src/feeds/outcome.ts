/** What a poll changes in the feed's record. Pure. */
import type { FetchOutcome } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { ReadResult } from './read-job.ts';
import { keptReading, type ReadingState, readingOf } from './reading.ts';
import { askedMs, nextAfterFailure, nextAfterGood } from './schedule.ts';

export interface PollContext {
  readonly now: number;
  readonly intervalMs: number;
  /** From 0 to 1. */
  readonly chance: number;
  /** How long the fetch took, real time. */
  readonly tookMs: number;
}

type Body = Extract<FetchOutcome, { readonly kind: 'body' }>;
type ReadFeed = Extract<ReadResult, { readonly kind: 'feed' }>;

/** After a body that was read as a feed: validators, what was seen, the rhythm, where it moved to. */
export function afterFeed(record: FeedRecord, body: Body, result: ReadFeed, context: PollContext): FeedRecord {
  const hasNews = result.items.length > 0;
  const rhythmMs = smoothed(record.rhythmMs, result.rhythmMs);
  const lastItemAt = result.newestAt ?? (hasNews ? context.now : record.lastItemAt);
  const before = readingOf(record);
  const state: ReadingState = {
    ...before,
    boilerplate: result.boilerplate,
    ttlMs: result.ttlMs,
    skipHours: [...result.skipHours],
    skipDays: [...result.skipDays],
    hub: body.hub ?? result.hub,
    self: body.self ?? result.self,
    ownLang: result.ownLang ?? before.ownLang,
  };
  const next: FeedRecord = {
    ...record,
    url: body.movedTo ?? record.url,
    siteUrl: record.siteUrl ?? result.link,
    lang: record.lang ?? result.lang,
    etag: body.etag,
    lastModified: body.lastModified,
    bodyHash: result.hash,
    seen: [...result.seen],
    rhythmMs,
    lastItemAt,
    reading: keptReading(state),
  };
  return afterGood(next, body.freshForMs, context);
}

/** After 304, or a body that was read before: validators may be new all the same. */
export function afterUnchanged(record: FeedRecord, outcome: FetchOutcome, context: PollContext): FeedRecord {
  if (outcome.kind === 'body') {
    const { etag, lastModified, freshForMs } = outcome;
    return afterGood({ ...record, etag, lastModified }, freshForMs, context);
  }
  return afterGood(record, outcome.kind === 'notModified' ? outcome.freshForMs : undefined, context);
}

/** After anything else: counted, and tried again later and later. Never ended by failures alone. */
export function afterFailure(
  record: FeedRecord,
  reason: string,
  retryAfterMs: number | undefined,
  context: PollContext,
): FeedRecord {
  const { now, intervalMs, chance, tookMs } = context;
  const failures = record.failures + 1;
  const state = readingOf(record);
  return {
    ...record,
    failures,
    lastError: reason,
    lastTryAt: now,
    nextCheckAt: nextAfterFailure(now, intervalMs, failures, retryAfterMs, chance),
    reading: keptReading({
      ...state,
      tookMs,
      failuresEver: (state.failuresEver ?? 0) + 1,
      askedUntil: retryAfterMs === undefined ? undefined : now + retryAfterMs,
    }),
  };
}

/** After 410 Gone. */
export function afterGone(record: FeedRecord, context: PollContext): FeedRecord {
  return { ...afterFailure(record, 'gone', undefined, context), isEnded: true };
}

function afterGood(record: FeedRecord, freshForMs: number | undefined, context: PollContext): FeedRecord {
  const { now, intervalMs, chance, tookMs } = context;
  const state = readingOf(record);
  const wishes = { freshForMs, ttlMs: state.ttlMs, skipHours: state.skipHours ?? [], skipDays: state.skipDays ?? [] };
  const { rhythmMs, lastItemAt } = record;
  return {
    ...record,
    failures: 0,
    lastError: undefined,
    lastTryAt: now,
    lastGoodAt: now,
    nextCheckAt: nextAfterGood(now, intervalMs, { rhythmMs, lastItemAt }, wishes, chance),
    reading: keptReading({ ...state, tookMs, askedUntil: now + askedMs(wishes) }),
  };
}

/** Three parts of the old to one of the new. */
function smoothed(before: number | undefined, measured: number | undefined): number | undefined {
  if (before === undefined || measured === undefined) return measured ?? before;
  return 0.75 * before + 0.25 * measured;
}
