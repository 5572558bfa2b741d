import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityNames, nameToday } from '../../src/chats/cities.ts';
import { parseDays, parseTime, wordDays } from '../../src/chats/clock-words.ts';
import { parseDuration, splitDuration } from '../../src/chats/durations.ts';
import { distance, nearestName, parseLine } from '../../src/chats/line.ts';
import { parseQuietWords, wordQuiet } from '../../src/chats/quiet-words.ts';
import { parseSchedule } from '../../src/chats/schedule-words.ts';
import { findZone, isZone, nearZones } from '../../src/chats/zones.ts';

const now = Date.UTC(2025, 6, 29);
const clockTimes = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
const someDays = fc
  .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 })
  .map((days) => days.sort());
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const anything = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        '08:00',
        '8am',
        'weekdays',
        'mon',
        '-',
        ',',
        'about',
        'for',
        '3d',
        'constructor',
        '__proto__',
        'Paris',
        '22:00-07:00',
        'and',
        'to',
        '/',
        '"',
      ),
      { maxLength: 12 },
    )
    .map((words) => words.join(' ')),
);

describe('times of day', () => {
  it.each([
    ['8', '08:00'],
    ['08:05', '08:05'],
    ['8.30', '08:30'],
    ['8h15', '08:15'],
    ['8am', '08:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['8:30 PM', '20:30'],
    ['noon', '12:00'],
    ['0:00', '00:00'],
  ])('%s is %s', (typed, time) => expect(parseTime(typed)).toBe(time));

  it.each(['24:00', '8:60', '13pm', '0am', '8:5', '', 'soon', '-1', '1e1', 'constructor', '８:00'])(
    '%s is none',
    (typed) => {
      expect(parseTime(typed)).toBeUndefined();
    },
  );

  it('every time of day is read as it is written', () => {
    fc.assert(
      fc.property(clockTimes, (time) => {
        expect(parseTime(time)).toBe(time);
      }),
    );
  });
});

describe('days of the week', () => {
  it.each([
    ['weekdays', 'en', [1, 2, 3, 4, 5]],
    ['weekends', 'en', [0, 6]],
    ['mon,wed', 'en', [1, 3]],
    ['fri-mon', 'en', [0, 1, 5, 6]],
    ['Saturdays', 'en', [6]],
    ['tues', 'en', [2]],
    ['lundi,mercredi', 'fr', [1, 3]],
    ['Mo-Fr', 'de', [1, 2, 3, 4, 5]],
    ['пн', 'ru', [1]],
    ['sábado', 'es', [6]],
  ])('%s (%s) are %j', (typed, locale, days) => expect(parseDays(typed, locale)).toEqual(days));

  it.each(['t', 's', 'mon-', '-mon', 'mon-wed-fri', 'someday', ',', 'constructor', 'm'])('%s are none', (typed) => {
    expect(parseDays(typed)).toBeUndefined();
  });

  it('any set of days is read back from its names', () => {
    fc.assert(
      fc.property(someDays, (days) => {
        expect(parseDays(days.map((day) => dayNames[day]).join(','))).toEqual(days);
      }),
    );
  });

  it('are worded from Monday on', () => {
    expect(wordDays([0, 1, 6], 'en')).toBe('Mon, Sat, Sun');
    expect(wordDays([1, 2, 3, 4, 5], 'de')).toBe('Mo–Fr');
    expect(wordDays([], 'en')).toBe('');
  });
});

describe('quiet hours', () => {
  it.each([
    ['22:00-07:00', [{ from: '22:00', to: '07:00', days: [] }]],
    ['10pm – 7am', [{ from: '22:00', to: '07:00', days: [] }]],
    ['22 to 7 weekdays', [{ from: '22:00', to: '07:00', days: [1, 2, 3, 4, 5] }]],
    [
      '22-7 weekdays and 23-10 weekends',
      [
        { from: '22:00', to: '07:00', days: [1, 2, 3, 4, 5] },
        { from: '23:00', to: '10:00', days: [0, 6] },
      ],
    ],
    [
      '12:00-13:00, 22:00-07:00',
      [
        { from: '12:00', to: '13:00', days: [] },
        { from: '22:00', to: '07:00', days: [] },
      ],
    ],
  ])('%s', (typed, windows) => expect(parseQuietWords(typed)).toEqual(windows));

  it('what is shown can be typed back', () => {
    const windows = fc.array(
      fc
        .record({ from: clockTimes, to: clockTimes, days: fc.oneof(fc.constant<number[]>([]), someDays) })
        .filter(({ from, to }) => from !== to),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(windows, (some) => {
        expect(parseQuietWords(wordQuiet(some, 'en').replaceAll('–', '-'))).toEqual(some);
      }),
    );
  });
});

describe('schedules', () => {
  const read = (text: string) => {
    const found = parseSchedule(text, 'en', now);
    return found.kind === 'schedule' ? found.schedule : found.word;
  };
  const plain = { days: [], zone: undefined, length: undefined, topics: [] };

  it.each([
    ['08:00', { ...plain, times: ['08:00'] }],
    ['every day at 7:30', { ...plain, times: ['07:30'] }],
    ['08:00 weekdays Europe/London', { ...plain, times: ['08:00'], days: [1, 2, 3, 4, 5], zone: 'Europe/London' }],
    [
      'weekdays 8am and 6 pm New York',
      { ...plain, times: ['08:00', '18:00'], days: [1, 2, 3, 4, 5], zone: 'America/New_York' },
    ],
    [
      'mon,wed 07:30 headlines about Lavrov, climate',
      { times: ['07:30'], days: [1, 3], zone: undefined, length: 'headlines', topics: ['Lavrov', 'climate'] },
    ],
    ['08:00, 18:00', { ...plain, times: ['08:00', '18:00'] }],
    ['08:00 tomorrow', 'tomorrow'],
    ['8 9 10 11 12 13 14', '14:00'],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));

  it('any times, days and zone are found in any order', () => {
    const parts = fc.tuple(clockTimes, someDays, fc.constantFrom('Europe/Paris', 'Asia/Tokyo', 'UTC'), fc.boolean());
    fc.assert(
      fc.property(parts, ([time, days, zone, isTurned]) => {
        const typed = [time, days.map((day) => dayNames[day]).join(','), zone];
        const text = (isTurned ? typed.reverse() : typed).join(' ');
        expect(read(text)).toEqual({ ...plain, times: [time], days, zone });
      }),
    );
  });
});

describe('spans of time', () => {
  it.each([
    ['3d', 259_200_000],
    ['90m', 5_400_000],
    ['2 weeks', 1_209_600_000],
    ['1 hour', 3_600_000],
    ['0d', undefined],
    ['400d', undefined],
    ['3', undefined],
    ['3 fortnights', undefined],
    ['99999d', undefined],
  ])('%s', (typed, ms) => expect(parseDuration(typed)).toBe(ms));

  it('are taken off the end of a line only', () => {
    expect(splitDuration('tourism for 3d')).toEqual({ rest: 'tourism', ms: 259_200_000 });
    expect(splitDuration('war for peace')).toEqual({ rest: 'war for peace', ms: undefined });
    expect(splitDuration('search for life for 1h')).toEqual({ rest: 'search for life', ms: 3_600_000 });
  });
});

describe('zones', () => {
  const clockIn = (zone: string, at: number) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);

  it('every zone that Intl lists is found by its name in any case, under the name that it has today', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const found = findZone(zone.toLowerCase(), now);
      expect(found, zone).toBe(nameToday(zone));
      for (const at of [now, Date.UTC(2025, 0, 15)]) expect(clockIn(found!, at), zone).toBe(clockIn(zone, at));
    }
  });

  it.each([
    ['Kiev', 'en', 'Europe/Kyiv'],
    ['Europe/Kiev', 'en', 'Europe/Kyiv'],
    ['India', 'en', 'Asia/Kolkata'],
    ['Saigon', 'en', 'Asia/Ho_Chi_Minh'],
    ['München', 'de', 'Europe/Berlin'],
    ['Moskau', 'de', 'Europe/Moscow'],
    ['Москва', 'ru', 'Europe/Moscow'],
    ['北京', 'zh', 'Asia/Shanghai'],
    ['القاهرة', 'ar', 'Africa/Cairo'],
    ['Deutschland', 'de', 'Europe/Berlin'],
    ['Франция', 'ru', 'Europe/Paris'],
    ['日本', 'ja', 'Asia/Tokyo'],
    ['CET', 'en', 'Europe/Berlin'],
    ['est', 'en', 'America/New_York'],
    ['МСК', 'ru', 'Europe/Moscow'],
  ])('%s (%s) is %s', (typed, locale, zone) => expect(findZone(typed, now, locale)).toBe(zone));

  it('a city that gives no zone its name belongs to a zone that Intl can compute with', () => {
    for (const [name, zone] of cityNames()) {
      expect(isZone(zone), zone).toBe(true);
      expect(findZone(name, now), name).toBe(zone);
    }
  });

  it('only zones that Intl can compute with are found or offered', () => {
    fc.assert(
      fc.property(anything, (typed) => {
        const found = findZone(typed, now);
        expect(found === undefined || isZone(found)).toBe(true);
      }),
    );
    for (const typed of ['Mars/Phobos', 'pariz', 'lond'])
      for (const zone of nearZones(typed, 5)) expect(isZone(zone)).toBe(true);
  });

  it.each(['Mars/Phobos', '+25:00', '', 'utc+99', 'constructor', 'United States'])('%s is none', (typed) => {
    expect(findZone(typed, now)).toBeUndefined();
  });
});

describe('typed lines', () => {
  it('are split into a command and its rest', () => {
    expect(parseLine('  /Follow   "Sergei Lavrov" -tourism ')).toEqual({
      command: 'follow',
      rest: '"Sergei Lavrov" -tourism',
    });
    expect(parseLine('hello there')).toEqual({ command: undefined, rest: 'hello there' });
    expect(parseLine('\u200e/follow\u2069 Лавров')).toEqual({ command: 'follow', rest: 'Лавров' });
    expect(parseLine('/')).toEqual({ command: undefined, rest: '/' });
    expect(parseLine('/help\u0007\u001b[31m')).toEqual({ command: 'help', rest: '[31m' });
  });

  it('the distance is a metric for words of equal letters and counts a swap as one', () => {
    expect([distance('follow', 'folow'), distance('brief', 'breif'), distance('', 'abc')]).toEqual([1, 1, 3]);
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it('a name is offered only when it is near', () => {
    const names = ['follow', 'mute', 'mutes', 'unmute', 'latest'];
    expect(['folow', 'mutse', 'umute', 'late', 'xyzzy', 'f'].map((typed) => nearestName(typed, names))).toEqual([
      'follow',
      'mutes',
      'unmute',
      'latest',
      undefined,
      undefined,
    ]);
  });
});

describe('whatever is typed', () => {
  it('is read or refused, never an error, and quickly', () => {
    fc.assert(
      fc.property(anything, (text) => {
        parseLine(text);
        parseTime(text);
        parseDays(text);
        splitDuration(text);
        parseQuietWords(text);
        parseSchedule(text, 'en', now);
      }),
      { numRuns: 300 },
    );
    const long = '8 '.repeat(2_000);
    const before = performance.now();
    parseSchedule(long, 'en', now);
    parseQuietWords('22-7 and '.repeat(2_000));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
