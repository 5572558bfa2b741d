/** What the poller keeps about reading a feed, inside its record's `reading`. */
import { z } from 'zod';
import type { Item } from '../model.ts';
import type { FeedRecord } from '../store/records.ts';
import { noBoilerplate } from './boilerplate.ts';

const hours = z.array(z.number()).optional();
const number = z.number().optional();
const text = z.string().optional();
const sentences = z.custom<Record<string, number>>(
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((age) => typeof age === 'number'),
);

const fields = {
  /** Until when the server asked to be left alone. */
  askedUntil: number,
  ttlMs: number,
  skipHours: hours,
  skipDays: hours,
  hub: text,
  self: text,
  /** Of its titles, where the feed declares no language. */
  ownLang: text,
  /** Failures in all, ever. */
  failuresEver: number,
  /** How long the last fetch took, real time. */
  tookMs: number,
  /** Subscription at the feed's hub: what was asked for and when, and until when the hub agreed. */
  websub: z.object({ hub: z.string(), topic: z.string(), askedAt: z.number(), until: number }).optional(),
  /** Lines that the feed repeats in every item, as normalising learnt them. */
  boilerplate: z.object({ sentences }).default(noBoilerplate),
};
const wholeState = z.object(fields);
export type ReadingState = z.infer<typeof wholeState>;

/** What cannot be read is as if it had never been kept: field by field, which is slower. */
function readFields(reading: Readonly<Record<string, unknown>>): Partial<ReadingState> {
  const read = Object.entries(fields).map(([name, type]) => [name, type.safeParse(reading[name]).data] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** Asked for several times in a poll; the object itself never changes. */
const read = new WeakMap<object, ReadingState>();

/** The state inside a record; never throws. */
export function readingOf({ reading }: Pick<FeedRecord, 'reading'>): ReadingState {
  const known = read.get(reading);
  if (known !== undefined) return known;
  const whole = wholeState.safeParse(reading);
  const state = whole.success ? whole.data : { boilerplate: noBoilerplate, ...readFields(reading) };
  read.set(reading, state);
  return state;
}

/** The same state as part of a record that is made here: it need not be checked when it is asked for. */
export function keptReading(state: ReadingState): Record<string, unknown> {
  read.set(state, state);
  return state;
}

/** Undated reports of a feed that is read for the first time may be of any day. */
export function withAge(feed: FeedRecord, items: readonly Item[]): readonly Item[] {
  if (feed.lastGoodAt !== undefined) return items;
  return items.map((item) => (item.publishedAt === undefined ? { ...item, isOfUnknownAge: true } : item));
}
