/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Cluster, Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

/** A bridge from the entry to the nearest item of each of the nearest other clusters, nearest first. */
export function bridgesOf(entry: Entry, related: readonly Entry[], limit: number): Bridge[] {
  const others = related.filter((other) => other.cluster !== entry.cluster && !other.isGone);
  const nearest = new Map<Cluster, Entry>();
  for (const other of others) {
    const known = nearest.get(other.cluster);
    if (known === undefined || byNearness(other, known) < 0) nearest.set(other.cluster, other);
  }
  const chosen = pickNearest(others, voters);
  const ranked = pickNearest(nearest.values(), limit);
  return ranked.map((b) => ({
    a: entry,
    b,
    votes: shareOf(chosen, (other) => other.cluster === b.cluster),
    standing: b.shared / ranked[0]!.shared,
  }));
}

/** A bridge from the entry to the nearest item of a set of its own cluster's items; undefined when none is near. */
export function bridgeTo(entry: Entry, rest: Cluster, related: readonly Entry[]): Bridge | undefined {
  const inside = new Set(rest.members);
  const others = related.filter((other) => other.cluster === entry.cluster && other !== entry);
  const [b] = pickNearest(
    others.filter((other) => inside.has(other)),
    1,
  );
  if (b === undefined) return undefined;
  const chosen = pickNearest(others, voters);
  return { a: entry, b, votes: shareOf(chosen, (other) => inside.has(other)), standing: b.shared / chosen[0]!.shared };
}

/** Share of the voters' nearness that some of them hold. */
function shareOf(chosen: readonly Entry[], isCounted: (entry: Entry) => boolean): number {
  let part = 0;
  let whole = 0;
  for (const other of chosen) {
    whole += other.shared;
    if (isCounted(other)) part += other.shared;
  }
  return part / whole;
}

/** The nearest few, nearest first; linear in all, as few is few. */
function pickNearest(entries: Iterable<Entry>, count: number): Entry[] {
  const picked: Entry[] = [];
  for (const entry of entries) {
    if (picked.length === count && byNearness(entry, picked[count - 1]!) >= 0) continue;
    let at = Math.min(picked.length, count - 1);
    while (at > 0 && byNearness(entry, picked[at - 1]!) < 0) {
      picked[at] = picked[at - 1]!;
      at -= 1;
    }
    picked[at] = entry;
  }
  return picked;
}

/** Those that share the rarest terms first; of equals the newest. */
function byNearness(a: Entry, b: Entry): number {
  return b.shared - a.shared || b.order - a.order;
}
