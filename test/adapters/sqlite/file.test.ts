import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../../adapters/sqlite/index.ts';
import { salvage } from '../../../adapters/sqlite/salvage.ts';
import { takeSeal } from '../../../adapters/sqlite/seal.ts';
import { SetupError, StoreError } from '../../../src/errors.ts';
import type { Storage } from '../../../src/ports.ts';
import { startChild } from '../../worlds/child.ts';
import { type Folder, makeFolder } from '../../worlds/folder.ts';

const worlds = join(import.meta.dirname, '../../worlds');
let folder: Folder;
let file: string;
const open: Storage[] = [];
beforeEach(() => {
  folder = makeFolder();
  file = folder.path('state.sqlite');
});
afterEach(async () => {
  for (const storage of open.splice(0)) await storage.close();
  folder.remove();
});

async function openState(path = file): Promise<Storage> {
  const storage = await openSqlite(`sqlite:${path}`);
  open.push(storage);
  return storage;
}

async function refusal(path = file): Promise<string> {
  const error = await openState(path).then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(SetupError);
  expect(error!.message).not.toContain('\n');
  return error!.message;
}

test('keeps what was written over a restart, in a folder that it makes', async () => {
  const path = folder.path('deep/er/state.sqlite');
  const storage = await openState(path);
  await storage.collection('records').set('a', '1');
  await storage.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(await (await openState(path)).collection('records').get('a')).toBe('1');
});

test('concurrent writes share a commit, and a bad one among them fails alone', async () => {
  const records = (await openState()).collection('records');
  const writes = Array.from({ length: 100 }, (_, index) => records.set(`k${index}`, 'x'));
  const bad = records.set('bad', 7 as never);
  const results = await Promise.allSettled([...writes, bad]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  await expect(bad).rejects.toBeInstanceOf(StoreError);
  expect(await records.getMany(['k0', 'k99', 'bad'])).toEqual(['x', 'x', undefined]);
});

test('a second process on the same file ends with one clear line; a killed one leaves no lock behind', async () => {
  const holder = startChild(join(worlds, 'hold-state.ts'), [`sqlite:${file}`]);
  await holder.saw('open');
  const second = await startChild(join(worlds, 'hold-state.ts'), [`sqlite:${file}`]).ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toBe(`The state file ${file} is in use by another running Dateline; stop that one first.\n`);
  holder.process.kill('SIGKILL');
  await holder.ended;
  expect(await (await openState()).collection('records').get('a')).toBe('1');
});

test('refuses a second opening within one process, too', async () => {
  await openState();
  expect(await refusal()).toContain('in use');
});

test('refuses what is no state file, and says so', async () => {
  writeFileSync(file, 'This is a text, and a long one at that. '.repeat(100));
  expect(await refusal()).toContain('damaged');
  const other = folder.path('other.sqlite');
  const database = new DatabaseSync(other);
  database.exec('CREATE TABLE theirs (a)');
  database.close();
  expect(await refusal(other)).toContain('another program');
  expect(await refusal(folder.path('.'))).toContain('cannot be opened');
});

test('a changed byte anywhere in the records is refused with two ways back, and salvage loses one record at most', async () => {
  const storage = await openState();
  const texts = Array.from({ length: 400 }, (_, index) => [`k${index}`, `text ${index} `.repeat(40)] as const);
  await storage.collection('records').setMany(texts);
  await storage.close();
  const whole = readFileSync(file);
  let refused = 0;
  let worst = 0;
  for (let step = 0; step < 40; step++) {
    const at = 4_096 + Math.floor(((whole.length - 4_096) / 40) * step);
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0x01;
    const copy = folder.path(`flipped-${step}.sqlite`);
    writeFileSync(copy, bytes);
    const outcome = await openSqlite(`sqlite:${copy}`).then(
      (opened) => ({ opened }),
      (error: Error) => ({ error }),
    );
    if ('opened' in outcome) {
      // The byte was in space that holds nothing: everything must be there.
      const keys = texts.map(([key]) => key);
      expect(await outcome.opened.collection('records').getMany(keys)).toEqual(texts.map(([, text]) => text));
      await outcome.opened.close();
      continue;
    }
    refused++;
    expect(outcome.error).toBeInstanceOf(SetupError);
    expect(outcome.error.message).toMatch(/damaged.*backup.*npm run salvage/u);
    const salvaged = salvage(copy);
    const back = await openState(salvaged.file);
    const found = await back.collection('records').getMany(texts.map(([key]) => key));
    worst = Math.max(worst, found.filter((text, index) => text !== texts[index]![1]).length);
    await back.close();
  }
  expect(refused).toBeGreaterThan(20);
  expect(worst).toBeLessThanOrEqual(1);
});

test('a record that changes on disk while it is in use is an error, never a wrong answer', async () => {
  const storage = await openState();
  await storage.collection('records').set('a', 'right');
  await storage.close();
  const database = new DatabaseSync(file);
  database.exec("UPDATE records SET value = 'wrong'");
  database.close();
  expect(await refusal()).toContain('one record has changed');
});

test('a full disk is a StoreError; nothing acknowledged is lost, and with room again it goes on', async () => {
  // 2 MB is the most that this process may write into one file.
  const ended = await startChild(join(worlds, 'fill-disk.ts'), [`sqlite:${file}`], {
    shell: "trap '' XFSZ; ulimit -f 2048",
  }).ended;
  const [told, read] = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(told).toMatchObject({ isStoreError: true });
  expect(told.written).toBeGreaterThan(20);
  expect(read).toEqual({ first: 10_000 });
  const records = (await openState()).collection('records');
  const keys = Array.from({ length: told.written }, (_, index) => `k${index}`);
  expect((await records.getMany(keys)).every((text) => text?.length === 10_000)).toBe(true);
  await records.set('more', 'room');
});

test('a copy is whole and opens as a state of its own, taken while writing goes on', async () => {
  const storage = await openState();
  const records = storage.collection('records');
  await records.setMany(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, 'x'.repeat(200)] as const));
  const copy = folder.path('backup/state.sqlite');
  const writing = records.set('later', '1');
  await storage.backup!(copy);
  await writing;
  const opened = await openState(copy);
  expect(await opened.collection('records').get('k2999')).toBe('x'.repeat(200));
});

test('what was deleted is not in the bytes of the file or its log after a scrub', async () => {
  const storage = await openState();
  const records = storage.collection('records');
  const secret = 'Harbour-Secret';
  for (let round = 0; round < 30; round++) {
    const entries = Array.from({ length: 40 }, (_, index) => {
      const own = index % 4 === 0 ? secret : 'other';
      return [`${own}-${round}-${index}`, `${own} `.repeat(5 + ((round * 7 + index) % 60))] as const;
    });
    await records.setMany(entries);
    await records.setMany(entries.map(([key, value]) => [key, value.slice(0, value.length / 2)] as const));
  }
  const gone: string[] = [];
  for await (const [key] of records.entries(secret)) gone.push(key);
  await records.delete(...gone);
  await storage.scrub!();
  for (const path of [file, `${file}-wal`]) {
    if (existsSync(path)) expect(readFileSync(path).includes(secret)).toBe(false);
  }
  expect(await records.get('other-0-1')).toContain('other');
});

test('writing a lot does not let the log grow without end', async () => {
  const storage = await openState();
  const records = storage.collection('records');
  for (let round = 0; round < 200; round++) {
    await records.setMany(Array.from({ length: 50 }, (_, index) => [`k${index}`, String(round).repeat(300)] as const));
  }
  expect(statSync(`${file}-wal`).size).toBeLessThan(64_000_000);
});

test('a copied file without its log opens with what was in it', async () => {
  const storage = await openState();
  await storage.collection('records').set('a', '1');
  await storage.close();
  copyFileSync(file, folder.path('copy.sqlite'));
  expect(await (await openState(folder.path('copy.sqlite'))).collection('records').get('a')).toBe('1');
});

describe('the seal of an orderly end', () => {
  const fill = async () => {
    const storage = await openState();
    await storage
      .collection('records')
      .setMany(Array.from({ length: 200 }, (_, i) => [`k${i}`, `text ${i}`.repeat(20)]));
    await storage.close();
  };

  test('spares the reading of every record, once', async () => {
    await fill();
    expect(existsSync(`${file}.sum`)).toBe(true);
    expect(takeSeal(file)).toBe(true);
    expect(takeSeal(file)).toBe(false);
    const storage = await openState();
    expect(existsSync(`${file}.sum`)).toBe(false);
    expect(await storage.collection('records').get('k7')).toBe('text 7'.repeat(20));
    await storage.close();
  });

  test.each(['a changed byte', 'a missing end', 'a log beside it'])('does not hide %s', async (what) => {
    await fill();
    const bytes = readFileSync(file);
    if (what === 'a changed byte') {
      bytes[bytes.indexOf('text 111text')]! ^= 0x01;
      writeFileSync(file, bytes);
      expect(await refusal(file)).toContain('damaged');
    } else {
      if (what === 'a missing end') writeFileSync(file, bytes.subarray(0, -4_096));
      else writeFileSync(`${file}-wal`, 'something');
      expect(takeSeal(file)).toBe(false);
    }
  });

  test('is not there while the file is in use: a killed process leaves none', async () => {
    await fill();
    const storage = await openState();
    await storage.collection('records').set('late', 'written before the end');
    expect(existsSync(`${file}.sum`)).toBe(false);
    await storage.close();
  });
});
