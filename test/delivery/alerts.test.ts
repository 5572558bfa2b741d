import { beforeEach, expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { type Alerts, createAlerts, type StoryChange } from '../../src/delivery/alerts.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import type { Story, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, DeliveryRecord, HeardStory } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';
import { createFaultyStorage } from '../worlds/faults.ts';
import { makeChat, makeFollow, makeRanked, makeStory, quietLog, settings } from '../worlds/records.ts';

const minute = 60_000;
const hour = 60 * minute;
let store: Store;
let clock: ManualClock;
let outbox: Outbox;
let alerts: Alerts;
let chat: ChatRecord;

beforeEach(async () => {
  clock = createManualClock();
  store = await openStore(openMemory());
  outbox = await createOutbox({ store, clock, log: quietLog });
  alerts = createAlerts({ store, outbox, clock });
  await setChat(makeChat('1', { follows: [makeFollow('lavrov'), makeFollow('harbour')] }));
});

async function setChat(changed: ChatRecord): Promise<void> {
  chat = changed;
  await store.chats.set(chat.id, chat);
}

async function consider(story: Story, change: Partial<StoryChange> = {}, topic = 'lavrov') {
  const follow = chat.follows.find(({ topicId }) => topicId === topic)!;
  const ranked = makeRanked(story.id, topic);
  const decisions = await alerts.consider([chat], () => ({
    follow,
    ranked,
    story,
    change: { isDevelopment: false, ...change },
  }));
  return decisions.get(chat.id)!;
}

/** Takes everything that is due out of the outbox, as the sender would. */
async function deliver(): Promise<DeliveryRecord[]> {
  const sent: DeliveryRecord[] = [];
  for (let entry = outbox.pick('fake', () => 0); entry !== undefined; entry = outbox.pick('fake', () => 0)) {
    const [record] = await outbox.claim([entry]);
    await outbox.mark([{ entry, messageId: `m${sent.length}` }]);
    await alerts.told(record!, { address: record!.address, id: `m${sent.length}` });
    sent.push(record!);
  }
  return sent;
}

const heardOf = async (id: string): Promise<HeardStory | undefined> =>
  (await alerts.heard.read(chat.id)).stories.find(({ storyId }) => storyId === id);
const story = (id: string, sources?: readonly string[]) => makeStory(id, clock.now(), sources);

test('a new story is one loud alert, remembered with the message that told it', async () => {
  expect(await consider(story('s1'))).toEqual({ kind: 'loud' });
  expect((await deliver()).map(({ kind, isLoud, storyId }) => [kind, isLoud, storyId])).toEqual([
    ['alert', true, 's1'],
  ]);
  expect(await heardOf('s1')).toMatchObject({ how: 'pushed', edition: 1, sources: 1, message: { id: 'm0' } });
});

test('a story counts as seen when the platform took its message, not when it was decided on', async () => {
  const decidedAt = clock.now();
  await consider(story('s1'));
  await clock.advance(40 * minute);
  await deliver();
  expect(await heardOf('s1')).toMatchObject({ firstAt: decidedAt, sentAt: decidedAt + 40 * minute });
  await clock.advance(hour);
  await consider(story('s1'), { isDevelopment: true, developmentTitle: 'Talks end without a result' });
  await clock.advance(minute);
  await deliver();
  expect(await heardOf('s1')).toMatchObject({ sentAt: decidedAt + 101 * minute, message: { id: 'm0' } });
});

test('a chat that was erased while a message was on its way leaves no trace of it', async () => {
  await consider(story('s1'));
  await store.heard.delete(chat.id);
  await deliver();
  expect(await store.heard.get(chat.id)).toBeUndefined();
});

test('a story that matches two topics of a chat is told once', async () => {
  await consider(story('s1'));
  expect(await consider(story('s1'), {}, 'harbour')).toMatchObject({ kind: 'nothing' });
  await clock.advance(5 * minute);
  expect(await deliver()).toHaveLength(1);
});

test('further sources edit the message silently, at most once a minute, and none makes a sound', async () => {
  await consider(story('s1'));
  await deliver();
  const names = ['Harbour Post'];
  const sent: DeliveryRecord[] = [];
  for (let count = 0; count < 30; count++) {
    names.push(`Outlet ${count}`);
    expect(await consider(story('s1', names))).toEqual({ kind: 'edit' });
    await clock.advance(10_000);
    sent.push(...(await deliver()));
  }
  expect(sent.every(({ kind, isLoud }) => kind === 'edit' && !isLoud)).toBe(true);
  expect(sent.length).toBeGreaterThanOrEqual(4);
  expect(sent.length).toBeLessThanOrEqual(6);
  expect((await alerts.heard.read(chat.id)).loud.all).toBe(1);
});

test('an old story is left as it is', async () => {
  await consider(story('s1'));
  await clock.advance(25 * hour);
  expect(await consider(story('s1', ['Harbour Post', 'City News']))).toMatchObject({ kind: 'nothing' });
});

test('a development is one loud update in answer to the first message, also when it is seen twice', async () => {
  await consider(story('s1'));
  await deliver();
  await clock.advance(hour);
  const change = { isDevelopment: true, developmentTitle: 'Talks end without a result' };
  expect(await consider(story('s1'), change)).toEqual({ kind: 'loud' });
  expect(await consider(story('s1'), change, 'harbour')).toMatchObject({ kind: 'nothing' });
  const [update, ...more] = await deliver();
  expect(update).toMatchObject({ kind: 'update', isLoud: true, edition: '2', replyTo: { id: 'm0' } });
  expect(more).toEqual([]);
  expect((await heardOf('s1'))?.facts).toEqual(['Story s1', 'Talks end without a result']);
});

test('what is considered again after a crash makes nothing new', async () => {
  await consider(story('s1'));
  await deliver();
  await store.heard.delete(chat.id);
  expect(await consider(story('s1'))).toEqual({ kind: 'loud' });
  expect(await deliver()).toEqual([]);
  expect(await heardOf('s1')).toMatchObject({ how: 'pushed' });
});

test('after a crash, an alert that is out is not held as well', async () => {
  await consider(story('s1'));
  await deliver();
  await store.heard.delete(chat.id);
  await setChat({ ...chat, settings: { ...settings, snoozedUntil: clock.now() + hour } });
  expect(await consider(story('s1'))).toEqual({ kind: 'loud' });
  await clock.advance(2 * hour);
  expect(await alerts.releaseHeld(clock.now())).toBe(0);
});

test('the sixth alert of a topic and the thirteenth of a chat are held for the brief', async () => {
  const follows = ['a', 'b', 'c', 'd'].map((topic) => makeFollow(topic));
  await setChat(makeChat('1', { follows }));
  const decisions: string[] = [];
  for (let count = 0; count < 6; count++) {
    for (const { topicId } of follows) {
      const decision = await consider(story(`${topicId}${count}`), {}, topicId);
      decisions.push(decision.kind === 'hold' ? decision.why : decision.kind);
      await clock.advance(2 * minute);
    }
  }
  expect(decisions.filter((kind) => kind === 'loud')).toHaveLength(12);
  expect(decisions.slice(12).every((kind) => kind === 'cap')).toBe(true);
  await clock.advance(20 * minute);
  expect(await alerts.releaseHeld(clock.now())).toBe(0);
  expect(await heardOf('d5')).toMatchObject({ how: 'held', why: 'cap' });
});

test('what quiet hours held goes out at their end as one message, and nothing of it twice', async () => {
  const quiet = [{ from: '06:00', to: '08:00', days: [0, 1, 2, 3, 4, 5, 6] }];
  await setChat({ ...chat, settings: { ...settings, quiet } });
  for (let count = 0; count < 14; count++) {
    await consider(story(`s${count}`));
    await clock.advance(2 * minute);
  }
  expect(await alerts.releaseHeld(clock.now())).toBe(0);
  expect(await deliver()).toEqual([]);
  await clock.advance(2 * hour);
  expect(await alerts.releaseHeld(clock.now())).toBe(1);
  const [digest, ...more] = await deliver();
  expect([digest?.kind, digest?.isLoud, digest?.stories?.length, more.length]).toEqual(['notice', true, 10, 0]);
  expect(await alerts.releaseHeld(clock.now() + minute)).toBe(0);
  const held = (await alerts.heard.read(chat.id)).stories.filter(({ how }) => how === 'held');
  expect(held.map(({ why }) => why)).toEqual(['cap', 'cap', 'cap', 'cap']);
});

test('one story held in the night is an alert as any other in the morning', async () => {
  await setChat({ ...chat, settings: { ...settings, snoozedUntil: clock.now() + hour } });
  await consider(story('s1'));
  await clock.advance(hour);
  expect(await alerts.releaseHeld(clock.now())).toBe(1);
  expect((await deliver()).map(({ kind, storyId }) => [kind, storyId])).toEqual([['alert', 's1']]);
});

test('what was held is released after a restart as well', async () => {
  await setChat({ ...chat, settings: { ...settings, snoozedUntil: clock.now() + hour } });
  await consider(story('s1'));
  await clock.advance(hour);
  alerts = createAlerts({ store, outbox, clock });
  expect(await alerts.releaseHeld(clock.now())).toBe(1);
});

test('what was held goes out at once when the chat ends its snooze', async () => {
  await setChat({ ...chat, settings: { ...settings, snoozedUntil: clock.now() + 10 * hour } });
  await consider(story('s1'));
  await setChat({ ...chat, settings });
  alerts.reconsider(chat.id);
  expect(await alerts.releaseHeld(clock.now() + minute)).toBe(1);
});

test.each([1, 2, 5])(
  'what waited for the end of a burst makes no sound in quiet hours that are silent: %d stories',
  async (count) => {
    const always = [{ from: '00:00', to: '00:00', days: [] }];
    await setChat({ ...chat, settings: { ...settings, quiet: always, quietmode: 'silent' } });
    for (let index = 0; index < count; index++) await consider(story(`s${index}`), { isBurst: true });
    await clock.advance(2 * minute);
    await alerts.releaseHeld(clock.now());
    const sent = await deliver();
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter(({ isLoud }) => isLoud)).toEqual([]);
    expect((await alerts.heard.read(chat.id)).loud).toEqual({});
  },
);

test('what was held for a topic that is no longer followed stays where it is', async () => {
  await setChat({ ...chat, settings: { ...settings, snoozedUntil: clock.now() + hour } });
  await consider(story('s1'));
  await setChat({ ...chat, follows: [makeFollow('harbour')], settings });
  await clock.advance(hour);
  expect(await alerts.releaseHeld(clock.now())).toBe(0);
});

test('five hundred stories of one reading are one message; what it does not list waits for the brief', async () => {
  for (let count = 0; count < 500; count++) {
    await consider(story(`s${count}`), { isBurst: true }, count % 2 === 0 ? 'lavrov' : 'harbour');
  }
  const sent = await deliver();
  for (let step = 0; step < 10; step++) {
    await clock.advance(minute);
    await alerts.releaseHeld(clock.now());
    sent.push(...(await deliver()));
  }
  expect(sent.map(({ kind, stories }) => [kind, stories?.length])).toEqual([['notice', 10]]);
  expect((await alerts.heard.read(chat.id)).stories.filter(({ how }) => how === 'held')).toHaveLength(490);
});

test('five stories within a minute are five alerts: three at once, two when it is clear that no more come', async () => {
  for (const id of ['s1', 's2', 's3', 's4', 's5']) await consider(story(id));
  expect(await deliver()).toHaveLength(3);
  await setChat({ ...chat, settings: { ...settings, topiccap: 10 } });
  await clock.advance(minute);
  expect(await alerts.releaseHeld(clock.now())).toBe(2);
  expect((await deliver()).map(({ storyId }) => storyId)).toEqual(['s4', 's5']);
});

test('a burst that does not end is one message every five minutes', async () => {
  const sent: DeliveryRecord[] = [];
  for (let count = 0; count < 20; count++) {
    await consider(story(`s${count}`), { isBurst: true });
    await clock.advance(30_000);
    await alerts.releaseHeld(clock.now());
    sent.push(...(await deliver()));
  }
  expect(sent.map(({ kind }) => kind)).toEqual(['notice', 'notice']);
});

test('alerts of a topic go to the thread where it was followed', async () => {
  await setChat(makeChat('1', { kind: 'group', follows: [makeFollow('lavrov', { thread: '77' })] }));
  await consider(story('s1'));
  expect((await deliver())[0]).toMatchObject({ address: { thread: '77' }, chatKind: 'group' });
});

test('what was held for several threads goes out in each of them', async () => {
  const follows = [makeFollow('lavrov', { thread: '77' }), makeFollow('harbour')];
  await setChat(makeChat('1', { kind: 'group', follows, settings: { ...settings, snoozedUntil: clock.now() + hour } }));
  for (const id of ['s1', 's2']) await consider(story(id));
  for (const id of ['s3', 's4']) await consider(story(id), {}, 'harbour');
  await clock.advance(hour);
  expect(await alerts.releaseHeld(clock.now())).toBe(2);
  const sent = await deliver();
  expect(sent.map(({ address, stories }) => [address.thread, stories?.map(({ storyId }) => storyId).sort()])).toEqual([
    ['77', ['s1', 's2']],
    [undefined, ['s3', 's4']],
  ]);
});

test('steps of one chat do not overwrite each other', async () => {
  const marks = Array.from({ length: 20 }, (_, count) =>
    alerts.heard.change(chat.id, async (before) => [{ ...before, lastBriefAt: (before.lastBriefAt ?? 0) + 1 }, count]),
  );
  await Promise.all([...marks, consider(story('s1')), consider(story('s2'), {}, 'harbour')]);
  const heard = await alerts.heard.read(chat.id);
  expect([heard.lastBriefAt, heard.stories.length]).toEqual([20, 2]);
});

test('batches that share chats follow each other, whatever else is noted of those chats meanwhile', async () => {
  const chats = ['1', '2', '3', '4', '5'].map((id) => makeChat(id, { follows: [makeFollow('lavrov')] }));
  const [follow] = chats[0]!.follows;
  const tell = (name: string, to: readonly ChatRecord[]) =>
    alerts.consider(to, () => ({
      follow: follow!,
      ranked: makeRanked(name, 'lavrov'),
      story: story(name),
      change: { isDevelopment: false },
    }));
  await tell('s0', chats);
  const first = await deliver();
  const decisions = await Promise.all([
    tell('s1', chats.slice(0, 4)),
    tell('s2', chats.slice(1)),
    ...first.map((record) => alerts.told(record, { address: record.address, id: 'again' })),
  ]);
  expect(decisions.slice(0, 2).map((map) => [...map!.values()].map(({ kind }) => kind))).toEqual([
    Array(4).fill('loud'),
    Array(4).fill('loud'),
  ]);
  const heard = await Promise.all(chats.map(({ id }) => alerts.heard.read(id)));
  expect(heard.map(({ stories }) => stories.map(({ storyId }) => storyId))).toEqual([
    ['s0', 's1'],
    ['s0', 's1', 's2'],
    ['s0', 's1', 's2'],
    ['s0', 's1', 's2'],
    ['s0', 's2'],
  ]);
  expect(heard.every(({ stories }) => stories[0]!.message?.id === 'again')).toBe(true);
});

test('whichever write of a batch fails, its repetition tells every chat once', async () => {
  const chats = ['1', '2', '3'].map((id) => makeChat(id, { follows: [makeFollow('lavrov')] }));
  const [follow] = chats[0]!.follows;
  for (let failing = 1; failing <= 2; failing++) {
    const storage = createFaultyStorage(openMemory());
    const open = async () => {
      const fresh = await openStore(storage);
      const box = await createOutbox({ store: fresh, clock, log: quietLog });
      return { fresh, box, told: createAlerts({ store: fresh, outbox: box, clock }) };
    };
    const consider = ({ told }: Awaited<ReturnType<typeof open>>) =>
      told.consider(chats, () => ({
        follow: follow!,
        ranked: makeRanked('s1', 'lavrov'),
        story: story('s1'),
        change: { isDevelopment: false },
      }));
    const before = await open();
    const from = storage.writes;
    storage.isFailing = (write) => write === from + failing;
    await expect(consider(before)).rejects.toThrow(/fault of the test/);
    storage.isFailing = () => false;
    const after = await open();
    await consider(after);
    expect(after.box.pending('fake')).toBe(3);
    for (const { id } of chats) {
      const { stories, loud } = await after.told.heard.read(id);
      expect([stories.map(({ how, edition }) => [how, edition]), loud.all]).toEqual([[['pushed', 1]], 1]);
    }
  }
});

test('a record that cannot be written fails the step, and the next step of the chat works', async () => {
  const failing = alerts.heard.change(chat.id, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await consider(story('s1'))).toEqual({ kind: 'loud' });
});

test('a chat remembers two weeks, and not more than it can use', async () => {
  await setChat({ ...chat, settings: { ...settings, cap: 0 } });
  for (let count = 0; count < 520; count++) await consider(story(`s${count}`));
  expect((await alerts.heard.read(chat.id)).stories).toHaveLength(500);
  await clock.advance(15 * 24 * hour);
  await consider(story('new'));
  expect((await alerts.heard.read(chat.id)).stories.map(({ storyId }) => storyId)).toEqual(['new' as StoryId]);
});

test('a story that another was merged into is not told again: the message of the other grows', async () => {
  await consider(story('s1'));
  await deliver();
  await clock.advance(2 * minute);
  const merged = { ...story('s2', ['Harbour Post', 'City News']), mergedFrom: ['s1' as StoryId] };
  expect(await consider(merged)).toEqual({ kind: 'edit' });
  await clock.advance(minute);
  expect((await deliver()).map(({ kind, replyTo }) => [kind, replyTo?.id])).toEqual([['edit', 'm0']]);
  expect((await alerts.heard.read(chat.id)).stories.map(({ storyId }) => storyId)).toEqual(['s2']);
});

test('a headline that was told is not told again when its report moves to another story', async () => {
  await consider(story('s1'));
  const moved = { ...story('s2'), title: story('s1').title };
  expect(await consider(moved)).toEqual({ kind: 'nothing', why: 'told' });
  expect(await deliver()).toHaveLength(1);
  expect(await consider({ ...moved, title: 'Something else begins' })).toEqual({ kind: 'loud' });
});
