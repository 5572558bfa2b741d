/** Feed records as the poller changes them: one change of a record at a time, many records in one transaction. */
import type { FeedId } from '../model.ts';
import type { Collection } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';

export interface Ledger {
  get(id: FeedId): Promise<FeedRecord | undefined>;
  /**
   * Reads the record, changes it and writes it; changes of one record never overlap. Resolves when it is durable.
   * A record that is not there (any more) stays so. Throws what the store throws.
   */
  change(id: FeedId, change: (record: FeedRecord) => FeedRecord): Promise<FeedRecord | undefined>;
  /** Writes a new record, unless there is one already; answers the one that stands. */
  add(record: FeedRecord): Promise<FeedRecord>;
}

/** For how long a write waits for others to share its transaction; real time. */
const gatherMs = 10;

interface Write {
  readonly record: FeedRecord;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createLedger(feeds: Collection<FeedRecord>): Ledger {
  const turns = new Map<FeedId, Promise<unknown>>();
  const write = createGroupCommit(feeds);

  function inTurn<T>(id: FeedId, run: () => Promise<T>): Promise<T> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(run, run);
    turns.set(id, turn);
    const forget = () => turns.get(id) === turn && turns.delete(id);
    turn.then(forget, forget);
    return turn;
  }

  return {
    get: (id) => feeds.get(id),
    change: (id, change) =>
      inTurn(id, async () => {
        const before = await feeds.get(id);
        if (before === undefined) return undefined;
        const record = change(before);
        await write(record);
        return record;
      }),
    add: (record) =>
      inTurn(record.id, async () => {
        const known = await feeds.get(record.id);
        if (known !== undefined) return known;
        await write(record);
        return record;
      }),
  };
}

/** Several writes that come within a few milliseconds become one `setMany`; each resolves, or fails, with it. */
function createGroupCommit(feeds: Collection<FeedRecord>): (record: FeedRecord) => Promise<void> {
  let waiting: Write[] = [];

  async function commit(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      await feeds.setMany(batch.map(({ record }) => [record.id, record] as const));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (record) =>
    new Promise((resolve, reject) => {
      waiting.push({ record, resolve, reject });
      if (waiting.length === 1) setTimeout(commit, gatherMs);
    });
}
