/** Cron lines of five fields (minute, hour, day of month, month, day of week), checked and evaluated here; node-cron only ticks. */
import { weekdayOf } from './zone.ts';

export interface CronTimes {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** With both day fields given, either suffices; a field that begins with a star is not given (as in Vixie cron). */
  readonly isAnyDay: boolean;
  readonly isAnyWeekday: boolean;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fieldNames = ['minute', 'hour', 'day', 'month', 'weekday'] as const;

/** Which field of five cannot be read, and what stands there; undefined when the line is well or has not five fields. */
export function cronProblem(
  line: string,
): { readonly place: (typeof fieldNames)[number]; readonly value: string } | undefined {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const at = fields.findIndex(
    (field, index) => parseCron(fields.map((_, other) => (other === index ? field : '*')).join(' ')) === undefined,
  );
  const [place, value] = [fieldNames[at], fields[at]];
  return place === undefined || value === undefined ? undefined : { place, value };
}

/** The times of a cron line, or undefined when it is not one. */
export function parseCron(line: string): CronTimes | undefined {
  const fields = line.trim().toLowerCase().split(/\s+/);
  if (line.length > 100 || fields.length !== 5) return undefined;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const days = parseField(day, 1, 31);
  const months = parseField(replaceNames(month, monthNames, 1), 1, 12);
  const weekdays = parseField(replaceNames(weekday, dayNames, 0), 0, 7);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  return {
    minutes,
    hours,
    days,
    months,
    weekdays,
    isAnyDay: day.startsWith('*'),
    isAnyWeekday: weekday.startsWith('*'),
  };
}

export function matchesDay(cron: CronTimes, date: string): boolean {
  const isMonth = cron.months.has(Number(date.slice(5, 7)));
  const isDay = cron.days.has(Number(date.slice(8, 10)));
  const isWeekday = cron.weekdays.has(weekdayOf(date));
  if (!isMonth) return false;
  return cron.isAnyDay || cron.isAnyWeekday ? isDay && isWeekday : isDay || isWeekday;
}

function replaceNames(field: string, names: readonly string[], first: number): string {
  return field.replace(/[a-z]+/g, (word) => {
    const index = names.indexOf(word.slice(0, 3));
    return index < 0 ? word : String(index + first);
  });
}

function parseField(field: string, least: number, most: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (found === null) return undefined;
    const [, star, from, to, step] = found;
    const start = star === undefined ? Number(from) : least;
    const end = star === undefined && to === undefined && step === undefined ? start : Number(to ?? most);
    if (start < least || end > most || start > end || step === '0' || step === '00') return undefined;
    for (let value = start; value <= end; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
