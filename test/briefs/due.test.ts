import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueEdition, nextDue } from '../../src/briefs/due.ts';
import { matchesDay, parseCron } from '../../src/cron.ts';
import type { BriefSchedule } from '../../src/store/records.ts';
import { addDays, localTime } from '../../src/zone.ts';

const minuteMs = 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');

function daily(time: string, extra: Partial<BriefSchedule> = {}): BriefSchedule {
  return { id: 'b1', time, days: [], topics: [], length: 'short', since: start, ...extra };
}

/** Ticks over [from, to) and records the editions that were sent. */
function run(schedule: BriefSchedule, zone: string, from: number, to: number, stepMs: number): string[] {
  const sent: string[] = [];
  let current = schedule;
  for (let now = from; now < to; now += stepMs) {
    const edition = dueEdition(current, zone, now);
    if (edition === undefined) continue;
    sent.push(edition);
    current = { ...current, lastEdition: edition };
  }
  return sent;
}

/** Instants around which a zone's offset changes within two years, found by day. */
function changes(zone: string): number[] {
  const offset = (at: number) => {
    const local = localTime(zone, at);
    return Date.parse(`${local.date}T00:00:00Z`) + local.minutes * minuteMs - at;
  };
  const found: number[] = [];
  for (let at = start; at < start + 730 * 86_400_000; at += 86_400_000) {
    if (offset(at) !== offset(at + 86_400_000)) found.push(at);
  }
  return found;
}

describe('a daily brief', () => {
  it('comes exactly once on each local day, whatever the zone does to its clock', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      for (const change of changes(zone)) {
        for (const time of ['00:00', '02:30']) {
          const from = change - 86_400_000;
          const to = change + 2 * 86_400_000;
          const sent = run(daily(time, { since: from }), zone, from, to, 30 * minuteMs).map((edition) =>
            edition.slice(0, 10),
          );
          expect(new Set(sent).size, `${zone} ${time}: twice on one day`).toBe(sent.length);
          const first = localTime(zone, from).date;
          const last = localTime(zone, to - 30 * minuteMs).date;
          for (let day = addDays(first, 1); day < last; day = addDays(day, 1))
            expect(sent, `${zone} ${time}`).toContain(day);
        }
      }
    }
  });

  it('gives one catch-up after three days of standing still', () => {
    const schedule = daily('08:00', { lastEdition: '2026-03-01T08:00' });
    const now = Date.parse('2026-03-04T12:00:00Z');
    expect(run(schedule, 'UTC', now, now + 3_600_000, minuteMs)).toEqual(['2026-03-04T08:00']);
  });

  it('does not fire for the hours before it was set up', () => {
    const since = Date.parse('2026-03-04T12:00:00Z');
    expect(dueEdition(daily('08:00', { since }), 'UTC', since + minuteMs)).toBeUndefined();
    expect(dueEdition(daily('08:00', { since }), 'UTC', since + 20 * 3_600_000)).toBe('2026-03-05T08:00');
  });

  it('keeps to its weekdays', () => {
    const from = Date.parse('2026-03-02T00:00:00Z');
    const sent = run(
      daily('08:00', { days: [1, 2, 3, 4, 5], since: from }),
      'UTC',
      from,
      from + 7 * 86_400_000,
      30 * minuteMs,
    );
    expect(sent.map((edition) => edition.slice(8, 10))).toEqual(['02', '03', '04', '05', '06']);
  });

  it('does not come twice when the clock jumps back', () => {
    const now = Date.parse('2026-03-04T08:05:00Z');
    const edition = dueEdition(daily('08:00'), 'UTC', now);
    expect(edition).toBe('2026-03-04T08:00');
    const after = daily('08:00', { lastEdition: edition });
    expect(dueEdition(after, 'UTC', now - 3_600_000)).toBeUndefined();
    expect(dueEdition(after, 'UTC', now + 60_000)).toBeUndefined();
  });
});

describe('a cron line', () => {
  it('is read in its five fields and refused when it is none', () => {
    expect(parseCron('0 8 * * mon-fri')?.weekdays).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(parseCron('*/15 6-9 * * *')?.minutes).toEqual(new Set([0, 15, 30, 45]));
    for (const bad of [
      '',
      '* * * *',
      '61 * * * *',
      '0 8 * * 9',
      '0 8 * * * *',
      'a b c d e',
      '5-1 * * * *',
      '*/0 * * * *',
    ]) {
      expect(parseCron(bad), bad).toBeUndefined();
    }
  });

  it('with a day of the month and one of the week comes on either; a star before a step leaves it to the other', () => {
    // 2 March 2026 was a Monday.
    const comes = (line: string, date: string) => matchesDay(parseCron(line)!, date);
    expect(['2026-03-02', '2026-03-13', '2026-03-10'].map((date) => comes('0 8 13 * mon', date))).toEqual([
      true,
      true,
      false,
    ]);
    expect(['2026-03-02', '2026-03-09'].map((date) => comes('0 8 */2 * mon', date))).toEqual([false, true]);
  });

  it('never throws and never loops for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCron(text)));
  });

  it('gives each of its times once', () => {
    const from = Date.parse('2026-03-02T00:00:00Z');
    const schedule: BriefSchedule = {
      id: 'c',
      cron: '30 7,19 * * 1-5',
      days: [],
      topics: [],
      length: 'short',
      since: from,
    };
    expect(run(schedule, 'Europe/London', from, from + 7 * 86_400_000, minuteMs)).toHaveLength(10);
  });
});

describe('when the next brief comes', () => {
  it('is the minute in which it is sent, through every change of the clocks', () => {
    for (const zone of [
      'Europe/Paris',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
    ]) {
      for (const changed of changes(zone)) {
        for (const time of ['01:30', '02:30', '08:00']) {
          const schedule = daily(time, { since: changed });
          const next = nextDue(schedule, zone, changed)!;
          expect(dueEdition(schedule, zone, next)).toBeDefined();
          expect(run(schedule, zone, changed, next, minuteMs)).toEqual([]);
        }
      }
    }
  });

  it('is after the edition that is due now, and after today’s when that was sent', () => {
    const eight = Date.parse('2026-01-05T08:00:00Z');
    const schedule = daily('08:00', { lastEdition: '2026-01-04T08:00' });
    expect(nextDue(schedule, 'UTC', eight - minuteMs)).toBe(eight);
    expect(nextDue({ ...schedule, lastEdition: '2026-01-05T08:00' }, 'UTC', eight + minuteMs)).toBe(eight + 86_400_000);
  });

  it('follows weekdays and cron lines, and is unknown for a day that never comes', () => {
    const friday = Date.parse('2026-01-02T12:00:00Z');
    expect(nextDue(daily('08:00', { days: [1, 2, 3, 4, 5] }), 'UTC', friday)).toBe(Date.parse('2026-01-05T08:00:00Z'));
    const { time: _, ...cron } = { ...daily(''), cron: '15 6 1 * *' };
    expect(nextDue(cron, 'UTC', friday)).toBe(Date.parse('2026-02-01T06:15:00Z'));
    expect(nextDue({ ...cron, cron: '0 0 31 2 *' }, 'UTC', friday)).toBeUndefined();
  });
});
