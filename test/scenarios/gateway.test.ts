/** Discord's gateway in several processes on one Redis: whichever of them ends, people notice nothing but a moment's wait. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { events, reportOf } from '../worlds/cluster.ts';
import { openDiscordCluster } from '../worlds/discord-cluster.ts';
import type { FakePerson } from '../worlds/discord-people.ts';
import { hasRedis, noRedis } from '../worlds/redis.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 180_000 });
const patienceMs = 60_000;
const [oaks, lorry, nurses] = events;
const held = 'this process holds a part of the connection';

describe.skipIf(!hasRedis)(`Discord's gateway in several processes${noRedis}`, () => {
  test('its shards are shared out; those of a killed process are taken over; nothing is lost, nothing comes twice', async () => {
    const cluster = await openDiscordCluster(['Harbour Wire'], { shards: 4, maxConcurrency: 4 });
    const { world, people, olga, news, stand, shown } = cluster;
    for (const role of ['engine', 'feeds', 'delivery', 'delivery'] as const) cluster.start(role);
    await cluster.connected();
    const parts = () => cluster.members('delivery').map((member) => member.logged().split(held).length - 1);
    await until(() => parts().every((count) => count >= 2), patienceMs);
    await cluster.connected();
    for (const channel of news) await cluster.follow(channel, 'oaks OR lorry OR nurses');
    stand.publish('Harbour Wire', reportOf(oaks));
    await until(() => news.every((channel) => shown(channel, oaks[1]) > 0), patienceMs);

    // The shards of the killed one are free once its leases have run out; what people wrote meanwhile is heard all the same.
    const [one, other] = cluster.members('delivery');
    const hasFirst = (member: typeof one) => member!.logged().lastIndexOf('"part":0,"of":4,"msg":"this process holds');
    await cluster.kill(hasFirst(one) > hasFirst(other) ? one! : other!);
    people.say(olga, 'topics');
    stand.publish('Harbour Wire', reportOf(lorry));
    await cluster.connected();
    await until(() => news.every((channel) => shown(channel, lorry[1]) > 0), patienceMs);
    const typed = news.map((channel) => people.type(olga, channel, '/topics'));
    await until(() => typed.every(({ originalId }) => originalId !== undefined), patienceMs);

    await until(() => shown(olga.direct, 'You follow nothing yet') === 1, patienceMs);
    expect(world.gateway.told.filter(({ event }) => event === 'MESSAGE_CREATE')).toMatchObject([{ isHeard: false }]);
    const direct = people.type(olga, olga.direct, '/topics');
    await until(() => direct.originalId !== undefined, patienceMs);
    for (const [, title] of [oaks, lorry]) for (const channel of news) expect(shown(channel, title)).toBe(1);
    // Each was answered once.
    expect(world.gateway.told.filter(({ event, isHeard }) => event === 'INTERACTION_CREATE' && !isHeard)).toEqual([]);
    expect([...typed, direct].map(({ followUps }) => followUps)).toEqual([0, 0, 0, 0, 0]);
    expect(world.gateway.violations).toEqual([]);
  });

  test('processes are replaced one by one: every shard is handed over at once, all that people write is answered once, and Discord’s limits for sessions are kept by all together', async () => {
    // One session in five seconds, whoever begins it.
    const cluster = await openDiscordCluster(['Harbour Wire'], { shards: 3, maxConcurrency: 1 });
    const { world, people, olga, news, stand, shown } = cluster;
    for (const role of ['engine', 'feeds', 'delivery', 'delivery'] as const) cluster.start(role);
    await cluster.connected();
    for (const channel of news) await cluster.follow(channel, 'oaks OR lorry OR nurses');
    // All the while, somebody writes to the bot, ten times a second: however fast the change is, it meets some of them.
    const writers: FakePerson[] = [];
    const write = setInterval(() => {
      const writer = people.person(`Reader ${writers.length}`);
      writers.push(writer);
      people.say(writer, 'topics');
    }, 100);
    onTestFinished(() => clearInterval(write));
    for (const old of cluster.members('delivery')) {
      const fresh = cluster.start('delivery');
      await until(() => fresh.logged().includes('"connected"'), patienceMs);
      const ended = await cluster.kill(old, 'SIGTERM');
      expect(ended.code).toBe(0);
      await cluster.connected();
    }
    clearInterval(write);
    // Between the old session and the new one of a shard there is a moment without any: what falls into it Discord tells nobody.
    const written = world.gateway.told.filter(({ event }) => event === 'MESSAGE_CREATE');
    const kept = writers.filter((_, index) => written[index]!.isKept);
    const answers = () => kept.map(({ direct }) => shown(direct, 'You follow nothing yet'));
    await until(() => answers().every((count) => count > 0), patienceMs);
    expect(kept.length).toBeGreaterThan(5);
    expect(writers.length - kept.length).toBeLessThan(5);
    expect(new Set(answers())).toEqual(new Set([1]));
    stand.publish('Harbour Wire', reportOf(nurses));
    await until(() => news.every((channel) => shown(channel, nurses[1]) > 0), patienceMs);
    for (const channel of news) expect(shown(channel, nurses[1])).toBe(1);
    const typed = news.map((channel) => people.type(olga, channel, '/topics'));
    await until(() => typed.every(({ originalId }) => originalId !== undefined), patienceMs);
    expect(world.gateway.violations).toEqual([]);
  });

  test('where Discord lets no more sessions begin, they wait, and nobody begins one all the same', async () => {
    const cluster = await openDiscordCluster(['Harbour Wire'], { shards: 3, maxConcurrency: 1, sessionStarts: 2 });
    const { world } = cluster;
    const warned = 'lets no more sessions begin';
    const first = cluster.start('delivery');
    await until(() => first.logged().includes(warned) && world.gateway.live().length === 2, patienceMs);
    // Shares what is not connected, and takes nothing that would have to be connected anew.
    const second = cluster.start('delivery');
    await until(() => second.logged().includes(warned), patienceMs);
    expect(world.gateway.live()).toHaveLength(2);
    expect(world.gateway.violations).toEqual([]);
    const ends = await Promise.all([first, second].map((one) => cluster.kill(one, 'SIGTERM')));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  });
});
