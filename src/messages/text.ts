/** Dates, times, ages and lists as the reader's language writes them. Pure: the instants and the zone are given. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

function dateFormat(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

/** How long ago: 'now', '3 h ago', and a date ('14 Nov') when it is more than a week; an instant to come counts as now. */
export function ago(locale: string, at: number, now: number, zone = 'UTC'): string {
  const past = Math.max(0, now - at);
  if (past >= 7 * day) return shortDate(locale, zone, at);
  if (past < minute) return relative(locale, 'short', 'auto').format(0, 'second');
  const [count, unit] =
    past < hour
      ? ([past / minute, 'minute'] as const)
      : past < day
        ? ([past / hour, 'hour'] as const)
        : ([past / day, 'day'] as const);
  if (!/^en\b/.test(locale)) return relative(locale, 'short', 'always').format(-Math.floor(count), unit);
  // Short English has points ('3 hr. ago'); narrow English has none, but its minutes look like months.
  const text = relative(locale, unit === 'minute' ? 'short' : 'narrow', 'always').format(-Math.floor(count), unit);
  return text.replace('.', '').replace(/(\d)([a-z])/, '$1 $2');
}

function relative(
  locale: string,
  style: 'long' | 'short' | 'narrow',
  numeric: 'auto' | 'always',
): Intl.RelativeTimeFormat {
  const key = `${locale} ${style} ${numeric}`;
  const made = relatives.get(key) ?? new Intl.RelativeTimeFormat(locale, { style, numeric });
  relatives.set(key, made);
  return made;
}

/** '14:05' in the zone. Always 24 hours: what people type back (`/quiet 22:00-07:00`) is written so. */
export function clockTime(locale: string, zone: string, at: number): string {
  return dateFormat(locale, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** '14 Nov' in the zone. */
export function shortDate(locale: string, zone: string, at: number): string {
  return dateFormat(locale, zone, { day: 'numeric', month: 'short' }).format(at);
}

/** 'Saturday, 14 November' in the zone. */
export function longDate(locale: string, zone: string, at: number): string {
  return dateFormat(locale, zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** 'today' or 'tomorrow' in the zone; undefined for other days. */
export function relativeDay(locale: string, zone: string, at: number, now: number): string | undefined {
  const dayOf = (instant: number) => Math.floor(Date.parse(dateFormat('en-CA', zone, isoDay).format(instant)) / day);
  const days = dayOf(at) - dayOf(now);
  return days === 0 || days === 1 ? relative(locale, 'long', 'auto').format(days, 'day') : undefined;
}

const isoDay = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/** 'a, b and c'. */
export function listOf(locale: string, items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}

/** Parts of one sentence behind each other: 'a, without b, only in c'. */
export function clauses(locale: string, parts: readonly string[]): string {
  return parts.join(/^(?:ja|zh)\b/.test(locale) ? '、' : /^(?:ar|fa|ur)\b/.test(locale) ? '، ' : ', ');
}

/** A span of time in its largest fitting units: '3 days', '1 hour, 30 minutes'. */
export function span(locale: string, ms: number): string {
  const parts: readonly (readonly [number, 'day' | 'hour' | 'minute'])[] = [
    [Math.floor(ms / day), 'day'],
    [Math.floor((ms % day) / hour), 'hour'],
    [Math.floor((ms % hour) / minute), 'minute'],
  ];
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  const worded = (shown.length > 0 ? shown : [[0, 'minute'] as const]).map(([count, unit]) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  );
  return new Intl.ListFormat(locale, { type: 'unit' }).format(worded);
}

/** Names of the seven days, Sunday first: 'Sun' or 'Sunday'. */
export function dayNames(locale: string, width: 'long' | 'short'): string[] {
  // 2 January 2000 was a Sunday.
  const sunday = Date.UTC(2000, 0, 2);
  return Array.from({ length: 7 }, (_, index) =>
    dateFormat(locale, 'UTC', { weekday: width }).format(sunday + index * day),
  );
}

/** A language's name in itself, with a capital: 'Deutsch'. */
export function languageName(locale: string): string {
  const name = languageIn(locale, locale);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** What a language calls another, by its code: 'German', 'allemand'. */
export function languageIn(locale: string, code: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
}
