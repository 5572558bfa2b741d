/** Times of day and days of the week as people type them; shared by briefs and quiet hours. */
import { dayNames } from '../messages/text.ts';

const fixed = new Map([
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['midnight', '00:00'],
]);
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const groups = new Map<string, readonly number[]>(
  Object.entries({
    daily: everyDay,
    everyday: everyDay,
    weekdays: [1, 2, 3, 4, 5],
    weekday: [1, 2, 3, 4, 5],
    workdays: [1, 2, 3, 4, 5],
    weekends: [0, 6],
    weekend: [0, 6],
  }),
);

/** 'HH:MM' for `8`, `8:05`, `8.05`, `08h05`, `8am`, `8:30 pm`, `noon`; undefined for what is no time of day. */
export function parseTime(text: string): string | undefined {
  const typed = text.trim().toLowerCase();
  const named = fixed.get(typed);
  if (named !== undefined) return named;
  const found = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?$/.exec(typed);
  if (found === null) return undefined;
  const hours = twentyFour(Number(found[1]), found[3]);
  const minutes = Number(found[2] ?? 0);
  if (hours === undefined || hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function twentyFour(hours: number, half: string | undefined): number | undefined {
  if (half !== 'am' && half !== 'pm') return hours;
  if (hours < 1 || hours > 12) return undefined;
  return (hours % 12) + (half === 'pm' ? 12 : 0);
}

/** Days 0 (Sunday) to 6 for `weekdays`, `mon,wed`, `mon-fri`, `Saturday`, also in the reader's language; undefined for no days. */
export function parseDays(text: string, locale = 'en'): number[] | undefined {
  const days = new Set<number>();
  for (const part of text.toLowerCase().split(',').filter(Boolean)) {
    const some = groups.get(part) ?? range(part, locale);
    if (some === undefined) return undefined;
    for (const one of some) days.add(one);
  }
  return days.size === 0 ? undefined : [...days].sort();
}

function range(part: string, locale: string): readonly number[] | undefined {
  const [from, to, more] = part.split('-').map((name) => dayIndex(name, locale));
  if (from === undefined || more !== undefined) return undefined;
  if (!part.includes('-')) return [from];
  if (to === undefined) return undefined;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
}

function dayIndex(name: string, locale: string): number | undefined {
  const wanted = plain(name);
  if (wanted.length < 2) return undefined;
  for (const language of new Set([locale, 'en'])) {
    const long = dayNames(language, 'long').map(plain);
    const at = long.findIndex(
      (day, index) => day === wanted || plain(dayNames(language, 'short')[index] ?? '') === wanted,
    );
    if (at >= 0) return at;
    const begun = long.flatMap((day, index) => (wanted.length >= 3 && day.startsWith(wanted) ? [index] : []));
    if (begun.length === 1) return begun[0];
  }
  return undefined;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[.\s]+$/u, '')
    .replace(/^every\s*/, '')
    .replace(/s$/, '');
}

/** 'Mon–Fri', 'every day', 'Mon, Wed' in words for people; '' stands for every day. */
export function wordDays(days: readonly number[], locale: string): string {
  if (days.length === 0 || days.length === 7) return '';
  const names = dayNames(locale, 'short');
  const fromMonday = [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  const isRun = fromMonday.every((day, index) => index === 0 || (fromMonday[index - 1]! + 1) % 7 === day);
  if (isRun && days.length > 2) return `${names[fromMonday[0]!]}–${names[fromMonday.at(-1)!]}`;
  return fromMonday.map((day) => names[day]).join(', ');
}
