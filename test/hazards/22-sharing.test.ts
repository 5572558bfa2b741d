import { expect, test } from 'vitest';
import type { ChatId } from '../../src/model.ts';
import { bodyOf, feedNamed, makePollWorld } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

test('a feed that a thousand chats follow is fetched once a cycle', async () => {
  const chats = Array.from({ length: 1_000 }, (_, index) => `telegram:${index}` as ChatId);
  const script = () => bodyOf(rss('Popular', ['One']));
  const world = await makePollWorld({
    script,
    feeds: [feedNamed('popular', { chats })],
    settings: { intervalMs: 1_000 },
  });
  await world.poller.start();
  await world.pass(9_500, 250);
  expect(world.requests).toHaveLength(10);
  expect((await world.record('popular')).chats).toHaveLength(1_000);
});

test('whoever asks for a feed that is being fetched shares that fetch', async () => {
  const answer = Promise.withResolvers<ReturnType<typeof bodyOf>>();
  const world = await makePollWorld({ script: () => answer.promise, feeds: [feedNamed('shared')] });
  const { id } = await world.record('shared');
  await world.poller.start();
  const asked = Array.from({ length: 100 }, () => world.poller.pollNow(id));
  await world.pass(1);
  answer.resolve(bodyOf(rss('Shared', ['One'])));
  const outcomes = await Promise.all(asked);
  expect(world.requests).toHaveLength(1);
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['read']));
});

test('a chat that adds five hundred feeds of one host does not hold up the feeds of the others', async () => {
  const script = ({ url }: { readonly url: string }) => bodyOf(rss(url, ['One']));
  const many = Array.from({ length: 500 }, (_, index) =>
    feedNamed(`abuse${index}`, { url: `https://abuse.example/${index}` }),
  );
  const others = Array.from({ length: 20 }, (_, index) => feedNamed(`other${index}`));
  const world = await makePollWorld({ script, feeds: [...many, ...others] });
  const start = world.clock.now();
  await world.poller.start();
  await world.pass(10_000, 100);
  const at = (part: string) =>
    world.requests.filter(({ url }) => url.includes(part)).map((request) => request.at - start);
  expect(Math.max(...at('other'))).toBe(0);
  // Two at a time and four a second at the most.
  expect(at('abuse').length).toBeLessThanOrEqual(41);
  await world.pass(140_000, 250);
  expect(new Set(world.requests.map(({ url }) => url)).size).toBe(520);
});
