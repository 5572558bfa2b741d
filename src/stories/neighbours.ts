/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Near } from './near.ts';
import type { Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

let searches = 0;

/** A bridge from the entry to the nearest item of each of the nearest other clusters, nearest first. */
export function bridgesOf(entry: Entry, related: Near, limit: number): Bridge[] {
  searches += 1;
  const chosen: Entry[] = [];
  const ranked: Entry[] = [];
  for (let at = 0; chosen.length < voters || ranked.length < limit; at += 1) {
    const other = related.at(at);
    if (other === undefined) break;
    const { cluster } = other;
    if (cluster === entry.cluster) continue;
    if (chosen.length < voters) chosen.push(other);
    if (ranked.length === limit || cluster.search === searches) continue;
    // Kept on the clusters, as a Set would cost as much as all the rest.
    cluster.search = searches;
    ranked.push(other);
  }
  return ranked.map((b) => ({
    a: entry,
    b,
    votes: shareOf(chosen, (other) => other.cluster === b.cluster),
    standing: b.shared / ranked[0]!.shared,
  }));
}

/** A bridge from the entry to the nearest of its own cluster's items that lie across; undefined when none is near. */
export function bridgeTo(entry: Entry, isAcross: (other: Entry) => boolean, related: Near): Bridge | undefined {
  const chosen: Entry[] = [];
  let b: Entry | undefined;
  for (let at = 0; chosen.length < voters || b === undefined; at += 1) {
    const other = related.at(at);
    if (other === undefined) break;
    if (other.cluster !== entry.cluster || other === entry) continue;
    if (chosen.length < voters) chosen.push(other);
    if (b === undefined && isAcross(other)) b = other;
  }
  if (b === undefined) return undefined;
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
