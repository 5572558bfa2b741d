/**
 * Calls of one turn of the event loop become one: many messages that leave at once cost one read and one write together.
 * While many call, the next turn waits for as long as the last one took: syncing to disk then takes half of the time at most.
 */

/** So many calls at once come from many callers, not from one after the other. */
const crowd = 4;
const longestRestMs = 20;

export function gather<T, R>(run: (all: readonly T[]) => Promise<readonly R[]>): (one: T) => Promise<R> {
  let waiting: { readonly one: T; readonly resolve: (result: R) => void; readonly reject: (error: unknown) => void }[] =
    [];
  let restMs = 0;
  const flush = async () => {
    const calls = waiting;
    waiting = [];
    const begunAt = performance.now();
    try {
      const results = await run(calls.map(({ one }) => one));
      restMs = calls.length < crowd ? 0 : Math.min(longestRestMs, Math.round(performance.now() - begunAt));
      for (const [index, { resolve }] of calls.entries()) resolve(results[index]!);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (waiting.length > 1) return;
      if (restMs > 0) setTimeout(flush, restMs);
      else setImmediate(flush);
    });
}
