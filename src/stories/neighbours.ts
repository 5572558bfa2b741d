/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Cluster, Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

/** A bridge from the entry to the nearest item of each other cluster, nearest first. */
export function bridgesOf(entry: Entry, related: readonly Entry[]): Bridge[] {
  const others = related.filter((other) => other.cluster !== entry.cluster && !other.isGone);
  const nearest = new Map<Cluster, Entry>();
  for (const other of others) {
    const known = nearest.get(other.cluster);
    if (known === undefined || byNearness(other, known) < 0) nearest.set(other.cluster, other);
  }
  const votes = countVotes(others);
  const ranked = [...nearest.values()].sort(byNearness);
  const top = ranked[0]?.shared ?? 1;
  return ranked.map((b) => ({ a: entry, b, votes: votes.get(b.cluster) ?? 0, standing: b.shared / top }));
}

/** A bridge from the entry to the nearest item of a set of its own cluster's items; undefined when none is near. */
export function bridgeTo(entry: Entry, rest: Cluster, related: readonly Entry[]): Bridge | undefined {
  const inside = new Set(rest.members);
  const others = related.filter((other) => other.cluster === entry.cluster && other !== entry);
  const b = others.filter((other) => inside.has(other)).sort(byNearness)[0];
  if (b === undefined) return undefined;
  const chosen = others.toSorted(byNearness).slice(0, voters);
  const sum = chosen.reduce((total, { shared }) => total + shared, 0);
  const votes = chosen.reduce((total, other) => total + (inside.has(other) ? other.shared / sum : 0), 0);
  return { a: entry, b, votes, standing: b.shared / chosen[0]!.shared };
}

function countVotes(others: readonly Entry[]): Map<Cluster, number> {
  const chosen = others.toSorted(byNearness).slice(0, voters);
  const sum = chosen.reduce((total, { shared }) => total + shared, 0);
  const votes = new Map<Cluster, number>();
  for (const { cluster, shared } of chosen) votes.set(cluster, (votes.get(cluster) ?? 0) + shared / sum);
  return votes;
}

/** Those that share the rarest terms first; of equals the newest. */
function byNearness(a: Entry, b: Entry): number {
  return b.shared - a.shared || b.order - a.order;
}
