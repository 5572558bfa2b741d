import { beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createAlerts } from '../../src/delivery/alerts.ts';
import { movedTo, withoutThread } from '../../src/delivery/deliver.ts';
import { createOutbox } from '../../src/delivery/outbox.ts';
import type { ChatId, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';
import { createFaultyStorage, type FaultyStorage } from '../worlds/faults.ts';
import { makeChat, makeDelivery, makeRanked, makeStory, quietLog, settings } from '../worlds/records.ts';

const minute = 60_000;
const chatId = 'fake:1' as ChatId;
const free = () => 0;
let storage: FaultyStorage;
let store: Store;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  storage = createFaultyStorage(openMemory());
  store = await openStore(storage);
});

const open = () => createOutbox({ store, clock, log: quietLog });

/** Everything that the outbox would send now, in order. */
async function takeAll(outbox: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  const ids: string[] = [];
  for (let entry = outbox.pick('fake', free); entry !== undefined; entry = outbox.pick('fake', free)) {
    await outbox.claim([entry]);
    await outbox.mark([{ entry, messageId: '1' }]);
    ids.push(entry.id);
  }
  return ids;
}

describe('a store that fails for a moment', () => {
  it('keeps nothing back that was held until now: the next minute releases it', async () => {
    const outbox = await open();
    const alerts = createAlerts({ store, outbox, clock });
    const snoozed = makeChat('1', { settings: { ...settings, snoozedUntil: clock.now() + minute } });
    await store.chats.set(chatId, snoozed);
    const story = makeStory('s1', clock.now());
    const change = { isDevelopment: false };
    await alerts.consider([snoozed], () => ({ follow: snoozed.follows[0]!, ranked: makeRanked('s1'), story, change }));
    await alerts.releaseHeld(clock.now());
    await clock.advance(minute);
    storage.isFailing = () => true;
    await expect(alerts.releaseHeld(clock.now())).rejects.toThrow();
    storage.isFailing = () => false;
    await clock.advance(minute);
    expect(await alerts.releaseHeld(clock.now())).toBe(1);
  });

  it.each([1, 2, 3])(
    'loses no alert that was to be folded into a digest, whichever write fails: %d',
    async (failing) => {
      const outbox = await open();
      const records = Array.from({ length: 6 }, (_, index) =>
        makeDelivery('1', String(index), clock.now(), { storyId: `s${index}` as StoryId, topicId: 'lavrov' as never }),
      );
      await outbox.enqueue(records);
      const before = storage.writes;
      storage.isFailing = (write) => write === before + failing;
      const folding = outbox.fold(chatId, 2).catch(() => undefined);
      // The steps after the digest itself are tried again.
      await clock.advance(minute);
      await folding;
      storage.isFailing = () => false;
      const sent = await takeAll(outbox);
      // Either all one by one, or two and the digest; after a restart nothing comes again.
      expect(sent.length).toBe(failing === 1 ? 6 : 3);
      expect(await takeAll(await open())).toEqual([]);
    },
  );
});

describe('a chat that moves', () => {
  const to = { platform: 'fake', id: '2' };

  it('does not get again what was under way at that moment and met the old address once more', async () => {
    const outbox = await open();
    const record = makeDelivery('1', 'a', clock.now());
    await outbox.enqueue([record]);
    const entry = outbox.pick('fake', free)!;
    await outbox.claim([entry]);
    // The platform tells of the move while the message is on its way; then the connection breaks.
    await outbox.move(chatId, (each) => movedTo(each, to));
    await outbox.retry(entry, { ...record, tries: 1 }, clock.now(), true);
    const sent = await takeAll(outbox);
    await outbox.move(chatId, (each) => movedTo(each, to));
    sent.push(...(await takeAll(outbox)));
    expect(sent).toHaveLength(1);
  });

  it('takes its dead letters along as dead ones; so does a chat that loses a thread', async () => {
    const address = { platform: 'fake', id: '1', thread: 't' };
    const outbox = await open();
    const [dead] = [makeDelivery('1', 'a', clock.now(), { address })];
    await outbox.enqueue([dead!]);
    await outbox.bury(outbox.pick('fake', free)!, dead!, 'refused');
    await outbox.move(chatId, (each) => withoutThread(each, 't'));
    expect((await outbox.dead()).map(({ address: at }) => at.thread)).toEqual([undefined]);
    expect(await takeAll(await open())).toEqual([]);
  });
});

it('a chat that is erased while a story waits to be considered for it hears and leaves nothing', async () => {
  const outbox = await open();
  const alerts = createAlerts({ store, outbox, clock });
  const chat = makeChat('1');
  await store.chats.set(chatId, chat);
  const erased = alerts.heard.erase(chatId, () => store.chats.delete(chatId));
  const concern = { follow: chat.follows[0]!, ranked: makeRanked('s1'), story: makeStory('s1', clock.now()) };
  const decided = await alerts.consider([chat], () => ({ ...concern, change: { isDevelopment: false } }));
  await erased;
  expect(decided.size).toBe(0);
  expect(await store.heard.get(chatId)).toBeUndefined();
  expect(await takeAll(outbox)).toEqual([]);
});
