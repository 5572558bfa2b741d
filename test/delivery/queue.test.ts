import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDeque } from '../../src/delivery/deque.ts';
import { createHeap } from '../../src/delivery/heap.ts';
import { createQueue, type Entry } from '../../src/delivery/queue.ts';
import type { ChatId, DeliveryId } from '../../src/model.ts';

let order = 0;
function entry(chat: string, lane = 0, notBefore = 0): Entry {
  order++;
  return {
    id: `d${order}` as DeliveryId,
    chatId: `fake:${chat}` as ChatId,
    address: { platform: 'fake', id: chat },
    chatKind: 'private',
    lane,
    order,
    notBefore,
    isGone: false,
  };
}
const free = () => 0;

test('a heap gives its items in order, whatever the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = createHeap((each: number) => each);
      for (const each of numbers) heap.push(each);
      expect(Array.from(numbers, () => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('a deque keeps the order of its keys however items are put in and taken out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant('shift' as const)), { maxLength: 300 }),
      (steps) => {
        const deque = createDeque<number>();
        let model: number[] = [];
        for (const step of steps) {
          if (step === 'shift') expect(deque.shift()).toBe(model.shift());
          else {
            deque.insert(step, (each) => each);
            model = [...model, step].sort((a, b) => a - b);
          }
          expect(deque.size).toBe(model.length);
        }
        expect(deque.list()).toEqual(model);
      },
    ),
  );
});

test('alerts go before updates, updates before briefs, briefs before edits', () => {
  const queue = createQueue();
  const [edit, brief, update, alert] = [entry('a', 3), entry('b', 2), entry('c', 1), entry('d', 0)];
  for (const each of [edit, brief, update, alert]) queue.add(each, 0);
  expect(Array.from({ length: 5 }, () => queue.pick(0, free))).toEqual([alert, update, brief, edit, undefined]);
});

test('chats take turns: one with a thousand messages does not hold back one with a single message', () => {
  const queue = createQueue();
  for (let count = 0; count < 1_000; count++) queue.add(entry('busy'), 0);
  const single = entry('quiet');
  queue.add(single, 0);
  const first = queue.pick(0, free)!;
  expect(queue.pick(0, free)).toBe(single);
  queue.finish(first);
  queue.finish(single);
  expect(queue.pick(0, free)?.order).toBe(first.order + 1);
});

test('a chat has one message under way at a time', () => {
  const queue = createQueue();
  const [first, second] = [entry('a'), entry('a')];
  queue.add(first, 0);
  queue.add(second, 0);
  expect(queue.pick(0, free)).toBe(first);
  expect(queue.pick(0, free)).toBeUndefined();
  queue.finish(first);
  expect(queue.pick(0, free)).toBe(second);
});

test('a message that holds its chat goes first again; one that steps aside lets the others pass and comes back', () => {
  const queue = createQueue();
  const [first, second] = [entry('a'), entry('a')];
  queue.add(first, 0);
  queue.add(second, 0);
  queue.giveBack(queue.pick(0, free)!, 1_000, true, 0);
  expect(queue.pick(999, free)).toBeUndefined();
  expect(queue.wakeAt()).toBe(1_000);
  expect(queue.pick(1_000, free)).toBe(first);
  queue.giveBack(first, 5_000, false, 1_000);
  expect(queue.pick(1_000, free)).toBe(second);
  queue.finish(second);
  expect(queue.wakeAt()).toBe(5_000);
  expect(queue.pick(5_000, free)).toBe(first);
});

test('nothing goes to a parked chat, and everything once it is back', () => {
  const queue = createQueue();
  const first = entry('a');
  queue.park(first.chatId);
  queue.add(first, 0);
  queue.add(entry('a', 0, 100), 0);
  expect(queue.pick(200, free)).toBeUndefined();
  expect(queue.ready).toBe(0);
  queue.unpark(first.chatId);
  expect(queue.pick(200, free)).toBe(first);
});

test('what is removed is never picked, not even when its instant comes', () => {
  const queue = createQueue();
  queue.add(entry('a'), 0);
  queue.add(entry('a', 0, 500), 0);
  const other = entry('b');
  queue.add(other, 0);
  expect(queue.removeChat('fake:a' as ChatId)).toHaveLength(2);
  expect(queue.pick(1_000, free)).toBe(other);
  expect(queue.pick(1_000, free)).toBeUndefined();
  queue.finish(other);
  expect(queue.size).toBe(0);
});

test('under any sequence of steps: everything is picked once, in order within a chat and lane, never too early', () => {
  const added = fc.record({
    chat: fc.constantFrom('a', 'b', 'c', 'd'),
    lane: fc.integer({ min: 0, max: 3 }),
    delayMs: fc.constantFrom(0, 0, 0, 50, 400),
  });
  fc.assert(
    fc.property(
      fc.array(added, { maxLength: 60 }),
      fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      (adds, coins) => {
        const queue = createQueue();
        const lastOrder = new Map<string, number>();
        const chatFree = new Map<string, number>();
        let now = 0;
        let picked = 0;
        const pickOne = (): boolean => {
          const next = queue.pick(now, ({ chatId }) => chatFree.get(chatId) ?? 0);
          if (next === undefined) return false;
          expect(next.notBefore).toBeLessThanOrEqual(now);
          const lane = `${next.chatId}/${next.lane}/${next.notBefore > 0}`;
          expect(next.order).toBeGreaterThan(lastOrder.get(lane) ?? -1);
          if (next.notBefore === 0) lastOrder.set(lane, next.order);
          chatFree.set(next.chatId, now + 30);
          queue.finish(next);
          picked++;
          return true;
        };
        for (const [index, add] of adds.entries()) {
          queue.add(entry(add.chat, add.lane, add.delayMs === 0 ? 0 : now + add.delayMs), now);
          if (coins[index]) pickOne();
          now += 7;
        }
        for (let steps = 0; steps < 10_000 && picked < adds.length; steps++) {
          if (!pickOne()) now = Math.max(now, queue.wakeAt() ?? now);
        }
        expect(picked).toBe(adds.length);
        expect(queue.size).toBe(0);
        expect(queue.ready).toBe(0);
      },
    ),
  );
});
