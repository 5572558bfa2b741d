import { beforeEach, describe, expect, it } from 'vitest';
import { createTurns } from '../../src/chats/turns.ts';
import { endStories } from '../../src/engine/ended-stories.ts';
import { timelineOf } from '../../src/engine/timeline.ts';
import { textMessage } from '../../src/messages/compose.ts';
import type { StoryId } from '../../src/model.ts';
import { linesOf } from '../worlds/desk.ts';
import { type Follower, openFollower } from '../worlds/follower.ts';

const day = 86_400_000;
const course = [
  { source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 9 },
  { source: 'Meridian', title: 'Ferry Aurelia aground off Tarnholm', hoursAgo: 8 },
  { source: 'Lisk Courier', title: 'All 212 people leave ferry Aurelia by lifeboat', hoursAgo: 7 },
  { source: 'El Faro', lang: 'es', title: 'El ferry Aurelia encalla frente a Tarnholm', hoursAgo: 6 },
  { source: 'Meridian', title: 'Captain of ferry Aurelia arrested in Osterby', hoursAgo: 5 },
];
let world: Follower;

beforeEach(async () => {
  world = await openFollower({ id: 'ferry', title: course[0]!.title, topic: 'Tarnholm' }, { ferry: course });
});

const end = () => endStories({ ...world, turns: createTurns() });
const courseOf = (id: string) =>
  linesOf({ ...textMessage('reply', []), blocks: timelineOf(world, world.chat, id as StoryId) });
const left = async () => (await world.store.chats.get(world.chat.id))?.follows.length;

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

  it('is empty for a story that is gone', () => expect(timelineOf(world, world.chat, 'gone' as StoryId)).toEqual([]));

  it('keeps the beginning and the end of a long one, and counts the middle', () => {
    const towns = 'Lisk Osterby Norland Marn Selm Garrow Kestrov Odalys Valdora Arvenia Brannoc Llyn'.split(' ');
    const told = towns.map((town, at) => ({
      source: 'Meridian',
      title: `Storm reaches ${town}, closing ${at + 20} schools`,
      hoursAgo: 40 - at,
    }));
    world.tell('storm', ...told);
    const lines = courseOf('storm');
    expect(lines[1]).toContain('Lisk');
    expect(lines.at(-2)).toContain('Llyn');
    expect(lines.at(-1)).toBe('and 4 steps in between');
  });
});

describe('a followed story', () => {
  it('goes on while it is told', async () => {
    await world.clock.advance(2 * day);
    world.tell('ferry', { source: 'Meridian', title: 'Ferry Aurelia towed to Osterby', hoursAgo: 0 });
    await world.clock.advance(2 * day);
    await end();
    expect(await left()).toBe(2);
  });

  it('ends three days after its last report, with one quiet message, and only once', async () => {
    await world.clock.advance(3 * day + 1);
    await end();
    await end();
    expect(await left()).toBe(1);
    expect([...world.subscriptions.storyFollowers('ferry' as StoryId).keys()]).toEqual([]);
    const [delivery, ...more] = await world.take();
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ kind: 'notice', isLoud: false });
    const lines = linesOf(delivery!.message!);
    expect(lines[0]).toBe(`${course[0]!.title} has ended: nothing new for 3 days, so I no longer follow it.`);
    expect(lines.join('\n')).toContain('Captain of ferry Aurelia arrested');
  });

  it('ends as well when it has left the window of news', async () => {
    world.archive.forgetBefore(world.clock.now() + 1);
    await world.clock.advance(20 * day);
    await end();
    expect(await left()).toBe(1);
  });
});
