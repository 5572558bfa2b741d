import { beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { alertOf, digestOf } from '../../src/delivery/deliveries.ts';
import { createOutbox } from '../../src/delivery/outbox.ts';
import { makeBrief } from '../../src/engine/briefing.ts';
import { makeCatchUp } from '../../src/engine/catch-up.ts';
import { createComposer } from '../../src/engine/composer.ts';
import { weekOf } from '../../src/engine/preview.ts';
import { type StoryId, storiesOf } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, Mute } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { chatOf, type Desk, heardOf, openDesk } from '../worlds/desk.ts';
import { quietLog } from '../worlds/records.ts';

let desk: Desk;
let store: Store;
beforeEach(async () => {
  desk = openDesk();
  store = await openStore(openMemory());
  desk.tell('prize', { source: 'Harbour News', title: 'Tarnholm poet wins peace award', hoursAgo: 2 });
  desk.tell('front', { source: 'Meridian', title: 'Tarnholm fears a war over water', hoursAgo: 3 });
});

const mute = (kind: Mute['kind'], value: string): Mute => ({ kind, value, label: value });
const chatWith = (...mutes: Mute[]): ChatRecord => chatOf(['Tarnholm'], { mutes });

/** What of the two stories is told in each way. */
async function toldTo(chat: ChatRecord) {
  const ids = (views: readonly { readonly id: string }[]) => views.map(({ id }) => id).sort();
  await store.chats.set(chat.id, chat);
  const outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  const prose = { push: async <T>(message: T) => message };
  const { compose } = createComposer({ ...desk, store, outbox, prose, log: quietLog });
  const { topicId } = chat.follows[0]!;
  const place = { chat, thread: undefined, topicId, now: desk.clock.now() };
  const both = (['prize', 'front'] as StoryId[]).map((storyId) => ({ storyId, topicId }));
  const alerts = await Promise.all(both.map(({ storyId }) => compose(alertOf({ ...place, storyId }, true))));
  const digest = await compose(digestOf(place, both));
  return {
    brief: ids(makeBrief(desk, chat, heardOf(), [], { topics: [], length: 'short' }).views),
    missed: ids(storiesOf(makeCatchUp(desk, chat, heardOf()))),
    week: (await weekOf(desk, chat)).stories,
    alerts: ids(alerts.flatMap((message) => (message === undefined ? [] : storiesOf(message)))),
    digest: digest === undefined ? [] : ids(storiesOf(digest)),
  };
}

const only = (...stories: string[]) => ({
  brief: stories,
  missed: stories,
  week: stories.length,
  alerts: stories,
  digest: stories,
});

describe('a mute is the same in briefs, catch-ups, previews, and in what is pushed, also when it waited already', () => {
  it('of a word: whole words only', async () =>
    expect(await toldTo(chatWith(mute('word', 'war')))).toEqual(only('prize')));

  it('of a source: by any of its words, however they are written', async () =>
    expect(await toldTo(chatWith(mute('source', 'HARBOUR')))).toEqual(only('front')));

  it('of a story, also under the one that it was merged into', async () => {
    const front = desk.archive.story('front' as StoryId)!;
    desk.archive.putStory({ ...front, mergedFrom: ['rumour' as StoryId] });
    expect(await toldTo(chatWith(mute('story', 'rumour')))).toEqual(only('prize'));
  });

  it('of nothing leaves everything', async () => expect(await toldTo(chatWith())).toEqual(only('front', 'prize')));
});
