/** How a feed is doing, for people. Pure. */
import type { Phrase } from '../model.ts';
import type { FeedRecord } from '../store/records.ts';

export interface Health {
  readonly state: 'new' | 'good' | 'failing' | 'silent' | 'ended';
  readonly itemsAWeek: number;
  /** Why it is quiet, in one line; undefined when all is well. */
  readonly note: Phrase | undefined;
}

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;

/** A feed is silent after this many times its usual gap: by chance alone that happens once in 3,000 gaps (e^-8). */
const silentAfterGaps = 8;
/** Weekends and holidays are no silence. */
const leastSilenceMs = 3 * day;
/** For feeds whose rhythm is not known. */
const unknownSilenceMs = 30 * day;

/** The state of a feed at an instant. Keys of the notes: `health.*` in the catalogue. */
export function healthOf(record: FeedRecord, now: number): Health {
  const silentMs = now - (record.lastItemAt ?? record.addedAt);
  const itemsAWeek = weekly(record, silentMs);
  const health = (state: Health['state'], note?: Phrase): Health => ({ state, itemsAWeek, note });
  if (record.isEnded) return health('ended', { key: record.lastError === 'gone' ? 'health.gone' : 'health.removed' });
  if (record.failures > 0) return health('failing', failingNote(record, now));
  if (record.lastGoodAt === undefined) return health('new', { key: 'health.new' });
  if (silentMs > patienceMs(record)) {
    return health('silent', {
      key: 'health.silent',
      params: { days: Math.floor(silentMs / day), usual: usualGap(record) },
    });
  }
  return health('good');
}

/** How long without an item is still usual for this feed. */
function patienceMs({ rhythmMs }: FeedRecord): number {
  return rhythmMs === undefined ? unknownSilenceMs : Math.max(leastSilenceMs, silentAfterGaps * rhythmMs);
}

/** Items in a week as it goes at present, one decimal below ten. */
function weekly({ rhythmMs }: FeedRecord, silentMs: number): number {
  if (rhythmMs === undefined) return 0;
  const rate = week / Math.max(rhythmMs, silentMs / 2, 60_000);
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
}

/** Hours between items, at least one; 0 when unknown, or so rare that it says nothing. */
const usualGap = ({ rhythmMs }: FeedRecord) =>
  rhythmMs === undefined || rhythmMs > 2 * day ? 0 : Math.max(1, Math.round(rhythmMs / hour));

function failingNote(record: FeedRecord, now: number): Phrase {
  const { failures, lastGoodAt, nextCheckAt, lastError = '' } = record;
  const params = {
    failures,
    reason: reasonClass(lastError),
    /** Hours since the last good fetch; -1 for never. */
    hours: lastGoodAt === undefined ? -1 : Math.floor((now - lastGoodAt) / hour),
    nextMinutes: Math.max(0, Math.ceil((nextCheckAt - now) / 60_000)),
  };
  return { key: 'health.failing', params };
}

export type ReasonClass =
  | 'timeout'
  | 'unreachable'
  | 'insecure'
  | 'missing'
  | 'forbidden'
  | 'busy'
  | 'server'
  | 'large'
  | 'refused'
  | 'redirects'
  | 'unreadable';

const classes: Readonly<Record<string, ReasonClass>> = {
  timeout: 'timeout',
  'unknown-host': 'unreachable',
  'no-connection': 'unreachable',
  'connection-lost': 'unreachable',
  'bad-certificate': 'insecure',
  'http-404': 'missing',
  'http-401': 'forbidden',
  'http-403': 'forbidden',
  'http-429': 'busy',
  'http-503': 'busy',
  'too-large': 'large',
  'private-address': 'refused',
  'not-http': 'refused',
  'redirect-loop': 'redirects',
  'too-many-redirects': 'redirects',
};

/** The kind of failure behind a fetch's reason, for a `select` in the catalogue. */
export function reasonClass(reason: string): ReasonClass {
  return classes[reason] ?? (/^http-5/.test(reason) ? 'server' : /^http-4/.test(reason) ? 'forbidden' : 'unreadable');
}
