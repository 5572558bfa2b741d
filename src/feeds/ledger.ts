/** Feed records as the poller changes them: one change of a record at a time. The storage gathers writes into transactions. */
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

export function createLedger(feeds: Collection<FeedRecord>): Ledger {
  const turns = new Map<FeedId, Promise<unknown>>();

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
        if (feeds.change !== undefined)
          return feeds.change(id, (before) => (before === undefined ? undefined : change(before)));
        const before = await feeds.get(id);
        if (before === undefined) return undefined;
        const record = change(before);
        await feeds.set(id, record);
        return record;
      }),
    add: (record) =>
      inTurn(record.id, async () => {
        const known = await feeds.get(record.id);
        if (known !== undefined) return known;
        await feeds.set(record.id, record);
        return record;
      }),
  };
}
