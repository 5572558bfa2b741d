/** Days and months that a text names, in a form that is the same in every language: for comparing a translation with its source. */
import { stem } from './inflect.ts';
import { fold, words } from './words.ts';

/** Yesterday and today, by language. Folded when read. */
const nearby: Readonly<Record<string, readonly [string, string]>> = {
  en: ['yesterday', 'today'],
  de: ['gestern', 'heute'],
  fr: ['hier', 'aujourd'],
  es: ['ayer', 'hoy'],
  it: ['ieri', 'oggi'],
  pt: ['ontem', 'hoje'],
  ru: ['вчера', 'сегодня'],
  uk: ['вчора', 'сьогодні'],
  tr: ['dün', 'bugün'],
  ar: ['أمس', 'اليوم'],
  zh: ['昨天', '今天'],
  ja: ['昨日', '今日'],
};
const dayMs = 86_400_000;
/** 4 January 1970 was a Sunday. */
const sunday = Date.UTC(1970, 0, 4);
const scripts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

interface Names {
  readonly days: ReadonlyMap<string, string>;
  readonly months: ReadonlyMap<string, string>;
}

const known = new Map<string, Names>();

/** 'day 2', 'month 6', 'today', sorted; a month counts only beside a number, since 'may' and 'march' are words. Linear. */
export function datesIn(text: string, language: string): string[] {
  const { days, months } = namesOf(language);
  if (scripts.test(text)) return [...days].flatMap(([name, day]) => (text.includes(name) ? [day] : [])).sort();
  const all = words(text).map(stem);
  return all
    .flatMap((word, at) => {
      const isDated = [all[at - 1], all[at + 1], all[at - 2]].some((near) => /^\d/.test(near ?? ''));
      return days.get(word) ?? (isDated ? months.get(word) : undefined) ?? [];
    })
    .sort();
}

function namesOf(language: string): Names {
  const made = known.get(language) ?? gather(language);
  known.set(language, made);
  return made;
}

function gather(language: string): Names {
  const week = Array.from({ length: 7 }, (_, day) => sunday + day * dayMs);
  const year = Array.from({ length: 12 }, (_, month) => Date.UTC(1970, month, 15));
  const days = new Map(week.map((at, day) => [keyOf(wordIn(language, at, 'weekday')), `day ${day}`]));
  const [yesterday, today] = nearby[language] ?? [];
  if (yesterday !== undefined) days.set(keyOf(yesterday), 'yesterday');
  if (today !== undefined) days.set(keyOf(today), 'today');
  return { days, months: new Map(year.map((at, month) => [keyOf(wordIn(language, at, 'month')), `month ${month}`])) };
}

/** As it stands in a date: '14 июня', not 'июнь'. */
function wordIn(language: string, at: number, part: 'weekday' | 'month'): string {
  const options =
    part === 'weekday' ? { weekday: 'long' as const } : { month: 'long' as const, day: 'numeric' as const };
  const parts = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).formatToParts(at);
  return parts.find(({ type }) => type === part)?.value ?? '';
}

/** 'segunda-feira' by its first part would be 'second': the last counts unless it is the same for all days. */
function keyOf(name: string): string {
  if (scripts.test(name)) return fold(name);
  return stem(words(name)[0] ?? '');
}
