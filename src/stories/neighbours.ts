/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Cluster, Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

let searches = 0;

/** A bridge from the entry to the nearest item of each of the nearest other clusters, nearest first. */
export function bridgesOf(entry: Entry, related: readonly Entry[], limit: number): Bridge[] {
  const others = related.filter((other) => other.cluster !== entry.cluster);
  const chosen = pickNearest(others, voters);
  const ranked = pickNearest(nearestOfEach(others), limit);
  return ranked.map((b) => ({
    a: entry,
    b,
    votes: shareOf(chosen, (other) => other.cluster === b.cluster),
    standing: b.shared / ranked[0]!.shared,
  }));
}

/** The nearest entry of every cluster among them; kept on the clusters, as a Map would cost as much as all the rest. */
function nearestOfEach(entries: readonly Entry[]): Entry[] {
  searches += 1;
  const met: Cluster[] = [];
  for (const entry of entries) {
    const { cluster } = entry;
    if (cluster.search !== searches) {
      cluster.search = searches;
      cluster.nearest = entry;
      met.push(cluster);
    } else if (byNearness(entry, cluster.nearest!) < 0) cluster.nearest = entry;
  }
  return met.map(({ nearest }) => nearest!);
}

/** A bridge from the entry to the nearest of its own cluster's items that lie across; undefined when none is near. */
export function bridgeTo(
  entry: Entry,
  isAcross: (other: Entry) => boolean,
  related: readonly Entry[],
): Bridge | undefined {
  const others = related.filter((other) => other.cluster === entry.cluster && other !== entry);
  const [b] = pickNearest(others.filter(isAcross), 1);
  if (b === undefined) return undefined;
  const chosen = pickNearest(others, voters);
  return { a: entry, b, votes: shareOf(chosen, isAcross), standing: b.shared / chosen[0]!.shared };
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
function pickNearest(entries: readonly Entry[], count: number): Entry[] {
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
