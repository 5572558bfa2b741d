/** Work in lanes: in order within one lane, side by side across lanes. One slow chat never holds up another. */

export interface Lanes {
  /** Runs after all that was added to this lane before. Resolves when it has run; failures go to `onError`. */
  add(lane: string, run: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function createLanes(onError: (error: unknown) => void): Lanes {
  const ends = new Map<string, Promise<void>>();
  return {
    add(lane, run) {
      const end = (ends.get(lane) ?? Promise.resolve()).then(run).catch(onError);
      ends.set(lane, end);
      return end.finally(() => {
        if (ends.get(lane) === end) ends.delete(lane);
      });
    },
    async idle() {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
