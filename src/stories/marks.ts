/** How a term stands in a report, in one number: the rows of many reports are kept, and read all over the memory. */

const weightBits = 2;
const caseBits = 2;
const caseShift = weightBits;
const runShift = weightBits + caseBits;
/** Names told apart in one report, at most; the rest are taken for no names. */
export const mostRuns = 2 ** (16 - runShift) - 1;

/** How a term is written in an item: its case tells nothing, or it stands capitalised inside a sentence, or small. */
export const cases = { silent: 0, capital: 1, small: 2 } as const;

/** `weight` up to 3, `how` of `cases`, `run` up to `mostRuns`. */
export function markOf(weight: number, how: number, run: number): number {
  return weight + (how << caseShift) + (run << runShift);
}

/** `titleWeight` in the title, less in the lead alone. */
export function weightIn(mark: number): number {
  return mark & (2 ** weightBits - 1);
}

/** Capitalised inside a sentence, small, or telling nothing (one of `cases`). */
export function caseIn(mark: number): number {
  return (mark >>> caseShift) & (2 ** caseBits - 1);
}

/** The number of the name that it is part of, 0 for none. */
export function runIn(mark: number): number {
  return mark >>> runShift;
}
