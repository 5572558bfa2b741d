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
import { ownerKey } from './lease.ts';
import { deleteScript, setScript } from './scripts.ts';

const pageRows = 500;

/** keyv's envelope around a value. */
interface Envelope {
  readonly value: string;
}

/** The same namespace gives the same data. Throws StoreError when Redis does not do its part. */
export function createCollection(connection: Connection, token: string, namespace: string): Collection<string> {
  const records = `dateline:records:${namespace}`;
  const order = `dateline:order:${namespace}`;
  const change = async (script: string, args: readonly string[]) => {
    await connection.ask('written', (redis) => redis.eval(script, 3, ownerKey, records, order, token, ...args));
  };
  // No 'error' listener: with one, keyv would answer false or undefined where it now throws.
  const keyv = new Keyv({ store: createAdapter(connection, records, change), serialization: false });
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
    entries: (prefix = '') => readPages(connection, records, order, prefix),
  };
}

function expect(isDone: boolean): void {
  if (!isDone) throw new StoreError('The state could not be written.');
}

/** keyv's storage port. Records do not expire here: keeping is decided by the core's own clock. */
function createAdapter(
  connection: Connection,
  records: string,
  change: (script: string, args: readonly string[]) => Promise<void>,
) {
  const readMany = async (keys: readonly string[]): Promise<(Envelope | undefined)[]> => {
    const values = await connection.ask('read', (redis) => redis.hmget(records, ...keys));
    return values.map((value) => (value === null ? undefined : { value }));
  };
  const write = (entries: readonly KeyvStorageEntry<string>[]) =>
    change(
      setScript,
      entries.flatMap(({ key, value }) => [key, (value as unknown as Envelope).value]),
    );
  return {
    capabilities: { expires: true },
    get: async (key: string) => (await readMany([key]))[0],
    getMany: readMany,
    has: async (key: string) => (await readMany([key]))[0] !== undefined,
    hasMany: async (keys: readonly string[]) => (await readMany(keys)).map((found) => found !== undefined),
    set: (key: string, value: Envelope) => write([{ key, value: value as unknown as string }]).then(() => true),
    setMany: (entries: readonly KeyvStorageEntry<string>[]) => write(entries).then(() => entries.map(() => true)),
    delete: (key: string) => change(deleteScript, [key]).then(() => true),
    deleteMany: (keys: readonly string[]) => change(deleteScript, keys).then(() => keys.map(() => true)),
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
