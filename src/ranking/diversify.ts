/** Order with variety: no more than two stories in a row from one source. */

/**
 * Keeps the order by rank, but when two neighbours already come from one source, the next story of another source goes first.
 * Nothing is dropped. Linear but for the look-ahead.
 */
export function diversify<T>(ranked: readonly T[], sourceOf: (one: T) => string | undefined): T[] {
  const waiting = [...ranked];
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const [before, last] = [ordered.at(-2), ordered.at(-1)].map((one) =>
      one === undefined ? undefined : sourceOf(one),
    );
    const isFull = last !== undefined && before === last;
    const next = isFull ? waiting.findIndex((one) => sourceOf(one) !== last) : 0;
    ordered.push(...waiting.splice(Math.max(0, next), 1));
  }
  return ordered;
}
