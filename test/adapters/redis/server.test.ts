import { cpSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parseAddress } from '../../../adapters/redis/address.ts';
import { connect } from '../../../adapters/redis/connection.ts';
import { openRedis } from '../../../adapters/redis/index.ts';
import { createWriter } from '../../../adapters/redis/writer.ts';
import { SetupError, StoreError } from '../../../src/errors.ts';
import type { Storage } from '../../../src/ports.ts';
import { startChild } from '../../worlds/child.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../../worlds/redis.ts';
import { until } from '../../worlds/wait.ts';

const worlds = join(import.meta.dirname, '../../worlds');

describe.skipIf(!hasRedis)(`a database in Redis${noRedis}`, () => {
  let server: RedisServer;
  const open: Storage[] = [];
  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const storage of open.splice(0)) await storage.close();
    await server.remove();
  });

  async function openState(url = server.url()): Promise<Storage> {
    const storage = await openRedis(url);
    open.push(storage);
    return storage;
  }
  async function refusal(url: string): Promise<string> {
    const error: unknown = await openState(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SetupError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }

  test('a second process ends with one clear line at once', async () => {
    await openState();
    const startedAt = performance.now();
    const second = await startChild(join(worlds, 'hold-state.ts'), [server.url()]).ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `The state in ${server.url()} is in use by another running Dateline; stop that one first.\n`,
    );
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    // A lease that ran out while Redis was away is no invitation either.
    await server.command('DEL', 'dateline:lease');
    expect(await refusal(server.url())).toContain('in use');
    // Another database of the same server is another state.
    await openState(server.url(1));
  });

  test('a killed process frees it within seconds, an orderly end at once', async () => {
    const killed = startChild(join(worlds, 'hold-state.ts'), [server.url()]);
    await killed.saw('open');
    killed.process.kill('SIGKILL');
    await killed.ended;
    const startedAt = performance.now();
    const storage = await openState();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await storage.collection('records').get('a')).toBe('1');
    await storage.close();
    const closedAt = performance.now();
    await openState();
    expect(performance.now() - closedAt).toBeLessThan(1_900);
  });

  test('a process that was frozen while another took over learns it, and writes nothing any more', async () => {
    const frozen = await openState();
    const records = frozen.collection('records');
    await records.set('a', 'old');
    // As after a long freeze: the lease ran out, and someone else took the database.
    await server.command('DEL', 'dateline:lease', 'dateline:owner');
    await (await openState()).collection('records').set('a', 'new');
    await expect(records.set('a', 'stale')).rejects.toThrow(/another Dateline has taken over/);
    await expect(records.delete('a')).rejects.toBeInstanceOf(StoreError);
    expect((await frozen.lost!).message).toContain('taken over');
    await frozen.close();
    expect(await open[1]!.collection('records').get('a')).toBe('new');
    expect(await server.command('EXISTS', 'dateline:lease')).toBe(1);
  });

  test('what was acknowledged survives a kill of Redis, and calls under way wait for its return', async () => {
    const records = (await openState()).collection('records');
    for (let index = 0; index < 50; index++) await records.set(`k${index}`, String(index));
    await server.kill('SIGKILL');
    const waiting = [records.set('later', '1'), records.set('later', '2')];
    const read = records.get('k49');
    await server.start();
    await Promise.all(waiting);
    expect(await read).toBe('49');
    expect(await records.get('later')).toBe('2');
  });

  test('while Redis is away calls fail in time with a StoreError, and afterwards it goes on by itself', async () => {
    const storage = await openState();
    const records = storage.collection('records');
    await server.kill();
    await expect(records.set('a', '1')).rejects.toBeInstanceOf(StoreError);
    await expect(records.get('a')).rejects.toThrow(/could not be read: .*Redis/);
    await server.start();
    await until(() =>
      records.set('a', '2').then(
        () => true,
        () => false,
      ),
    );
    expect(await records.get('a')).toBe('2');
    // Still ours after an absence longer than the lease.
    expect(await refusal(server.url())).toContain('in use');
  });

  test('a Redis that hangs is an error in time, not a program that hangs', async () => {
    const records = (await openState()).collection('records');
    await server.command('CLIENT', 'PAUSE', '20000', 'ALL');
    const startedAt = performance.now();
    await expect(records.set('a', '1')).rejects.toThrow(/does not answer/);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });

  test('a full Redis refuses the whole batch, keeps what there was, lets delete, and takes again when there is room', async () => {
    const storage = await openState();
    const records = storage.collection('records');
    await records.set('kept', '1');
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    const batch = [
      ['a', '1'],
      ['b', '2'],
    ] as const;
    await expect(records.setMany(batch)).rejects.toThrow(/no room left/);
    await expect(records.set('kept', '2')).rejects.toBeInstanceOf(StoreError);
    expect(await records.getMany(['kept', 'a', 'b'])).toEqual(['1', undefined, undefined]);
    // Longer than the lease: being full must not cost the database.
    await sleep(5_500);
    await records.delete('kept');
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    await records.setMany(batch);
    expect(await records.getMany(['kept', 'a', 'b'])).toEqual([undefined, '1', '2']);
  });

  test('a batch that is cut off in the file is absent as a whole', async () => {
    const records = (await openState()).collection('records');
    await records.set('before', '1');
    await records.setMany(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x'.repeat(1_000)] as const));
    await server.kill('SIGKILL');
    const folder = join(server.folder, 'appendonlydir');
    const log = readdirSync(folder).find((name) => name.endsWith('.incr.aof'))!;
    truncateSync(join(folder, log), readFileSync(join(folder, log)).length - 2_000);
    await server.start();
    const found = await records.getMany(['before', ...Array.from({ length: 100 }, (_, index) => `k${index}`)]);
    expect(found[0]).toBe('1');
    expect(found.slice(1).every((value) => value === undefined)).toBe(true);
  });

  test('writes of one turn are carried out in their order, whatever they set and delete, and however many they are', async () => {
    await server.command('SET', 'owner', 'me');
    const connection = await connect(parseAddress(server.url()));
    const writer = createWriter(connection, { key: 'owner', token: 'me' });
    const [records, others] = ['records', 'others'].map((name) => ({ records: `${name}:all`, order: `${name}:order` }));
    const many = Array.from({ length: 2_500 }, (_, index) => `k${String(index).padStart(4, '0')}`);
    const steps: [typeof records, [key: string, value?: string][]][] = [
      [records, [['a', '1'], ['a'], ['a', '2']]],
      [others, [['a', '3']]],
      [records, many.map((key) => [key, 'x'])],
      [records, [['k0000'], ['k2499'], ['nothing']]],
      [records, [['b', '4']]],
      [records, [['b']]],
      [records, [['k0000', 'y']]],
    ];
    await Promise.all(
      steps.map(([place, changes]) =>
        writer.write(
          place!,
          changes.map(([key, value]) => ({ key, value })),
        ),
      ),
    );
    await connection.close();
    const order = await server.command('ZRANGE', 'records:order', '0', '-1');
    expect(order).toEqual(['a', ...many.slice(0, -1)]);
    expect(await server.command('HLEN', 'records:all')).toBe(many.length);
    expect(await server.command('HMGET', 'records:all', 'a', 'k0000', 'k2498', 'b')).toEqual(['2', 'y', 'x', null]);
    expect(await server.command('HGETALL', 'others:all')).toEqual(['a', '3']);
  });

  test.each([
    ['its settings', ['CONFIG']],
    ['its files', ['CONFIG', 'BGSAVE', 'BGREWRITEAOF']],
  ])('a Redis of which %s are in other hands is no reason to fail when a chat is erased', async (_, refused) => {
    const managed = await startRedis(refused.flatMap((name) => ['--rename-command', name, '']));
    onTestFinished(() => managed.remove());
    const storage = await openRedis(managed.url());
    await storage.collection('chats').set('a', 'Zanzibarite');
    await storage.collection('chats').delete('a');
    await storage.scrub!();
    expect(await storage.collection('chats').get('a')).toBeUndefined();
    await storage.close();
  });

  test('what was deleted is not in the bytes of its files after a scrub', async () => {
    await server.command('CONFIG', 'SET', 'save', '3600 1');
    const storage = await openState();
    const records = storage.collection('records');
    const secret = 'Harbour-Secret';
    await records.setMany(Array.from({ length: 200 }, (_, index) => [`${secret}-${index}`, secret.repeat(9)] as const));
    await records.set('other', 'stays');
    await server.command('BGSAVE');
    await records.delete(...Array.from({ length: 200 }, (_, index) => `${secret}-${index}`));
    const bytes = () =>
      readdirSync(server.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readIfThere(join(entry.parentPath, entry.name)))
        .join('');
    expect(bytes()).toContain(secret);
    await Promise.all([storage.scrub!(), storage.scrub!()]);
    // Redis removes the old log in the background.
    await until(() => !bytes().includes(secret), 5_000);
    expect(bytes()).toContain('stays');
  });

  test('a copy of its append-only folder, taken while it runs, opens as a state', async () => {
    const records = (await openState()).collection('records');
    await records.setMany(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x'] as const));
    await server.command('CONFIG', 'SET', 'auto-aof-rewrite-percentage', '0');
    const copy = join(server.folder, 'copy');
    cpSync(join(server.folder, 'appendonlydir'), join(copy, 'appendonlydir'), { recursive: true });
    const restored = await startRedis(['--dir', copy]);
    const opened = await openRedis(restored.url());
    expect(await opened.collection('records').get('k99')).toBe('x');
    await opened.close();
    await restored.remove();
  });

  test('nothing there is one line', async () => {
    await server.kill();
    expect(await refusal(server.url())).toBe(
      `Redis at ${server.url()} cannot be used: nothing answers there (is Redis running?).`,
    );
  });

  test('a database that there is not is refused, rather than another one used', async () => {
    expect(await refusal(server.url(99))).toContain('out of range');
  });

  test('what in the settings of Redis may cost records is told', async () => {
    expect((await openState()).warnings).toEqual([]);
    await server.command('CONFIG', 'SET', 'appendfsync', 'everysec');
    expect((await openState(server.url(1))).warnings).toEqual([expect.stringContaining('appendfsync always')]);
    await server.command('CONFIG', 'SET', 'appendonly', 'no');
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const { warnings } = await openState(server.url(2));
    expect(warnings).toHaveLength(2);
    expect(warnings!.join()).toMatch(/appendonly yes.*noeviction/);
  });
});

describe.skipIf(!hasRedis)(`a Redis with a password${noRedis}`, () => {
  test('opens with the right one; neither label nor errors ever show it', async () => {
    const server = await startRedis(['--requirepass', 'hunter@2']);
    const withPassword = (text: string) => server.url().replace('//', `//:${text}@`);
    const storage = await openRedis(withPassword('hunter%402'));
    await storage.collection('records').set('a', '1');
    expect(storage.label).toBe(server.url());
    await storage.close();
    for (const url of [server.url(), withPassword('swordfish')]) {
      const error: Error = await openRedis(url).then(
        () => new Error('opened'),
        (reason: Error) => reason,
      );
      expect(error).toBeInstanceOf(SetupError);
      expect(error.message).toContain('another user name or password');
      expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toMatch(/swordfish|hunter/);
    }
    await server.remove();
  });

  test('opens as a user who may do no more than docs/operating.md says', async () => {
    const server = await startRedis();
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8');
    const rule = /ACL SETUSER dateline (.*)$/m.exec(guide)![1]!.replace('>PASSWORD', '>hunter2');
    await server.command('ACL', 'SETUSER', 'dateline', ...rule.split(' '));
    const storage = await openRedis(server.url().replace('//', '//dateline:hunter2@'));
    expect(storage.warnings).toEqual([]);
    const records = storage.collection('records');
    await records.setMany([['a', '1']]);
    await records.delete('a');
    await records.set('b', '2');
    for await (const row of records.entries()) expect(row).toEqual(['b', '2']);
    await storage.scrub!();
    await storage.close();
    expect(await server.command('EXISTS', 'dateline:lease')).toBe(0);
    await server.remove();
  });
});

/** A file that Redis replaces while it is looked for holds nothing any more. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
