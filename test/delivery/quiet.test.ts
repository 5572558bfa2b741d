import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDay, quietUntil } from '../../src/delivery/quiet.ts';
import type { QuietWindow } from '../../src/store/records.ts';

const at = (text: string) => Date.parse(text);
const nights: QuietWindow[] = [{ from: '22:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6] }];
const all = [0, 1, 2, 3, 4, 5, 6];
test('is quiet from the first minute of the window to its last, across midnight', () => {
  expect(quietUntil(nights, 'UTC', at('2025-07-29T21:59:59Z'))).toBeUndefined();
  expect(quietUntil(nights, 'UTC', at('2025-07-29T22:00:00Z'))).toBe(at('2025-07-30T07:00:00Z'));
  expect(quietUntil(nights, 'UTC', at('2025-07-30T06:59:59Z'))).toBe(at('2025-07-30T07:00:00Z'));
  expect(quietUntil(nights, 'UTC', at('2025-07-30T07:00:00Z'))).toBeUndefined();
});

test("follows the chat's zone, and its change of clocks", () => {
  expect(quietUntil(nights, 'Europe/Berlin', at('2025-07-29T20:30:00Z'))).toBe(at('2025-07-30T05:00:00Z'));
  // The night in which 02:00 becomes 03:00, and the one in which 03:00 becomes 02:00.
  expect(quietUntil(nights, 'Europe/Berlin', at('2025-03-29T22:00:00Z'))).toBe(at('2025-03-30T05:00:00Z'));
  expect(quietUntil(nights, 'Europe/Berlin', at('2025-10-25T20:00:00Z'))).toBe(at('2025-10-26T06:00:00Z'));
});

test('an end that the clocks skip or repeat makes quiet longer rather than shorter', () => {
  const early: QuietWindow[] = [{ from: '01:00', to: '02:30', days: all }];
  expect(quietUntil(early, 'Europe/Berlin', at('2025-03-30T00:30:00Z'))).toBe(at('2025-03-30T01:30:00Z'));
  expect(quietUntil(early, 'Europe/Berlin', at('2025-10-26T00:35:00Z'))).toBe(at('2025-10-26T01:30:00Z'));
});

test('a window belongs to the day on which it begins', () => {
  const weekend: QuietWindow[] = [{ from: '22:00', to: '09:00', days: [6, 0] }];
  expect(quietUntil(weekend, 'UTC', at('2025-08-01T23:00:00Z'))).toBeUndefined();
  expect(quietUntil(weekend, 'UTC', at('2025-08-02T23:00:00Z'))).toBe(at('2025-08-03T09:00:00Z'));
  expect(quietUntil(weekend, 'UTC', at('2025-08-04T08:59:00Z'))).toBe(at('2025-08-04T09:00:00Z'));
});

test('windows that meet or overlap are one', () => {
  const windows: QuietWindow[] = [
    { from: '20:00', to: '23:00', days: all },
    { from: '23:00', to: '06:00', days: all },
    { from: '05:00', to: '08:00', days: [3] },
  ];
  expect(quietUntil(windows, 'UTC', at('2025-07-29T21:00:00Z'))).toBe(at('2025-07-30T08:00:00Z'));
});

test('in every zone and at every instant: quiet ends later than now, and is over at its end', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const time = fc
    .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
    .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 });
  const windows = fc.array(fc.record({ from: time, to: time, days }), { maxLength: 3 });
  const instant = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  fc.assert(
    fc.property(windows, zones, instant, (quiet, zone, now) => {
      const until = quietUntil(quiet, zone, now);
      if (until === undefined) return;
      expect(until).toBeGreaterThan(now);
      // A week without a break is cut; else nothing is quiet at the end.
      if (until - now < 7 * 24 * 3_600_000) expect(quietUntil(quiet, zone, until)).toBeUndefined();
      expect(quietUntil(quiet, zone, until - 1)).toBeDefined();
    }),
    { numRuns: 300 },
  );
});

test('knows the local day', () => {
  expect(localDay('Pacific/Auckland', at('2025-07-29T12:30:00Z'))).toBe('2025-07-30');
  expect(localDay('America/Los_Angeles', at('2025-07-29T06:30:00Z'))).toBe('2025-07-28');
});
