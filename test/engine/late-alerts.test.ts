import { beforeEach, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { alertOf, digestOf } from '../../src/delivery/deliveries.ts';
import { createOutbox } from '../../src/delivery/outbox.ts';
import { createComposer } from '../../src/engine/composer.ts';
import type { StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatSettings } from '../../src/store/records.ts';
import { chatOf, type Desk, openDesk } from '../worlds/desk.ts';
import { quietLog } from '../worlds/records.ts';

const hour = 3_600_000;
let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  desk.tell('ferry', { source: 'Harbour News', title: 'Tarnholm ferry runs aground', hoursAgo: 2 });
  desk.tell('mayor', { source: 'Meridian', title: 'Tarnholm mayor resigns', hoursAgo: 2 });
});

/** Whether an alert and a digest that were decided on an hour ago ring when they are sent only now. */
async function ring(settings: Partial<ChatSettings>): Promise<boolean[]> {
  const made = chatOf(['Tarnholm']);
  const chat = { ...made, settings: { ...made.settings, ...settings } };
  const store = await openStore(openMemory());
  await store.chats.set(chat.id, chat);
  const outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  const prose = { push: async <T>(message: T) => message };
  const { compose } = createComposer({ ...desk, store, outbox, prose, log: quietLog });
  const { topicId } = chat.follows[0]!;
  const place = { chat, thread: undefined, topicId, now: desk.clock.now() - hour };
  const [ferry, mayor] = ['ferry', 'mayor'] as StoryId[];
  const both = [ferry!, mayor!].map((storyId) => ({ storyId, topicId }));
  const messages = [await compose(alertOf({ ...place, storyId: ferry }, true)), await compose(digestOf(place, both))];
  return messages.map((message) => message!.isLoud);
}

it('an alert that waited until quiet hours or a pause had begun makes no sound any more', async () => {
  const always = [{ from: '00:00', to: '00:00', days: [] }];
  expect(await ring({})).toEqual([true, true]);
  for (const quietmode of ['hold', 'silent', 'critical'] as const)
    expect(await ring({ quiet: always, quietmode })).toEqual([false, false]);
  expect(await ring({ snoozedUntil: desk.clock.now() + hour })).toEqual([false, false]);
  expect(await ring({ snoozedUntil: desk.clock.now() - hour })).toEqual([true, true]);
});
