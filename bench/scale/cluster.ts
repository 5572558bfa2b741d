/** One, two, four processes of each role on one Redis: how much news is taken in, and how many messages leave. */
import { join } from 'node:path';
import { openRedis } from '../../adapters/redis/index.ts';
import { startChild } from '../../test/worlds/child.ts';
import { startPlatform } from '../../test/worlds/platform.ts';
import { type RedisServer, startRedis } from '../../test/worlds/redis.ts';
import { until } from '../../test/worlds/wait.ts';
import { breakingTopic, seedChats } from './seed.ts';

const program = join(import.meta.dirname, 'role.ts');
const patienceMs = 600_000;

export async function measureCluster(processes: number, items: number, messages: number): Promise<unknown> {
  const redis = await startRedis();
  const storage = await openRedis(redis.url());
  await seedChats(storage, { chats: messages, topics: 2_000, hot: messages, platform: 'fake' });
  await storage.close();
  const platform = await startPlatform({ knowsNonces: true });
  const start = (role: string, share: number) => {
    const told = { role, url: redis.url(), platform: platform.url, share, shares: processes, items };
    return startChild(program, [JSON.stringify(told)]);
  };
  const each = Array.from({ length: processes }, (_, share) => share);
  const running = each.flatMap((share) => [start('engine', share), start('delivery', share)]);
  await until(async () => (await redis.command('EXISTS', 'dateline:work:items:stalled-check')) === 1, patienceMs);

  const itemsAt = performance.now();
  const feeds = each.map((share) => start('feeds', share));
  const taken = async () => Number(await redis.command('HLEN', 'dateline:records:items'));
  await until(async () => (await taken()) >= items, patienceMs);
  const itemsPerSecond = items / ((performance.now() - itemsAt) / 1_000);
  await Promise.all(feeds.map((child) => child.ended));
  await until(async () => (await waiting(redis)) === 0, patienceMs);

  const before = platform.received.length;
  await publishBreaking(redis);
  await until(() => platform.received.length > before, patienceMs);
  const messagesAt = performance.now();
  await until(() => platform.received.length >= before + messages, patienceMs);
  const messagesPerSecond = messages / ((performance.now() - messagesAt) / 1_000);
  for (const child of running) child.process.kill('SIGTERM');
  const ends = await Promise.all(running.map((child) => child.ended));
  await platform.close();
  await redis.remove();
  const used = ends.map(({ stdout }) => JSON.parse(stdout.trim() || '{}') as { role?: string; cpuSeconds?: number });
  const cpuOf = (role: string) =>
    Number(
      used
        .filter((one) => one.role === role)
        .reduce((sum, one) => sum + (one.cpuSeconds ?? 0), 0)
        .toFixed(1),
    );
  return {
    processes,
    items,
    itemsPerSecond: Math.round(itemsPerSecond),
    messages,
    messagesPerSecond: Math.round(messagesPerSecond),
    engineCpuSeconds: cpuOf('engine'),
    deliveryCpuSeconds: cpuOf('delivery'),
  };
}

async function waiting(redis: RedisServer): Promise<number> {
  return Number(await redis.command('HLEN', 'dateline:records:outbox'));
}

export interface Breaking {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const resignation: Breaking = {
  id: 'breaking',
  title: `${breakingTopic} resigns after a night of talks`,
  text: `${breakingTopic} resigned in the early morning. ${breakingTopic} had led the talks for a year, and said so.`,
};

/** As a reader would hand it over. */
export async function publishBreaking(redis: RedisServer, report = resignation): Promise<void> {
  const { openRedisCluster } = await import('../../adapters/redis/index.ts');
  const { itemsLine, messageVersion } = await import('../../src/cluster/messages.ts');
  const cluster = await openRedisCluster(redis.url(), messageVersion);
  const now = Date.now();
  const item = {
    ...report,
    feedId: 'bench',
    source: 'Harbour Wire',
    url: `https://harbour-wire.example/${report.id}`,
    lang: 'en',
    category: 'politics',
    tags: [],
    publishedAt: now,
    firstSeenAt: now,
  };
  await cluster.work.publish(itemsLine, [{ id: report.id, body: { feedId: 'bench', items: [item], edited: [] } }]);
  await cluster.close();
}
