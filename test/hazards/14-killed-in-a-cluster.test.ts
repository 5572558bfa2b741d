import { describe, expect, test, vi } from 'vitest';
import { events, type Follower, openCluster, reportOf } from '../worlds/cluster.ts';
import { createRandom } from '../worlds/crash.ts';
import { hasRedis, noRedis } from '../worlds/redis.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 240_000 });

const victims = ['delivery', 'engine', 'redis', 'feeds', 'delivery', 'engine', 'delivery'] as const;

describe.skipIf(!hasRedis)(`hazard 14: in a cluster${noRedis}`, () => {
  test('whichever process is killed, at any instant, Redis too: nothing is lost, and at most one message comes again for a kill of delivery', async () => {
    const cluster = await openCluster(['Harbour Wire', 'Meridian Post']);
    const random = createRandom(20);
    const told = events.slice(0, victims.length);
    for (const role of ['engine', 'feeds', 'delivery'] as const) cluster.start(role);
    const followers: Follower[] = [];
    for (const [topic] of told) followers.push(await cluster.follower(topic, topic));

    for (const [index, event] of told.entries()) {
      await cluster.who('engine', 'this engine leads');
      await cluster.who('delivery', 'connected');
      cluster.stand.publish(index % 2 === 0 ? 'Harbour Wire' : 'Meridian Post', reportOf(event));
      // While it is read, placed, decided on or sent: nobody knows.
      await new Promise((resolve) => setTimeout(resolve, random() * 2_500));
      const victim = victims[index]!;
      if (victim === 'redis') {
        await cluster.redis.kill('SIGKILL');
        await cluster.redis.start();
      } else {
        await cluster.kill(cluster.members(victim)[0]!);
        cluster.start(victim);
      }
    }
    const loud = () =>
      followers.map(
        ({ chat }, index) => cluster.shown(chat, told[index]![1]).filter(({ isSilent }) => !isSilent).length,
      );
    await until(() => loud().every((count) => count > 0), 120_000).catch(() => undefined);
    expect(loud().filter((count) => count === 0)).toEqual([]);
    const kills = victims.filter((one) => one === 'delivery').length;
    expect(loud().reduce((sum, count) => sum + count - 1, 0)).toBeLessThanOrEqual(kills);
    expect(Math.max(...loud())).toBeLessThanOrEqual(2);
  });
});
