/** Streams items into stories: each is placed from what was seen before, and later evidence merges and parts stories. */
import { digest } from '../hash.ts';
import type { Item, ItemId, StoryId } from '../model.ts';
import { type Bridge, featuresOf } from './features.ts';
import type { Near } from './near.ts';
import { bridgesOf, bridgeTo } from './neighbours.ts';
import { findRivals, markersOf, mostReports } from './parts.ts';
import { type Comparing, judgeByWeights, partBelow, scoreTimes } from './weights.ts';
import { type Cluster, clusterOf, type Entry, holds, Window } from './window.ts';

interface Placement {
  readonly storyId: StoryId;
  readonly isNew: boolean;
  /** Earlier items that this one's evidence moved into another story. */
  readonly corrections: readonly Correction[];
  /** Of a new story: the earlier one that it carries on, where nothing but the days between keeps them apart. */
  readonly follows: StoryId | undefined;
}

interface Correction {
  readonly itemId: ItemId;
  readonly from: StoryId;
  readonly to: StoryId;
}

export interface Clusterer {
  /** Finds the item's story. An item that is known already keeps its place. */
  place(item: Item): Placement;
  /** Takes back what the store holds, oldest first, before the first `place`. */
  restore(item: Item, storyId: StoryId): void;
  /** Lets go of items that happened before `at` (epoch ms). */
  forgetBefore(at: number): void;
}

/** Log-odds that two clusters are one story; from 0 on they are joined. */
export type Judge = (comparing: Comparing, features: readonly number[], own: Cluster, other: Cluster) => number;

export interface ClusterSettings {
  /** In place of the shipped weights: for learning them. */
  readonly judge?: Judge;
}

/** Clusters compared in full for a new item, and merges tried after it. */
const candidatesKept = 6;
const mergesTried = 4;
/**
 * Clusters are searched for parts at every size up to `smallSize`, then whenever they have grown by `partEvery`, and beyond
 * `largeSize` ever more rarely: what a search costs grows with the size, what an item costs must not.
 */
const smallSize = 12;
const partEvery = 4;
const largeSize = 64;

interface Score {
  readonly score: number;
  /** Without what times say. */
  readonly timeless: number;
}

interface Candidate extends Score {
  readonly cluster: Cluster;
}

export function createClusterer(settings: ClusterSettings = {}): Clusterer {
  const window = new Window();
  const judge = settings.judge ?? judgeByWeights;

  function compare(comparing: Comparing, own: Cluster, bridge: Bridge, other: Cluster): Score {
    const isOwnSmall = other.members.length >= own.members.length;
    const [small, large] = isOwnSmall ? [own, other] : [other, own];
    const turned = isOwnSmall ? bridge : { ...bridge, a: bridge.b, b: bridge.a };
    const features = featuresOf(small, large, turned, window.vocabulary);
    const score = judge(comparing, features, own, other);
    return { score, timeless: score - scoreTimes(comparing, features) };
  }

  /** The other clusters near an entry, likeliest first. */
  function candidatesFor(comparing: Comparing, entry: Entry, related: Near, limit: number): readonly Candidate[] {
    return bridgesOf(entry, related, limit)
      .map((bridge) => ({ cluster: bridge.b.cluster, ...compare(comparing, entry.cluster, bridge, bridge.b.cluster) }))
      .sort((a, b) => b.score - a.score);
  }

  function mergeAround(entry: Entry, related: Near): Correction[] {
    const corrections: Correction[] = [];
    for (let turn = 0; turn < mergesTried; turn += 1) {
      const own = entry.cluster;
      const best = candidatesFor('merge', entry, related, mergesTried)[0];
      if (best === undefined || best.score < 0 || areRivals(own, best.cluster)) break;
      const [from, to] = isLarger(best.cluster, own) ? [own, best.cluster] : [best.cluster, own];
      corrections.push(...from.members.map((member) => ({ itemId: member.id, from: from.story, to: to.story })));
      window.merge(from, to);
    }
    return corrections;
  }

  function areRivals(a: Cluster, b: Cluster): boolean {
    const [least, whole] = [Math.min(a.members.length, b.members.length), a.members.length + b.members.length];
    if (least < 3 || whole > mostReports) return false;
    const [small, large] = isLarger(a, b) ? [b, a] : [a, b];
    const counts = large.counts?.copy();
    for (const { terms } of small.members) counts?.addAll(terms, 1);
    return findRivals([...a.members, ...b.members], counts, window.vocabulary) !== undefined;
  }

  /** Splits the entry's cluster when it tells two like events, or holds a part that stands apart. */
  function partAround(entry: Entry, related: Near): Correction[] {
    const { cluster } = entry;
    const size = cluster.members.length;
    if (!isSearched(size)) return [];
    const rivals = findRivals(cluster.members, cluster.counts, window.vocabulary);
    if (rivals !== undefined) return leave(cluster, rivals);
    for (const marker of markersOf(entry, window.vocabulary)) {
      const bridge = bridgeTo(entry, (other) => !holds(other.terms, marker), related);
      if (bridge === undefined) continue;
      const [own, other] = halvesBy(cluster, marker);
      if (compare('part', own, bridge, other).score >= partBelow) continue;
      return leave(cluster, own.members.length > other.members.length ? other.members : own.members);
    }
    return [];
  }

  function leave(cluster: Cluster, leaving: readonly Entry[]): Correction[] {
    const to = leaving.map(({ id }) => storyIdOf(id)).find((id) => !window.clusters.has(id));
    if (to === undefined) return [];
    const from = cluster.story;
    window.part(cluster, leaving, to);
    return leaving.map(({ id: itemId }) => ({ itemId, from, to }));
  }

  function join(entry: Entry, cluster: Cluster, related: Near): Correction[] {
    window.add(entry, cluster);
    if (entry.isLivePage) return [];
    return [...mergeAround(entry, related), ...partAround(entry, related)].filter(({ itemId }) => itemId !== entry.id);
  }

  return {
    place(item) {
      const known = window.entry(item.id);
      if (known !== undefined) return placement(known, false, [], undefined);
      const entry = window.read(item, storyIdOf(item.id));
      const related = window.related(entry);
      const candidates = candidatesFor('place', entry, related, candidatesKept);
      const best = candidates[0];
      const story = best !== undefined && best.score >= 0 ? best.cluster : window.sameNames(entry)?.cluster;
      if (story !== undefined) return placement(entry, false, join(entry, story, related), undefined);
      window.add(entry, entry.cluster);
      return placement(entry, true, [], candidates.find(({ timeless }) => timeless >= 0)?.cluster.story);
    },
    restore(item, storyId) {
      if (window.entry(item.id) !== undefined) return;
      const entry = window.read(item, storyId);
      window.add(entry, window.clusters.get(storyId) ?? entry.cluster);
    },
    forgetBefore(at) {
      window.forgetBefore(at);
    },
  };
}

function placement(
  entry: Entry,
  isNew: boolean,
  corrections: readonly Correction[],
  follows: StoryId | undefined,
): Placement {
  return { storyId: entry.cluster.story, isNew, corrections, follows };
}

function isSearched(size: number): boolean {
  const doublings = Math.max(0, Math.floor(Math.log2(size / largeSize)));
  return size <= smallSize || size % (partEvery * 2 ** doublings) === 0;
}

/** The members that hold a term, and the others, as clusters to compare. */
function halvesBy({ story, members, counts }: Cluster, marker: number): readonly [Cluster, Cluster] {
  const inside = members.filter(({ terms }) => holds(terms, marker));
  const rest = members.filter(({ terms }) => !holds(terms, marker));
  const restCounts = counts?.copy();
  for (const { terms } of inside) restCounts?.addAll(terms, -1);
  return [clusterOf(story, inside), clusterOf(story, rest, restCounts)];
}

function storyIdOf(id: ItemId): StoryId {
  return digest(10, 'story', id) as StoryId;
}

function isLarger(a: Cluster, b: Cluster): boolean {
  if (a.members.length !== b.members.length) return a.members.length > b.members.length;
  return a.members[0]!.order < b.members[0]!.order;
}
