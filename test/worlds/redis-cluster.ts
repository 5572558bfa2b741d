/** Processes of a cluster as parts of one process, on a real Redis that the tests of a `describe` share. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openRedisCluster } from '../../adapters/redis/index.ts';
import type { Cluster } from '../../src/ports.ts';
import { type RedisServer, startRedis } from './redis.ts';

export interface SharedRedis {
  server(): RedisServer;
  /** One more process; it ends with the test, after which Redis is empty. */
  join(): Promise<Cluster>;
}

/** To be called inside a `describe`. */
export function shareRedis(): SharedRedis {
  let server: RedisServer;
  const open: Cluster[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((cluster) => cluster.close()));
    await server.empty();
  });
  afterAll(() => server.remove());
  return {
    server: () => server,
    async join() {
      const cluster = await openRedisCluster(server.url(), 1);
      open.push(cluster);
      return cluster;
    },
  };
}
