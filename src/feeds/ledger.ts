/** Feed records as the poller changes them: one change of a record at a time. The storage gathers writes into transactions. */
import type { FeedId } from '../model.ts';
import type { Collection } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';

export interface Ledger {
  /**
   * Reads the record, changes it and writes it; changes of one record never overlap. Resolves when it is durable.
   * A record that is not there (any more) stays so. Throws what the store throws.
   */
  change(id: FeedId, change: (record: FeedRecord) => FeedRecord): Promise<FeedRecord | undefined>;
  /** Writes a new record, unless there is one already; answers the one that stands. */
  add(record: FeedRecord): Promise<FeedRecord>;
  /** Runs `work` with the record in hand: until it ends, `change` need not read it again. */
  holding<T>(id: FeedId, work: (record: FeedRecord | undefined) => Promise<T>): Promise<T>;
}

export function createLedger(feeds: Collection<FeedRecord>): Ledger {
  const turns = new Map<FeedId, Promise<unknown>>();
  /** As they stand in the store; only of feeds that are being polled. Every change goes through here. */
  const held = new Map<FeedId, FeedRecord>();

  function inTurn<T>(id: FeedId, run: () => Promise<T>): Promise<T> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(run, run);
    turns.set(id, turn);
    const forget = () => turns.get(id) === turn && turns.delete(id);
    turn.then(forget, forget);
    return turn;
  }

  async function write(id: FeedId, record: FeedRecord): Promise<FeedRecord> {
    const isHeld = held.delete(id);
    await feeds.set(id, record);
    if (isHeld) held.set(id, record);
    return record;
  }

  return {
    change: (id, change) =>
      inTurn(id, async () => {
        // Others write it, too: what is in hand may be old.
        if (feeds.change !== undefined)
          return feeds.change(id, (before) => (before === undefined ? undefined : change(before)));
        const before = held.get(id) ?? (await feeds.get(id));
        return before === undefined ? undefined : write(id, change(before));
      }),
    add: (record) =>
      inTurn(record.id, async () => {
        const known = await feeds.get(record.id);
        return known ?? write(record.id, record);
      }),
    async holding(id, work) {
      const record = await inTurn(id, () => feeds.get(id));
      if (record !== undefined) held.set(id, record);
      try {
        return await work(record);
      } finally {
        held.delete(id);
      }
    },
  };
}
