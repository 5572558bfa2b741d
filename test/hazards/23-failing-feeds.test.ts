import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingOf } from '../../src/feeds/reading.ts';
import { nextAfterFailure } from '../../src/feeds/schedule.ts';
import type { FetchOutcome } from '../../src/ports.ts';
import { bodyOf, failing, feedNamed, hour, makePollWorld, minute } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

const day = 24 * hour;

const kinds: readonly (readonly [string, FetchOutcome])[] = [
  ['a timeout', failing('timeout')],
  ['an unknown host', failing('unknown-host')],
  ['a refused connection', failing('no-connection')],
  ['a lost connection', failing('connection-lost')],
  ['a bad certificate', failing('bad-certificate')],
  ['404', failing('http-404', 404)],
  ['403', failing('http-403', 403)],
  ['500', failing('http-500', 500)],
  ['429 with Retry-After', failing('http-429', 429, 2 * hour)],
  ['503 with an absurd Retry-After', failing('http-503', 503, 1_000 * day)],
  ['a redirect loop', failing('redirect-loop')],
  ['a private address', { kind: 'refused', reason: 'private-address' }],
  ['too large a body', failing('too-large')],
  ['a web page instead of a feed', bodyOf('<!doctype html><title>Sign in</title>')],
  ['an empty body', bodyOf('')],
  ['bytes that are nothing', bodyOf('\u0000\u0001\u0002')],
];

describe('a failing feed', () => {
  test.each(kinds)('is counted and tried later: %s', async (_, outcome) => {
    const world = await makePollWorld({ script: () => outcome, feeds: [feedNamed('failing')] });
    const start = world.clock.now();
    await world.poller.start();
    await world.pass(1);
    const first = await world.record('failing');
    expect(first).toMatchObject({ failures: 1, isEnded: false });
    expect(first.lastError).toBeTruthy();
    expect(first.nextCheckAt - start).toBeGreaterThanOrEqual(5 * minute);
    expect(first.nextCheckAt - start).toBeLessThanOrEqual(day + minute);
    await world.pass(first.nextCheckAt - world.clock.now() + 1);
    const second = await world.record('failing');
    expect(second.failures).toBe(2);
    expect(second.nextCheckAt).toBeGreaterThan(first.nextCheckAt);
    expect(readingOf(second).failuresEver).toBe(2);
  });

  test.each([1_000, minute, 5 * minute, hour])(
    'that is dead for 72 h is asked 20 times at the most, and never deleted (interval %i ms)',
    async (intervalMs) => {
      const world = await makePollWorld({
        script: () => failing('unknown-host'),
        feeds: [feedNamed('dead')],
        settings: { intervalMs },
      });
      await world.poller.start();
      await world.pass(72 * hour);
      expect(world.requests.length).toBeLessThanOrEqual(20);
      expect(await world.record('dead')).toMatchObject({ failures: world.requests.length, isEnded: false });
    },
  );

  test('that comes back is read as if nothing had been', async () => {
    const script = (_: unknown, count: number) => (count < 4 ? failing('http-500', 500) : bodyOf(rss('Back', ['One'])));
    const world = await makePollWorld({ script, feeds: [feedNamed('back')] });
    await world.poller.start();
    await world.pass(2 * hour);
    const record = await world.record('back');
    expect(record.failures).toBe(0);
    expect(record.lastError).toBeUndefined();
    expect(readingOf(record).failuresEver).toBe(3);
    expect(world.accepted).toHaveLength(1);
  });

  test('is left alone as long as the server asks, a day at the most', () => {
    const given = fc.record({
      intervalMs: fc.integer({ min: 1_000, max: day }),
      failures: fc.integer({ min: 1, max: 5_000 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 400 * day }), { nil: undefined }),
      chance: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(given, ({ intervalMs, failures, retryAfterMs, chance }) => {
        const waitMs = nextAfterFailure(0, intervalMs, failures, retryAfterMs, chance);
        expect(waitMs).toBeGreaterThanOrEqual(Math.min(day, Math.max(intervalMs, retryAfterMs ?? 0)));
        expect(waitMs).toBeLessThanOrEqual(1.25 * day);
      }),
    );
  });
});
