/** Opens what a test names: a file or a Redis. */
import { openRedis } from '../../adapters/redis/index.ts';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import type { Storage } from '../../src/ports.ts';

export function openStorage(url: string): Promise<Storage> {
  return url.startsWith('redis:') ? openRedis(url) : openSqlite(url);
}
