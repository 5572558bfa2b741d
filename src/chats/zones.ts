/** Time zones by their names, by cities, by countries and by offsets; everything is checked with Intl. */
import { fold } from '../text/words.ts';
import { cityNames, nameToday } from './cities.ts';
import { distance } from './line.ts';

const utcNames = ['utc', 'gmt', 'z', 'etc/utc'];

let table: ReadonlyMap<string, string> | undefined;

/** Folded names ('europe/paris', 'paris', 'new york') to zones. Built once. */
function names(): ReadonlyMap<string, string> {
  if (table !== undefined) return table;
  const made = new Map(cityNames().map(([name, zone]) => [fold(name), zone]));
  for (const listed of Intl.supportedValuesOf('timeZone')) {
    const zone = nameToday(listed);
    for (const name of new Set([listed, zone])) {
      made.set(name.toLowerCase(), zone);
      const city = fold((name.split('/').at(-1) ?? name).replaceAll('_', ' '));
      if (name.includes('/') && !made.has(city)) made.set(city, zone);
    }
  }
  table = made;
  return made;
}

/**
 * The zone for a zone's name, a city, a country with one time (in English or in the reader's language), or an offset such as
 * `UTC+2`; undefined when there is none.
 */
export function findZone(text: string, now: number, locale = 'en'): string | undefined {
  const typed = text.trim().replace(/\s*\/\s*/g, '/');
  if (typed === '' || typed.length > 60) return undefined;
  if (utcNames.includes(typed.toLowerCase())) return 'UTC';
  const folded = fold(typed.replaceAll('_', ' '));
  const known = names().get(typed.toLowerCase().replaceAll(' ', '_')) ?? names().get(folded);
  return known ?? offsetZone(typed) ?? namedZone(typed) ?? countryZone(folded, now, locale);
}

/** Zones that Intl knows under other names than it lists, such as Asia/Kolkata. */
function namedZone(typed: string): string | undefined {
  if (!/^[a-z_]+\/[a-z_/-]+$/i.test(typed) || !isZone(typed)) return undefined;
  return typed.toLowerCase().replace(/(^|[/_-])([a-z])/g, (all: string) => all.toUpperCase());
}

function offsetZone(typed: string): string | undefined {
  const found = /^(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(typed);
  if (found === null) return undefined;
  const zone = `${found[1]}${(found[2] ?? '').padStart(2, '0')}:${found[3] ?? '00'}`;
  return Number(found[2]) <= 14 && isZone(zone) ? zone : undefined;
}

/** Whether Intl can compute with this zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const regions = new Map<string, ReadonlyMap<string, string>>();

/** Folded names of countries to their codes, in one language. */
function regionsIn(locale: string): ReadonlyMap<string, string> {
  let known = regions.get(locale);
  if (known === undefined) {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const display = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    known = new Map(codes.flatMap((code) => [display.of(code)].flatMap((name) => (name ? [[fold(name), code]] : []))));
    regions.set(locale, known);
  }
  return known;
}

function countryZone(folded: string, now: number, locale: string): string | undefined {
  const code = regionsIn(locale).get(folded) ?? regionsIn('en').get(folded);
  return code === undefined ? undefined : zoneOfLocale(`und-${code}`, now);
}

/** The one zone of a locale's country, or undefined when the locale names no country or the country has several times. */
export function zoneOfLocale(locale: string | undefined, now: number): string | undefined {
  if (locale === undefined) return undefined;
  try {
    const tag = new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & {
      getTimeZones?: () => string[] | undefined;
    };
    const zones = tag.getTimeZones?.() ?? [];
    const half = 183 * 86_400_000;
    const times = new Set(zones.map((zone) => `${localTime(zone, now)} ${localTime(zone, now + half)}`));
    return times.size === 1 && zones[0] !== undefined ? nameToday(zones[0]) : undefined;
  } catch {
    return undefined;
  }
}

function localTime(zone: string, at: number): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** Zones to offer for a half-typed or mistyped name, best first; at most `count`. */
export function nearZones(text: string, count: number): string[] {
  const typed = fold(text.trim().replaceAll('_', ' '));
  const city = typed.split('/').at(-1) ?? typed;
  const scored = [...names()].flatMap(([name, zone]) => {
    const far = name.startsWith(typed) || name.split('/').at(-1)?.startsWith(city) ? 0 : distance(city, name);
    return far <= Math.floor(Math.max(city.length, 3) / 3) ? [{ zone, far, name }] : [];
  });
  scored.sort((a, b) => a.far - b.far || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  return [...new Set(scored.map(({ zone }) => zone))].slice(0, count);
}
