/** Many processes on one Redis: whatever ends, people notice nothing but a moment's wait. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { events, openCluster, reportOf } from '../worlds/cluster.ts';
import { runProgram } from '../worlds/program.ts';
import { hasRedis, noRedis } from '../worlds/redis.ts';
import { openSlowWire } from '../worlds/slow.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 180_000 });
const patienceMs = 40_000;
const [oaks, lorry, nurses, asteroid] = events;

describe.skipIf(!hasRedis)(`a cluster on one Redis${noRedis}`, () => {
  test('each role is taken over when its process is killed: nothing is lost, nothing comes twice', async () => {
    const cluster = await openCluster(['Harbour Wire', 'Meridian Post']);
    const { stand, people, shown } = cluster;
    for (const role of ['engine', 'engine', 'feeds', 'feeds', 'delivery', 'delivery'] as const) cluster.start(role);
    const engine = await cluster.who('engine', 'this engine leads');
    const connected = await cluster.who('delivery', 'connected');
    const forester = await cluster.follower('Olga', 'oaks');
    const driver = await cluster.follower('Piet', 'lorry');
    const doctor = await cluster.follower('Rosa', 'nurses');

    stand.publish('Harbour Wire', reportOf(oaks));
    await until(() => shown(forester.chat, oaks[1]).length > 0, patienceMs);
    expect(cluster.world.callsOf('getUpdates').length).toBeGreaterThan(0);

    await cluster.kill(engine);
    stand.publish('Meridian Post', reportOf(lorry));
    await cluster.who('engine', 'this engine leads');
    await until(() => shown(driver.chat, lorry[1]).length > 0, patienceMs);

    // Whoever is left reads the feeds of both.
    await cluster.kill(cluster.members('feeds')[0]!);
    await cluster.kill(connected);
    stand.publish('Harbour Wire', reportOf(nurses));
    stand.publish('Meridian Post', reportOf(asteroid));
    await until(() => shown(doctor.chat, nurses[1]).length > 0, patienceMs);
    const watcher = await cluster.follower('Sven', 'asteroid');
    await until(() => shown(watcher.chat, asteroid[1]).length > 0, patienceMs);
    people.say(driver.chat, driver.person, '/topics');
    await until(() => shown(driver.chat, 'You follow 1 topic').length > 0, patienceMs);

    for (const [chat, [, title]] of [
      [forester.chat, oaks],
      [driver.chat, lorry],
      [doctor.chat, nurses],
    ] as const)
      expect(shown(chat, title).filter(({ isSilent }) => !isSilent)).toHaveLength(1);
    const rest = ['engine', 'feeds', 'delivery'] as const;
    const ends = await Promise.all(
      rest.flatMap((role) => cluster.members(role).map((member) => cluster.kill(member, 'SIGTERM'))),
    );
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  test('Redis that is full, slow or away is told to whoever runs it; when it is well again, work goes on and nothing was lost', async () => {
    const cluster = await openCluster(['Harbour Wire'], ['--http', '127.0.0.1:0']);
    const { stand, redis, shown, people } = cluster;
    for (const role of ['engine', 'feeds', 'delivery'] as const) cluster.start(role);
    const forester = await cluster.follower('Olga', 'oaks');
    const driver = await cluster.follower('Piet', 'lorry');
    const doctor = await cluster.follower('Rosa', 'nurses');
    const pages = /"url":"(http:[^"]+)"/.exec((await cluster.who('delivery', 'pages, health')).logged())![1]!;
    const health = async () =>
      (await (await fetch(`${pages}/healthz`)).json()) as { readonly reasons: { reason: string }[] };
    const ask = async (words: RegExp) => {
      const from = driver.chat.shown.length;
      people.say(driver.chat, driver.person, '/topics');
      await until(() => driver.chat.shown.slice(from).some(({ text }) => words.test(text)), patienceMs);
    };
    await until(async () => (await health()).reasons.length === 0, patienceMs);

    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    stand.publish('Harbour Wire', reportOf(oaks));
    await ask(/something went wrong/);
    expect(shown(forester.chat, oaks[1])).toEqual([]);
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await until(() => shown(forester.chat, oaks[1]).length > 0, patienceMs);

    await redis.command('CLIENT', 'PAUSE', '2500', 'ALL');
    stand.publish('Harbour Wire', reportOf(nurses));
    await until(async () => (await health()).reasons.some(({ reason }) => /slowly/.test(reason)), patienceMs);
    await until(() => shown(doctor.chat, nurses[1]).length > 0, patienceMs);

    await redis.kill();
    stand.publish('Harbour Wire', reportOf(lorry));
    await until(async () => (await health()).reasons.some(({ reason }) => /Redis/.test(reason)), patienceMs);
    await ask(/something went wrong/);
    await redis.start();
    await until(() => shown(driver.chat, lorry[1]).length > 0, patienceMs);
    await until(async () => (await health()).reasons.length === 0, patienceMs);
    await ask(/You follow 1 topic/);
    for (const [chat, [, title]] of [
      [forester.chat, oaks],
      [doctor.chat, nurses],
      [driver.chat, lorry],
    ] as const)
      expect(shown(chat, title).filter(({ isSilent }) => !isSilent)).toHaveLength(1);
  });

  test('Redis whose every answer takes most of a second: work goes on, nothing is lost or doubled, and /status says what is wrong', async () => {
    const cluster = await openCluster(['Harbour Wire'], [], { DATELINE_ADMINS: 'telegram:100' });
    const { stand, people, shown } = cluster;
    const wire = await openSlowWire(Number(new URL(cluster.redis.url()).port));
    onTestFinished(() => wire.close());
    const settings = ['--store', `redis://127.0.0.1:${wire.port}/0`];
    for (const role of ['engine', 'feeds', 'delivery'] as const) cluster.start(role, settings);
    await cluster.who('engine', 'this engine leads');
    await cluster.who('delivery', 'connected');
    const forester = await cluster.follower('Olga', 'oaks');
    const doctor = await cluster.follower('Rosa', 'nurses');
    const ask = async (line: string, words: RegExp) => {
      const from = forester.chat.shown.length;
      people.say(forester.chat, forester.person, line);
      await until(() => forester.chat.shown.slice(from).some(({ text }) => words.test(text)), patienceMs);
    };

    wire.delayMs = 700;
    stand.publish('Harbour Wire', reportOf(oaks));
    stand.publish('Harbour Wire', reportOf(nurses));
    await until(() => shown(forester.chat, oaks[1]).length > 0 && shown(doctor.chat, nurses[1]).length > 0, 80_000);
    await ask('/status', /Redis answers slowly \(\d+ ms\)/);

    wire.delayMs = 0;
    await ask('/topics', /You follow 1 topic/);
    const loud = [shown(forester.chat, oaks[1]), shown(doctor.chat, nurses[1])].map(
      (messages) => messages.filter(({ isSilent }) => !isSilent).length,
    );
    expect(loud).toEqual([1, 1]);
  });

  test('one process alone and a cluster keep away from each other, and a role needs a Redis', async () => {
    const cluster = await openCluster(['Harbour Wire']);
    const feeds = cluster.start('feeds');
    await until(() => feeds.logged().includes('first poll begins'), patienceMs);
    const args = ['--feeds', cluster.stand.opmlUrl, '--store'];
    const beside = await runProgram({ args: [...args, cluster.redis.url()] });
    expect(beside).toMatchObject({ code: 1, stdout: '' });
    expect(beside.stderr).toMatch(/^The state in .* is in use by another running Dateline; stop that one first\.\n$/);
    const alone = await runProgram({ args: [...args, 'memory:', '--role', 'engine'] });
    expect(alone).toMatchObject({ code: 2, stdout: '' });
    expect(alone.stderr).toMatch(/^--role .*share a Redis.*\n$/);
  });
});
