/**
 * Two like events in one cluster give themselves away: nearly every report names one of two names, hardly any names both.
 */
import type { Vocabulary } from './vocabulary.ts';
import type { Entry } from './window.ts';

/** The reports of two rival names, and those that name neither. */
export interface Rivals {
  readonly first: readonly Entry[];
  readonly second: readonly Entry[];
  readonly neither: readonly Entry[];
}

/** Reports needed before the test says anything, and the most it looks at. */
const leastReports = 6;
const mostReports = 160;
/** Each name must stand in at least this share of the reports (and three of them), together in nearly all. */
const leastShare = 0.25;
const leastTogether = 0.85;
/** Share of the rarer name's reports that may name both. */
const mostBoth = 0.1;
/** In nats: names that the whole window is full of tell nothing. */
const leastRarity = 4;

/** Finds the two names that part the reports best; undefined when the reports are of one piece. */
export function findRivals(members: readonly Entry[], vocabulary: Vocabulary): Rivals | undefined {
  if (members.length < leastReports || members.length > mostReports) return undefined;
  const names = namesOf(members, vocabulary);
  let best: { a: Set<Entry>; b: Set<Entry>; quality: number } | undefined;
  for (const [at, a] of names.entries()) {
    for (const b of names.slice(at + 1)) {
      const both = countShared(a, b);
      const together = (a.size + b.size - both) / members.length;
      if (together < leastTogether || both > mostBoth * Math.min(a.size, b.size)) continue;
      const quality = together - both / members.length;
      if (best === undefined || quality > best.quality) best = { a, b, quality };
    }
  }
  return best && partBy(members, best.a, best.b);
}

function namesOf(members: readonly Entry[], vocabulary: Vocabulary): Set<Entry>[] {
  const holders = new Map<number, Set<Entry>>();
  for (const member of members) {
    for (const term of member.terms) {
      if (!vocabulary.isName(term)) continue;
      const known = holders.get(term);
      if (known === undefined) holders.set(term, new Set([member]));
      else known.add(member);
    }
  }
  const least = Math.max(3, leastShare * members.length);
  return [...holders]
    .filter(([term, { size }]) => size >= least && size <= members.length - least)
    .filter(([term, { size }]) => vocabulary.rarity(term, size) >= leastRarity)
    .map(([, set]) => set);
}

function partBy(members: readonly Entry[], a: ReadonlySet<Entry>, b: ReadonlySet<Entry>): Rivals {
  return {
    first: members.filter((one) => a.has(one) && !b.has(one)),
    second: members.filter((one) => b.has(one) && !a.has(one)),
    neither: members.filter((one) => a.has(one) === b.has(one)),
  };
}

function countShared(a: ReadonlySet<Entry>, b: ReadonlySet<Entry>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count += 1;
  return count;
}
