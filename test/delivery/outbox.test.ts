import { beforeEach, expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { chatPrefix, deliveryId } from '../../src/delivery/ids.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import type { ChatId, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';
import { makeChat, makeDelivery, quietLog } from '../worlds/records.ts';

let store: Store;
let clock: ManualClock;
let outbox: Outbox;
const free = () => 0;
const reopen = async () => createOutbox({ store, clock, log: quietLog });
beforeEach(async () => {
  clock = createManualClock();
  store = await openStore(openMemory());
  outbox = await reopen();
});

async function keysOf(collection: { entries(): AsyncIterable<readonly [string, unknown]> }): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of collection.entries()) keys.push(key);
  return keys;
}

test('an id is derived from chat, story, kind and edition, and fits an idempotency key', () => {
  const id = deliveryId('fake:1' as ChatId, 's1' as StoryId, 'alert', '1');
  expect(deliveryId('fake:1' as ChatId, 's1' as StoryId, 'alert', '1')).toBe(id);
  const others = [
    deliveryId('fake:2' as ChatId, 's1' as StoryId, 'alert', '1'),
    deliveryId('fake:1' as ChatId, 's2' as StoryId, 'alert', '1'),
    deliveryId('fake:1' as ChatId, 's1' as StoryId, 'update', '1'),
    deliveryId('fake:1' as ChatId, 's1' as StoryId, 'alert', '2'),
    deliveryId('fake:1' as ChatId, undefined, 'alert', '1'),
  ];
  expect(new Set([id, ...others]).size).toBe(6);
  expect(id.length).toBeLessThanOrEqual(25);
  expect(id.startsWith(chatPrefix('fake:1' as ChatId))).toBe(true);
});

test('a delivery that waits, is being sent, is dead or was sent is not taken again', async () => {
  const [waiting, sending, dead, sent] = ['1', '2', '3', '4'].map((chat) => makeDelivery(chat, 'a', clock.now()));
  await outbox.enqueue([sending!, dead!, sent!]);
  const [sendingEntry, deadEntry, sentEntry] = [1, 2, 3].map(() => outbox.pick('fake', free)!);
  await outbox.claim([sendingEntry!]);
  await outbox.bury(deadEntry!, dead!, 'refused');
  await outbox.mark([{ entry: sentEntry!, messageId: '9' }]);
  await outbox.enqueue([waiting!, waiting!]);
  await outbox.enqueue([waiting!, sending!, dead!, sent!]);
  expect(outbox.pending('fake')).toBe(2);
  expect(outbox.pick('fake', free)?.id).toBe(waiting!.id);
  expect(outbox.pick('fake', free)).toBeUndefined();
  expect(await outbox.messageOf(sent!.id)).toBe('9');
});

test('what waits, is dead or was half sent is there after a restart, in its order', async () => {
  const records = Array.from({ length: 6 }, (_, index) => makeDelivery('1', `e${index}`, clock.now()));
  await outbox.enqueue(records.slice(0, 3));
  await outbox.enqueue(records.slice(3));
  const first = outbox.pick('fake', free)!;
  await outbox.claim([first]);
  outbox = await reopen();
  const order: string[] = [];
  for (let entry = outbox.pick('fake', free); entry !== undefined; entry = outbox.pick('fake', free)) {
    order.push(entry.id);
    await outbox.mark([{ entry, messageId: '1' }]);
  }
  expect(order).toEqual(records.map(({ id }) => id));
  expect(await keysOf(store.outbox)).toEqual([]);
});

test('a crash between marking as sent and leaving the outbox does not send again', async () => {
  const record = makeDelivery('1', 'a', clock.now());
  await outbox.enqueue([record]);
  await store.sent.set(record.id, { at: clock.now(), messageId: '7' });
  outbox = await reopen();
  expect(outbox.pick('fake', free)).toBeUndefined();
  expect(await keysOf(store.outbox)).toEqual([]);
  expect(await outbox.messageOf(record.id)).toBe('7');
});

test('two callers that enqueue the same delivery both wait until it is kept', async () => {
  const record = makeDelivery('1', 'a', clock.now());
  await Promise.all([outbox.enqueue([record]), outbox.enqueue([record])]);
  expect(await store.outbox.get(record.id)).toBeDefined();
  expect(outbox.pending('fake')).toBe(1);
});

test('dead deliveries are listed with their reasons, and may be tried again, also after a restart', async () => {
  const records = ['1', '2'].map((chat) => makeDelivery(chat, 'a', clock.now()));
  await outbox.enqueue(records);
  for (const record of records) await outbox.bury(outbox.pick('fake', free)!, record, 'message is too long');
  outbox = await reopen();
  expect((await outbox.dead()).map(({ id, lastError }) => [id, lastError])).toEqual(
    records.map(({ id }) => [id, 'message is too long']),
  );
  expect(outbox.pick('fake', free)).toBeUndefined();
  expect(await outbox.replay([records[1]!.id])).toBe(1);
  expect(outbox.pick('fake', free)?.id).toBe(records[1]!.id);
  expect(await outbox.replay()).toBe(1);
  expect(await outbox.dead()).toEqual([]);
});

test('forgetting a chat erases its waiting, dead and sent deliveries, and what is being sent leaves no mark', async () => {
  const mine = ['a', 'b', 'c', 'd'].map((edition) => makeDelivery('1', edition, clock.now()));
  const other = makeDelivery('2', 'a', clock.now());
  await outbox.enqueue(mine.slice(0, 2));
  await outbox.mark([{ entry: outbox.pick('fake', free)!, messageId: '1' }]);
  await outbox.bury(outbox.pick('fake', free)!, mine[1]!, 'refused');
  await outbox.enqueue([...mine.slice(2), other]);
  const sending = outbox.pick('fake', free)!;
  await outbox.claim([sending]);
  await outbox.forget('fake:1' as ChatId);
  await outbox.mark([{ entry: sending, messageId: '2' }]);
  expect(await keysOf(store.outbox)).toEqual([other.id]);
  expect(await keysOf(store.sent)).toEqual([]);
  expect(await outbox.dead()).toEqual([]);
  expect(outbox.pick('fake', free)?.id).toBe(other.id);
});

test('a chat that could not be reached before a restart is left alone after it', async () => {
  const chat = makeChat('1', { state: 'unreachable' });
  await store.chats.set(chat.id, chat);
  await outbox.enqueue([makeDelivery('1', 'a', clock.now()), makeDelivery('2', 'a', clock.now())]);
  outbox = await reopen();
  expect(outbox.pick('fake', free)?.chatId).toBe('fake:2');
  expect(outbox.pick('fake', free)).toBeUndefined();
  outbox.unpark(chat.id);
  expect(outbox.pick('fake', free)?.chatId).toBe('fake:1');
});

test('folding leaves the first, puts one digest in the place of the rest, and loses none in a crash', async () => {
  const records = Array.from({ length: 8 }, (_, index) =>
    makeDelivery('1', '1', clock.now(), { storyId: `s${index}` as StoryId, topicId: 't' as never }),
  );
  await outbox.enqueue(records);
  const before = await Promise.all(records.map(({ id }) => store.outbox.get(id)));
  expect(await outbox.fold('fake:1' as ChatId, 3)).toBe(5);
  const check = async () => {
    const left = (await store.outbox.getMany(await keysOf(store.outbox))).filter((each) => each !== undefined);
    const digest = left.find(({ kind }) => kind === 'notice');
    expect(left).toHaveLength(4);
    expect(digest?.stories?.map(({ storyId }) => storyId)).toEqual(['s3', 's4', 's5', 's6', 's7']);
  };
  await check();
  // As a crash leaves it: the digest is written, what it folds is still there.
  await store.outbox.setMany(before.slice(3).map((record) => [record!.id, record!] as const));
  for (const { id } of records.slice(3)) await store.sent.delete(id);
  outbox = await reopen();
  await check();
  await outbox.enqueue(records);
  expect(outbox.pending('fake')).toBe(4);
});

const minute = 60_000;
const day = 24 * 60 * minute;

/** As the program does, minute by minute. */
async function pruneForADay(): Promise<number> {
  let count = 0;
  for (let at = 0; at < day; at += minute) {
    count += await outbox.pruneSent();
    await clock.advance(minute);
  }
  return count;
}

test('what was sent is remembered for thirty days', async () => {
  await outbox.enqueue([makeDelivery('1', 'a', clock.now())]);
  await outbox.mark([{ entry: outbox.pick('fake', free)!, messageId: '1' }]);
  await clock.advance(28 * day);
  expect(await pruneForADay()).toBe(0);
  await clock.advance(2 * day);
  expect(await pruneForADay()).toBe(1);
  expect(await keysOf(store.sent)).toEqual([]);
});

test('each minute looks through a small part of what was sent, and a day through all, restarts or not', async () => {
  const ids = Array.from({ length: 400 }, (_, index) => makeDelivery(String(index), 'a', 0).id);
  const young = new Set(ids.filter((_, index) => index % 4 === 0));
  const now = clock.now();
  await store.sent.setMany(
    ids.map((id) => [id, { at: young.has(id) ? now : now - 31 * day, messageId: '1' }] as const),
  );
  let read = 0;
  const sent = {
    ...store.sent,
    async *entries(prefix?: string) {
      for await (const row of store.sent.entries(prefix)) {
        read += 1;
        yield row;
      }
    },
  };
  let most = 0;
  for (let at = 0; at < day; at += minute) {
    if (at % (500 * minute) === 0) outbox = await createOutbox({ store: { ...store, sent }, clock, log: quietLog });
    read = 0;
    await outbox.pruneSent();
    most = Math.max(most, read);
    await clock.advance(minute);
  }
  expect(new Set(await keysOf(store.sent))).toEqual(young);
  expect(most).toBeLessThan(20);
});
