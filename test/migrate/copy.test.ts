import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { openRedis } from '../../adapters/redis/index.ts';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { SetupError, StoreError } from '../../src/errors.ts';
import { copyState } from '../../src/migrate/copy.ts';
import { showCopy } from '../../src/migrate/show.ts';
import type { Storage } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { namespaces } from '../../src/store/store.ts';
import { createFaultyStorage } from '../worlds/faults.ts';
import { type Folder, makeFolder } from '../worlds/folder.ts';
import { makeChat } from '../worlds/records.ts';
import { hasRedis, noRedis, startRedis } from '../worlds/redis.ts';

let folder: Folder;
const open: Storage[] = [];
beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  for (const storage of open.splice(0)) await storage.close();
  folder.remove();
});

const quiet = () => undefined;

async function openFile(name: string): Promise<Storage> {
  const storage = await openSqlite(`sqlite:${folder.path(name)}`);
  open.push(storage);
  return storage;
}

/** Records of a filled state: one in every namespace, the layout's version, and the 700s. */
const kept = namespaces.length + 1 + 3 * 700;

/** A state with some records in every namespace, 3 × 700 of them in three. */
async function fill(storage: Storage): Promise<void> {
  await openStore(storage);
  for (const namespace of namespaces) await storage.collection(namespace).set('one', `{"of":"${namespace}"}`);
  for (const namespace of ['items', 'heard', 'sent']) {
    const keys = Array.from({ length: 700 }, (_, index) => `ключ:${index}`);
    await storage.collection(namespace).setMany(keys.map((key) => [key, `"Ångström ${key}"`] as const));
  }
}

async function contentOf(storage: Storage): Promise<Record<string, [string, string][]>> {
  const content: Record<string, [string, string][]> = {};
  for (const namespace of namespaces) {
    content[namespace] = [];
    for await (const row of storage.collection(namespace).entries()) content[namespace].push([...row]);
  }
  return content;
}

test('a state goes from a file into memory and back into another file, record for record', async () => {
  const file = await openFile('a.sqlite');
  const memory = openMemory();
  const back = await openFile('b.sqlite');
  await fill(file);
  const there = await copyState(file, memory, quiet);
  const again = await copyState(memory, back, quiet);
  expect(there).toMatchObject({ records: kept, written: kept });
  expect(again.hash).toBe(there.hash);
  expect(await contentOf(back)).toEqual(await contentOf(file));
  await openStore(back);
});

describe.skipIf(!hasRedis)(`over Redis${noRedis}`, () => {
  test('a state goes from a file into Redis and back, record for record', async () => {
    const server = await startRedis();
    const file = await openFile('a.sqlite');
    await fill(file);
    const redis = await openRedis(server.url());
    const there = await copyState(file, redis, quiet);
    const back = await openFile('b.sqlite');
    expect((await copyState(redis, back, quiet)).hash).toBe(there.hash);
    expect(await contentOf(back)).toEqual(await contentOf(file));
    await redis.close();
    await server.remove();
  });
});

describe.skipIf(!hasRedis)(`cut short on its way${noRedis}`, () => {
  test('into Redis and out of it again, the next run goes on from there, and tells how far it is', async () => {
    const server = await startRedis();
    const file = await openFile('a.sqlite');
    await fill(file);
    const redis = await openRedis(server.url());
    const back = await openFile('b.sqlite');
    for (const [from, to] of [
      [file, redis],
      [redis, back],
    ] as const) {
      const failing = createFaultyStorage(to);
      failing.isFailing = (write) => write === 6;
      await expect(copyState(from, failing, quiet)).rejects.toBeInstanceOf(StoreError);
      await expect(openStore(to)).rejects.toThrow(/not finished.*npm run migrate/);
      const told: number[] = [];
      const copied = await copyState(from, to, ({ done, total }) => {
        told.push(done);
        expect(total).toBe(kept);
      });
      expect(copied.written).toBeLessThan(kept);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(told.at(-1)).toBe(kept);
    }
    expect(await contentOf(back)).toEqual(await contentOf(file));
    await redis.close();
    await server.remove();
  });
});

test('cut short at any write, it is refused as a state, and the next run finishes it', async () => {
  const from = openMemory();
  await fill(from);
  const complete = createFaultyStorage(openMemory());
  await copyState(from, complete, quiet);
  expect(complete.writes).toBeGreaterThan(10);
  for (let failing = 1; failing <= complete.writes; failing++) {
    const to = createFaultyStorage(openMemory());
    to.isFailing = (write) => write === failing;
    await expect(copyState(from, to, quiet)).rejects.toBeInstanceOf(StoreError);
    if (failing > 1) await expect(openStore(to)).rejects.toThrow(/not finished.*npm run migrate/);
    to.isFailing = () => false;
    const copied = await copyState(from, to, quiet);
    expect(copied.records).toBe(kept);
    expect(await contentOf(to)).toEqual(await contentOf(from));
  }
});

test('a second run writes only what is missing, and takes away what the source no longer has', async () => {
  const from = openMemory();
  await fill(from);
  const to = createFaultyStorage(openMemory());
  to.isFailing = (write) => write === 5;
  await expect(copyState(from, to, quiet)).rejects.toBeInstanceOf(StoreError);
  to.isFailing = () => false;
  await from.collection('feeds').delete('one');
  await from.collection('items').set('ключ:1', '"changed"');
  await from.collection('items').set('zzz', '"new"');
  const copied = await copyState(from, to, quiet);
  expect(copied.records).toBe(kept);
  expect(copied.written).toBeLessThan(2_000);
  expect(await contentOf(to)).toEqual(await contentOf(from));
});

test('whatever two states hold, the copy is equal in the end', async () => {
  const rows = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'a:1', 'é'), fc.constantFrom('1', '2'));
  await fc.assert(
    fc.asyncProperty(rows, rows, async (ours, theirs) => {
      const from = openMemory();
      const to = openMemory();
      await from.collection('meta').set('schema', '2');
      await from.collection('chats').setMany(Object.entries(ours));
      // An earlier run from the same place, cut short.
      await to.collection('meta').set('unfinishedCopy', JSON.stringify(from.label));
      await to.collection('chats').setMany(Object.entries(theirs));
      await copyState(from, to, quiet);
      expect(await contentOf(to)).toEqual(await contentOf(from));
    }),
    { numRuns: 100 },
  );
});

test('a record that changes on its way is found out', async () => {
  const from = openMemory();
  await fill(from);
  const to = openMemory();
  const lossy: Storage = {
    ...to,
    collection(namespace) {
      const own = to.collection(namespace);
      if (namespace !== 'heard') return own;
      return { ...own, setMany: (entries) => own.setMany(entries.map(([key, value]) => [key, value.slice(1)])) };
    },
  };
  await expect(copyState(from, lossy, quiet)).rejects.toThrow(/not equal/);
  await expect(openStore(to)).rejects.toBeInstanceOf(SetupError);
});

test('neither an empty source, nor one of a newer version, nor a target that holds another state is touched', async () => {
  const to = openMemory();
  await expect(copyState(openMemory(), to, quiet)).rejects.toThrow(/no state in/);
  const newer = openMemory();
  await newer.collection('meta').set('schema', '99');
  await expect(copyState(newer, to, quiet)).rejects.toThrow(/newer Dateline/);
  const from = openMemory();
  await fill(from);
  const other = openMemory();
  await (await openStore(other)).chats.set('fake:1', makeChat('1'));
  const before = await contentOf(other);
  await expect(copyState(from, other, quiet)).rejects.toThrow(/already holds a state/);
  expect(await contentOf(other)).toEqual(before);
  await other.collection('meta').set('unfinishedCopy', '"sqlite:elsewhere"');
  await expect(copyState(from, other, quiet)).rejects.toThrow(/unfinished copy of "sqlite:elsewhere"/);
});

test('a terminal sees a bar that fills in one line; a file gets a line for every tenth', async () => {
  const from = openMemory();
  await fill(from);
  const shown: Record<'terminal' | 'file', string> = { terminal: '', file: '' };
  await showCopy(from, openMemory(), { isTTY: true, write: (text) => (shown.terminal += text) });
  await showCopy(from, openMemory(), { write: (text) => (shown.file += text) });
  expect(shown.terminal).toMatch(/\r\[#+\.*\] +\d+ %/);
  expect(shown.terminal).toContain(`\r[${'#'.repeat(30)}] 100 %  ${kept} of ${kept}`);
  expect(shown.file).not.toContain('\r');
  expect(shown.file).toMatch(new RegExp(`${kept} records are there, ${kept} of them new; counts and SHA-256 agree`));
});
