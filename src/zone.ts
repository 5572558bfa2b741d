/** Wall-clock time in IANA zones, from Intl alone. */

export interface LocalTime {
  /** 'YYYY-MM-DD' */
  readonly date: string;
  /** Minutes since local midnight, 0 to 1439. */
  readonly minutes: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The last answer for each zone: many chats ask for the same minute. */
const lately = new Map<string, { readonly at: number; readonly time: LocalTime }>();

/** The wall clock of a zone at an instant. Throws RangeError for an unknown zone. */
export function localTime(zone: string, at: number): LocalTime {
  const last = lately.get(zone);
  if (last?.at === at) return last.time;
  const time = readLocalTime(zone, at);
  lately.set(zone, { at, time });
  return time;
}

function readLocalTime(zone: string, at: number): LocalTime {
  const found = /(\d+)-(\d+)-(\d+)\D+(\d+):(\d+)/.exec(formatFor(zone).format(at));
  if (found === null) throw new RangeError(`no local time for ${zone}`);
  const [, year = '', month = '', day = '', hour, minute] = found;
  const date = `${year.padStart(4, '0')}-${month}-${day}`;
  return { date, minutes: Number(hour) * 60 + Number(minute), weekday: weekdayOf(date) };
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** The date `days` later (earlier when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
