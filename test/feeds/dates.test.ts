import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, saneInstant } from '../../src/feeds/dates.ts';

const iso = (text: string): string | undefined => {
  const at = parseDate(text);
  return at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');
};

describe('a date is read in the form of', () => {
  it.each([
    ['RFC 822', 'Tue, 10 Jun 2025 08:05:09 GMT', '2025-06-10T08:05:09Z'],
    ['RFC 822 with an offset', 'Tue, 10 Jun 2025 08:05:09 +0530', '2025-06-10T02:35:09Z'],
    ['RFC 822 with two digits of year', 'Tue, 10 Jun 25 10:00 EDT', '2025-06-10T14:00:00Z'],
    ['the last century', 'Fri, 31 Dec 99 23:59:59 GMT', '1999-12-31T23:59:59Z'],
    ['a wrong day of the week', 'Mon, 10 Jun 2025 08:00:00 Z', '2025-06-10T08:00:00Z'],
    ['no day of the week, no seconds', '10 Jun 2025 08:00 PST', '2025-06-10T16:00:00Z'],
    ['no time', '10 Jun 2025', '2025-06-10T00:00:00Z'],
    ['full names', 'Tuesday, 10 June 2025 08:00:00 UT', '2025-06-10T08:00:00Z'],
    ['the month first', 'June 10, 2025 8:05 PM', '2025-06-10T20:05:00Z'],
    ['ctime', 'Tue Jun 10 08:05:09 2025', '2025-06-10T08:05:09Z'],
    ['ctime with a zone', 'Tue Jun 10 08:05:09 CEST 2025', '2025-06-10T06:05:09Z'],
    ['ISO 8601', '2025-06-10T08:05:09Z', '2025-06-10T08:05:09Z'],
    ['ISO 8601 with an offset', '2025-06-10T08:05:09.123-04:00', '2025-06-10T12:05:09.123Z'],
    ['ISO 8601, basic', '20250610T080509Z', '2025-06-10T08:05:09Z'],
    ['W3C-DTF without seconds', '2025-06-10T08:05+02:00', '2025-06-10T06:05:00Z'],
    ['a day', '2025-06-10', '2025-06-10T00:00:00Z'],
    ['a month', '2025-06', '2025-06-01T00:00:00Z'],
    ['a year', '2025', '2025-01-01T00:00:00Z'],
    ['an ordinal day', '2025-161', '2025-06-10T00:00:00Z'],
    ['a week', '2025-W24-2', '2025-06-10T00:00:00Z'],
    ['SQL', '2025-06-10 08:05:09', '2025-06-10T08:05:09Z'],
    ['midnight as 24:00', '2025-06-09T24:00:00Z', '2025-06-10T00:00:00Z'],
    ['numbers, day first', '10.06.2025 08:05', '2025-06-10T08:05:00Z'],
    ['numbers with slashes, month first', '06/10/2025 8:05 am', '2025-06-10T08:05:00Z'],
    ['numbers with slashes where the first cannot be a month', '29/07/2025 10:00', '2025-07-29T10:00:00Z'],
    ['seconds since 1970', '1749542709', '2025-06-10T08:05:09Z'],
    ['French', 'mar., 10 juin 2025 08:00:00 +0200', '2025-06-10T06:00:00Z'],
    ['German', 'Di, 10 Dez 2024 08:00:00 +0100', '2024-12-10T07:00:00Z'],
    ['Spanish', 'mar, 10 dic 2024 08:00:00 +0100', '2024-12-10T07:00:00Z'],
    ['Russian', 'Вт, 10 июн 2025 08:00:00 +0300', '2025-06-10T05:00:00Z'],
    ['Chinese', '2025年6月10日 08:05', '2025-06-10T08:05:00Z'],
    ['Korean with a half of the day', '2025년 06월 10일 오후 8:05', '2025-06-10T20:05:00Z'],
    ['a zone that is not on this earth', 'Tue, 10 Jun 2025 08:00:00 +9900', '2025-06-10T08:00:00Z'],
  ])('%s', (_, text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('nothing that can be understood gives nothing', () => {
    for (const text of [
      '',
      'yesterday',
      '0000-00-00',
      '31 Feb 2025',
      '2025-13-01',
      'Tue, 45 Jun 2025',
      'n/a',
      '12:30',
    ]) {
      expect(parseDate(text), text).toBeUndefined();
    }
  });
});

describe('every instant', () => {
  const instant = fc
    .integer({ min: Date.UTC(1990, 0, 1) / 1_000, max: Date.UTC(2100, 0, 1) / 1_000 })
    .map((s) => s * 1_000);

  it('survives its forms', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(parseDate(new Date(at).toISOString())).toBe(at);
        expect(parseDate(new Date(at).toUTCString())).toBe(at);
      }),
    );
  });

  it('never fails on any text, and never answers what is no number', () => {
    const pieces = fc.constantFrom(
      'Jun',
      '10',
      ':',
      '2025',
      '-',
      'T',
      'Z',
      '+',
      'am',
      '/',
      '24',
      ' ',
      '999',
      '年',
      'ñ',
      '0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 14 }).map((list) => list.join('')),
        ),
        (text) => {
          const at = parseDate(text);
          expect(at === undefined || Number.isFinite(at)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('made sane is never later than now and never before feeds existed', () => {
    const now = Date.UTC(2025, 5, 10);
    expect(saneInstant(Date.UTC(2999, 0, 1), now)).toBe(now);
    expect(saneInstant(0, now)).toBeUndefined();
    expect(saneInstant(now - 5, now)).toBe(now - 5);
  });
});
