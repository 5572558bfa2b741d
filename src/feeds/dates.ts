/** Dates as feeds write them, in whatever form: to epoch milliseconds, or undefined. Pure, linear, no clock. */
import { inAsciiDigits, monthInAnyLanguage } from './month-names.ts';

const months: readonly string[][] = [
  ['jan', 'ene', 'gen', 'янв', 'січ', 'oca', 'ocak', 'ιαν', 'يناير', 'كانون الثاني'],
  ['feb', 'fev', 'fév', 'фев', 'лют', 'şub', 'sub', 'φεβ', 'فبراير', 'شباط'],
  ['mar', 'mär', 'mrz', 'мар', 'бер', 'μαρ', 'μάρ', 'márc', 'مارس', 'آذار', 'maa'],
  ['apr', 'abr', 'avr', 'ápr', 'апр', 'кві', 'nis', 'απρ', 'أبريل', 'نيسان'],
  ['may', 'mai', 'mag', 'máj', 'maj', 'май', 'мая', 'тра', 'μαϊ', 'μαι', 'μάι', 'مايو', 'أيار', 'mei'],
  ['jun', 'giu', 'juin', 'jún', 'июн', 'чер', 'haz', 'ιουν', 'ιον', 'يونيو', 'حزيران'],
  ['jul', 'lug', 'juil', 'júl', 'июл', 'лип', 'tem', 'ιουλ', 'ιολ', 'يوليو', 'تموز'],
  ['aug', 'ago', 'aoû', 'aou', 'авг', 'сер', 'ağu', 'agu', 'αυγ', 'αύγ', 'أغسطس', 'آب'],
  ['sep', 'set', 'szept', 'сен', 'вер', 'eyl', 'σεπ', 'سبتمبر', 'أيلول'],
  ['oct', 'okt', 'out', 'ott', 'окт', 'жов', 'eki', 'οκτ', 'أكتوبر', 'تشرين الأول'],
  ['nov', 'ноя', 'лис', 'kas', 'νοε', 'νοέ', 'نوفمبر', 'تشرين الثاني'],
  ['dec', 'dez', 'dic', 'déc', 'дек', 'гру', 'ara', 'δεκ', 'ديسمبر', 'كانون الأول'],
];

/** Month by the beginning of its name, longest beginning first ('juil' before 'jui'). */
function monthOf(word: string): number | undefined {
  let best: { month: number; length: number } | undefined;
  months.forEach((names, month) => {
    for (const name of names) {
      if (word.startsWith(name) && name.length > (best?.length ?? 0)) best = { month, length: name.length };
    }
  });
  return best?.month;
}

/** Hours east of UTC. Military letters are read as UTC: mailers got their sign wrong (RFC 2822, 4.3). */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
  cet: 1,
  cest: 2,
  mez: 1,
  mesz: 2,
  met: 1,
  mest: 2,
  eet: 2,
  eest: 3,
  west: 1,
  bst: 1,
  msk: 3,
  msd: 4,
  ist: 5.5,
  jst: 9,
  kst: 9,
  hkt: 8,
  sgt: 8,
  pht: 8,
  wib: 7,
  ict: 7,
  pkt: 5,
  aest: 10,
  aedt: 11,
  acst: 9.5,
  awst: 8,
  nzst: 12,
  nzdt: 13,
  sast: 2,
  cat: 2,
  eat: 3,
  wat: 1,
  brt: -3,
  art: -3,
};

const day = 86_400_000;

interface Parts {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
  readonly date: number;
}

/** Two digits: 69 to 99 are of the last century (POSIX, RFC 2822's spirit); three are years since 1900. */
function fullYear(year: number, digits: number): number {
  if (digits === 2) return year < 69 ? 2000 + year : 1900 + year;
  return digits === 3 ? 1900 + year : year;
}

/** Undefined for a day that does not exist. Seconds may be 60; '24:00' is the next midnight. */
function instantOf(parts: Parts, clock: Clock, zone: number): number | undefined {
  const { year, month, date } = parts;
  if (year < 1900 || year > 9999 || month < 0 || month > 11 || date < 1) return undefined;
  if (date > new Date(Date.UTC(year, month + 1, 0)).getUTCDate()) return undefined;
  if (clock.hours > 24 || clock.minutes > 59 || clock.seconds > 61) return undefined;
  return (
    Date.UTC(year, month, date, clock.hours, clock.minutes, 0, clock.ms) + clock.seconds * 1_000 - zone * 3_600_000
  );
}

interface Clock {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly ms: number;
}

const midnight: Clock = { hours: 0, minutes: 0, seconds: 0, ms: 0 };
const timePattern = /(?<![\d:])(\d{1,2})\s?[:h.]\s?(\d{1,2})(?:\s?[:.]\s?(\d{1,2})(?:[.,](\d{1,9}))?)?(?!\d)/;

/** The time of day in `text`, and `text` without it. */
function takeTime(text: string): { clock: Clock; rest: string } | undefined {
  const found = timePattern.exec(text);
  if (found === null) return undefined;
  const after = text.slice(found.index + found[0].length);
  const before = text.slice(0, found.index);
  const half =
    /^\s?([ap])\.?m\b\.?/i.exec(after)?.[1]?.toLowerCase() ??
    (/오후|下午|午後/.test(before) ? 'p' : /오전|上午|午前/.test(before) ? 'a' : undefined);
  const hours = Number(found[1]);
  const shifted = half === 'p' && hours < 12 ? hours + 12 : half === 'a' && hours === 12 ? 0 : hours;
  const ms = Number(`0.${found[4] ?? '0'}`) * 1_000;
  return {
    clock: { hours: shifted, minutes: Number(found[2]), seconds: Number(found[3] ?? 0), ms: Math.floor(ms) },
    rest: `${before} ${after.replace(/^\s?[ap]\.?m\b\.?/i, '')}`,
  };
}

/** Offset in hours, from what stands behind the time: '+0200', '-05:30', 'GMT+2', 'EST', 'Z'. */
function zoneOf(text: string): number | undefined {
  const numeric = /(?:^|[^\d\p{L}-]|gmt|utc|ut)\s?([+-−])\s?(\d{1,2}):?(\d{2})?(?!\d)/iu.exec(text);
  if (numeric !== null) {
    const hours = Number(numeric[2]) + Number(numeric[3] ?? 0) / 60;
    // No place is further than 14 hours; a wrong zone is read as none.
    return hours > 14 ? 0 : numeric[1] === '+' ? hours : -hours;
  }
  for (const word of text.toLowerCase().match(/[a-z]{1,5}/g) ?? []) {
    const zone = zones[word];
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/** '2004-01-05T12:00:00Z', '20040105', '2004-01', '2004', with week ('2004-W01-1') and ordinal ('2004-005') dates. */
function isoDay(text: string): { parts: Parts; rest: string } | undefined {
  const week = /^(-?\d{4})-?W(\d{2})(?:-?(\d))?(?!\d)/.exec(text);
  if (week !== null) {
    const fourth = Date.UTC(Number(week[1]), 0, 4);
    const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day;
    const at = new Date(monday + ((Number(week[2]) - 1) * 7 + Number(week[3] ?? 1) - 1) * day);
    return { parts: partsOf(at), rest: text.slice(week[0].length) };
  }
  const ordinal = /^(\d{4})-?(\d{3})(?![\d-])/.exec(text);
  if (ordinal !== null) {
    return {
      parts: partsOf(new Date(Date.UTC(Number(ordinal[1]), 0, Number(ordinal[2])))),
      rest: text.slice(ordinal[0].length),
    };
  }
  const full =
    /^(\d{4})\s?[-/.:]\s?(\d{1,2})\s?[-/.:]\s?(\d{1,2})(?!\d)/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})(?=$|\D|\d{6}(?!\d)|\d{4}(?!\d))/.exec(text);
  if (full !== null) {
    return {
      parts: { year: Number(full[1]), month: Number(full[2]) - 1, date: Number(full[3]) },
      rest: text.slice(full[0].length),
    };
  }
  const short = /^(\d{4})(?:-(\d{1,2}))?(?=$|T)/.exec(text);
  if (short !== null)
    return {
      parts: { year: Number(short[1]), month: Number(short[2] ?? 1) - 1, date: 1 },
      rest: text.slice(short[0].length),
    };
  const two = /^(\d{2})-(\d{2})-(\d{2})(?=T|\s|$)/.exec(text) ?? /^-(\d{2})-?(\d{2})()(?=$|T)/.exec(text);
  return two === null
    ? undefined
    : {
        parts: { year: fullYear(Number(two[1]), 2), month: Number(two[2]) - 1, date: Number(two[3] || 1) },
        rest: text.slice(two[0].length),
      };
}

const partsOf = (at: Date): Parts => ({ year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() });

interface Month {
  readonly found: RegExpExecArray;
  readonly month: number;
}

/** Undefined when none of the words is the name of a month. */
function monthsIn(
  words: readonly RegExpExecArray[],
  monthOfWord: (word: string, at: number) => number | undefined,
): Month[] | undefined {
  const named = words.flatMap((found) => {
    const month = monthOfWord(found[0], found.index);
    return month === undefined ? [] : [{ found, month }];
  });
  return named.length === 0 ? undefined : named;
}

const isBehindDay = (text: string) => /(?<!\d)\d{1,2}(?:\.|º|ª)?\s?(?:de )?$/.test(text);

/** A day in words: a month's name, a number of one or two digits, and a year. Undefined without a month. */
function wordedDay(text: string): { parts: Parts; rest: string } | undefined {
  const names = [...text.matchAll(/[\p{L}\p{M}]{2,}/gu)].filter(([name]) => name.length > 2 || /[^a-z]/.test(name));
  const named =
    monthsIn(
      names,
      (word, at) =>
        monthOf(word) ??
        (isBehindDay(text.slice(0, at)) && zones[word] === undefined ? monthInAnyLanguage(word) : undefined),
    ) ??
    monthsIn(names, monthInAnyLanguage) ??
    [];
  // 'Mar' is a day in Spanish and Italian, 'mar.' in French: where two words fit, the later one is the month.
  const chosen = named.at(-1);
  if (chosen === undefined) return undefined;
  const before = text.slice(0, chosen.found.index);
  const after = text.slice(chosen.found.index + chosen.found[0].length);
  const dateBefore = /(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s\p{P}]*(?:de |of )?$/u.exec(before);
  const yearBefore = /(\d{4})[\s\p{P}]*$/u.exec(before);
  if (dateBefore !== null && yearBefore === null) {
    const year = /^[^\d]{0,12}(\d{2,4})(?![\d:])/.exec(after);
    if (year === null) return undefined;
    return parts(year[1], chosen.month, dateBefore[1], after.slice(year[0].length));
  }
  const date = /^[^\d]{0,6}(\d{1,2})(?:st|nd|rd|th)?(?!\d)/.exec(after);
  if (date === null) return undefined;
  const later = after.slice(date[0].length);
  const year = yearBefore ?? /(?<![\d+:-])(\d{4})(?!\d)/.exec(later) ?? /^\W{0,3}(\d{2})(?![\d:])/.exec(later);
  return year === null ? undefined : parts(year[1], chosen.month, date[1], later.replace(year[0], ' '));
}

function parts(
  year: string | undefined,
  month: number,
  date: string | undefined,
  rest: string,
): { parts: Parts; rest: string } {
  return { parts: { year: fullYear(Number(year), year?.length ?? 4), month, date: Number(date) }, rest };
}

/** '2004년 05월 28일', '2004年5月28日', '28/05/2004', '28.5.2004', '5/28/2004': the order is told by what cannot be a month. */
function numericDay(text: string): { parts: Parts; rest: string } | undefined {
  const eastern = /(\d{4})\s?[년年]\s?(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]/.exec(text);
  if (eastern !== null) return parts(eastern[1], Number(eastern[2]) - 1, eastern[3], text.replace(eastern[0], ' '));
  const numbered = /(\d{1,2}),? (?:tháng|thg) (\d{1,2}),? (\d{4})/.exec(text);
  if (numbered !== null)
    return parts(numbered[3], Number(numbered[2]) - 1, numbered[1], text.replace(numbered[0], ' '));
  const found = /(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text);
  if (found === null) return undefined;
  const [first, second] = [Number(found[1]), Number(found[3])];
  // With slashes the month stands first unless it cannot (as Date does); with dots and dashes it stands second.
  const isMonthFirst = found[2] === '/' ? first <= 12 : second > 12;
  const [month, date] = isMonthFirst ? [first, second] : [second, first];
  return parts(found[4], month - 1, String(date), text.replace(found[0], ' '));
}

/** Seconds or milliseconds since 1970, where nothing but digits is given. */
function epoch(text: string): number | undefined {
  if (!/^\d{9,13}$/.test(text)) return undefined;
  return text.length >= 12 ? Number(text) : Number(text) * 1_000;
}

const english = 'janfebmaraprmayjunjulaugsepoctnovdec';
const rfc822 =
  /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:gmt|z|ut|utc|([+-])(\d\d)(\d\d))$/i;

/** What nine feeds in ten write, read without a search. */
function usualDate(text: string): number | undefined {
  const found = rfc822.exec(text);
  if (found === null) return undefined;
  const [, date, name = '', year, hours, minutes, seconds, sign, zoneHours = '0', zoneMinutes = '0'] = found;
  const month = english.indexOf(name.toLowerCase());
  const zone = Number(zoneHours) + Number(zoneMinutes) / 60;
  if (month % 3 !== 0 || zone > 14) return undefined;
  const clock = { hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds), ms: 0 };
  return instantOf({ year: Number(year), month: month / 3, date: Number(date) }, clock, sign === '-' ? -zone : zone);
}

/**
 * The instant that a feed's date names: RFC 822 and 2822, ISO 8601 and W3C-DTF with their short forms, ctime, SQL, numbers of
 * seconds, day and month in a dozen languages. Without a zone, UTC; without a time, midnight. Undefined when it cannot be read.
 */
export function parseDate(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const text = given
    .slice(0, 200)
    .replace(/[\s\u00a0\u200e\u200f]+/g, ' ')
    .trim();
  const usual = usualDate(text);
  if (usual !== undefined) return usual;
  return anyDate(inAsciiDigits(text).replace(/^\p{L}{2,12}\.?,? ?(?=\d{4}[-/])/u, ''));
}

function anyDate(text: string): number | undefined {
  const seconds = epoch(text);
  if (seconds !== undefined) return seconds;
  const compact = /^(\d{8})(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (compact !== null) return anyDate(`${compact[1]}T${compact[2]}:${compact[3]}:${compact[4] ?? '00'}Z`);
  const iso = isoDay(text);
  if (iso !== undefined)
    return withTime(
      iso.parts,
      iso.rest.replace(/^T?(\d{2})(\d{2})(\d{2})?(?=\D|$)/, 'T$1:$2:$3').replace(/:(?=\D|$)/, ''),
    );
  const lower = text.toLowerCase();
  // Before the time: '10.06.2025' looks like one too.
  const numeric = numericDay(lower);
  const timed = takeTime(numeric?.rest ?? lower);
  const rest = timed?.rest ?? numeric?.rest ?? lower;
  const worded = numeric === undefined ? wordedDay(rest) : { parts: numeric.parts, rest };
  if (worded === undefined) return undefined;
  return instantOf(worded.parts, timed?.clock ?? midnight, zoneOf(worded.rest) ?? 0);
}

/** For ISO forms: what stands behind the day. A lone hour ('T10Z') counts. */
function withTime(date: Parts, rest: string): number | undefined {
  const timed = takeTime(rest);
  if (timed !== undefined) return instantOf(date, timed.clock, zoneOf(timed.rest.replace(/^\s*t/i, ' ')) ?? 0);
  const hour = /^[T\s](\d{2})(?=\D|$)/i.exec(rest);
  return hour === null
    ? instantOf(date, midnight, 0)
    : instantOf(date, { ...midnight, hours: Number(hour[1]) }, zoneOf(rest.slice(hour[0].length)) ?? 0);
}

/**
 * An instant made sane: what lies in the future (a day's grace for wrong zones is not given) becomes `now`;
 * what lies before 1990, when there were no feeds, counts as not given.
 */
export function saneInstant(at: number | undefined, now: number): number | undefined {
  if (at === undefined || at < Date.UTC(1990, 0, 1)) return undefined;
  return Math.min(at, now);
}
