/** Answers that were just made, for who asks the same: a crowd costs as much as one reader. */

/** How long an answer serves; real time. Ages of stories are told in minutes. */
const freshMs = 20_000;
const mostKept = 200;

export interface Shelf {
  /** The answer under this name, made when there is no fresh one. Failures are not kept. */
  take<T>(name: string, make: () => Promise<T>): Promise<T>;
}

export function createShelf(now: () => number = () => performance.now()): Shelf {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  return {
    take<T>(name: string, make: () => Promise<T>): Promise<T> {
      const known = kept.get(name);
      if (known !== undefined && now() - known.at < freshMs) return known.answer as Promise<T>;
      const answer = make();
      kept.delete(name);
      kept.set(name, { at: now(), answer });
      answer.catch(() => kept.delete(name));
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
}
