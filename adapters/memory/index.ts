/** State in memory, through keyv: gone with the process. For tests, the demonstration and a first look. */
import Keyv, { type KeyvStorageEntry } from 'keyv';
import { StoreError } from '../../src/errors.ts';
import type { Collection, Storage } from '../../src/ports.ts';

/** Every call opens a new, empty storage. After `close` every call throws StoreError. */
export function openMemory(): Storage {
  const collections = new Map<string, Collection<string>>();
  const state = { isOpen: true };
  const mustBeOpen = () => {
    if (!state.isOpen) throw new StoreError('The state is closed.');
  };
  return {
    label: 'memory:',
    collection(namespace) {
      const made = collections.get(namespace) ?? createCollection(mustBeOpen);
      collections.set(namespace, made);
      return made;
    },
    async close() {
      state.isOpen = false;
    },
  };
}

/** keyv's envelope around a value. */
interface Envelope {
  readonly value: string;
}

function createCollection(mustBeOpen: () => void): Collection<string> {
  // A map of its own for every namespace: a shared one would be read across them.
  const map = new Map<string, string>();
  // No 'error' listener: with one, keyv would answer false or undefined where it now throws.
  const keyv = new Keyv({ store: createAdapter(map, mustBeOpen), serialization: false });
  return {
    get: (key) => keyv.get<string>(key),
    getMany: async (keys) => (keys.length === 0 ? [] : keyv.getMany<string>([...keys])),
    async set(key, value) {
      if (!(await keyv.set(key, value))) throw new StoreError('A record needs a key.');
    },
    async setMany(entries) {
      if (entries.some(([key]) => key === '')) throw new StoreError('A record needs a key.');
      if (entries.length > 0) await keyv.setMany(entries.map(([key, value]) => ({ key, value })));
    },
    async delete(...keys) {
      if (keys.length > 0) await keyv.deleteMany([...keys]);
    },
    async *entries(prefix = '') {
      mustBeOpen();
      const keys = [...map.keys()].filter((key) => key.startsWith(prefix)).sort();
      for (const key of keys) {
        const value = map.get(key);
        if (value !== undefined) yield [key, value];
      }
    },
  };
}

/** keyv's storage port over a map; records do not expire here: keeping is decided by the core's own clock. */
function createAdapter(map: Map<string, string>, mustBeOpen: () => void) {
  const read = (key: string): Envelope | undefined => {
    mustBeOpen();
    const value = map.get(key);
    return value === undefined ? undefined : { value };
  };
  const write = (key: string, envelope: unknown): boolean => {
    mustBeOpen();
    map.set(key, (envelope as Envelope).value);
    return true;
  };
  const remove = (key: string): boolean => {
    mustBeOpen();
    map.delete(key);
    return true;
  };
  return {
    capabilities: { expires: true },
    get: async (key: string) => read(key),
    getMany: async (keys: readonly string[]) => keys.map(read),
    has: async (key: string) => read(key) !== undefined,
    hasMany: async (keys: readonly string[]) => keys.map((key) => read(key) !== undefined),
    set: async (key: string, value: unknown) => write(key, value),
    setMany: async (entries: readonly KeyvStorageEntry<string>[]) => entries.map(({ key, value }) => write(key, value)),
    delete: async (key: string) => remove(key),
    deleteMany: async (keys: readonly string[]) => keys.map(remove),
    clear: async () => map.clear(),
  };
}
