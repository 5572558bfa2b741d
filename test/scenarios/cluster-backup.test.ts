/** A cluster's state copied while it works, as docs/operating.md says, and brought back on a new Redis. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Cluster, events, openCluster, reportOf } from '../worlds/cluster.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../worlds/redis.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 240_000 });
const patienceMs = 60_000;
const [oaks, lorry, nurses, asteroid] = events;
const roles = ['engine', 'feeds', 'delivery'] as const;

/** All machines are lost at once. */
async function loseAll(cluster: Cluster): Promise<void> {
  await Promise.all(roles.flatMap((role) => cluster.members(role).map((member) => cluster.kill(member))));
}

async function copyFolder(redis: RedisServer, to: string): Promise<void> {
  await redis.command('CONFIG', 'SET', 'auto-aof-rewrite-percentage', '0');
  cpSync(join(redis.folder, 'appendonlydir'), join(to, 'appendonlydir'), { recursive: true });
}

async function saveSnapshot(redis: RedisServer, to: string): Promise<void> {
  await redis.command('BGSAVE');
  const info = async () => String(await redis.command('INFO', 'persistence'));
  await until(async () => /rdb_bgsave_in_progress:0/.test(await info()), patienceMs);
  expect(await info()).toMatch(/rdb_last_bgsave_status:ok/);
  cpSync(join(redis.folder, 'dump.rdb'), join(to, 'dump.rdb'));
}

const ways = {
  'its append-only folder': { copy: copyFolder, start: (folder: string) => startRedis(['--dir', folder]) },
  'a snapshot': {
    copy: saveSnapshot,
    async start(folder: string) {
      // With an append-only file asked for at once, Redis would begin with an empty one and not look at the snapshot.
      const redis = await startRedis(['--dir', folder, '--appendonly', 'no']);
      await redis.command('CONFIG', 'SET', 'appendonly', 'yes');
      return redis;
    },
  },
};

describe.skipIf(!hasRedis)(`a cluster brought back from a copy of its Redis${noRedis}`, () => {
  test.each(Object.entries(ways))(
    'by %s: what was told before is not told again, what came after is, and work goes on',
    async (_, { copy, start }) => {
      const cluster = await openCluster(['Harbour Wire', 'Meridian Post']);
      const { stand, shown, people } = cluster;
      const loud = (chat: Parameters<typeof shown>[0], title: string) =>
        shown(chat, title).filter(({ isSilent }) => !isSilent).length;
      for (const role of roles) cluster.start(role);
      const forester = await cluster.follower('Olga', 'oaks');
      const driver = await cluster.follower('Piet', 'lorry');
      const doctor = await cluster.follower('Rosa', 'nurses');
      stand.publish('Harbour Wire', reportOf(oaks));
      await until(() => loud(forester.chat, oaks[1]) === 1, patienceMs);
      // A message that is under way while the copy is made may come again: here there is none.
      await until(async () => (await cluster.redis.command('HLEN', 'dateline:records:outbox')) === 0, patienceMs);

      const folder = join(cluster.redis.folder, 'copy');
      mkdirSync(folder);
      await copy(cluster.redis, folder);

      stand.publish('Meridian Post', reportOf(lorry));
      await until(() => loud(driver.chat, lorry[1]) === 1, patienceMs);
      await loseAll(cluster);
      await cluster.redis.kill('SIGKILL');
      stand.publish('Harbour Wire', reportOf(nurses));

      const restored = await start(folder);
      onTestFinished(() => restored.remove());
      for (const role of roles) cluster.start(role, ['--store', restored.url()]);
      await until(() => loud(doctor.chat, nurses[1]) === 1, patienceMs);
      // The copy knows nothing of it: the feed still shows it, so it is news once more.
      await until(() => loud(driver.chat, lorry[1]) === 2, patienceMs);
      people.say(driver.chat, driver.person, '/follow asteroid');
      await until(() => shown(driver.chat, 'Following asteroid').length > 0, patienceMs);
      stand.publish('Meridian Post', reportOf(asteroid));
      await until(() => loud(driver.chat, asteroid[1]) === 1, patienceMs);
      expect([
        loud(forester.chat, oaks[1]),
        loud(driver.chat, lorry[1]),
        loud(doctor.chat, nurses[1]),
        loud(driver.chat, asteroid[1]),
      ]).toEqual([1, 2, 1, 1]);
      await loseAll(cluster);
    },
  );
});
