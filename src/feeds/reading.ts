/** What the poller keeps about reading a feed, inside its record's `reading`. */
import { z } from 'zod';
import type { Item } from '../model.ts';
import type { FeedRecord } from '../store/records.ts';
import { noBoilerplate } from './boilerplate.ts';

const hours = z.array(z.number()).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);

const readingState = z.object({
  /** Lines that the feed repeats in every item, as normalising learnt them. */
  boilerplate: z.object({ sentences: z.record(z.string(), z.number()) }).catch(noBoilerplate),
  /** Until when the server asked to be left alone. */
  askedUntil: number,
  ttlMs: number,
  skipHours: hours,
  skipDays: hours,
  hub: text,
  self: text,
  /** Failures in all, ever. */
  failuresEver: number,
  /** How long the last fetch took, real time. */
  tookMs: number,
  /** Subscription at the feed's hub: what was asked for and when, and until when the hub agreed. */
  websub: z
    .object({ hub: z.string(), topic: z.string(), askedAt: z.number(), until: number })
    .optional()
    .catch(undefined),
});
export type ReadingState = z.infer<typeof readingState>;

/** What cannot be read is as if it had never been kept. */
export function readingOf(record: Pick<FeedRecord, 'reading'>): ReadingState {
  return readingState.parse(record.reading);
}

/** Undated reports of a feed that is read for the first time may be of any day. */
export function withAge(feed: FeedRecord, items: readonly Item[]): readonly Item[] {
  if (feed.lastGoodAt !== undefined) return items;
  return items.map((item) => (item.publishedAt === undefined ? { ...item, isOfUnknownAge: true } : item));
}
