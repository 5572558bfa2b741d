/** Makes Redis write its files anew, so that what was deleted no longer stands in their bytes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { StoreError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';

const lookEveryMs = 100;
const mostMs = 120_000;

/**
 * The append-only file holds every command until it is rewritten (BGREWRITEAOF), a snapshot what was there when it was
 * taken (BGSAVE). Resolves when both are new; a Redis that keeps neither needs nothing. Copies on replicas and in backups
 * are out of reach, and so are the files of a Redis that lets nobody rewrite them. Throws StoreError when Redis fails.
 */
export async function scrubFiles(connection: Connection): Promise<void> {
  const before = await readInfo(connection, 'persistence');
  if (before.get('aof_enabled') === '1') {
    await rewrite(connection, (redis) => redis.bgrewriteaof(), 'aof_last_bgrewrite_status', 'rewrite its log');
  }
  // Where Redis does not tell its settings there may be snapshots.
  const save = await unlessRefused(readSetting(connection, 'save'));
  if (save !== '') {
    await rewrite(connection, (redis) => redis.bgsave(), 'rdb_last_bgsave_status', 'write its snapshot anew');
  }
}

async function rewrite(
  connection: Connection,
  begin: (redis: Redis) => Promise<unknown>,
  status: string,
  what: string,
): Promise<void> {
  await whenIdle(connection);
  const isBegun = await unlessRefused(connection.ask('scrubbed', begin));
  if (isBegun === undefined) return;
  const after = await whenIdle(connection);
  if (after.get(status) !== 'ok') throw new StoreError(`Redis could not ${what}.`);
}

/** What a Redis in other hands refuses is for those hands to do: undefined. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof StoreError && /does not permit|unknown command/i.test(error.message)) return undefined;
    throw error;
  }
}

/** A section of INFO, as its fields. Throws StoreError. */
export async function readInfo(connection: Connection, section: string): Promise<ReadonlyMap<string, string>> {
  const text = await connection.ask('looked at', (redis) => redis.info(section));
  return new Map(text.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
}

/** One of Redis's own settings; undefined when it has none of that name. Throws StoreError. */
export async function readSetting(connection: Connection, name: string): Promise<string | undefined> {
  const answer = (await connection.ask('looked at', (redis) => redis.config('GET', name))) as string[];
  return answer[1];
}

/** A rewrite that began before something was deleted may still copy it: ours comes after it. */
async function whenIdle(connection: Connection): Promise<ReadonlyMap<string, string>> {
  for (let waitedMs = 0; waitedMs < mostMs; waitedMs += lookEveryMs) {
    const info = await readInfo(connection, 'persistence');
    const busy = ['aof_rewrite_in_progress', 'aof_rewrite_scheduled', 'rdb_bgsave_in_progress'];
    if (busy.every((field) => info.get(field) === '0')) return info;
    await sleep(lookEveryMs);
  }
  throw new StoreError('Redis did not finish rewriting its files in time.');
}
