/** Variety: no third story in a row from one source, over the whole brief. */

export interface Section<T> {
  readonly topic: string;
  readonly choices: readonly T[];
}

const mostInARow = 2;

/**
 * Keeps the order by weight as far as it can: where a third story of one source would follow two, the topic's next story of another
 * source goes first. What cannot be placed so is handed back as `over`, in order; nothing is lost.
 */
export function spread<T>(
  sections: readonly Section<T>[],
  sourceOf: (one: T) => string | undefined,
): { sections: Section<T>[]; over: T[] } {
  const row: (string | undefined)[] = [];
  const over: T[] = [];
  const isFull = (source: string | undefined) =>
    source !== undefined && row.length >= mostInARow && row.slice(-mostInARow).every((before) => before === source);
  const placed = sections.map(({ topic, choices }) => {
    const waiting = [...choices];
    const own: T[] = [];
    for (let next = 0; next >= 0 && waiting.length > 0; ) {
      next = waiting.findIndex((one) => !isFull(sourceOf(one)));
      if (next < 0) break;
      const [one] = waiting.splice(next, 1) as [T];
      own.push(one);
      row.push(sourceOf(one));
    }
    over.push(...waiting);
    return { topic, choices: own };
  });
  return { sections: placed.filter(({ choices }) => choices.length > 0), over };
}
