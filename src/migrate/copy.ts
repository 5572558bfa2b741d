/**
 * Copies a whole state from one storage into another. Both are read in the order of their keys side by side, and only
 * what differs is written: a run that was cut short is simply run again. Until the copy is proven equal it is marked as
 * unfinished, and the program refuses to start with it.
 */
import { createHash } from 'node:crypto';
import { SetupError, StoreError } from '../errors.ts';
import type { Collection, Storage } from '../ports.ts';
import { namespaces } from '../store/store.ts';
import { isKnownLayout, unfinishedKey } from '../store/upgrades.ts';

export interface CopyProgress {
  readonly namespace: string;
  /** Records of all namespaces gone through so far, and how many there are. */
  readonly done: number;
  readonly total: number;
}

export interface Copied {
  readonly records: number;
  /** Of them, those that the target did not have yet. */
  readonly written: number;
  /** SHA-256 over every namespace, key and value in order; equal on both sides. */
  readonly hash: string;
}

const batchRows = 500;

/**
 * Makes `to` equal to `from`. Throws SetupError when `from` holds no state or one of a newer version, or when `to` holds
 * another state; StoreError when a storage does not do its part or the two are not equal in the end.
 */
export async function copyState(from: Storage, to: Storage, report: (progress: CopyProgress) => void): Promise<Copied> {
  await checkEnds(from, to);
  const source = await sumUp(from);
  await to.collection('meta').set(unfinishedKey, JSON.stringify(from.label));
  let written = 0;
  let done = 0;
  for (const namespace of namespaces) {
    const onRow = () => {
      done++;
      if (done % batchRows === 0 || done === source.records) report({ namespace, done, total: source.records });
    };
    written += await copyNamespace(rowsOf(from, namespace), rowsOf(to, namespace), to.collection(namespace), onRow);
  }
  const target = await sumUp(to);
  if (target.records !== source.records || target.hash !== source.hash) {
    throw new StoreError(
      `The copy in ${to.label} is not equal to ${from.label} (${target.records} and ${source.records} records); run it again.`,
    );
  }
  await to.collection('meta').delete(unfinishedKey);
  return { ...source, written };
}

async function checkEnds(from: Storage, to: Storage): Promise<void> {
  const version = await from.collection('meta').get('schema');
  if (version === undefined) throw new SetupError(`There is no state in ${from.label}.`);
  if (!isKnownLayout(version))
    throw new SetupError(`The state in ${from.label} was written by a newer Dateline; use that version.`);
  const unfinished = await from.collection('meta').get(unfinishedKey);
  if (unfinished !== undefined) throw new SetupError(`The state in ${from.label} is itself an unfinished copy.`);
  const begun = await to.collection('meta').get(unfinishedKey);
  if (begun === JSON.stringify(from.label)) return;
  if (begun !== undefined)
    throw new SetupError(`${to.label} holds an unfinished copy of ${begun}; finish that one, or empty it.`);
  for (const namespace of namespaces) {
    for await (const _ of to.collection(namespace).entries()) {
      throw new SetupError(`${to.label} already holds a state; name an empty one to copy to.`);
    }
  }
}

type Rows = AsyncIterable<readonly [string, string]>;

/** Without the mark of an unfinished copy, which is no part of the state. */
async function* rowsOf(storage: Storage, namespace: string): Rows & AsyncGenerator<readonly [string, string]> {
  for await (const row of storage.collection(namespace).entries()) {
    if (namespace !== 'meta' || row[0] !== unfinishedKey) yield row;
  }
}

/** Answers how many records it wrote. What only the target has goes away: the source may have changed between two runs. */
async function copyNamespace(from: Rows, to: Rows, target: Collection<string>, onRow: () => void): Promise<number> {
  const there = to[Symbol.asyncIterator]();
  let next = await there.next();
  let changed: (readonly [string, string])[] = [];
  let gone: string[] = [];
  let written = 0;
  const write = async () => {
    await target.setMany(changed);
    await target.delete(...gone);
    written += changed.length;
    changed = [];
    gone = [];
  };
  for await (const row of from) {
    for (; !next.done && next.value[0] < row[0]; next = await there.next()) gone.push(next.value[0]);
    const isThere = !next.done && next.value[0] === row[0];
    if (!isThere || next.value[1] !== row[1]) changed.push(row);
    if (isThere) next = await there.next();
    if (changed.length + gone.length >= batchRows) await write();
    onRow();
  }
  for (; !next.done; next = await there.next()) gone.push(next.value[0]);
  await write();
  return written;
}

async function sumUp(storage: Storage): Promise<{ readonly records: number; readonly hash: string }> {
  const hash = createHash('sha256');
  let records = 0;
  for (const namespace of namespaces) {
    for await (const [key, value] of rowsOf(storage, namespace)) {
      records++;
      // Lengths first: no two different sequences of records give the same bytes.
      hash.update(`${namespace} ${key.length} ${value.length} ${key}${value}`);
    }
  }
  return { records, hash: hash.digest('hex') };
}
