/** Quiet hours: windows of local time in the chat's zone, correct when clocks change. */
import { Temporal } from 'temporal-polyfill';
import type { QuietWindow } from '../store/records.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayGroups: Readonly<Record<string, readonly number[]>> = {
  daily: everyDay,
  everyday: everyDay,
  weekdays: [1, 2, 3, 4, 5],
  workdays: [1, 2, 3, 4, 5],
  weekends: [6, 0],
  weekend: [6, 0],
};

/**
 * Reads '22:00-07:00', '10pm-7am', 'weekends 22:00-09:00', 'mon-thu 23-6:30, fri,sat 1:00-10:00'.
 * A window's days are those on which it begins. Undefined when any part cannot be read.
 */
export function parseQuiet(text: string): readonly QuietWindow[] | undefined {
  const parts = [
    ...text
      .toLowerCase()
      .matchAll(/([a-z ,-]*?)\s*(\d[^\s,;-]*\s*(?:am|pm)?)\s*(?:-|–|—|to)\s*(\d[^\s,;]*\s*(?:am|pm)?)/gu),
  ];
  const rest = parts.reduce((left, part) => left.replace(part[0], ' '), text.toLowerCase());
  if (parts.length === 0 || /[^\s,;]/u.test(rest)) return undefined;
  const windows = parts.map((part) => readWindow(part[1]!, part[2]!, part[3]!));
  return windows.every((window) => window !== undefined) ? windows : undefined;
}

function readWindow(dayText: string, fromText: string, toText: string): QuietWindow | undefined {
  const days = readDays(dayText.replace(/^[\s,;]+|[\s,;]+$/gu, ''));
  const from = readTime(fromText);
  const to = readTime(toText);
  return days === undefined || from === undefined || to === undefined ? undefined : { from, to, days: [...days] };
}

function readDays(text: string): readonly number[] | undefined {
  if (text === '') return everyDay;
  const days = text.split(/[\s,]+/u).flatMap((part) => dayGroups[part] ?? readDayRange(part) ?? [-1]);
  return days.includes(-1) ? undefined : [...new Set(days)].sort((a, b) => a - b);
}

function readDayRange(text: string): readonly number[] | undefined {
  const [first, last = first] = text.split('-').map((name) => dayNames.indexOf(name.slice(0, 3)));
  if (first === undefined || last === undefined || first < 0 || last < 0 || text.split('-').length > 2)
    return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (first + index) % 7);
}

/** 'HH:MM', or undefined. Takes '7', '7:30', '7.30', '0730', '7pm', '24:00'. */
function readTime(text: string): string | undefined {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/u.exec(text.trim());
  if (found === null) return undefined;
  const half = found[3];
  const minute = Number(found[2] ?? 0);
  let hour = Number(found[1]);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  if (hour === 24 && minute === 0) hour = 0;
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

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
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString();
}
