/** One thing at a time for each chat: two changes of a chat's record never overwrite one another. */

export interface Turns {
  /** Runs `work` when everything asked earlier for this key has ended, well or badly. Not re-entrant. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Turns in memory. The same object must be given to all who change chats' records in this process. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
      const ended = mine
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === ended) last.delete(key);
        });
      last.set(key, ended);
      return mine;
    },
  };
}
