import { expect, test } from 'vitest';
import { createClock } from '../src/clock.ts';
import { createManualClock } from './worlds/clock.ts';

test('the real clock reads the time of day', () => {
  expect(Math.abs(createClock().now() - Date.now())).toBeLessThan(1_000);
});

test('a virtual clock starts where it is told and runs as fast as it is told', async () => {
  const startAt = Date.UTC(2025, 6, 29, 6);
  const clock = createClock({ startAt, speed: 1_000 });
  expect(clock.now() - startAt).toBeLessThan(60_000);
  const begunAt = performance.now();
  await clock.sleep(60_000);
  const tookMs = performance.now() - begunAt;
  expect(tookMs).toBeGreaterThanOrEqual(59);
  expect(clock.now() - startAt).toBeGreaterThanOrEqual(60_000);
});

test('a timer is never early, and may be called off', async () => {
  const clock = createClock({ startAt: 0, speed: 50 });
  let firedAt = 0;
  const dueAt = clock.now() + 1_000;
  clock.after(1_000, () => {
    firedAt = clock.now();
  });
  let isFired = false;
  const cancel = clock.after(500, () => {
    isFired = true;
  });
  cancel();
  await clock.sleep(2_000);
  expect(firedAt).toBeGreaterThanOrEqual(dueAt - 1);
  expect(isFired).toBe(false);
});

test('a timer of a year does not fire at once', async () => {
  const clock = createClock();
  let isFired = false;
  const cancel = clock.after(365 * 24 * 3_600_000, () => {
    isFired = true;
  });
  await clock.sleep(10);
  cancel();
  expect(isFired).toBe(false);
});

test('a sleep ends at once when its signal is aborted, before or during it', async () => {
  const clock = createClock();
  await clock.sleep(3_600_000, AbortSignal.abort());
  const abort = new AbortController();
  const sleeping = clock.sleep(3_600_000, abort.signal);
  abort.abort();
  await sleeping;
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a speed of %d is refused', (speed) => {
  expect(() => createClock({ speed })).toThrow(RangeError);
});

test('the clock of the tests stands still until it is moved, and then runs what falls due in order', async () => {
  const clock = createManualClock(0);
  const seen: string[] = [];
  clock.after(200, () => seen.push(`b ${clock.now()}`));
  clock.after(100, () => {
    seen.push(`a ${clock.now()}`);
    clock.after(50, () => seen.push(`c ${clock.now()}`));
  });
  await clock.advance(50);
  expect(seen).toEqual([]);
  await clock.advance(500);
  expect(seen).toEqual(['a 100', 'c 150', 'b 200']);
  expect([clock.now(), clock.waiting]).toEqual([550, 0]);
});
