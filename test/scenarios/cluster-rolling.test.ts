/** Every process of a cluster replaced by a new one, as at an upgrade, while news comes in. */
import { describe, expect, test, vi } from 'vitest';
import { events, type Follower, openCluster, reportOf } from '../worlds/cluster.ts';
import { hasRedis, noRedis } from '../worlds/redis.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 240_000 });
const roles = ['engine', 'feeds', 'delivery'] as const;

describe.skipIf(!hasRedis)(`a rolling restart${noRedis}`, () => {
  test('process by process, in order: each ends well, everything is told, nothing twice', async () => {
    const cluster = await openCluster(['Harbour Wire', 'Meridian Post']);
    const { stand, shown } = cluster;
    for (const role of roles) for (let count = 0; count < 2; count++) cluster.start(role);
    const old = roles.flatMap((role) => cluster.members(role));
    const told = events.slice(0, old.length);
    const followers: Follower[] = [];
    for (const [topic] of told) followers.push(await cluster.follower(topic, topic));
    const loud = () =>
      followers.map(({ chat }, at) => shown(chat, told[at]![1]).filter(({ isSilent }) => !isSilent).length);

    for (const [at, member] of old.entries()) {
      cluster.start(member.role);
      stand.publish(at % 2 === 0 ? 'Harbour Wire' : 'Meridian Post', reportOf(told[at]!));
      // While the report is read, placed or sent.
      await new Promise((resolve) => setTimeout(resolve, 400 * (at % 4)));
      expect((await cluster.kill(member, 'SIGTERM')).code).toBe(0);
    }
    await until(() => loud().every((count) => count > 0), 90_000).catch(() => undefined);
    expect(loud()).toEqual(told.map(() => 1));
    // The last that was started is at work once it has the platform to itself.
    const [first, last] = cluster.members('delivery');
    expect((await cluster.kill(first!, 'SIGTERM')).code).toBe(0);
    await until(() => last!.logged().includes('"connected"'), 90_000);
    const ends = roles.flatMap((role) => cluster.members(role).map((member) => cluster.kill(member, 'SIGTERM')));
    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual(ends.map(() => 0));
  });
});
