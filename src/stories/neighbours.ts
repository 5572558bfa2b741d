/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Near } from './near.ts';
import type { Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

/** A bridge from the entry to the nearest item of each of the nearest other clusters, nearest first. */
export function bridgesOf(entry: Entry, related: Near, limit: number): Bridge[] {
  const own = entry.cluster.number;
  const chosen: number[] = [];
  const ranked: number[] = [];
  const clusters: number[] = [];
  for (let at = 0; chosen.length < voters || ranked.length < limit; at += 1) {
    const slot = related.at(at);
    if (slot < 0) break;
    const cluster = related.clusterOf(slot);
    if (cluster === own) continue;
    if (chosen.length < voters) chosen.push(slot);
    if (ranked.length === limit || clusters.includes(cluster)) continue;
    clusters.push(cluster);
    ranked.push(slot);
  }
  return ranked.map((slot, rank) => ({
    a: entry,
    b: related.entryOf(slot),
    votes: shareOf(chosen, related, (other) => related.clusterOf(other) === clusters[rank]),
    standing: related.sharedOf(slot) / related.sharedOf(ranked[0]!),
  }));
}

/** A bridge from the entry to the nearest of its own cluster's items that lie across; undefined when none is near. */
export function bridgeTo(entry: Entry, isAcross: (other: Entry) => boolean, related: Near): Bridge | undefined {
  const own = entry.cluster.number;
  const chosen: number[] = [];
  let found = -1;
  for (let at = 0; chosen.length < voters || found < 0; at += 1) {
    const slot = related.at(at);
    if (slot < 0) break;
    if (related.clusterOf(slot) !== own || slot === entry.slot) continue;
    if (chosen.length < voters) chosen.push(slot);
    if (found < 0 && isAcross(related.entryOf(slot))) found = slot;
  }
  if (found < 0) return undefined;
  return {
    a: entry,
    b: related.entryOf(found),
    votes: shareOf(chosen, related, (slot) => isAcross(related.entryOf(slot))),
    standing: related.sharedOf(found) / related.sharedOf(chosen[0]!),
  };
}

/** Share of the voters' nearness that some of them hold. */
function shareOf(chosen: readonly number[], related: Near, isCounted: (slot: number) => boolean): number {
  let part = 0;
  let whole = 0;
  for (const slot of chosen) {
    const shared = related.sharedOf(slot);
    whole += shared;
    if (isCounted(slot)) part += shared;
  }
  return part / whole;
}
