/**
 * `npm run bench -- scale [--only index|one|cluster|simulation] [--chats 1000000] [--hot 200000] [--json FILE]`: how it grows.
 * *index*: an engine over a Redis with so many chats: how long until it is ready, its memory, and how long until a breaking
 * story that `hot` of them follow is queued.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openRedis } from '../adapters/redis/index.ts';
import { startChild } from '../test/worlds/child.ts';
import { startRedis } from '../test/worlds/redis.ts';
import { seedChats } from './scale/seed.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      chats: { type: 'string', default: '1000000' },
      hot: { type: 'string', default: '200000' },
      json: { type: 'string' },
      data: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const parts: Record<string, () => Promise<unknown>> = {
    index: () => measureIndex(Number(values.chats), Number(values.hot)),
  };
  const results: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only !== undefined && values.only !== name) continue;
    results[name] = await measure();
    console.log(JSON.stringify({ [name]: results[name] }, null, 2));
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
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
