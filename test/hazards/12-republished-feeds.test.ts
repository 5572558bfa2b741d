import { expect, test } from 'vitest';
import { bodyOf, feedNamed, makePollWorld } from '../worlds/poller.ts';

/** Five hundred items under these ids and dates. */
function feedOf(prefix: string, atMs: number): string {
  const items = Array.from({ length: 500 }, (_, index) => {
    const date = new Date(atMs - index * 60_000).toUTCString();
    const text = `The harbour office told of event ${index}: the crane at pier ${index} is in use again since Monday.`;
    return `<item><guid>${prefix}-${index}</guid><link>https://harbour.example/${index}</link><title>Report ${index} of the harbour</title><pubDate>${date}</pubDate><description>${text}</description></item>`;
  });
  return `<rss version="2.0"><channel><title>Harbour</title>${items.join('')}</channel></rss>`;
}

test('a feed that publishes everything again, under new ids and dates, brings nothing new', async () => {
  const script = (_: unknown, count: number) =>
    bodyOf(feedOf(count === 1 ? 'old' : `again${count}`, Date.UTC(2025, 6, 29, 5, count)));
  const world = await makePollWorld({ script, feeds: [feedNamed('harbour')], settings: { intervalMs: 1_000 } });
  const { id } = await world.record('harbour');
  for (let round = 0; round < 5; round++) expect((await world.poller.pollNow(id)).kind).toBe('read');
  await world.poller.stop();
  expect(world.accepted.reduce((sum, { items }) => sum + items.length, 0)).toBe(500);
});

test('the first read of a feed hands its items on in one piece, so that they can be told as one', async () => {
  const world = await makePollWorld({
    script: () => bodyOf(feedOf('first', Date.UTC(2025, 6, 29, 5))),
    feeds: [feedNamed('harbour')],
  });
  await world.poller.start();
  await world.poller.firstPoll();
  expect(world.accepted.map(({ items }) => items.length)).toEqual([500]);
});
