import { describe, expect, it } from 'vitest';
import { storiesOf } from '../../src/model.ts';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeStory } from '../worlds/news.ts';

const seven = Array.from({ length: 7 }, (_, index) => makeStory(`s${index}`, `Story ${index}`));

describe('/latest', () => {
  it('is a topic page whose pages turn in place', async () => {
    const world = await makeChatWorld();
    world.news.stories = seven;
    await world.type('/follow Lavrov');
    const first = await world.type('/latest Lavrov');
    expect(first.messages.flatMap(storiesOf).map(({ id }) => id)).toEqual(['s0', 's1', 's2', 's3', 's4']);
    expect(first.messages[0]?.topic).toBe('Lavrov');
    const older = actionsOf(first).find((action) => action.startsWith('latest:1:')) ?? '';
    const second = await world.press(older);
    expect(second.messages).toEqual([]);
    expect(storiesOf(second.replacement!).map(({ id }) => id)).toEqual(['s5', 's6']);
    expect(actionsOf(second).some((action) => action.startsWith('latest:0:'))).toBe(true);
  });

  it('searches what is not followed and offers to follow it', async () => {
    const world = await makeChatWorld();
    world.news.stories = seven;
    const found = await world.type('/latest Nordic ferries');
    expect(actionsOf(found)).toContain('run:/follow Nordic ferries');
    const older = actionsOf(found).find((action) => action.startsWith('latest:1:')) ?? '';
    expect(older).toBe('latest:1:=Nordic ferries');
    expect(textOf(await world.press(older))).toContain('Story 5');
    expect((await world.record()).follows).toEqual([]);
  });

  it('without a topic shows all that is followed and counts as reading', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/latest')).toContain('You follow nothing yet');
    await world.type('/follow tea');
    await world.type('/follow coffee');
    await world.type('/latest');
    expect(world.news.calls.at(-1)).toBe('latest tea+coffee 0');
    expect((await world.record()).lastReadAt).toBe(world.clock.now());
  });

  it('says when there is nothing', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/latest tea')).toBe('Nothing about “tea” in the last 14 days.');
  });

  it('refuses a page that no button offers', async () => {
    const world = await makeChatWorld();
    for (const action of ['latest:-1:*', 'latest:x:*', 'latest:99999:*', 'latest:'])
      expect(textOf(await world.press(action))).toContain('too old');
  });
});
