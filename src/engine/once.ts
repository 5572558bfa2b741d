/** Answers that are worked out once: kept when there is one, shared while they are on their way. */

export interface Once<T> {
  /** What is known, or what `make` finds; a failure (undefined) is made again, a refused answer (`value: undefined`) is not. */
  get(key: string, make: () => Promise<{ readonly value: T | undefined } | undefined>): Promise<T | undefined>;
  /** When the answer that is on its way was asked for (ms of `performance.now()`); undefined when none is. */
  askedAt(key: string): number | undefined;
}

const kept = 1_000;

export function createOnce<T>(): Once<T> {
  const known = new Map<string, T | undefined>();
  const coming = new Map<string, { readonly at: number; readonly answer: Promise<T | undefined> }>();

  async function find(key: string, make: Parameters<Once<T>['get']>[1]): Promise<T | undefined> {
    try {
      const made = await make();
      if (made === undefined) return undefined;
      if (known.size >= kept) known.delete(known.keys().next().value as string);
      known.set(key, made.value);
      return made.value;
    } finally {
      coming.delete(key);
    }
  }

  return {
    askedAt: (key) => coming.get(key)?.at,
    get(key, make) {
      if (known.has(key)) return Promise.resolve(known.get(key));
      const answer = coming.get(key)?.answer ?? find(key, make);
      if (!coming.has(key) && !known.has(key)) coming.set(key, { at: performance.now(), answer });
      return answer;
    },
  };
}
