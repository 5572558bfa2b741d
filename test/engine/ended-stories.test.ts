import { beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createTurns } from '../../src/chats/turns.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { endStories } from '../../src/engine/ended-stories.ts';
import { createSubscriptions, type Subscriptions } from '../../src/engine/subscriptions.ts';
import { timelineOf } from '../../src/engine/timeline.ts';
import { textMessage } from '../../src/messages/compose.ts';
import type { StoryId, TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, Follow } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { chatOf, type Desk, linesOf, openDesk } from '../worlds/desk.ts';
import { quietLog } from '../worlds/records.ts';

const day = 86_400_000;
const course = [
  { source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 9 },
  { source: 'Meridian', title: 'Ferry Aurelia aground off Tarnholm', hoursAgo: 8 },
  { source: 'Lisk Courier', title: 'All 212 people leave ferry Aurelia by lifeboat', hoursAgo: 7 },
  { source: 'El Faro', lang: 'es', title: 'El ferry Aurelia encalla frente a Tarnholm', hoursAgo: 6 },
  { source: 'Meridian', title: 'Captain of ferry Aurelia arrested in Osterby', hoursAgo: 5 },
];
let desk: Desk;
let store: Store;
let outbox: Outbox;
let subscriptions: Subscriptions;
let chat: ChatRecord;

beforeEach(async () => {
  desk = openDesk();
  desk.tell('ferry', ...course);
  store = await openStore(openMemory());
  outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  subscriptions = createSubscriptions();
  const follow: Follow = {
    topicId: 'fol' as TopicId,
    text: course[0]!.title,
    query: 'story:ferry',
    since: desk.clock.now(),
    storyId: 'ferry' as StoryId,
    aliases: [],
  };
  const made = chatOf(['Tarnholm']);
  chat = { ...made, follows: [...made.follows, follow] };
  await store.chats.set(chat.id, chat);
  for (const one of chat.follows) subscriptions.watch(chat.id, one);
});

const end = () => endStories({ ...desk, store, outbox, subscriptions, turns: createTurns() });
const courseOf = (id: string) =>
  linesOf({ ...textMessage('reply', []), blocks: timelineOf(desk, chat, id as StoryId) });
const left = async () => (await store.chats.get(chat.id))?.follows.length;

describe('the course of a story', () => {
  it('has a line for each report that told something new, in the reader’s language, earliest first', () => {
    const lines = courseOf('ferry');
    expect(lines[0]).toBe('So far:');
    expect(lines.filter((line) => line.includes('Aurelia')).map((line) => line.split(' · ')[1])).toEqual([
      course[0]!.title,
      course[2]!.title,
      course[4]!.title,
    ]);
  });

  it('is empty for a story that is gone', () => expect(timelineOf(desk, chat, 'gone' as StoryId)).toEqual([]));

  it('keeps the beginning and the end of a long one, and counts the middle', () => {
    const towns = 'Lisk Osterby Norland Marn Selm Garrow Kestrov Odalys Valdora Arvenia Brannoc Llyn'.split(' ');
    const told = towns.map((town, at) => ({
      source: 'Meridian',
      title: `Storm reaches ${town}, closing ${at + 20} schools`,
      hoursAgo: 40 - at,
    }));
    desk.tell('storm', ...told);
    const lines = courseOf('storm');
    expect(lines[1]).toContain('Lisk');
    expect(lines.at(-2)).toContain('Llyn');
    expect(lines.at(-1)).toBe('and 4 steps in between');
  });
});

describe('a followed story', () => {
  it('goes on while it is told', async () => {
    await desk.clock.advance(2 * day);
    desk.tell('ferry', { source: 'Meridian', title: 'Ferry Aurelia towed to Osterby', hoursAgo: 0 });
    await desk.clock.advance(2 * day);
    await end();
    expect(await left()).toBe(2);
  });

  it('ends three days after its last report, with one quiet message, and only once', async () => {
    await desk.clock.advance(3 * day + 1);
    await end();
    await end();
    expect(await left()).toBe(1);
    expect([...subscriptions.storyFollowers('ferry' as StoryId).keys()]).toEqual([]);
    const entry = outbox.pick('fake', () => 0) ?? outbox.pick(chat.address.platform, () => 0);
    const [delivery] = await outbox.claim([entry!]);
    expect(delivery).toMatchObject({ kind: 'notice', isLoud: false });
    const lines = linesOf(delivery!.message!);
    expect(lines[0]).toBe(`${course[0]!.title} has ended: nothing new for 3 days, so I no longer follow it.`);
    expect(lines.join('\n')).toContain('Captain of ferry Aurelia arrested');
    expect(outbox.pick(chat.address.platform, () => 0)).toBeUndefined();
  });

  it('ends as well when it has left the window of news', async () => {
    desk.archive.forgetBefore(desk.clock.now() + 1);
    await desk.clock.advance(20 * day);
    await end();
    expect(await left()).toBe(1);
  });
});
