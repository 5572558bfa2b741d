import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAfterGood, type Rhythm, type Wishes } from '../../src/feeds/schedule.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noWishes: Wishes = { freshForMs: undefined, ttlMs: undefined, skipHours: [], skipDays: [] };
const unknown: Rhythm = { rhythmMs: undefined, lastItemAt: undefined };
const monday = Date.UTC(2025, 6, 28, 10);
const next = (rhythm: Rhythm, wishes: Partial<Wishes> = {}, intervalMs = 5 * minute) =>
  nextAfterGood(monday, intervalMs, rhythm, { ...noWishes, ...wishes }, 0.5) - monday;

describe('the next look at a feed', () => {
  test('comes after the interval while its rhythm is unknown, and when it publishes often', () => {
    expect(next(unknown)).toBe(5 * minute);
    expect(next({ rhythmMs: 10 * minute, lastItemAt: monday })).toBe(5 * minute);
  });

  test('comes later when it publishes seldom or fell silent, an hour at the most', () => {
    expect(next({ rhythmMs: 3 * hour, lastItemAt: monday })).toBe(18 * minute);
    expect(next({ rhythmMs: hour, lastItemAt: monday - 10 * hour })).toBe(30 * minute);
    expect(next({ rhythmMs: 30 * day, lastItemAt: monday })).toBe(hour);
  });

  test('waits for hours and days in which the feed wishes to be left alone', () => {
    expect(next(unknown, { skipHours: [10, 11] })).toBe(2 * hour);
    expect(next(unknown, { skipDays: [1] })).toBe(14 * hour);
    expect(next(unknown, { skipDays: [0, 1, 2, 3, 4, 5, 6] })).toBe(5 * minute);
  });

  test('is never before the interval (less the jitter), and never more than 31 h away', () => {
    const rhythms = fc.record({
      rhythmMs: fc.option(fc.integer({ min: 1, max: 400 * day }), { nil: undefined }),
      lastItemAt: fc.option(fc.integer({ min: 0, max: 2 * monday }), { nil: undefined }),
    });
    const wishes = fc.record({
      freshForMs: fc.option(fc.integer({ min: 0, max: 1_000 * day }), { nil: undefined }),
      ttlMs: fc.option(fc.integer({ min: 0, max: 1_000 * day }), { nil: undefined }),
      skipHours: fc.array(fc.integer({ min: 0, max: 23 })),
      skipDays: fc.array(fc.integer({ min: 0, max: 6 })),
    });
    const chances = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: hour }),
        rhythms,
        wishes,
        chances,
        (intervalMs, rhythm, wish, chance) => {
          const waitMs = nextAfterGood(monday, intervalMs, rhythm, wish, chance) - monday;
          expect(waitMs).toBeGreaterThanOrEqual(intervalMs < minute ? intervalMs : 0.9 * intervalMs - 1);
          expect(waitMs).toBeLessThanOrEqual(intervalMs < minute ? intervalMs : 31 * hour);
        },
      ),
    );
  });
});
