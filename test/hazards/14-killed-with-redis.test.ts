import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crash, createRandom, killPoints, killRedisUnderLoad } from '../worlds/crash.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../worlds/redis.ts';

describe.skipIf(!hasRedis)(`hazard 14: with the state in Redis${noRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());

  test('killed at every point, nothing is lost, and at most one message comes again for a kill', async () => {
    const options = { kills: 13, points: killPoints, isIdempotent: false, random: createRandom(9) };
    const report = await crash({ ...options, redis });
    expect(report).toMatchObject({ lost: 0, outOfOrder: 0 });
    expect(report.mostRepeatsOfAKill).toBeLessThanOrEqual(1);
  }, 120_000);

  test.each([
    ['is back at once', 0],
    ['stays away for longer than anyone waits', 6_000],
  ])(
    'Redis itself killed while messages leave, when it %s: nothing lost, nothing out of order, nothing twice',
    async (_, awayMs) => {
      const report = await killRedisUnderLoad({ redis, kills: 3, awayMs });
      expect(report).toMatchObject({ kills: 3, lost: 0, repeats: 0, outOfOrder: 0 });
    },
    120_000,
  );
});
