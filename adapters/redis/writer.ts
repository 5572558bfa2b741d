/**
 * Writes of one turn of the event loop share a script, so that many concurrent writers pay for one round trip and one
 * sync. Each write is still all or nothing, and resolves only when Redis has it. One script is under way at a time:
 * whatever becomes of it, a later write is never overtaken by an earlier one.
 */
import type { Connection } from './connection.ts';
import { swapScript, writeScript } from './scripts.ts';

/** Which process may write: the one whose token stands under the key. */
export interface Fence {
  readonly key: string;
  readonly token: string;
}

/** The keys of a namespace. */
interface Place {
  readonly records: string;
  readonly order: string;
}

/** A record to set, or one to delete when it has no value. */
export interface Change {
  readonly key: string;
  readonly value: string | undefined;
}

export interface Writer {
  /** Throws StoreError; then nothing of it was written, unless the connection broke in between. */
  write(place: Place, changes: readonly Change[]): Promise<void>;
  /** Writes the record if it still is `before` (undefined: not there); answers whether. Throws StoreError. */
  swap(place: Place, key: string, before: string | undefined, after: string): Promise<boolean>;
}

interface Pending {
  readonly place: Place;
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A script blocks Redis while it runs: about ten milliseconds for so many records. */
const mostAtOnce = 1_000;
/** Lua hands a command some thousands of words at most. */
const mostInRun = 1_000;

export function createWriter(connection: Connection, fence: Fence): Writer {
  const waiting: Pending[] = [];
  let isBusy = false;
  const send = async (jobs: readonly Pending[]) => {
    const { keys, args } = scriptOf(fence, jobs);
    await connection.ask('written', (redis) => redis.eval(writeScript, keys.length, ...keys, ...args));
  };
  const flush = async () => {
    while (waiting.length > 0) await carryOut(takeBatch(waiting), send);
    isBusy = false;
  };
  return {
    write: (place, changes) =>
      new Promise((resolve, reject) => {
        waiting.push({ place, changes, resolve, reject });
        if (isBusy) return;
        isBusy = true;
        setImmediate(flush);
      }),
    async swap({ records, order }, key, before, after) {
      const keys = [fence.key, records, order];
      const args = [fence.token, key, before ?? '', after];
      return (await connection.ask('written', (redis) => redis.eval(swapScript, 3, ...keys, ...args))) === 1;
    },
  };
}

/** At least one job; more as long as they are not too many records together. */
function takeBatch(waiting: Pending[]): Pending[] {
  let count = 0;
  const size = waiting.findIndex(({ changes }, index) => {
    count += changes.length;
    return index > 0 && count > mostAtOnce;
  });
  return waiting.splice(0, size === -1 ? waiting.length : size);
}

/** Refused together for want of room, each is tried alone: what only deletes must work in a full Redis. */
async function carryOut(jobs: readonly Pending[], send: (jobs: readonly Pending[]) => Promise<void>): Promise<void> {
  try {
    await send(jobs);
    for (const { resolve } of jobs) resolve();
  } catch (error) {
    const isFull = error instanceof Error && error.message.includes('no room left');
    if (!isFull || jobs.length === 1) for (const { reject } of jobs) reject(error);
    else for (const job of jobs) await carryOut([job], send);
  }
}

function scriptOf(fence: Fence, jobs: readonly Pending[]) {
  const numbers = new Map<string, number>();
  const keys = [fence.key];
  const args = [fence.token];
  let run: { readonly kind: number; readonly countAt: number; count: number } | undefined;
  for (const { place, changes } of jobs) {
    let number = numbers.get(place.records);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(place.records, number);
      keys.push(place.records, place.order);
    }
    for (const { key, value } of changes) {
      const kind = value === undefined ? -number : number;
      if (run === undefined || run.kind !== kind || run.count === mostInRun) {
        run = { kind, countAt: args.length + 1, count: 0 };
        args.push(String(kind), '');
      }
      run.count += 1;
      args[run.countAt] = String(run.count);
      args.push(key);
      if (value !== undefined) args.push(value);
    }
  }
  return { keys, args };
}
