import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../src/ports.ts';
import { hasRedis, noRedis } from '../../worlds/redis.ts';
import { shareRedis } from '../../worlds/redis-cluster.ts';
import { until } from '../../worlds/wait.ts';

const never = new AbortController().signal;

describe.skipIf(!hasRedis)(`processes that share a Redis${noRedis}`, () => {
  const { server, join } = shareRedis();

  test('see one another come, tell something, and go', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    let load = 1;
    await one.join('feeds', () => ({ load }));
    await other.join('engine');
    await until(() => one.members().length === 2);
    expect(other.members().find(({ id }) => id === one.id)).toEqual({ id: one.id, role: 'feeds', about: { load: 1 } });
    load = 2;
    await until(() => other.members().some(({ about }) => JSON.stringify(about) === '{"load":2}'));
    await one.close();
    await until(() => other.members().length === 1);
  });

  test('one leads; the next follows when it ends, and the writes of one that has lost the lead are refused', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const first = (await one.lead('engine', never))!;
    const before = one.storage(first).collection('items');
    await before.set('a', '1');
    const waiting = other.lead('engine', never);
    await first.release();
    const second = (await waiting)!;
    await expect(before.set('a', '2')).rejects.toThrow(/taken over/);
    await expect(before.delete('a')).rejects.toThrow(/taken over/);
    const after = other.storage(second).collection('items');
    expect(await after.get('a')).toBe('1');
    await after.set('a', '3');
    expect(await one.storage().collection('items').get('a')).toBe('3');
    await second.release();
  });

  test('a lease that nobody renews is had after some seconds, and whoever still thinks to hold it learns the truth', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const first = (await one.lead('engine', never))!;
    // As if this process had been frozen for so long that its lease ran out.
    await server().command('DEL', 'dateline:lead:engine:lease', 'dateline:lead:engine:owner');
    const second = (await other.lead('engine', never))!;
    expect((await first.lost).message).toMatch(/taken over/);
    await second.release();
  });

  test('whoever gives up waiting to lead does not lead', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const first = (await one.lead('engine', never))!;
    const abort = new AbortController();
    const waiting = other.lead('engine', abort.signal);
    abort.abort();
    expect(await waiting).toBeUndefined();
    await first.release();
  });

  test('leases of different names have nothing to do with one another', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const leases = await Promise.all([one.lead('platform-telegram', never), other.lead('platform-discord', never)]);
    for (const lease of leases) await lease!.release();
  });

  test('a nudge reaches all that listen', async () => {
    const [one, other] = await Promise.all([join(), join()]);
    const heard: string[] = [];
    other.onNudge('feeds', (text) => heard.push(text));
    await until(() => {
      one.nudge('feeds', 'f1');
      return heard.length > 0;
    });
    expect(heard[0]).toBe('f1');
  });

  test('changes of one record by many processes all count', async () => {
    const clusters = await Promise.all([join(), join(), join()]);
    const add = async (cluster: Cluster) => {
      const { change } = cluster.storage().collection('feeds');
      for (let index = 0; index < 20; index++) await change!('count', (before) => String(Number(before ?? '0') + 1));
    };
    await Promise.all(clusters.map(add));
    expect(await clusters[0]!.storage().collection('feeds').get('count')).toBe('60');
    expect(await clusters[0]!.storage().collection('feeds').change!('none', () => undefined)).toBeUndefined();
    expect(await clusters[0]!.storage().collection('feeds').get('none')).toBeUndefined();
  });
});
