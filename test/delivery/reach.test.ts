import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createAlerts } from '../../src/delivery/alerts.ts';
import { createHeardBook } from '../../src/delivery/heard.ts';
import { createOutbox } from '../../src/delivery/outbox.ts';
import { createReach, type Reach } from '../../src/delivery/reach.ts';
import type { ChatId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';
import { makeFolder } from '../worlds/folder.ts';
import { makeChat, makeFollow, makeRanked, makeStory, quietLog, settings } from '../worlds/records.ts';

const chatId = 'fake:1' as ChatId;
let store: Store;
let clock: ManualClock;
let reach: Reach;
beforeEach(async () => {
  clock = createManualClock();
  store = await openStore(openMemory());
  reach = createReach({ store, heard: createHeardBook(store), clock });
  await store.chats.set(chatId, makeChat('1'));
});

test('a chat that is gone is noted once, and active again when it returns', async () => {
  expect((await reach.apply(chatId, { kind: 'gone', reason: 'blocked' }))?.id).toBe(chatId);
  expect(await reach.apply(chatId, { kind: 'gone', reason: 'blocked' })).toBeUndefined();
  expect(await store.chats.get(chatId)).toMatchObject({ state: 'unreachable', stateReason: 'blocked' });
  expect(await reach.apply(chatId, { kind: 'returned' })).toBeDefined();
  expect(await store.chats.get(chatId)).toEqual(makeChat('1'));
});

test('a banned chat does not come back by itself, and an unknown one is nothing to worry about', async () => {
  await store.chats.set(chatId, makeChat('1', { state: 'banned' }));
  await reach.apply(chatId, { kind: 'returned' });
  await reach.apply(chatId, { kind: 'gone', reason: 'blocked' });
  expect((await store.chats.get(chatId))?.state).toBe('banned');
  expect(await reach.apply('fake:none' as ChatId, { kind: 'returned' })).toBeUndefined();
});

test('a chat that could not be reached for thirty days is to be forgotten', async () => {
  await reach.apply(chatId, { kind: 'gone', reason: 'blocked' });
  await clock.advance(30 * 86_400_000 - 1);
  expect(await reach.lost(clock.now(), [chatId])).toEqual([]);
  await clock.advance(1);
  expect(await reach.lost(clock.now(), [chatId])).toEqual([chatId]);
});

test('a moved chat takes its follows and what it heard along, also when the move is cut short', async () => {
  const heard = createHeardBook(store);
  const stories = [
    {
      storyId: 's1' as never,
      topicId: 't' as never,
      how: 'pushed' as const,
      firstAt: 1,
      lastAt: 1,
      edition: 1,
      sources: 1,
      facts: [],
      message: { address: { platform: 'fake', id: '1' }, id: '5' },
    },
  ];
  await heard.change(chatId, async (before) => [{ ...before, stories }, undefined]);
  const to = { platform: 'fake', id: '-100' };
  // As a crash leaves it: the new record is there, and so is the old one.
  await store.chats.set('fake:-100', makeChat('-100', { follows: [makeFollow('harbour')] }));
  await reach.apply(chatId, { kind: 'moved', to });
  expect(await store.chats.get(chatId)).toBeUndefined();
  expect((await store.chats.get('fake:-100'))?.follows.map(({ text }) => text)).toEqual(['harbour']);
  const moved = await heard.read('fake:-100' as ChatId);
  expect(moved.stories.map(({ storyId, message }) => [storyId, message])).toEqual([['s1', undefined]]);
  expect(await store.heard.get(chatId)).toBeUndefined();
});

test('a chat that moved to where somebody only said hello keeps its follows and settings', async () => {
  const there = makeChat('2', { follows: [] });
  await store.chats.set(there.id, there);
  await store.chats.set(chatId, makeChat('1', { settings: { ...settings, cap: 3 } }));
  await reach.apply(chatId, { kind: 'moved', to: there.address });
  expect(await store.chats.get(there.id)).toMatchObject({ settings: { cap: 3 }, follows: [{ text: 'lavrov' }] });
});

test('a forgotten chat leaves no trace in the bytes of the state', async () => {
  const folder = makeFolder();
  const file = folder.path('state.sqlite');
  const state = await openStore(await openSqlite(`sqlite:${file}`));
  const outbox = await createOutbox({ store: state, clock, log: quietLog });
  const alerts = createAlerts({ store: state, outbox, clock });
  const secret = '7700770077';
  const chat = makeChat(secret, { title: 'Zanzibar club', follows: [makeFollow('Zanzibar')] });
  await state.chats.set(chat.id, chat);
  for (let count = 0; count < 12; count++) {
    const story = makeStory(`zanzi${count}`, clock.now());
    const [follow] = chat.follows;
    const ranked = makeRanked(story.id, 'Zanzibar');
    await alerts.consider([chat], () => ({ follow: follow!, ranked, story, change: { isDevelopment: false } }));
    await clock.advance(120_000);
    const entry = count % 2 === 0 ? outbox.pick('fake', () => 0) : undefined;
    if (entry !== undefined) await outbox.mark([{ entry, messageId: `m-${secret}-${count}` }]);
  }
  await state.chats.set('fake:2', makeChat('2', { title: 'Other club' }));
  await outbox.forget(chat.id);
  await state.heard.delete(chat.id);
  await state.chats.delete(chat.id);
  await state.scrub();
  const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).toString('latin1');
  for (const trace of [secret, 'Zanzibar', 'zanzi']) expect(bytes).not.toContain(trace);
  expect(bytes).toContain('Other club');
  await state.close();
  folder.remove();
});
