import { afterAll, beforeAll, describe } from 'vitest';
import { openRedis } from '../../../adapters/redis/index.ts';
import { describeStorage } from '../../contracts/storage.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../../worlds/redis.ts';

describe.skipIf(!hasRedis)(`the store over Redis${noRedis}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());
  describeStorage('Redis', {
    open: () => openRedis(server.url()),
    remove: () => server.empty(),
  });
});
