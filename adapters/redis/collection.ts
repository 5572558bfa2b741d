/**
 * A namespace as keyv sees it (a storage adapter) and as the core sees it (a collection). It is one hash with the records
 * and one sorted set with their keys: namespaces cannot see each other whatever their names are, and a prefix is read in
 * order without going through the whole database. All scores are equal, so Redis orders keys by their UTF-8 bytes, which
 * within the Basic Multilingual Plane is the order of code units.
 */
import Keyv, { type KeyvStorageEntry } from 'keyv';
import { StoreError } from '../../src/errors.ts';
import type { Collection } from '../../src/ports.ts';
import type { Connection } from './connection.ts';
import { createReader, type Reader } from './reader.ts';
import type { Change, Writer } from './writer.ts';

const pageRows = 500;

/** keyv's envelope around a value. */
interface Envelope {
  readonly value: string;
}

/** The same namespace gives the same data. Throws StoreError when Redis does not do its part. */
export function createCollection(connection: Connection, writer: Writer, namespace: string): Collection<string> {
  const place = { records: `dateline:records:${namespace}`, order: `dateline:order:${namespace}` };
  const { records, order } = place;
  const write = (changes: readonly Change[]) => writer.write(place, changes);
  // No 'error' listener: with one, keyv would answer false or undefined where it now throws.
  const keyv = new Keyv({ store: createAdapter(createReader(connection, records), write), serialization: false });
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
    async change(key, change) {
      for (;;) {
        const before = await keyv.get<string>(key);
        const after = change(before);
        if (after === undefined || (await writer.swap(place, key, before, after))) return after;
      }
    },
    entries: (prefix = '') => readPages(connection, records, order, prefix),
  };
}

function expect(isDone: boolean): void {
  if (!isDone) throw new StoreError('The state could not be written.');
}

/** keyv's storage port. Records do not expire here: keeping is decided by the core's own clock. */
function createAdapter(reader: Reader, change: (changes: readonly Change[]) => Promise<void>) {
  const readMany = async (keys: readonly string[]): Promise<(Envelope | undefined)[]> => {
    const values = await reader.read(keys);
    return values.map((value) => (value === null ? undefined : { value }));
  };
  const write = (entries: readonly KeyvStorageEntry<string>[]) =>
    change(entries.map(({ key, value }) => ({ key, value: (value as unknown as Envelope).value })));
  const remove = (keys: readonly string[]) => change(keys.map((key) => ({ key, value: undefined })));
  return {
    capabilities: { expires: true },
    get: async (key: string) => (await readMany([key]))[0],
    getMany: readMany,
    has: async (key: string) => (await readMany([key]))[0] !== undefined,
    hasMany: async (keys: readonly string[]) => (await readMany(keys)).map((found) => found !== undefined),
    set: (key: string, value: Envelope) => write([{ key, value: value as unknown as string }]).then(() => true),
    setMany: (entries: readonly KeyvStorageEntry<string>[]) => write(entries).then(() => entries.map(() => true)),
    delete: (key: string) => remove([key]).then(() => true),
    deleteMany: (keys: readonly string[]) => remove(keys).then(() => keys.map(() => true)),
    clear: async () => {
      throw new StoreError('A namespace is never cleared as a whole.');
    },
  };
}

async function* readPages(
  connection: Connection,
  records: string,
  order: string,
  prefix: string,
): AsyncGenerator<readonly [string, string]> {
  // Keys are of the Basic Multilingual Plane, so nothing that begins with the prefix comes after this.
  const end = prefix === '' ? '+' : `(${prefix}\uffff`;
  for (let start = prefix === '' ? '-' : `[${prefix}`; ; ) {
    const keys = await connection.ask('read', (redis) => redis.zrangebylex(order, start, end, 'LIMIT', 0, pageRows));
    if (keys.length === 0) return;
    const values = await connection.ask('read', (redis) => redis.hmget(records, ...keys));
    for (const [index, key] of keys.entries()) {
      const value = values[index];
      if (typeof value === 'string') yield [key, value];
    }
    if (keys.length < pageRows) return;
    start = `(${keys.at(-1)!}`;
  }
}
