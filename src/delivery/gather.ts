/** Calls of one turn of the event loop become one: many messages that leave at once cost one read and one write together. */
export function gather<T, R>(run: (all: readonly T[]) => Promise<readonly R[]>): (one: T) => Promise<R> {
  let waiting: { readonly one: T; readonly resolve: (result: R) => void; readonly reject: (error: unknown) => void }[] =
    [];
  const flush = async () => {
    const calls = waiting;
    waiting = [];
    try {
      const results = await run(calls.map(({ one }) => one));
      for (const [index, { resolve }] of calls.entries()) resolve(results[index]!);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
}
