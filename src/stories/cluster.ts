/** Streams items into stories: each is placed from what was seen before, and later evidence merges and parts stories. */
import { digest } from '../hash.ts';
import type { Item, ItemId, StoryId } from '../model.ts';
import { holds } from './counts.ts';
import { type Judged, type Kinship, kinshipOf, nearStories } from './explain.ts';
import { type Bridge, featuresOf } from './features.ts';
import type { Near } from './near.ts';
import { bridgesOf, bridgeTo } from './neighbours.ts';
import { findRivals, markersOf, mostReports } from './parts.ts';
import { type Ruling, Rulings } from './rulings.ts';
import { type Comparing, judgeByWeights, judgeInFull, partBelow, scoreTimes } from './weights.ts';
import { type Cluster, clusterOf, type Entry, Window } from './window.ts';

interface Placement {
  readonly storyId: StoryId;
  readonly isNew: boolean;
  /** Earlier items that this one's evidence moved into another story. */
  readonly corrections: readonly Correction[];
  /** Of a new story: the earlier one that it carries on, where nothing but the days between keeps them apart. */
  readonly follows: StoryId | undefined;
}

export interface Correction {
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
  /** A person's word: these reports of a story are one of their own. Answers what moves; nothing when they are all or none of it. */
  split(story: StoryId, leaving: readonly ItemId[]): readonly Correction[];
  /** A person's word: two stories are one. */
  unite(one: StoryId, other: StoryId): readonly Correction[];
  /** What a person ruled in an earlier run; nothing moves until `settle`. */
  uphold(ruling: Ruling): void;
  /** Makes true what was ruled and, after a crash, not carried out. */
  settle(): readonly Correction[];
  /** Why the report stands in its story; undefined when it stands alone, or by names in another script. */
  kinship(id: ItemId): Kinship | undefined;
  /** The stories nearest to one, likeliest first. */
  near(story: StoryId, limit: number): readonly (Kinship & { readonly story: StoryId })[];
}

/** Log-odds that two clusters are one story; from 0 on they are joined. */
export type Judge = (comparing: Comparing, features: readonly number[], own: Cluster, other: Cluster) => number;

export interface ClusterSettings {
  /** In place of the shipped weights: for learning them. */
  readonly judge?: Judge;
}

/** Clusters compared in full for an item, and merges tried after it: the farther ones brought more wrong joins than right ones. */
const candidatesKept = 3;
const mergesTried = 4;
/**
 * Log-odds from which on a candidate is taken without a look at the farther ones, which are less likely: in the labelled data none
 * of them ever came out ahead of it.
 */
const certain = 2;
/**
 * Clusters are searched for parts at every size up to `smallSize`, then whenever they have grown by `partEvery`, and beyond
 * `largeSize` ever more rarely: what a search costs grows with the size, what an item costs must not.
 */
const smallSize = 12;
const partEvery = 4;
const largeSize = 64;

interface Candidate {
  readonly cluster: Cluster;
  readonly score: number;
  /** The score without what times say. */
  readonly timeless: number;
}

interface Likeliest {
  readonly best: Candidate | undefined;
  /** Of those that only times may keep apart. */
  readonly timeless: Candidate | undefined;
}

export function createClusterer(settings: ClusterSettings = {}): Clusterer {
  const window = new Window();
  const { judge: learning } = settings;
  const rulings = new Rulings((id) => window.entry(id));
  const judged =
    (comparing: Comparing): Judged =>
    (own, bridge, other) =>
      compare(comparing, own, bridge, other, judgeInFull).score;

  function compare(
    comparing: Comparing,
    own: Cluster,
    bridge: Bridge,
    other: Cluster,
    judge = judgeByWeights,
  ): Candidate {
    const isOwnSmall = other.members.length >= own.members.length;
    const [small, large] = isOwnSmall ? [own, other] : [other, own];
    const turned = isOwnSmall ? bridge : { ...bridge, a: bridge.b, b: bridge.a };
    const features = featuresOf(small, large, turned, window.vocabulary);
    const score =
      learning?.(
        comparing,
        Array.from(features, (value) => value / 1000),
        own,
        other,
      ) ?? judge(comparing, features);
    return { cluster: other, score, timeless: score - scoreTimes(comparing, features) };
  }

  /** The likeliest of the other clusters near an entry; those behind one that is certain are not looked at. */
  function likeliest(comparing: Comparing, entry: Entry, related: Near): Likeliest {
    let best: Candidate | undefined;
    let timeless: Candidate | undefined;
    for (const bridge of bridgesOf(entry, related, candidatesKept)) {
      const found = compare(comparing, entry.cluster, bridge, bridge.b.cluster);
      if (best === undefined || found.score > best.score) best = found;
      if (found.timeless >= 0 && (timeless === undefined || found.score > timeless.score)) timeless = found;
      if (found.score >= certain && learning === undefined) break;
    }
    return { best, timeless };
  }

  function mergeAround(entry: Entry, related: Near): Correction[] {
    const corrections: Correction[] = [];
    for (let turn = 0; turn < mergesTried; turn += 1) {
      const own = entry.cluster;
      const { best } = likeliest('merge', entry, related);
      if (best === undefined || best.score < 0 || areRivals(own, best.cluster)) break;
      const [from, to] = isLarger(best.cluster, own) ? [own, best.cluster] : [best.cluster, own];
      corrections.push(...unite(from, to));
    }
    return corrections;
  }

  function areRivals(a: Cluster, b: Cluster): boolean {
    if (rulings.areApart(a, b)) return true;
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
    const gone = new Set(leaving.map(({ id }) => id));
    const left = new Set(cluster.members.map(({ id }) => id).filter((id) => !gone.has(id)));
    return rulings.areTogether(gone, left) ? [] : separate(cluster, leaving);
  }

  function separate(cluster: Cluster, leaving: readonly Entry[]): Correction[] {
    const to = leaving.map(({ id }) => storyIdOf(id)).find((id) => !window.clusters.has(id));
    if (to === undefined) return [];
    const from = cluster.story;
    window.part(cluster, leaving, to);
    return leaving.map(({ id: itemId }) => ({ itemId, from, to }));
  }

  function unite(from: Cluster, to: Cluster): Correction[] {
    const moved = from.members.map((member) => ({ itemId: member.id, from: from.story, to: to.story }));
    window.merge(from, to);
    return moved;
  }

  function carryOut({ kind, a, b }: Ruling): Correction[] {
    const standing = (ids: readonly ItemId[]) => ids.map((id) => window.entry(id)).find((entry) => entry !== undefined);
    const [one, other] = [standing(a)?.cluster, standing(b)?.cluster];
    if (one === undefined || other === undefined) return [];
    if (kind === 'together') return one === other ? [] : unite(other, one);
    return one !== other
      ? []
      : separate(
          one,
          one.members.filter(({ id }) => b.includes(id)),
        );
  }

  function join(entry: Entry, cluster: Cluster, related: Near): Correction[] {
    window.add(entry, cluster.story);
    if (entry.isLivePage) return [];
    return [...mergeAround(entry, related), ...partAround(entry, related)].filter(({ itemId }) => itemId !== entry.id);
  }

  return {
    place(item) {
      const known = window.entry(item.id);
      if (known !== undefined) return placement(known, false, [], undefined);
      const entry = window.read(item);
      const related = window.related(entry);
      const { best, timeless } = likeliest('place', entry, related);
      const story = best !== undefined && best.score >= 0 ? best.cluster : window.sameNames(entry)?.cluster;
      if (story !== undefined) return placement(entry, false, join(entry, story, related), undefined);
      window.add(entry, storyIdOf(item.id));
      return placement(entry, true, [], timeless?.cluster.story);
    },
    restore(item, storyId) {
      if (window.entry(item.id) !== undefined) return;
      const entry = window.read(item);
      window.add(entry, storyId);
    },
    forgetBefore(at) {
      window.forgetBefore(at);
      rulings.sweep();
    },
    split(story, ids) {
      const cluster = window.clusters.get(story);
      const leaving = cluster?.members.filter(({ id }) => ids.includes(id)) ?? [];
      const staying = cluster?.members.filter((member) => !leaving.includes(member)) ?? [];
      if (cluster === undefined || leaving.length === 0 || staying.length === 0) return [];
      rulings.add({ kind: 'apart', a: staying.map(({ id }) => id), b: leaving.map(({ id }) => id) });
      const moved = separate(cluster, leaving);
      // The report that gave the story its name cannot leave it: then the others do.
      return moved.length > 0 ? moved : separate(cluster, staying);
    },
    unite(one, other) {
      const [a, b] = [window.clusters.get(one), window.clusters.get(other)];
      if (a === undefined || b === undefined || a === b) return [];
      rulings.add({ kind: 'together', a: a.members.map(({ id }) => id), b: b.members.map(({ id }) => id) });
      return isLarger(b, a) ? unite(a, b) : unite(b, a);
    },
    uphold: (ruling) => rulings.add(ruling),
    settle: () => rulings.all().flatMap(carryOut),
    kinship: (id) => kinshipOf(window, judged('place'), id),
    near: (story, limit) => nearStories(window, judged('merge'), story, limit),
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
