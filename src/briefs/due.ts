/**
 * Whether a brief is due: a function of the last edition's local time and now, so that clock jumps, summer time,
 * a change of zone and days of standing still give exactly one brief per scheduled local day, and one catch-up.
 */

import { type CronTimes, matchesDay, parseCron } from '../cron.ts';
import type { BriefSchedule } from '../store/records.ts';
import { addDays, type LocalTime, localTime, weekdayOf } from '../zone.ts';

/** How far back a missed edition is looked for. */
const daysBack = 35;

/**
 * The newest edition whose time has come ('2026-11-23T08:00', local), or undefined when none came within 35 days.
 * A time that summer time skips counts as come when the clock has jumped over it.
 */
function latestEdition(schedule: BriefSchedule, chatZone: string, now: number): string | undefined {
  const local = localTime(schedule.zone ?? chatZone, now);
  const cron = schedule.cron === undefined ? undefined : parseCron(schedule.cron);
  for (let back = 0; back <= daysBack; back += 1) {
    const date = addDays(local.date, -back);
    const limit = back === 0 ? local.minutes : 24 * 60 - 1;
    const minutes = cron === undefined ? timeOn(schedule, date, limit) : cronOn(cron, date, limit);
    if (minutes !== undefined) return `${date}T${clockText(minutes)}`;
  }
  return undefined;
}

/** The edition to send now, or undefined. A schedule without a last edition starts with the next one after `since`. */
export function dueEdition(schedule: BriefSchedule, chatZone: string, now: number): string | undefined {
  const edition = latestEdition(schedule, chatZone, now);
  if (edition === undefined) return undefined;
  const last = schedule.lastEdition ?? editionAt(localTime(schedule.zone ?? chatZone, schedule.since));
  return edition > last ? edition : undefined;
}

const minuteMs = 60_000;
/** How far ahead the next edition is looked for: a cron line may name one day a month. */
const minutesAhead = 35 * 24 * 60;
/** No zone sets its clock back by more, in minutes. */
const longestChange = 180;

/** The minute (epoch ms) at which the next edition is due, from `now` on; undefined when none is within 35 days. */
export function nextDue(schedule: BriefSchedule, chatZone: string, now: number): number | undefined {
  const latest = latestEdition(schedule, chatZone, now);
  const last = [schedule.lastEdition, latest, editionAt(localTime(schedule.zone ?? chatZone, schedule.since))];
  const lastEdition = last.reduce((a, b) => ((b ?? '') > (a ?? '') ? b : a)) ?? '';
  const waiting = { ...schedule, lastEdition };
  const start = Math.floor(now / minuteMs) * minuteMs;
  const isDueIn = (minutes: number) => dueEdition(waiting, chatZone, start + minutes * minuteMs) !== undefined;
  if (!isDueIn(minutesAhead)) return undefined;
  // What is due stays due, so that halving finds the first minute.
  let [before, due] = [0, minutesAhead];
  while (due - before > 1) {
    const middle = Math.floor((before + due) / 2);
    if (isDueIn(middle)) due = middle;
    else before = middle;
  }
  // But a clock that is set back hides for a while what was due: the first time counts.
  const sooner = Array.from({ length: Math.min(due - 1, longestChange) }, (_, index) => due - index - 1);
  return start + Math.min(due, ...sooner.filter(isDueIn)) * minuteMs;
}

function editionAt(local: LocalTime): string {
  return `${local.date}T${clockText(local.minutes)}`;
}

function timeOn(schedule: BriefSchedule, date: string, limit: number): number | undefined {
  const minutes = clockMinutes(schedule.time ?? '');
  const isDay = schedule.days.length === 0 || schedule.days.includes(weekdayOf(date));
  return minutes !== undefined && isDay && minutes <= limit ? minutes : undefined;
}

function cronOn(cron: CronTimes | undefined, date: string, limit: number): number | undefined {
  if (cron === undefined || !matchesDay(cron, date)) return undefined;
  for (let minutes = limit; minutes >= 0; minutes -= 1) {
    if (cron.minutes.has(minutes % 60) && cron.hours.has(Math.floor(minutes / 60))) return minutes;
  }
  return undefined;
}

function clockMinutes(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)$/.exec(text);
  return found === null ? undefined : Number(found[1]) * 60 + Number(found[2]);
}

function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
