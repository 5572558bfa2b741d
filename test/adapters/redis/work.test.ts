import { afterAll, beforeAll, describe } from 'vitest';
import { parseAddress } from '../../../adapters/redis/address.ts';
import { createWork } from '../../../adapters/redis/work.ts';
import type { Work } from '../../../src/ports.ts';
import { describeWork } from '../../contracts/work.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../../worlds/redis.ts';

describe.skipIf(!hasRedis)(`the queue over BullMQ${noRedis}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());
  describeWork('BullMQ', () => {
    const parties: Work[] = [];
    return {
      open(version) {
        const work = createWork(parseAddress(server.url()), version);
        parties.push(work);
        return work;
      },
      async close() {
        await Promise.all(parties.map((work) => work.close()));
        await server.empty();
      },
    };
  });
});
