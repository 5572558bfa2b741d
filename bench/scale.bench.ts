/**
 * `npm run bench -- scale [--only index|one|cluster|slow|window|simulation] [--chats 1000000] [--hot 200000] [--seconds 30] [--items 2000] [--out DIR] [--json FILE]`: how it grows.
 * *index*: an engine over a Redis with so many chats: how long until it is ready, its memory, and how long until a breaking
 * story that `hot` of them follow is queued. *one*: one process with a file, 1,000 to 100,000 chats, 10,000 feeds, a day's
 * rhythm of ten reports a second in the mean. *cluster*:  one, two, four processes of each role on one Redis.
 * *slow*: a story's way through a cluster whose Redis answers 0, 5, 50, 200 ms late. *window*: what a report in the window of news takes.
 * *simulation*: what is beyond, reckoned from measured costs. With --out, the growth of one process is drawn there.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRedis } from '../adapters/redis/index.ts';
import { startChild } from '../test/worlds/child.ts';
import { startRedis } from '../test/worlds/redis.ts';
import type { Values } from './flags.ts';
import { measureCluster } from './scale/cluster.ts';
import { drawGrowth, type Point } from './scale/picture.ts';
import { seedChats } from './scale/seed.ts';
import { simulate } from './scale/simulate.ts';
import { measureSlow } from './scale/slow.ts';
import { measureWindow } from './scale/window.ts';

export const flags = {
  only: { type: 'string' },
  chats: { type: 'string', default: '1000000' },
  hot: { type: 'string', default: '200000' },
  seconds: { type: 'string', default: '30' },
  items: { type: 'string', default: '2000' },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const parts: Record<string, () => Promise<unknown>> = {
    index: () => measureIndex(Number(values.chats), Number(values.hot)),
    one: () => measureOne([1_000, 10_000, 100_000], Number(values.seconds)),
    cluster: async () => {
      const found: unknown[] = [];
      for (const processes of [1, 2, 4]) found.push(told(await measureCluster(processes, Number(values.items), 2_000)));
      return found;
    },
    slow: async () => {
      const found: unknown[] = [];
      for (const delayMs of [0, 5, 50, 200]) found.push(told(await measureSlow(delayMs, 200)));
      return found;
    },
    window: () => measureWindow(Number(values.items) * 4),
    simulation: async () =>
      simulate([
        [1_000, 360],
        [10_000, 1_000],
        [100_000, 3_000],
        [1_000_000, 10_000],
      ]),
  };
  const results: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only !== undefined && values.only !== name) continue;
    results[name] = await measure();
    if (name === 'one' && values.out !== undefined)
      writeFileSync(join(values.out, 'scale.svg'), drawGrowth((results.one as OneFigures[]).map(pointOf)));
    console.log(JSON.stringify({ [name]: results[name] }, null, 2));
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
}

/** As soon as it is known: a part takes minutes. */
function told<T>(figures: T): T {
  console.log(JSON.stringify(figures));
  return figures;
}

interface OneFigures {
  readonly chats: number;
  readonly rssMb: number;
  readonly cpuSeconds: number;
  readonly messages: number;
}

function pointOf({ chats, rssMb, cpuSeconds, messages }: OneFigures): Point {
  return { chats, rssMb, cpuMsPerMessage: Number(((cpuSeconds * 1_000) / messages).toFixed(2)) };
}

/** One process after the other, each of a size. */
async function measureOne(sizes: readonly number[], seconds: number): Promise<OneFigures[]> {
  const found: OneFigures[] = [];
  for (const chats of sizes) {
    const child = startChild(join(import.meta.dirname, 'scale', 'one.ts'), [`${chats}`, '10000', `${seconds}`, '10']);
    const { stdout, stderr, code } = await child.ended;
    if (code !== 0) throw new Error(stderr);
    found.push(told(JSON.parse(stdout) as OneFigures));
  }
  return found;
}

async function measureIndex(chats: number, hot: number): Promise<unknown> {
  const redis = await startRedis();
  const storage = await openRedis(redis.url());
  const startedAt = performance.now();
  await seedChats(storage, { chats, topics: Math.ceil(chats / 10), hot, platform: 'telegram' });
  const seedSeconds = Math.round((performance.now() - startedAt) / 1_000);
  await storage.close();
  const child = startChild(join(import.meta.dirname, 'scale', 'ready.ts'), [redis.url()]);
  const { stdout, stderr, code } = await child.ended;
  if (code !== 0) throw new Error(stderr);
  const info = String(await redis.command('INFO', 'memory'));
  const redisMb = Math.round(Number(/used_memory:(\d+)/.exec(info)?.[1]) / 1e6);
  await redis.remove();
  return { follows: chats * 3, hot, seedSeconds, redisMb, ...JSON.parse(stdout) };
}
