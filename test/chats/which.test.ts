import { describe, expect, it } from 'vitest';
import type { Meant } from '../../src/chats/news.ts';
import type { TopicId } from '../../src/model.ts';
import { makeChatWorld } from '../worlds/chat.ts';

/** Somebody who may be meant by 'Kestrov', under this topic id. */
const renata = (topicId: string, names: readonly string[]): Meant => ({
  id: 'Q1',
  label: 'Renata Kestrov',
  description: 'minister',
  names,
  topic: { kind: 'topic', topicId: topicId as TopicId, query: 'renata kestrov', label: 'Renata Kestrov', parts: [] },
});

async function asked(choice: (topicId: string) => Meant) {
  const world = await makeChatWorld();
  await world.type('/follow Kestrov');
  const { topicId } = (await world.record()).follows[0]!;
  Object.assign(world.news, { namesakes: async () => ({ isLate: false, choices: [choice(topicId)] }) });
  return { ...world, topicId };
}

describe('whoever is chosen among namesakes', () => {
  it('takes along the plans and mutes that were about the name', async () => {
    const world = await asked(() => renata('chosen', ['Kestrov']));
    await world.type('/brief 08:00 about Kestrov');
    await world.type('/mute topic:Kestrov');
    await world.press(`meant:Q1:${world.topicId}`);
    const { follows, briefs, mutes } = await world.record();
    expect(follows.map(({ topicId }) => topicId)).toEqual(['chosen']);
    expect(briefs.map(({ topics }) => topics)).toEqual([['chosen']]);
    expect(mutes.map(({ kind, value }) => [kind, value])).toEqual([['topic', 'chosen']]);
  });

  it('is followed also where the name says no more than what was typed', async () => {
    const world = await asked((topicId) => renata(topicId, []));
    await world.press(`meant:Q1:${world.topicId}`);
    expect((await world.record()).follows.map(({ text }) => text)).toEqual(['Renata Kestrov']);
  });
});
