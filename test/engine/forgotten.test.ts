import { expect, it } from 'vitest';
import { createHeardBook } from '../../src/delivery/heard.ts';
import { createOperatorNews } from '../../src/engine/operator-news.ts';
import { prepareTopic } from '../../src/engine/search.ts';
import { queryOf } from '../../src/engine/subscriptions.ts';
import { openFollower } from '../worlds/follower.ts';

const ferry = [{ source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 5 }];

it('a topic that only a forgotten chat followed is read anew for whoever follows it next', async () => {
  const world = await openFollower({ id: 'ferry', title: 'Ferry Aurelia', topic: 'Tarnholm' }, { ferry });
  const [topic, story] = world.chat.follows;
  const dropped: string[] = [];
  const archive = { ...world.archive, dropTopic: (id: string) => void dropped.push(id) };
  await prepareTopic(world.archive, topic!.topicId, queryOf(topic!)!);
  const { forget } = createOperatorNews({
    ...world,
    archive,
    census: { states: { active: 1, unreachable: 0, banned: 0 } },
    poller: {} as never,
    heard: createHeardBook(world.store),
    meant: { namesakes: async () => ({ isLate: false, choices: [] }), forget: async () => undefined },
    platforms: ['fake'],
    label: 'memory:',
    startedAt: 0,
  });
  await forget(world.chat.id);
  expect(dropped).toContain(topic!.topicId);
  expect(world.subscriptions.topic(topic!.topicId)).toBeUndefined();
  expect(world.subscriptions.storyFollowers(story!.storyId!).size).toBe(0);
  expect(await world.store.chats.get(world.chat.id)).toBeUndefined();
});
