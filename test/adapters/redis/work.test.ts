import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAddress } from '../../../adapters/redis/address.ts';
import { createWork } from '../../../adapters/redis/work.ts';
import type { Work } from '../../../src/ports.ts';
import { describeWork } from '../../contracts/work.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../../worlds/redis.ts';
import { openSlowWire } from '../../worlds/slow.ts';

describe.skipIf(!hasRedis)(`the queue over BullMQ${noRedis}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());
  test('an answer that took longer than anyone wanted to wait is heard, also when Redis answers late', async () => {
    const wire = await openSlowWire(Number(new URL(server.url()).port), 60);
    const work = createWork(parseAddress(`redis://127.0.0.1:${wire.port}/0`), 1);
    work.consume('slow', 4, async ({ body }) => {
      await sleep(1_500);
      return body;
    });
    const asked = [1, 2, 3].map((body) => work.ask('slow', { id: `q${body}`, body }, { withinMs: 700 }));
    expect(await Promise.all(asked)).toEqual([1, 2, 3].map((body) => ({ kind: 'answer', body })));
    await work.close();
    await wire.close();
    await server.empty();
  });

  test('an answer is heard though Redis was away for longer than its calls wait', async () => {
    const work = createWork(parseAddress(server.url()), 1);
    const done = Promise.withResolvers<void>();
    work.consume('away', 1, async ({ body }) => {
      await done.promise;
      return body;
    });
    const asked = work.ask('away', { id: 'q', body: 1 }, { withinMs: 500 });
    await sleep(1_000);
    await server.kill('SIGKILL');
    await sleep(8_000);
    await server.start();
    done.resolve();
    expect(await asked).toEqual({ kind: 'answer', body: 1 });
    await work.close();
    await server.empty();
  });

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
