/**
 * Records that were read or written last, kept as they are beside a collection that nobody else writes: reading the same
 * chat again costs neither a read nor a check. What is being written is read from the collection itself.
 */
import type { Collection } from '../ports.ts';

/** Keeps at most `most` records, those that were used longest ago leave first. Answers what `inner` would. */
export function remember<T>(inner: Collection<T>, most: number): Collection<T> {
  const memory = createMemory<T>(most);
  const written = async (entries: readonly (readonly [string, T])[], write: () => Promise<void>) => {
    const marks = entries.map(([key]) => memory.begin(key));
    try {
      await write();
      for (const [index, [key, value]] of entries.entries()) memory.finish(key, marks[index]!, value);
    } catch (error) {
      for (const [index, [key]] of entries.entries()) memory.finish(key, marks[index]!, undefined);
      throw error;
    }
  };
  const read = async (keys: readonly string[]): Promise<(T | undefined)[]> => {
    const marks = keys.map((key) => memory.markOf(key));
    const values = await inner.getMany(keys);
    for (const [index, key] of keys.entries()) memory.learn(key, marks[index], values[index]);
    return values;
  };
  return {
    async get(key) {
      const known = memory.get(key);
      return known ?? (await read([key]))[0];
    },
    async getMany(keys) {
      const known = keys.map((key) => memory.get(key));
      const unknown = keys.filter((_, index) => known[index] === undefined);
      if (unknown.length === 0) return known;
      const found = (await read(unknown)).values();
      return known.map((value) => value ?? found.next().value);
    },
    set: (key, value) => written([[key, value]], () => inner.set(key, value)),
    setMany: (entries) => written(entries, () => inner.setMany(entries)),
    delete: (...keys) =>
      written(
        keys.map((key) => [key, undefined as T]),
        () => inner.delete(...keys),
      ),
    entries: (prefix) => inner.entries(prefix),
  };
}

interface Memory<T> {
  get(key: string): T | undefined;
  /** A write of the key begins: nothing is remembered of it until the last such write has ended. */
  begin(key: string): symbol;
  finish(key: string, mark: symbol, value: T | undefined): void;
  /** Changes whenever a write of the key begins or ends. */
  markOf(key: string): symbol | undefined;
  /** Takes in what was read, unless the key was written since `mark` was asked for. */
  learn(key: string, mark: symbol | undefined, value: T | undefined): void;
}

function createMemory<T>(most: number): Memory<T> {
  const records = new Map<string, T>();
  /** The last write of each key that is under way. */
  const writing = new Map<string, symbol>();
  /** Ends of writes: whoever began to read before one and ends after it may have read the older record. */
  let ended = Symbol('ended');
  const keep = (key: string, value: T | undefined) => {
    records.delete(key);
    if (value === undefined) return;
    if (records.size >= most) records.delete(records.keys().next().value!);
    records.set(key, value);
  };
  return {
    get(key) {
      const value = records.get(key);
      if (value !== undefined) keep(key, value);
      return value;
    },
    begin(key) {
      const mark = Symbol(key);
      writing.set(key, mark);
      records.delete(key);
      return mark;
    },
    finish(key, mark, value) {
      if (writing.get(key) !== mark) return;
      writing.delete(key);
      ended = Symbol('ended');
      keep(key, value);
    },
    markOf: (key) => writing.get(key) ?? ended,
    learn(key, mark, value) {
      if (mark === ended && !writing.has(key)) keep(key, value);
    },
  };
}
