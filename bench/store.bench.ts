/**
 * `npm run bench -- store [--records 100000] [--json FILE]`: what a state of so many records costs in a file and in a
 * Redis of its own (append-only file, synced before every answer): single writes, batches, reads, going through all, migrating.
 */
import { writeFileSync } from 'node:fs';
import { copyState } from '../src/migrate/copy.ts';
import type { Storage } from '../src/ports.ts';
import { openStore } from '../src/store/open.ts';
import { makeFolder } from '../test/worlds/folder.ts';
import { hasRedis, startRedis } from '../test/worlds/redis.ts';
import { openStorage } from '../test/worlds/storage.ts';
import type { Values } from './flags.ts';

const valueBytes = 600;
const atOnce = 64;

interface Figures {
  readonly setsPerSecond: number;
  readonly lonelySetMs: number;
  readonly batchedPerSecond: number;
  readonly getsPerSecond: number;
  readonly entriesPerSecond: number;
}

export const flags = { records: { type: 'string', default: '100000' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const records = Number(values.records);
  const folder = makeFolder();
  const file = await openStorage(`sqlite:${folder.path('state.sqlite')}`);
  const results: Record<string, unknown> = { records, valueBytes, sqlite: await measure(file, records) };
  if (hasRedis) {
    const server = await startRedis();
    const redis = await openStorage(server.url());
    results.redis = await measure(redis, records);
    results.redisBytesPerRecord = Math.round((await bytesOf(server)) / records);
    await redis.close();
    await server.empty();
    const target = await openStorage(server.url());
    const [, migrateMs] = await timed(() => copyState(file, target, () => undefined));
    results.migratedPerSecond = perSecond(records, migrateMs);
    await target.close();
    await server.remove();
  }
  await file.close();
  folder.remove();
  console.log(JSON.stringify(results, null, 2));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
}

async function bytesOf(server: Awaited<ReturnType<typeof startRedis>>): Promise<number> {
  const info = String(await server.command('INFO', 'memory'));
  return Number(/used_memory_dataset:(\d+)/.exec(info)?.[1]);
}

async function measure(storage: Storage, records: number): Promise<Figures> {
  await openStore(storage);
  const collection = storage.collection('items');
  const value = JSON.stringify({ text: 'x'.repeat(valueBytes - 11) });
  const key = (index: number) => `k${String(index).padStart(9, '0')}`;
  const each = (from: number, count: number) => Array.from({ length: count }, (_, index) => key(from + index));
  const singles = Math.min(20_000, records / 2);
  const [, setMs] = await timed(async () => {
    for (let from = 0; from < singles; from += atOnce) {
      await Promise.all(each(from, Math.min(atOnce, singles - from)).map((one) => collection.set(one, value)));
    }
  });
  const [, lonelyMs] = await timed(async () => {
    for (let index = 0; index < 200; index++) await collection.set(key(index), value);
  });
  const [, batchMs] = await timed(async () => {
    for (let from = singles; from < records; from += 500) {
      const rows = each(from, Math.min(500, records - from));
      await collection.setMany(rows.map((one) => [one, value] as const));
    }
  });
  const [, getMs] = await timed(async () => {
    for (let from = 0; from < singles; from += atOnce) {
      await Promise.all(each(from, atOnce).map((one) => collection.get(one)));
    }
  });
  const [seen, entriesMs] = await timed(async () => {
    let count = 0;
    for await (const _ of collection.entries()) count++;
    return count;
  });
  if (seen !== records) throw new Error(`${seen} of ${records} records were found.`);
  return {
    setsPerSecond: perSecond(singles, setMs),
    lonelySetMs: Math.round((lonelyMs / 200) * 100) / 100,
    batchedPerSecond: perSecond(records - singles, batchMs),
    getsPerSecond: perSecond(singles, getMs),
    entriesPerSecond: perSecond(records, entriesMs),
  };
}

async function timed<T>(run: () => Promise<T>): Promise<readonly [T, number]> {
  const startedAt = performance.now();
  const result = await run();
  return [result, performance.now() - startedAt];
}

const perSecond = (count: number, ms: number) => Math.round(count / (ms / 1_000));
