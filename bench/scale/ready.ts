/**
 * A process of its own, so that its memory is what is measured: builds the engine over a state, tells how long that took,
 * then takes in a story that very many chats follow, and tells how long until all of them are queued.
 */
import { openRedis } from '../../adapters/redis/index.ts';
import { createClock } from '../../src/clock.ts';
import { createDateline } from '../../src/dateline.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { FeedId, ItemId } from '../../src/model.ts';
import { quietLog } from '../../test/worlds/records.ts';
import { breakingTopic } from './seed.ts';
import { collectGarbage, cpuSeconds } from './usage.ts';

const [url = ''] = process.argv.slice(2);
const clock = createClock();
const settings = {
  feeds: ['test/fixtures/no-feeds.opml'],
  intervalMs: 300_000,
  allowPrivate: [],
  administrators: [],
  clockSpeed: undefined,
  publicTopics: [],
};

const startedAt = performance.now();
const storage = await openRedis(url);
const catalogue = loadCatalogue();
const fetcher = createFetcher({ allowPrivate: [], userAgent: 'bench', clock });
collectGarbage();
const heapBefore = process.memoryUsage().heapUsed;
const ports = { clock, log: quietLog, storage, channels: [], fetcher, reader: createReaderPool(), catalogue };
const dateline = await createDateline(ports, settings);
const readySeconds = (performance.now() - startedAt) / 1_000;
const readyCpuSeconds = cpuSeconds();
collectGarbage();
const { rss, heapUsed } = process.memoryUsage();
const figures = await dateline.operation.figures();
const now = clock.now();
const item = {
  id: 'breaking' as ItemId,
  feedId: 'bench' as FeedId,
  source: 'Harbour Wire',
  url: 'https://harbour-wire.example/1',
  title: `${breakingTopic} resigns after a night of talks`,
  text: `${breakingTopic} resigned in the early morning. ${breakingTopic} had led the talks for a year, and said so.`,
  lang: 'en',
  category: 'politics' as const,
  tags: [],
  publishedAt: now,
  firstSeenAt: now,
  image: undefined,
};
const cpuBefore = cpuSeconds();
const takenAt = performance.now();
await dateline.accept(item.feedId, [item], []);
const queuedSeconds = (performance.now() - takenAt) / 1_000;
const round = (value: number) => Math.round(value * 100) / 100;
console.log(
  JSON.stringify({
    chats: figures.chats.active,
    topics: figures.topics,
    readySeconds: round(readySeconds),
    readyCpuSeconds: round(readyCpuSeconds),
    indexMb: Math.round((heapUsed - heapBefore) / 1e6),
    rssMb: Math.round(rss / 1e6),
    queuedSeconds: round(queuedSeconds),
    queuedCpuSeconds: round(cpuSeconds() - cpuBefore),
    rssAfterMb: Math.round(process.memoryUsage().rss / 1e6),
  }),
);
await dateline.stop();
process.exit(0);
