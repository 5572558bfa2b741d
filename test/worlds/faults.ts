/** A storage whose writes fail on demand. */
import { StoreError } from '../../src/errors.ts';
import type { Collection, Storage } from '../../src/ports.ts';

export interface FaultyStorage extends Storage {
  /** Writes so far: set, setMany and delete count one each. */
  readonly writes: number;
  /** Told the number of each write, from 1; true makes it fail, before anything is written. */
  isFailing: (write: number) => boolean;
}

export function createFaultyStorage(inner: Storage): FaultyStorage {
  const state = { writes: 0 };
  const storage: FaultyStorage = {
    ...inner,
    get writes() {
      return state.writes;
    },
    isFailing: () => false,
    collection: (namespace) => wrap(inner.collection(namespace)),
  };
  const attempt = async (isEmpty: boolean, run: () => Promise<void>) => {
    if (isEmpty) return;
    state.writes++;
    if (storage.isFailing(state.writes)) throw new StoreError('The state could not be written: a fault of the test');
    await run();
  };
  const wrap = (records: Collection<string>): Collection<string> => ({
    ...records,
    set: (key, value) => attempt(false, () => records.set(key, value)),
    setMany: (entries) => attempt(entries.length === 0, () => records.setMany(entries)),
    delete: (...keys) => attempt(keys.length === 0, () => records.delete(...keys)),
  });
  return storage;
}
