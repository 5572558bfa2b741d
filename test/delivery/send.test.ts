import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHeardBook } from '../../src/delivery/heard.ts';
import { createReach } from '../../src/delivery/reach.ts';
import type { ChatId, StoryId } from '../../src/model.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import { createHttpChannel, noLimits, plain } from '../worlds/channel.ts';
import { createManualClock } from '../worlds/clock.ts';
import { type Platform, startPlatform } from '../worlds/platform.ts';
import { makeChat, makeDelivery, makeFollow } from '../worlds/records.ts';
import { type SendingWorld, startSending } from '../worlds/sending.ts';
import { advanceUntil } from '../worlds/wait.ts';

let platform: Platform;
let world: SendingWorld | undefined;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  await world?.close();
  world = undefined;
  await platform.close();
});

const channel = () => createHttpChannel({ url: platform.url });
const texts = () => platform.received.map(({ text }) => text);
const many = (count: number, at = 0, changes: Partial<DeliveryRecord> = {}) =>
  Array.from({ length: count }, (_, index) => makeDelivery('1', String(index), at, changes));

test('sends what waits, in order, and remembers the messages', async () => {
  world = await startSending(channel());
  await world.send(...many(20));
  expect(texts()).toEqual(Array.from({ length: 20 }, (_, index) => `alert ${index}`));
  expect(world.sent.map(([, ref]) => ref.id)).toEqual(platform.received.map(({ id }) => id));
  expect(world.outbox.pending('fake')).toBe(0);
});

test('sends nothing when there is nothing to say any more, and never asks again', async () => {
  let asked = 0;
  world = await startSending(channel(), {
    compose: async () => {
      asked++;
      return undefined;
    },
  });
  const [record] = many(1);
  await world.send(record!);
  await world.send(record!);
  expect([platform.calls, asked]).toEqual([0, 1]);
});

test('loud and silent arrive as such', async () => {
  world = await startSending(channel());
  await world.send(makeDelivery('1', 'a', 0), makeDelivery('1', 'b', 0, { isLoud: false }));
  expect(platform.received.map(({ isSilent }) => isSilent)).toEqual([false, true]);
});

test('an update answers the first telling of its story, and an edit changes it', async () => {
  const storyId = 's1' as StoryId;
  world = await startSending(channel());
  await world.send(makeDelivery('1', '1', 0, { storyId }));
  await world.send(
    makeDelivery('1', '2', 0, { storyId, kind: 'update' }),
    makeDelivery('1', 'edit-1', 0, { storyId, kind: 'edit' }),
  );
  expect(platform.received).toHaveLength(2);
  expect(platform.received[0]!.edits).toEqual(['edit edit-1']);
  expect(platform.received[1]!.replyTo).toBe(platform.received[0]!.id);
});

test('an edit whose message is gone, refused or never sent does not become a message', async () => {
  const storyId = 's1' as StoryId;
  world = await startSending(channel());
  await world.send(makeDelivery('1', 'edit-0', 0, { storyId, kind: 'edit' }));
  expect(platform.calls).toBe(0);
  await world.send(makeDelivery('1', '1', 0, { storyId }));
  platform.refuse = () => ({ status: 400, body: { error: 'message to edit not found' } });
  await world.send(makeDelivery('1', 'edit-1', 0, { storyId, kind: 'edit' }));
  expect([platform.received.length, platform.calls]).toEqual([1, 2]);
  expect(await world.outbox.dead()).toEqual([]);
});

test('a refusal for good ends among the dead with its reason, and holds nobody back', async () => {
  platform.refuse = ({ text }) =>
    text === 'alert 3' ? { status: 400, body: { error: 'message is too long' } } : undefined;
  world = await startSending(channel());
  await world.send(...many(6));
  expect(texts()).toEqual(['alert 0', 'alert 1', 'alert 2', 'alert 4', 'alert 5']);
  expect((await world.outbox.dead()).map(({ lastError }) => lastError)).toEqual(['message is too long']);
});

test('a message that fails again and again is tried eight times; after three it steps aside', async () => {
  const clock = createManualClock();
  let tries = 0;
  platform.refuse = ({ text }) => {
    if (text !== 'alert 0') return undefined;
    tries++;
    return { status: 502, body: { error: 'bad gateway' } };
  };
  world = await startSending(channel(), { clock });
  await world.outbox.enqueue(many(4, clock.now()));
  await advanceUntil(clock, 500, () => tries === 3);
  expect(texts()).toEqual([]);
  await advanceUntil(clock, 500, () => platform.received.length === 3);
  expect(tries).toBeLessThan(6);
  await advanceUntil(clock, 600_000, () => tries === 8);
  await advanceUntil(clock, 600_000, () => world!.outbox.pending('fake') === 0);
  const [dead] = await world.outbox.dead();
  expect([dead?.tries, dead?.lastError]).toEqual([8, 'bad gateway']);
});

test('an outage of the platform counts against no message and loses none', async () => {
  const clock = createManualClock();
  platform.refuse = () => ({ hangUp: 'before' });
  world = await startSending(channel(), { clock });
  const records = Array.from({ length: 10 }, (_, index) => makeDelivery(String(index), 'a', clock.now()));
  await world.outbox.enqueue(records);
  await advanceUntil(clock, 30_000, () => platform.calls >= 20);
  expect(platform.received).toEqual([]);
  platform.refuse = undefined;
  await advanceUntil(clock, 30_000, () => platform.received.length === 10);
  expect(await world.outbox.dead()).toEqual([]);
});

test('retry_after for a chat stops that chat alone; for the whole bot it stops everyone', async () => {
  const clock = createManualClock();
  let isGlobal = false;
  platform.refuse = ({ chat }) =>
    chat === '1' ? { status: 429, body: { retryAfterMs: 30_000, isGlobal } } : undefined;
  world = await startSending(channel(), { clock });
  await world.outbox.enqueue([makeDelivery('1', 'a', clock.now()), makeDelivery('2', 'a', clock.now())]);
  await advanceUntil(clock, 10, () => platform.received.length === 1);
  await clock.advance(29_000);
  expect(platform.calls).toBe(2);
  isGlobal = true;
  await advanceUntil(clock, 100, () => platform.calls === 3);
  await world.outbox.enqueue([makeDelivery('3', 'a', clock.now())]);
  await clock.advance(29_000);
  expect(platform.calls).toBe(3);
  platform.refuse = undefined;
  await advanceUntil(clock, 100, () => platform.received.length === 3);
  expect(await world.outbox.dead()).toEqual([]);
});

test('a chat that cannot be reached gets no further call, and what waited when it returns', async () => {
  platform.refuse = ({ chat }) => (chat === '1' ? { status: 403, body: { error: 'bot was blocked' } } : undefined);
  const returned: string[] = [];
  world = await startSending(channel(), {
    onChat: async (_, chatId, { kind }) => void returned.push(`${chatId} ${kind}`),
  });
  await world.send(...many(5), makeDelivery('2', 'a', 0));
  await world.send(makeDelivery('1', 'later', 0));
  expect(platform.calls).toBe(2);
  platform.refuse = undefined;
  await world.sender.chatChanged({ platform: 'fake', id: '1' }, { kind: 'returned' });
  await world.sender.drained('fake');
  expect(platform.received).toHaveLength(7);
  expect(returned).toEqual(['fake:1 gone', 'fake:1 returned']);
});

test('a chat that moved gets everything at its new address, in order, once', async () => {
  platform.refuse = ({ chat }) => (chat === '1' ? { status: 400, body: { movedTo: '-100' } } : undefined);
  world = await startSending(channel(), {
    onChat: async ({ store }, chatId, news) => {
      const reach = createReach({ store, heard: createHeardBook(store), clock: createManualClock() });
      await reach.apply(chatId, news);
    },
  });
  await world.store.chats.set('fake:1', makeChat('1'));
  await world.send(...many(10));
  expect(platform.received.map(({ chat, text }) => `${chat} ${text}`)).toEqual(
    Array.from({ length: 10 }, (_, index) => `-100 alert ${index}`),
  );
  expect(platform.calls).toBe(11);
  expect(await world.store.chats.get('fake:1')).toBeUndefined();
  expect((await world.store.chats.get('fake:-100'))?.address.id).toBe('-100');
});

test('what was meant for a thread that is gone goes to the chat itself, now and from then on', async () => {
  platform.refuse = ({ thread }) => (thread === '7' ? { status: 400, body: { threadGone: true } } : undefined);
  world = await startSending(channel(), {
    onChat: async ({ store }, chatId, news) => {
      const reach = createReach({ store, heard: createHeardBook(store), clock: createManualClock() });
      await reach.apply(chatId, news);
    },
  });
  const follows = [makeFollow('a', { thread: '7' }), makeFollow('b', { thread: '8' })];
  await world.store.chats.set('fake:1', makeChat('1', { follows }));
  const address = { platform: 'fake', id: '1', thread: '7' };
  await world.send(...many(3, 0, { address }));
  expect(platform.received.map(({ thread, text }) => [thread, text])).toEqual([
    [undefined, 'alert 0'],
    [undefined, 'alert 1'],
    [undefined, 'alert 2'],
  ]);
  expect(platform.calls).toBe(4);
  expect((await world.store.chats.get('fake:1'))?.follows.map(({ thread }) => thread)).toEqual([undefined, '8']);
});

test('replies to people go before everything that waits', async () => {
  const limits = { ...noLimits, overall: [{ count: 5, windowMs: 200 }] };
  world = await startSending(createHttpChannel({ url: platform.url, limits }));
  const records = Array.from({ length: 100 }, (_, index) => makeDelivery(String(index), 'a', 0));
  await world.outbox.enqueue(records);
  const begunAt = performance.now();
  await world.sender.turn({ platform: 'fake', id: 'person' }, 'private', 'reply');
  expect(performance.now() - begunAt).toBeLessThan(1_000);
  expect(platform.received.length).toBeLessThan(20);
});

test('a turn ends at once when its signal is aborted or the sender stops', async () => {
  const limits = { ...noLimits, overall: [{ count: 1, windowMs: 60_000 }] };
  world = await startSending(createHttpChannel({ url: platform.url, limits }));
  const address = { platform: 'fake', id: 'person' };
  await world.sender.turn(address, 'private', 'reply');
  const abort = new AbortController();
  const [given, stopped] = [
    world.sender.turn(address, 'private', 'reply', abort.signal),
    world.sender.turn(address, 'private', 'reply'),
  ];
  abort.abort();
  await given;
  await world.sender.stop();
  await stopped;
});

test('a limit that ends while the sender looks at it stalls nothing, however slow the machine is', async () => {
  // A clock that moves on at every look: each instant between two looks of the sender is met by one of these windows.
  for (let windowMs = 1; windowMs <= 12; windowMs++) {
    const manual = createManualClock();
    let looks = 0;
    const clock = { ...manual, now: () => manual.now() + looks++ };
    const limits = { perChat: [], perGroup: [], overall: [{ count: 1, windowMs }] };
    world = await startSending(createHttpChannel({ url: platform.url, limits }), { clock });
    const before = platform.received.length;
    await world.outbox.enqueue(many(5));
    await advanceUntil(manual, 50, () => platform.received.length === before + 5);
    await world.close();
  }
});

test('a flood for one chat is folded: a few alerts, then one digest, and every story is told', async () => {
  const limits = { ...noLimits, perGroup: [{ count: 20, windowMs: 60_000 }] };
  const clock = createManualClock();
  const listed: string[] = [];
  world = await startSending(createHttpChannel({ url: platform.url, limits }), {
    clock,
    compose: async (delivery) => {
      listed.push(...(delivery.stories?.map(({ storyId }) => storyId) ?? [delivery.storyId!]));
      return plain(delivery.kind);
    },
  });
  const records = Array.from({ length: 60 }, (_, index) =>
    makeDelivery('1', '1', clock.now(), { storyId: `s${index}` as StoryId, topicId: 't' as never, chatKind: 'group' }),
  );
  await world.outbox.enqueue(records);
  await advanceUntil(clock, 1_000, () => world!.outbox.pending('fake') === 0);
  expect(new Set(listed).size).toBe(60);
  expect(platform.received.length).toBeLessThanOrEqual(6);
  expect(texts().at(-1)).toBe('notice');
});

test('stopping finishes what is under way and takes nothing new', async () => {
  const slow = await startPlatform({ latencyMs: 50 });
  world = await startSending(createHttpChannel({ url: slow.url }));
  await world.outbox.enqueue(Array.from({ length: 200 }, (_, index) => makeDelivery(String(index), 'a', 0)));
  await new Promise((resolve) => setTimeout(resolve, 70));
  await world.sender.stop();
  const before = slow.received.length;
  expect(before).toBeGreaterThan(0);
  expect(world.sent.length).toBe(before);
  expect(world.outbox.pending('fake')).toBe(200 - before);
  await slow.close();
});

test('a message that cannot be composed ends among the dead, not in a loop', async () => {
  const clock = createManualClock();
  world = await startSending(channel(), {
    clock,
    compose: async () => {
      throw new Error('a bug');
    },
  });
  await world.outbox.enqueue(many(1, clock.now()));
  await advanceUntil(clock, 600_000, () => world!.outbox.pending('fake') === 0);
  expect((await world.outbox.dead())[0]?.lastError).toBe('unexpected: a bug');
  expect(platform.calls).toBe(0);
});

test('erasing a chat while its message is under way leaves nothing behind', async () => {
  world = await startSending(channel());
  const erased = new Promise<void>((resolve) => {
    platform.onTaken = async () => {
      await world!.outbox.forget('fake:1' as ChatId);
      resolve();
    };
  });
  await world.send(...many(3));
  await erased;
  await world.sender.drained('fake');
  const left: unknown[] = [];
  for await (const entry of world.store.outbox.entries()) left.push(entry);
  for await (const entry of world.store.sent.entries()) left.push(entry);
  expect(left).toEqual([]);
  expect(platform.received).toHaveLength(1);
});
