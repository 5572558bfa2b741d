import { beforeEach, describe, expect, it } from 'vitest';
import { tellFollowUps } from '../../src/engine/follow-ups.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { StoryId } from '../../src/model.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import { heardOf, heardStory, linesOf } from '../worlds/desk.ts';
import { type Follower, openFollower } from '../worlds/follower.ts';

const aground = { source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 50 };
const inquiry = { source: 'Meridian', title: 'Ferry Aurelia: inquiry blames broken radar', hoursAgo: 1 };
let world: Follower;

beforeEach(async () => {
  const ferry = { id: 'ferry', title: aground.title, thread: 't7', topic: 'Norland' };
  world = await openFollower(ferry, { ferry: [aground], inquiry: [inquiry] });
  carryOn('ferry');
});

/** The inquiry carries on this story. */
function carryOn(follows: string): void {
  const story = world.archive.story('inquiry' as StoryId)!;
  world.archive.putStory({ ...story, follows: follows as StoryId });
}

async function tell(isNew = true): Promise<DeliveryRecord[]> {
  const story = world.archive.story('inquiry' as StoryId)!;
  await tellFollowUps(world, [{ story, isNew, newItems: world.archive.itemsOf(story) }]);
  return world.take();
}

describe('the follow-up of a followed story', () => {
  it('is told in one quiet line, where the story is followed, with a button to follow it too', async () => {
    const [told, ...more] = await tell();
    expect(more).toEqual([]);
    expect(told).toMatchObject({ kind: 'notice', isLoud: false, chatId: world.chat.id, address: { thread: 't7' } });
    expect(linesOf(told!.message!)).toEqual([`${aground.title} goes on in a new story: ${inquiry.title}`]);
    expect(told!.message!.buttons).toEqual([[{ label: 'Follow this story', action: 'fstory:inquiry' }]]);
  });

  it('is told once, however often the fetch is repeated', async () => {
    await tell();
    expect(await tell()).toEqual([]);
  });

  it('is not told again when it grows', async () => expect(await tell(false)).toEqual([]));

  it('needs no line where one of the chat’s topics told it already', async () => {
    await world.store.heard.set(
      world.chat.id,
      heardOf({ chatId: world.chat.id, stories: [heardStory('inquiry', 'pushed', world.clock.now(), [])] }),
    );
    expect(await tell()).toEqual([]);
  });

  it('is told who follows a story that was merged into the earlier one', async () => {
    const ferry = world.archive.story('ferry' as StoryId)!;
    world.archive.putStory({ ...ferry, id: 'wreck' as StoryId, mergedFrom: ['ferry' as StoryId] });
    carryOn('wreck');
    expect(await tell()).toHaveLength(1);
  });

  it('is kept from chats that muted its source, or went away', async () => {
    const mute = { kind: 'source', value: 'Meridian', label: 'Meridian', until: undefined } as const;
    await world.store.chats.set(world.chat.id, { ...world.chat, mutes: [mute] });
    expect(await tell()).toEqual([]);
    await world.store.chats.set(world.chat.id, { ...world.chat, state: 'unreachable' });
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
