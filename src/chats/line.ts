/** Typed lines: the command, what stands after it, and the nearest known name for a mistyped one. */

export interface Line {
  /** Lower case, without the slash; undefined for plain text. */
  readonly command: string | undefined;
  readonly rest: string;
}

/** What copied text carries along unseen: direction marks, zero-width spaces. */
const unseen = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Splits `/follow Lavrov` into its command and the rest. Control characters other than line breaks and unseen marks are dropped. */
export function parseLine(text: string): Line {
  const clean = text
    .replace(unseen, '')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .trim();
  const found = /^\/([^\s/]+)(?:\s+([\s\S]*))?$/u.exec(clean);
  if (found === null) return { command: undefined, rest: clean };
  return { command: (found[1] ?? '').toLowerCase(), rest: (found[2] ?? '').trim() };
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, changes and swaps of neighbours count one each.
 * Quadratic: meant for short words; both are cut at 40 characters.
 */
export function distance(left: string, right: string): number {
  const a = [...left.slice(0, 40)];
  const b = [...right.slice(0, 40)];
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(rows, row, a, b, i, j));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cell(rows: number[][], row: number[], a: string[], b: string[], i: number, j: number): number {
  const change = a[i - 1] === b[j - 1] ? 0 : 1;
  const best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + change);
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return isSwap ? Math.min(best, rows[i - 2]![j - 2]! + 1) : best;
}

/** The nearest of `names`, if it is near enough to be a slip: one change in short words, up to a third of the letters in long ones. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  // Of equally near names the one of equal length is meant, then the longer one: letters are swapped or left out more often than added.
  const near = names.flatMap((name) => {
    const far =
      distance(wanted, name.toLowerCase()) +
      (name.length === wanted.length ? 0 : name.length > wanted.length ? 0.2 : 0.5);
    return far <= Math.max(1, Math.floor(name.length / 3)) + 0.5 ? [{ name, far }] : [];
  });
  const best = near.reduce<(typeof near)[number] | undefined>(
    (a, b) => (a !== undefined && a.far <= b.far ? a : b),
    undefined,
  );
  return best?.name ?? names.find((name) => wanted.length >= 3 && name.toLowerCase().startsWith(wanted));
}
