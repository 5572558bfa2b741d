/** A namespace as keyv sees it (a storage adapter) and as the core sees it (a collection). */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import Keyv, { type KeyvStorageEntry } from 'keyv';
import { StoreError } from '../../src/errors.ts';
import type { Collection } from '../../src/ports.ts';
import { isWhole, type Row, sumOf } from './check.ts';
import type { Commits } from './commits.ts';

/** Rows read at a time when going through a namespace, so that other work has its turn in between. */
const pageRows = 500;

/** keyv's envelope around a value. */
interface Envelope {
  readonly value: string;
}

type Statements = Readonly<Record<'get' | 'set' | 'delete' | 'clear' | 'page', StatementSync>>;

/** The same namespace gives the same data. Reads and writes throw StoreError when the file does not do its part. */
export function createCollection(database: DatabaseSync, commits: Commits, namespace: string): Collection<string> {
  const statements = prepare(database);
  // No 'error' listener: with one, keyv would answer false or undefined where it now throws.
  const keyv = new Keyv({ store: createAdapter(statements, commits, namespace), serialization: false });
  return {
    get: (key) => keyv.get<string>(key),
    getMany: async (keys) => (keys.length === 0 ? [] : keyv.getMany<string>([...keys])),
    set: async (key, value) => expect(await keyv.set(key, value)),
    async setMany(entries) {
      if (entries.length === 0) return;
      if (entries.some(([key]) => key === '')) throw new StoreError('A record needs a key.');
      const done = await keyv.setMany(entries.map(([key, value]) => ({ key, value })));
      expect((done ?? []).every(Boolean));
    },
    async delete(...keys) {
      if (keys.length > 0) await keyv.deleteMany([...keys]);
    },
    entries: (prefix = '') => readPages(statements, namespace, prefix),
  };
}

function expect(isDone: boolean): void {
  if (!isDone) throw new StoreError('The state could not be written.');
}

function prepare(database: DatabaseSync): Statements {
  return {
    get: database.prepare('SELECT namespace, key, sum, value FROM records WHERE namespace = ? AND key = ?'),
    set: database.prepare(
      'INSERT INTO records (namespace, key, sum, value) VALUES (?, ?, ?, ?) ' +
        'ON CONFLICT DO UPDATE SET sum = excluded.sum, value = excluded.value',
    ),
    delete: database.prepare('DELETE FROM records WHERE namespace = ? AND key = ?'),
    clear: database.prepare('DELETE FROM records WHERE namespace = ?'),
    page: database.prepare(
      'SELECT namespace, key, sum, value FROM records ' +
        `WHERE namespace = ? AND key > ? AND key < ? ORDER BY key LIMIT ${pageRows}`,
    ),
  };
}

/** keyv's storage port over the one table. Records do not expire here: keeping is decided by the core's own clock. */
function createAdapter(statements: Statements, commits: Commits, namespace: string) {
  const read = (key: string): Envelope | undefined => {
    const row = ask(() => statements.get.get(namespace, key)) as Row | undefined;
    return row === undefined ? undefined : { value: textOf(row) };
  };
  const write = (key: string, { value }: Envelope) =>
    statements.set.run(namespace, key, sumOf(namespace, key, value), value);
  const remove = (keys: readonly string[]) =>
    commits.write(() => {
      for (const key of keys) statements.delete.run(namespace, key);
    });
  return {
    capabilities: { expires: true },
    get: async (key: string) => read(key),
    getMany: async (keys: readonly string[]) => keys.map(read),
    has: async (key: string) => read(key) !== undefined,
    hasMany: async (keys: readonly string[]) => keys.map((key) => read(key) !== undefined),
    set: (key: string, value: Envelope) => commits.write(() => write(key, value)).then(() => true),
    setMany: (entries: readonly KeyvStorageEntry<string>[]) =>
      commits
        .write(() => {
          for (const { key, value } of entries) write(key, value as unknown as Envelope);
        })
        .then(() => entries.map(() => true)),
    delete: (key: string) => remove([key]).then(() => true),
    deleteMany: (keys: readonly string[]) => remove(keys).then(() => keys.map(() => true)),
    clear: () => commits.write(() => statements.clear.run(namespace)),
  };
}

async function* readPages(
  statements: Statements,
  namespace: string,
  prefix: string,
): AsyncGenerator<readonly [string, string]> {
  // Keys are of the Basic Multilingual Plane, so nothing that begins with the prefix comes after this.
  const end = `${prefix}\uffff`;
  // Keys are never empty: everything is after ''. The prefix itself may be a key.
  const first = prefix === '' ? undefined : (ask(() => statements.get.get(namespace, prefix)) as Row | undefined);
  if (first !== undefined) yield [first.key, textOf(first)];
  for (let after = prefix; ; ) {
    const rows = ask(() => statements.page.all(namespace, after, end)) as unknown as Row[];
    for (const row of rows) yield [row.key, textOf(row)];
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.key;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function ask<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new StoreError(`The state could not be read: ${(error as Error).message}`, { cause: error });
  }
}

function textOf(row: Row): string {
  if (!isWhole(row)) throw new StoreError(`The record ${row.namespace}/${row.key} has changed on disk.`);
  return row.value;
}
