import { beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { tellFollowUps } from '../../src/engine/follow-ups.ts';
import { createSubscriptions, type Subscriptions } from '../../src/engine/subscriptions.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { StoryId, TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, DeliveryRecord, Follow } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { chatOf, type Desk, heardOf, heardStory, linesOf, openDesk } from '../worlds/desk.ts';
import { quietLog } from '../worlds/records.ts';

const aground = { source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 50 };
const inquiry = { source: 'Meridian', title: 'Ferry Aurelia: inquiry blames broken radar', hoursAgo: 1 };
let desk: Desk;
let store: Store;
let outbox: Outbox;
let subscriptions: Subscriptions;
let chat: ChatRecord;

beforeEach(async () => {
  desk = openDesk();
  desk.tell('ferry', aground);
  desk.tell('inquiry', inquiry);
  const story = desk.archive.story('inquiry' as StoryId)!;
  desk.archive.putStory({ ...story, follows: 'ferry' as StoryId });
  store = await openStore(openMemory());
  outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  subscriptions = createSubscriptions();
  const follow: Follow = {
    topicId: 'fol' as TopicId,
    text: aground.title,
    query: 'story:ferry',
    since: desk.clock.now(),
    storyId: 'ferry' as StoryId,
    aliases: [],
    thread: 't7',
  };
  const made = chatOf(['Norland']);
  chat = { ...made, follows: [...made.follows, follow] };
  await store.chats.set(chat.id, chat);
  for (const one of chat.follows) subscriptions.watch(chat.id, one);
});

async function tell(isNew = true): Promise<DeliveryRecord[]> {
  const story = desk.archive.story('inquiry' as StoryId)!;
  const changes = [{ story, isNew, newItems: desk.archive.itemsOf(story) }];
  await tellFollowUps({ ...desk, store, outbox, subscriptions }, changes);
  const told: DeliveryRecord[] = [];
  for (
    let entry = outbox.pick(chat.address.platform, () => 0);
    entry;
    entry = outbox.pick(chat.address.platform, () => 0)
  )
    told.push((await outbox.claim([entry]))[0]!);
  return told;
}

describe('the follow-up of a followed story', () => {
  it('is told in one quiet line, where the story is followed, with a button to follow it too', async () => {
    const [told, ...more] = await tell();
    expect(more).toEqual([]);
    expect(told).toMatchObject({ kind: 'notice', isLoud: false, chatId: chat.id, address: { thread: 't7' } });
    expect(linesOf(told!.message!)).toEqual([`${aground.title} goes on in a new story: ${inquiry.title}`]);
    expect(told!.message!.buttons).toEqual([[{ label: 'Follow this story', action: 'fstory:inquiry' }]]);
  });

  it('is told once, however often the fetch is repeated', async () => {
    await tell();
    expect(await tell()).toEqual([]);
  });

  it('is not told again when it grows', async () => expect(await tell(false)).toEqual([]));

  it('needs no line where one of the chat’s topics told it already', async () => {
    await store.heard.set(
      chat.id,
      heardOf({ chatId: chat.id, stories: [heardStory('inquiry', 'pushed', desk.clock.now(), [])] }),
    );
    expect(await tell()).toEqual([]);
  });

  it('is told who follows a story that was merged into the earlier one', async () => {
    const ferry = desk.archive.story('ferry' as StoryId)!;
    desk.archive.putStory({ ...ferry, id: 'wreck' as StoryId, mergedFrom: ['ferry' as StoryId] });
    const story = desk.archive.story('inquiry' as StoryId)!;
    desk.archive.putStory({ ...story, follows: 'wreck' as StoryId });
    expect(await tell()).toHaveLength(1);
  });

  it('is kept from chats that muted its source, or went away', async () => {
    const mute = { kind: 'source', value: 'Meridian', label: 'Meridian', until: undefined } as const;
    await store.chats.set(chat.id, { ...chat, mutes: [mute] });
    expect(await tell()).toEqual([]);
    await store.chats.set(chat.id, { ...chat, state: 'unreachable' });
    expect(await tell()).toEqual([]);
  });

  it('has its words in every language', () => {
    const catalogue = loadCatalogue();
    const said = 'en de es fr it pt ru uk tr ar zh ja'
      .split(' ')
      .map((locale) => catalogue.say(locale, 'story.goesOn', { title: 'Osterby', next: 'Selm' }));
    expect(new Set(said).size).toBe(12);
    expect(said.every((text) => text.includes('Osterby') && text.includes('Selm'))).toBe(true);
  });
});
