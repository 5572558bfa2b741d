/** Quiet hours: windows of local time in the chat's zone, correct when clocks change. */
import { Temporal } from 'temporal-polyfill';
import type { QuietWindow } from '../store/records.ts';
import { localTime } from '../zone.ts';

/**
 * When the quiet that holds at `now` ends (epoch ms, later than `now`), or undefined when it is not quiet.
 * Windows that meet or overlap are one. A window whose ends are equal lasts a day. A week of quiet at the most is seen
 * at once: quiet without an end is looked at again then.
 */
export function quietUntil(windows: readonly QuietWindow[], zone: string, now: number): number | undefined {
  let until: number | undefined;
  for (let step = 0; step <= windows.length * 8; step++) {
    const at = until ?? now;
    const ends = windows.flatMap((window) => endOf(window, zone, at) ?? []);
    if (ends.length === 0) return until;
    until = Math.max(...ends);
  }
  return until;
}

/** The end of the window that holds at `now`, if one does: it may have begun today or yesterday. */
function endOf(window: QuietWindow, zone: string, now: number): number | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const ends = [today, today.subtract({ days: 1 })].flatMap((date) => {
    if (window.days.length > 0 && !window.days.includes(date.dayOfWeek % 7)) return [];
    const startAt = instantOf(date, window.from, zone, 'earlier');
    const lastDate = window.to > window.from ? date : date.add({ days: 1 });
    const endAt = instantOf(lastDate, window.to, zone, 'later');
    return startAt <= now && now < endAt ? [endAt] : [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** A local time that happens twice or never is taken so that quiet lasts longer rather than shorter. */
function instantOf(date: Temporal.PlainDate, time: string, zone: string, disambiguation: 'earlier' | 'later'): number {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  return local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
}

/** The chat's calendar day at `now`, 'YYYY-MM-DD'. */
export function localDay(zone: string, now: number): string {
  return localTime(zone, now).date;
}
