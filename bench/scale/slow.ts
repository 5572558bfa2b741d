/**
 * An engine and a delivery process whose Redis answers late, by so many milliseconds a time: how long a story takes to the
 * first of its chats, and to all of them. Redis itself and the platform are as quick as ever.
 */
import { join } from 'node:path';
import { openRedis } from '../../adapters/redis/index.ts';
import { startChild } from '../../test/worlds/child.ts';
import { startPlatform } from '../../test/worlds/platform.ts';
import { startRedis } from '../../test/worlds/redis.ts';
import { openSlowWire } from '../../test/worlds/slow.ts';
import { until } from '../../test/worlds/wait.ts';
import { type Breaking, publishBreaking } from './cluster.ts';
import { breakingTopic, seedChats } from './seed.ts';

const program = join(import.meta.dirname, 'role.ts');
const patienceMs = 300_000;

/** Nothing in common but the subject; no more than a chat is told aloud within a minute. */
const reports: readonly Breaking[] = [
  {
    id: 'resigns',
    title: `${breakingTopic} resigns after a night of talks`,
    text: `${breakingTopic} resigned in the early morning and left the building without a word.`,
  },
  {
    id: 'bridge',
    title: `${breakingTopic} opens the longest bridge of the north`,
    text: `A ribbon was cut on Sunday by ${breakingTopic}; lorries may cross from next spring on.`,
  },
  {
    id: 'chess',
    title: `${breakingTopic} beats the chess champion in forty moves`,
    text: `With black pieces ${breakingTopic} won a game that experts had called hopeless.`,
  },
];

export async function measureSlow(delayMs: number, chats: number): Promise<unknown> {
  const redis = await startRedis();
  const storage = await openRedis(redis.url());
  await seedChats(storage, { chats, topics: 2_000, hot: chats, platform: 'fake' });
  await storage.close();
  const platform = await startPlatform({ knowsNonces: true });
  const wire = await openSlowWire(Number(new URL(redis.url()).port), delayMs);
  const running = ['engine', 'delivery'].map((role) => {
    const url = `redis://127.0.0.1:${wire.port}/0`;
    return startChild(program, [JSON.stringify({ role, url, platform: platform.url, share: 0, shares: 1, items: 0 })]);
  });
  try {
    await until(async () => (await redis.command('EXISTS', 'dateline:work:items:stalled-check')) === 1, patienceMs);
    const times: { readonly firstMs: number; readonly allMs: number }[] = [];
    for (const [index, report] of reports.entries()) {
      const before = platform.received.length;
      const startedAt = performance.now();
      await publishBreaking(redis, report);
      await until(() => platform.received.length > before, patienceMs);
      const firstMs = Math.round(performance.now() - startedAt);
      await until(() => platform.received.length >= chats * (index + 1), patienceMs);
      times.push({ firstMs, allMs: Math.round(performance.now() - startedAt) });
    }
    const received = platform.received.length;
    const nonces = new Set(platform.received.map(({ nonce }) => nonce)).size;
    return { delayMs, chats, times, lost: chats * reports.length - nonces, twice: received - nonces };
  } finally {
    for (const child of running) child.process.kill('SIGTERM');
    await Promise.all(running.map((child) => child.ended));
    await Promise.all([platform.close(), wire.close()]);
    await redis.remove();
  }
}
