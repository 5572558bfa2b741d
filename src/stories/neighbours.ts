/** Which other clusters a new item's neighbours belong to. */
import type { Bridge } from './features.ts';
import type { Near } from './near.ts';
import type { Entry } from './window.ts';

/** Nearest items that vote. */
const voters = 12;

/** Scratch: the slots of those that vote, and of the nearest of each cluster, with the clusters' numbers. */
const chosen = new Int32Array(voters);
const ranked: number[] = [];
const clusters: number[] = [];

/** A bridge from the entry to the nearest item of each of the nearest other clusters, nearest first. */
export function bridgesOf(entry: Entry, related: Near, limit: number): Bridge[] {
  const own = entry.cluster.number;
  let voting = 0;
  ranked.length = 0;
  clusters.length = 0;
  for (let at = 0; voting < voters || ranked.length < limit; at += 1) {
    const slot = related.at(at);
    if (slot < 0) break;
    const cluster = related.clusterOf(slot);
    if (cluster === own) continue;
    if (voting < voters) chosen[voting++] = slot;
    if (ranked.length === limit || clusters.includes(cluster)) continue;
    clusters.push(cluster);
    ranked.push(slot);
  }
  const bridges: Bridge[] = [];
  for (let rank = 0; rank < ranked.length; rank += 1) {
    const slot = ranked[rank]!;
    bridges.push({
      a: entry,
      b: related.entryOf(slot),
      votes: votesFor(clusters[rank]!, voting, related),
      standing: related.sharedOf(slot) / related.sharedOf(ranked[0]!),
    });
  }
  return bridges;
}

/** Share of the voters' nearness that those of a cluster hold. */
function votesFor(cluster: number, voting: number, related: Near): number {
  let part = 0;
  let whole = 0;
  for (let at = 0; at < voting; at += 1) {
    const shared = related.sharedOf(chosen[at]!);
    whole += shared;
    if (related.clusterOf(chosen[at]!) === cluster) part += shared;
  }
  return part / whole;
}

/** A bridge from the entry to the nearest of its own cluster's items that lie across; undefined when none is near. */
export function bridgeTo(entry: Entry, isAcross: (other: Entry) => boolean, related: Near): Bridge | undefined {
  const own = entry.cluster.number;
  const voting: number[] = [];
  let found = -1;
  for (let at = 0; voting.length < voters || found < 0; at += 1) {
    const slot = related.at(at);
    if (slot < 0) break;
    if (related.clusterOf(slot) !== own || slot === entry.slot) continue;
    if (voting.length < voters) voting.push(slot);
    if (found < 0 && isAcross(related.entryOf(slot))) found = slot;
  }
  if (found < 0) return undefined;
  return {
    a: entry,
    b: related.entryOf(found),
    votes: shareOf(voting, related, (slot) => isAcross(related.entryOf(slot))),
    standing: related.sharedOf(found) / related.sharedOf(voting[0]!),
  };
}

/** Share of the voters' nearness that some of them hold. */
function shareOf(voting: readonly number[], related: Near, isCounted: (slot: number) => boolean): number {
  let part = 0;
  let whole = 0;
  for (const slot of voting) {
    const shared = related.sharedOf(slot);
    whole += shared;
    if (isCounted(slot)) part += shared;
  }
  return part / whole;
}
