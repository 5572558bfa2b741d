/** When a feed is looked at again. Pure: instants and durations in milliseconds; chance comes in as a number from 0 to 1. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Intervals below this are the operator's express wish and are kept to the letter. */
const exactBelowMs = minute;
/** A feed that hardly ever publishes is still looked at this often. */
const longestIntervalMs = hour;
/** A feed is looked at so many times in the time it usually takes to publish. */
const looksPerItem = 10;
/** Cache-Control is a promise about this answer; `ttl` is mostly set once and forgotten. */
const longestFreshMs = 6 * hour;
const longestTtlMs = hour;

export interface Rhythm {
  /** Smoothed time between new items; undefined while unknown. */
  readonly rhythmMs: number | undefined;
  readonly lastItemAt: number | undefined;
}

export interface Wishes {
  readonly freshForMs: number | undefined;
  readonly ttlMs: number | undefined;
  /** UTC. */
  readonly skipHours: readonly number[];
  /** UTC, 0 = Sunday. */
  readonly skipDays: readonly number[];
}

/** Whether the operator's interval is kept to the letter: no adapting, no jitter, no regard to the feed's wishes. */
function isExact(intervalMs: number): boolean {
  return intervalMs < exactBelowMs;
}

/** The next look after a good fetch. Never before the interval, never more than a day away. */
export function nextAfterGood(now: number, intervalMs: number, rhythm: Rhythm, wishes: Wishes, chance: number): number {
  if (isExact(intervalMs)) return now + intervalMs;
  const own = withJitter(intervalFor(now, intervalMs, rhythm), chance);
  return afterSkipped(now + Math.max(own, askedMs(wishes)), wishes);
}

/**
 * The next look after the n-th failure in a row: the interval, doubled each time, up to a day, and up to a quarter more by chance;
 * later when the server asked for it (up to a day).
 */
export function nextAfterFailure(
  now: number,
  intervalMs: number,
  failures: number,
  retryAfterMs: number | undefined,
  chance: number,
): number {
  const backOff = Math.min(day, intervalMs * 2 ** Math.min(40, Math.max(0, failures - 1)));
  return now + Math.max(backOff * (1 + chance / 4), Math.min(day, retryAfterMs ?? 0));
}

/** How long the server asked to be left alone, within reason. */
export function askedMs({ freshForMs, ttlMs }: Pick<Wishes, 'freshForMs' | 'ttlMs'>): number {
  return Math.max(atMost(longestFreshMs, freshForMs), atMost(longestTtlMs, ttlMs));
}

/** What is no number is no wish: an appointment at no instant would never come, and stand before all others. */
function atMost(longestMs: number, ms: number | undefined): number {
  return ms === undefined || Number.isNaN(ms) ? 0 : Math.min(longestMs, ms);
}

/** Between the operator's interval and an hour, by how often the feed publishes, and by how long it has been silent. */
function intervalFor(now: number, intervalMs: number, { rhythmMs, lastItemAt }: Rhythm): number {
  if (rhythmMs === undefined) return intervalMs;
  const silentMs = lastItemAt === undefined ? 0 : Math.max(0, now - lastItemAt) / 2;
  const expected = Math.max(rhythmMs, silentMs) / looksPerItem;
  return Math.max(intervalMs, Math.min(longestIntervalMs, expected));
}

/** Up to a tenth sooner or later, so that feeds do not march in step. */
const withJitter = (ms: number, chance: number) => ms * (0.9 + chance / 5);

/** Moves an instant out of the hours and days in which the feed asks not to be read; by a day at the most. */
function afterSkipped(at: number, { skipHours, skipDays }: Wishes): number {
  if (skipHours.length === 0 && skipDays.length === 0) return at;
  for (let step = 0; step <= 24; step++) {
    const candidate = step === 0 ? at : Math.floor(at / hour) * hour + step * hour;
    const date = new Date(candidate);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return candidate;
  }
  return at;
}
