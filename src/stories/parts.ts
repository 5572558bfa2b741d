/** Parts of a cluster that may be stories of their own. */

import { type Counts, holds } from './counts.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Entry } from './window.ts';

/** Reports needed before the test says anything, and the most it looks at. */
const leastReports = 6;
export const mostReports = 160;
/** Each name must stand in at least this share of the reports (and three of them), together in nearly all. */
const leastShare = 0.25;
const leastTogether = 0.85;
/** Share of the rarer name's reports that may name both. */
const mostBoth = 0.1;
/** In nats: names that the whole window is full of tell nothing. */
const leastRarity = 4;

/**
 * Two like events in one cluster give themselves away: nearly every report names one of two names, hardly any names both.
 * `counts` are the members' own. Answers the reports of the lesser one in order of arrival; undefined when the reports are of one piece.
 */
export function findRivals(
  members: readonly Entry[],
  counts: Counts | undefined,
  vocabulary: Vocabulary,
): Entry[] | undefined {
  if (counts === undefined || members.length < leastReports || members.length > mostReports) return undefined;
  const names = namesOf(members, counts, vocabulary);
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
  return best && lesserPart(members, best.a, best.b, vocabulary);
}

/** The members that hold each of the names that may be rivals. */
function namesOf(members: readonly Entry[], counts: Counts, vocabulary: Vocabulary): Set<Entry>[] {
  const least = Math.max(3, leastShare * members.length);
  return [...counts.termsFrom(least)]
    .filter((term) => counts.get(term) <= members.length - least && vocabulary.isName(term))
    .filter((term) => vocabulary.rarity(term, counts.get(term)) >= leastRarity)
    .map((term) => new Set(members.filter((member) => holds(member.terms, term))));
}

function lesserPart(
  members: readonly Entry[],
  a: ReadonlySet<Entry>,
  b: ReadonlySet<Entry>,
  vocabulary: Vocabulary,
): Entry[] {
  const onlyA = members.filter((one) => a.has(one) && !b.has(one));
  const onlyB = members.filter((one) => b.has(one) && !a.has(one));
  const inA = new Set(onlyA);
  const inB = new Set(onlyB);
  for (const one of members) {
    if (inA.has(one) || inB.has(one)) continue;
    const isA = likeness(one, onlyA, vocabulary) >= likeness(one, onlyB, vocabulary);
    (isA ? inA : inB).add(one);
  }
  const lesser = inA.size < inB.size ? inA : inB;
  return members.filter((one) => lesser.has(one));
}

/** Mean rarity of the terms that an entry shares with others. */
function likeness(entry: Entry, others: readonly Entry[], vocabulary: Vocabulary): number {
  const terms = new Set(entry.terms);
  let sum = 0;
  for (const other of others) {
    for (const term of other.terms) if (terms.has(term)) sum += Math.max(0, vocabulary.rarity(term, 0));
  }
  return sum / others.length;
}

function countShared(a: ReadonlySet<Entry>, b: ReadonlySet<Entry>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count += 1;
  return count;
}

/** Sizes of cluster in which parts are looked for, and the share of it that a part may be. */
const leastWhole = 8;
const leastPart = 4;
const partShares = { least: 0.08, most: 0.7 } as const;
const partsKept = 3;

/** Rarer terms of an entry that may mark out a part of its cluster, the most telling first. */
export function markersOf(entry: Entry, vocabulary: Vocabulary): number[] {
  const { members, counts } = entry.cluster;
  if (counts === undefined || members.length < leastWhole) return [];
  const least = Math.max(leastPart, partShares.least * members.length);
  const most = Math.min(members.length - leastPart, partShares.most * members.length);
  return Array.from(entry.terms, (term) => ({ term, count: counts.get(term) }))
    .filter(({ count }) => count >= least && count <= most)
    .map(({ term, count }) => ({ term, worth: count * vocabulary.rarity(term, count) }))
    .sort((a, b) => b.worth - a.worth || a.term - b.term)
    .slice(0, partsKept)
    .map(({ term }) => term);
}
