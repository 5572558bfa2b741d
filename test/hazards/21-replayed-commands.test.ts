import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeStory } from '../worlds/news.ts';

describe('hazard 21: replayed updates', () => {
  it('50 replays of one update have one effect and one answer', async () => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns')];
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.press('like:s1', { updateId: 'same' })));
    expect(answers.filter((answer) => textOf(answer) !== '')).toHaveLength(1);
    expect(world.news.calls).toEqual(['learn s1 1']);
  });

  it('marks are kept for three days and swept after', async () => {
    const world = await makeChatWorld();
    const keys = async () => {
      const found: string[] = [];
      for await (const [key] of world.store.updates.entries()) found.push(key);
      return found;
    };
    await world.type('/topics', { updateId: 'old' });
    await world.clock.advance(2 * 86_400_000);
    await world.type('/topics', { updateId: 'middle' });
    await world.clock.advance(2 * 86_400_000);
    await world.type('/topics', { updateId: 'new' });
    await world.clock.advance(1);
    expect((await keys()).sort()).toEqual(['telegram:middle', 'telegram:new']);
  });

  it('the same number on another platform is another update', async () => {
    const world = await makeChatWorld();
    await world.type('/follow tea', { updateId: '5' });
    expect(await world.ask('/follow tea', { updateId: '5', platform: 'discord' })).toContain('Following tea');
  });

  it('what failed may be tried again, and says so without its secrets', async () => {
    const world = await makeChatWorld();
    const works = world.news.preview;
    world.news.preview = async () => {
      throw new Error('the store is away');
    };
    expect(await world.ask('/follow tea', { updateId: '9' })).toContain('something went wrong on my side');
    expect(world.logged.join()).toContain('a command failed');
    world.news.preview = works;
    expect(await world.ask('/follow tea', { updateId: '9' })).toContain('You follow tea already');
  });

  it('only those who run the bot are told what is wrong with its store', async () => {
    const world = await makeChatWorld();
    world.news.preview = async () => {
      throw new StoreError('Redis does not answer.');
    };
    expect(await world.ask('/follow tea')).not.toContain('Redis');
    expect(await world.ask('/follow tea', { platform: 'console' })).toContain('Redis does not answer. Nothing is lost');
  });

  it('commands given at the same time never overwrite one another', async () => {
    const world = await makeChatWorld();
    const topics = Array.from({ length: 15 }, (_, index) => `topic${index}`);
    await Promise.all(topics.map((topic) => world.type(`/follow ${topic}`)));
    expect((await world.record()).follows.map(({ text }) => text)).toEqual(topics);
  });
});
