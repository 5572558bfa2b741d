/** Makes Redis write its files anew, so that what was deleted no longer stands in their bytes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';

const lookEveryMs = 100;
const mostMs = 120_000;

/**
 * The append-only file holds every command until it is rewritten (BGREWRITEAOF), a snapshot what was there when it was
 * taken (BGSAVE). Resolves when both are new; a Redis that keeps neither needs nothing. Copies on replicas and in backups
 * are out of reach. Throws StoreError when Redis refuses or fails.
 */
export async function scrubFiles(connection: Connection): Promise<void> {
  const before = await readInfo(connection, 'persistence');
  if (before.get('aof_enabled') === '1') {
    await whenIdle(connection);
    await connection.ask('scrubbed', (redis) => redis.bgrewriteaof());
    const after = await whenIdle(connection);
    if (after.get('aof_last_bgrewrite_status') !== 'ok') throw new StoreError('Redis could not rewrite its log.');
  }
  if (((await readSetting(connection, 'save')) ?? '') !== '') {
    await whenIdle(connection);
    await connection.ask('scrubbed', (redis) => redis.bgsave());
    const after = await whenIdle(connection);
    if (after.get('rdb_last_bgsave_status') !== 'ok') throw new StoreError('Redis could not write its snapshot anew.');
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
