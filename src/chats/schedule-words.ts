/** The words of `/brief`: `08:00 weekdays Europe/London`, `8am and 6pm`, `mon,wed 07:30 headlines about Lavrov`. */
import { parseDays, parseTime } from './clock-words.ts';
import { findZone } from './zones.ts';

export interface ScheduleWords {
  /** 'HH:MM', in the order typed, without doubles. */
  readonly times: readonly string[];
  /** Days 0 (Sunday) to 6; [] is every day. */
  readonly days: readonly number[];
  readonly zone: string | undefined;
  readonly length: 'headlines' | 'short' | 'full' | undefined;
  /** As typed after 'about', separated by commas. */
  readonly topics: readonly string[];
}

export type ReadSchedule =
  | { readonly kind: 'schedule'; readonly schedule: ScheduleWords }
  | { readonly kind: 'unread'; readonly word: string };

const fillers = new Set(['at', 'every', 'day', 'on', 'and', 'in', 'each', 'a', 'the', 'daily']);
const lengths = ['headlines', 'short', 'full'] as const;
const mostTimes = 6;

/** Reads the words in any order. `unread` names the first word that fits nowhere. Linear in the text. */
export function parseSchedule(text: string, locale: string, now: number): ReadSchedule {
  const [plan = '', about = ''] = text.split(/\s*\babout\b\s*/i, 2);
  const typed = plan
    .replace(/(\d) ?(am|pm)\b/gi, '$1$2')
    .replace(/,\s*/g, ',')
    .split(/[\s;]+/)
    .filter(Boolean);
  const found = {
    times: [] as string[],
    days: new Set<number>(),
    zone: undefined as string | undefined,
    length: undefined as ScheduleWords['length'],
  };
  for (let index = 0; index < typed.length; ) {
    const taken = take(typed, index, found, locale, now);
    if (taken === 0) return { kind: 'unread', word: typed[index] ?? '' };
    index += taken;
  }
  if (found.times.length > mostTimes) return { kind: 'unread', word: found.times[mostTimes] ?? '' };
  const topics = about
    .split(',')
    .map((topic) => topic.trim())
    .filter(Boolean);
  const days = found.days.size === 7 ? [] : [...found.days].sort();
  return { kind: 'schedule', schedule: { times: found.times, days, zone: found.zone, length: found.length, topics } };
}

interface Found {
  readonly times: string[];
  readonly days: Set<number>;
  zone: string | undefined;
  length: ScheduleWords['length'];
}

/** How many words were understood from `index` on; 0 when none. */
function take(typed: readonly string[], index: number, found: Found, locale: string, now: number): number {
  const word = typed[index] ?? '';
  const length = lengths.find((name) => name === word.toLowerCase());
  if (length !== undefined) found.length = length;
  else if (!fillers.has(word.toLowerCase()) && !takeTimes(word, found) && !takeDays(word, found, locale))
    return takeZone(typed, index, found, locale, now);
  return 1;
}

function takeTimes(word: string, found: Found): boolean {
  const times = word.split(',').filter(Boolean).map(parseTime);
  if (times.length === 0 || times.some((time) => time === undefined)) return false;
  for (const time of times) if (time !== undefined && !found.times.includes(time)) found.times.push(time);
  return true;
}

function takeDays(word: string, found: Found, locale: string): boolean {
  const days = parseDays(word, locale);
  for (const day of days ?? []) found.days.add(day);
  return days !== undefined;
}

/** Zones of up to three words ('New York'), the longest first. */
function takeZone(typed: readonly string[], index: number, found: Found, locale: string, now: number): number {
  for (const count of [3, 2, 1]) {
    if (index + count > typed.length) continue;
    const zone = findZone(typed.slice(index, index + count).join(' '), now, locale);
    if (zone === undefined) continue;
    found.zone = zone;
    return count;
  }
  return 0;
}
