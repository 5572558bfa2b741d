import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPace } from '../../src/delivery/pace.ts';
import type { ChannelLimits, Rate } from '../../src/ports.ts';

const chat = (id: string) => ({ platform: 'fake', id });
const telegram: ChannelLimits = {
  perChat: [{ count: 1, windowMs: 1_000 }],
  perGroup: [{ count: 20, windowMs: 60_000 }],
  overall: [{ count: 30, windowMs: 1_000 }],
};

/** The most arrivals in any window, by brute force. */
function mostInWindow(arrivals: readonly number[], windowMs: number): number {
  return Math.max(0, ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + windowMs).length));
}

test('never puts more than the figure into any window, wherever between begin and answer a message arrives', () => {
  const rate = fc.record({ count: fc.integer({ min: 1, max: 5 }), windowMs: fc.integer({ min: 200, max: 3_000 }) });
  const step = fc.record({
    chat: fc.constantFrom('a', 'b', 'c'),
    waitMs: fc.integer({ min: 0, max: 300 }),
    // What a message takes beyond the least way there and back, and how much of that it takes before it arrives.
    jitterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const way = fc.integer({ min: 0, max: 50 });
  fc.assert(
    fc.property(
      rate,
      rate,
      way,
      way,
      fc.array(step, { maxLength: 60 }),
      (perChat: Rate, overall: Rate, there, back, steps) => {
        const pace = createPace({ perChat: [perChat], perGroup: [], overall: [overall] });
        const arrivals: { chat: string; at: number }[] = [];
        let now = 1_000_000;
        for (const each of steps) {
          now = Math.max(now + each.waitMs, pace.freeAt(), pace.chatFreeAt(chat(each.chat), 'private'));
          const slot = pace.take(chat(each.chat), 'private', now);
          arrivals.push({ chat: each.chat, at: now + there + each.jitterMs * each.share });
          slot.settle(now + there + each.jitterMs + back);
        }
        expect(
          mostInWindow(
            arrivals.map(({ at }) => at),
            overall.windowMs,
          ),
        ).toBeLessThanOrEqual(overall.count);
        for (const id of ['a', 'b', 'c']) {
          const own = arrivals.filter((each) => each.chat === id).map(({ at }) => at);
          expect(mostInWindow(own, perChat.windowMs)).toBeLessThanOrEqual(perChat.count);
        }
      },
    ),
  );
});

test('reaches at least 97 % of a platform of 30 a second', () => {
  const pace = createPace(telegram);
  let now = 0;
  let count = 0;
  for (; now < 60_000; count++) {
    now = Math.max(now, pace.freeAt());
    pace.take(chat(String(count)), 'private', now).settle(now + 5);
    now += 5;
  }
  expect(count).toBeGreaterThanOrEqual(30 * 60 * 0.97);
});

test('holds groups to their own figure as well', () => {
  const pace = createPace(telegram);
  let now = 0;
  for (let sent = 0; sent < 21; sent++) {
    now = Math.max(now, pace.freeAt(), pace.chatFreeAt(chat('g'), 'group'));
    pace.take(chat('g'), 'group', now).settle(now);
  }
  expect(now).toBeGreaterThanOrEqual(60_000);
});

test('obeys a pause of one chat without stopping the others, and a pause of all', () => {
  const pace = createPace(telegram);
  pace.pauseChat(chat('a'), 'private', 30_000);
  expect(pace.chatFreeAt(chat('a'), 'private')).toBe(30_000);
  expect(pace.chatFreeAt(chat('b'), 'private')).toBe(0);
  expect(pace.freeAt()).toBe(0);
  pace.pauseAll(5_000);
  pace.pauseAll(2_000);
  expect(pace.freeAt()).toBe(5_000);
});

test('forgets chats that no window holds any more, and only those', () => {
  const pace = createPace(telegram);
  pace.take(chat('a'), 'private', 0).settle();
  pace.tidy(500);
  expect(pace.chatFreeAt(chat('a'), 'private')).toBeGreaterThanOrEqual(1_000);
  pace.tidy(10_000);
  expect(pace.chatFreeAt(chat('a'), 'private')).toBe(0);
});
