import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../adapters/redis/address.ts';
import { connect } from '../../../adapters/redis/connection.ts';
import { createGate } from '../../../adapters/redis/gate.ts';
import { createPace } from '../../../src/delivery/pace.ts';
import type { ChannelLimits, Cluster, Passage } from '../../../src/ports.ts';
import { hasRedis, noRedis, startRedis } from '../../worlds/redis.ts';
import { shareRedis } from '../../worlds/redis-cluster.ts';

const limits: ChannelLimits = {
  perChat: [{ count: 1, windowMs: 100 }],
  perGroup: [{ count: 3, windowMs: 900 }],
  overall: [{ count: 10, windowMs: 300 }],
};
const to = (id: string, chatKind: Passage['chatKind'] = 'private', platform = 'fake'): Passage => ({
  address: { platform, id },
  chatKind,
  limits,
});

/** Most stamps that any window of this length holds. */
function mostIn(stamps: readonly number[], windowMs: number): number {
  const sorted = stamps.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + windowMs).length));
}

describe.skipIf(!hasRedis)(`the platforms' limits over all processes${noRedis}`, () => {
  const { server, join } = shareRedis();

  /** Sends as processes do that all have more to send than they may; answers when each message was under way. */
  async function flood(processes: number, each: number, passageOf: (index: number) => Passage): Promise<number[]> {
    const clusters = await Promise.all(Array.from({ length: processes }, join));
    const stamps: number[] = [];
    const send = async ({ gate }: Cluster, index: number) => {
      const place = await gate.enter(passageOf(index), 'alert');
      stamps.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, (index * 7) % 20));
      place.settle(true);
    };
    await Promise.all(
      clusters.flatMap((cluster, process) =>
        Array.from({ length: each }, (_, index) => send(cluster, process * each + index)),
      ),
    );
    return stamps;
  }

  test('hold in any sliding window, whoever sends', async () => {
    const stamps = await flood(3, 16, (index) => to(String(index)));
    expect(stamps).toHaveLength(48);
    // What is noted here is the beginning, a few milliseconds away from the booking.
    expect(mostIn(stamps, 290)).toBeLessThanOrEqual(10);
  });

  test('hold for one chat, and for groups by their own figures', async () => {
    const stamps = await flood(2, 3, () => to('town', 'group'));
    expect(mostIn(stamps, 90)).toBe(1);
    expect(mostIn(stamps, 890)).toBeLessThanOrEqual(3);
  });

  test('an answer goes before what else waits', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const order: string[] = [];
    const send = async ({ gate }: Cluster, name: string, priority: 'reply' | 'brief', id: string) => {
      const place = await gate.enter(to(id), priority);
      order.push(name);
      place.settle(false);
    };
    const briefs = Array.from({ length: 30 }, (_, index) => send(one, 'brief', 'brief', `b${index}`));
    await Promise.race(briefs);
    const answer = send(other, 'answer', 'reply', 'asker');
    await Promise.all([...briefs, answer]);
    expect(order.indexOf('answer')).toBeLessThan(21);
  });

  test('a pause is not cut short by a shorter one that is told after it', async () => {
    const cluster = await join();
    const passage = to('patient', 'private', 'patience');
    const pausedAt = performance.now();
    await cluster.gate.pause(passage, 'chat', 400);
    await cluster.gate.pause(passage, 'chat', 1);
    await cluster.gate.enter(passage, 'alert');
    expect(performance.now() - pausedAt).toBeGreaterThanOrEqual(390);
  });

  test('a pause that one process was told is kept by all, for the platform or for one chat', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    await one.gate.pause(to('a'), 'chat', 300);
    const startedAt = performance.now();
    (await other.gate.enter(to('b'), 'alert')).settle(true);
    expect(performance.now() - startedAt).toBeLessThan(300);
    (await other.gate.enter(to('a'), 'alert')).settle(true);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);
    const pausedAt = performance.now();
    await one.gate.pause(to('a'), 'all', 300);
    (await other.gate.enter(to('c'), 'alert')).settle(true);
    expect(performance.now() - pausedAt).toBeGreaterThanOrEqual(290);
  });

  test('a place of a process that was killed is free again after a while; other platforms are not concerned', async () => {
    const [one] = await Promise.all([join()]);
    for (let index = 0; index < 10; index++) await one.gate.enter(to(`k${index}`), 'alert');
    (await one.gate.enter(to('a', 'private', 'elsewhere'), 'alert')).settle(true);
    const startedAt = performance.now();
    (await one.gate.enter(to('late'), 'alert')).settle(true);
    expect(performance.now() - startedAt).toBeGreaterThan(3_000);
  });

  test('who gives up waiting takes no place', async () => {
    const cluster = await join();
    await cluster.gate.pause(to('a'), 'all', 60_000);
    const abort = new AbortController();
    const waiting = cluster.gate.enter(to('a'), 'brief', abort.signal);
    abort.abort();
    (await waiting).settle(true);
    expect(await server().command('KEYS', 'dateline:gate:fake/*0/*')).toEqual([]);
  });
});

describe.skipIf(!hasRedis)(`the limits of many processes and those of one${noRedis}`, () => {
  test('let the same messages go at the same instants, whatever the figures and however long answers take', async () => {
    const server = await startRedis(['--appendfsync', 'no']);
    const connection = await connect(parseAddress(server.url()));
    let now = 0;
    const moveTo = async (at: number) => {
      now = at;
      await connection.ask('set', (redis) => redis.set('now', String(at)));
    };
    const time = {
      script: "tonumber(redis.call('GET', 'now'))",
      now: () => now,
      sleep: (ms: number) => moveTo(now + ms),
    };
    const rate = fc.record({ count: fc.integer({ min: 1, max: 5 }), windowMs: fc.integer({ min: 200, max: 3_000 }) });
    const step = fc.record({
      chat: fc.constantFrom('a', 'b', 'c'),
      waitMs: fc.integer({ min: 0, max: 300 }),
      tookMs: fc.oneof(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 900 })),
    });
    const history = fc.array(step, { minLength: 5, maxLength: 25 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(rate, rate, rate, history, async (perChat, perGroup, overall, steps) => {
        const figures = { perChat: [perChat], perGroup: [perGroup], overall: [overall] };
        const platform = `p${run++}`;
        const gate = createGate(connection, time);
        const pace = createPace(figures);
        await moveTo(1_000_000);
        for (const { chat, waitMs, tookMs } of steps) {
          await moveTo(now + waitMs);
          const chatKind = chat === 'a' ? 'group' : 'private';
          const address = { platform, id: chat };
          const freeAt = Math.max(now, pace.freeAt(), pace.chatFreeAt(address, chatKind));
          const place = await gate.enter({ address, chatKind, limits: figures }, 'alert');
          expect(Math.abs(now - freeAt)).toBeLessThanOrEqual(2);
          const slot = pace.take(address, chatKind, now);
          await moveTo(now + tookMs);
          slot.settle(now);
          place.settle(true);
        }
      }),
      { numRuns: 60 },
    );
    await connection.close();
    await server.remove();
  });
});
