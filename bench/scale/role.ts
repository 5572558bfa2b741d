/**
 * One process of a cluster, for measuring: an engine with a subject that all chats follow; readers that hand over news as fast
 * as it is taken; deliveries to a platform over HTTP that has no limits.
 */
import { openRedisCluster } from '../../adapters/redis/index.ts';
import { createClock } from '../../src/clock.ts';
import { itemsLine, messageVersion } from '../../src/cluster/messages.ts';
import { openRole } from '../../src/cluster/open.ts';
import { noMeter } from '../../src/engine/measure.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { digest } from '../../src/hash.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { FeedId, ItemId } from '../../src/model.ts';
import { createHttpChannel } from '../../test/worlds/channel.ts';
import { quietLog } from '../../test/worlds/records.ts';
import { streamOf } from '../engine/world.ts';

const { role, url, platform, share, shares, items } = JSON.parse(process.argv[2]!) as {
  readonly role: 'feeds' | 'engine' | 'delivery';
  readonly url: string;
  readonly platform: string;
  readonly share: number;
  readonly shares: number;
  readonly items: number;
};
const clock = createClock();
const cluster = await openRedisCluster(url, messageVersion);

if (role === 'feeds') {
  await cluster.join('feeds');
  const now = Date.now();
  const own = streamOf(items, 400).filter((_, index) => index % shares === share);
  // As the poller does: the reading of one feed at a time, several feeds at once.
  const handOver = async (from: number) => {
    for (let at = from; at < own.length; at += 16) {
      const item = { ...own[at]!, id: `s${share}i${at}` as ItemId, publishedAt: now, firstSeenAt: now };
      const body = { feedId: 'bench' as FeedId, items: [item], edited: [] };
      await cluster.work.publish(itemsLine, [{ id: digest(20, item.id), body }]);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, from) => handOver(from)));
  await cluster.close();
  process.exit(0);
}

const running = openRole(role, {
  cluster,
  ports: {
    clock,
    log: quietLog,
    fetcher: createFetcher({ allowPrivate: [], userAgent: 'bench', clock }),
    reader: createReaderPool(),
    catalogue: loadCatalogue(),
    meter: noMeter,
  },
  settings: {
    feeds: ['test/fixtures/no-feeds.opml'],
    intervalMs: 300_000,
    allowPrivate: [],
    administrators: [],
    clockSpeed: undefined,
    publicTopics: [],
  },
  channels: role === 'delivery' ? [createHttpChannel({ url: platform, isIdempotent: true })] : [],
  exclusive: new Set(),
  onLead: async () => undefined,
});
await running.start();
process.on('SIGTERM', async () => {
  await running.stop();
  const { user, system } = process.cpuUsage();
  console.log(
    JSON.stringify({ role, cpuSeconds: (user + system) / 1e6, rssMb: Math.round(process.memoryUsage().rss / 1e6) }),
  );
  process.exit(0);
});
setInterval(() => undefined, 60_000);
