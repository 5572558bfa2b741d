import { beforeEach, expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { SetupError, StoreError } from '../../src/errors.ts';
import type { Storage } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { type LayoutStep, layoutSteps, upgradeLayout } from '../../src/store/upgrades.ts';
import { makeChat, makeDelivery } from '../worlds/records.ts';

let storage: Storage;

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
beforeEach(() => {
  storage = openMemory();
});

test('gives back records as they were written', async () => {
  const store = await openStore(storage);
  const chat = makeChat('1', { title: 'Ångström 東京' });
  await store.chats.set(chat.id, chat);
  expect(await store.chats.get(chat.id)).toEqual(chat);
  const delivery = makeDelivery('1', 'a', 5, { address: { platform: 'fake', id: '1', thread: '7' } });
  await store.outbox.setMany([[delivery.id, delivery]]);
  expect(await store.outbox.getMany([delivery.id, 'none'])).toEqual([delivery, undefined]);
  await store.sent.set('x', { at: 5, messageId: undefined });
  expect(await store.sent.get('x')).toEqual({ at: 5, messageId: undefined });
});

test.each([
  ['no JSON', '{"id":'],
  ['a field of a wrong kind', '{"id":"fake:1","createdAt":"secret words"}'],
  ['something else altogether', '"secret words"'],
])('a record that is %s is an error that names it and shows nothing of it', async (_, text) => {
  const store = await openStore(storage);
  await storage.collection('chats').set('fake:1', text);
  for (const read of [
    () => store.chats.get('fake:1'),
    () => store.chats.getMany(['fake:1']),
    () => first(store.chats.entries()),
  ]) {
    const error: Error = await read().then(
      () => new Error('it was read'),
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toContain('chats/fake:1');
    expect(error.message).not.toContain('secret');
  }
});

const steps: readonly LayoutStep[] = [
  { namespace: 'things', change: (record) => ({ ...(record as object), colour: 'red' }) },
  { namespace: 'things', change: (record, key) => (key === 'old' ? undefined : { ...(record as object), size: 1 }) },
];

async function read(key: string): Promise<unknown> {
  const text = await storage.collection('things').get(key);
  return text === undefined ? undefined : JSON.parse(text);
}

test('a new storage has the newest layout at once; one that has it is left alone', async () => {
  expect(await upgradeLayout(storage, steps)).toBeUndefined();
  await storage.collection('things').set('a', '{}');
  expect(await upgradeLayout(storage, steps)).toBe(3);
  expect(await read('a')).toEqual({});
});

test('an older layout is brought up step by step, from where it stands', async () => {
  await storage.collection('meta').set('schema', '1');
  await storage.collection('things').setMany(Array.from({ length: 1_300 }, (_, index) => [`k${index}`, '{}'] as const));
  await storage.collection('things').set('old', '{}');
  expect(await upgradeLayout(storage, steps)).toBe(1);
  expect([await read('k0'), await read('k1299'), await read('old')]).toEqual([
    { colour: 'red', size: 1 },
    { colour: 'red', size: 1 },
    undefined,
  ]);
  expect(await storage.collection('meta').get('schema')).toBe('3');
});

test('an upgrade that was cut short is finished at the next start', async () => {
  await storage.collection('meta').set('schema', '1');
  await storage.collection('things').setMany(Array.from({ length: 1_200 }, (_, index) => [`k${index}`, '{}'] as const));
  let left = 700;
  const failing: LayoutStep = {
    namespace: 'things',
    change(record, key) {
      if (--left < 0) throw new StoreError('the power went');
      return steps[0]!.change(record, key);
    },
  };
  await expect(upgradeLayout(storage, [failing, steps[1]!])).rejects.toBeInstanceOf(StoreError);
  await upgradeLayout(storage, steps);
  for await (const [, text] of storage.collection('things').entries()) {
    expect(JSON.parse(text)).toEqual({ colour: 'red', size: 1 });
  }
});

test('a layout from the future is refused, not guessed at', async () => {
  await storage.collection('meta').set('schema', String(layoutSteps.length + 2));
  await expect(openStore(storage)).rejects.toBeInstanceOf(SetupError);
});

test('deliveries of the first layout are read as those to private chats', async () => {
  const { chatKind: _, ...old } = makeDelivery('1', 'a', 5);
  await storage.collection('meta').set('schema', '1');
  await storage.collection('outbox').set(old.id, JSON.stringify(old));
  const store = await openStore(storage);
  expect((await store.outbox.get(old.id))?.chatKind).toBe('private');
});
