/** Streams items into stories: each is placed from what was seen before, and later evidence may merge stories. */
import { digest } from '../hash.ts';
import type { Item, ItemId, StoryId } from '../model.ts';
import { type Bridge, featuresOf } from './features.ts';
import { findRivals } from './rivals.ts';
import { scoreOf, shippedWeights } from './weights.ts';
import { type Cluster, type Entry, Window } from './window.ts';

export interface Placement {
  readonly storyId: StoryId;
  readonly isNew: boolean;
  /** Earlier items that this one's evidence moved, all of the same story or into the same one. */
  readonly corrections: readonly Correction[];
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
}

/** `place` asks for a new item, `merge` for two stories between which an item stands. */
export type Judge = (kind: 'place' | 'merge', features: readonly number[], own: Cluster, other: Cluster) => number;

interface Candidate {
  readonly cluster: Cluster;
  readonly bridge: Bridge;
  readonly score: number;
}

export interface ClusterSettings {
  /** Log-odds that the two are one story, in place of the shipped weights: for learning them. */
  readonly judge?: Judge;
}

/** Clusters that are compared in full, and items of each walk that are compared by pair. */
const candidatesKept = 10;
const mergesTried = 4;

export function createClusterer(settings: ClusterSettings = {}): Clusterer {
  const window = new Window();
  const judge = settings.judge ?? ((kind, features) => scoreOf(shippedWeights[kind], features));

  function candidatesFor(
    entry: Entry,
    own: Cluster,
    related: readonly Entry[],
    kind: 'place' | 'merge',
    limit: number,
  ): Candidate[] {
    const bridges = bridgesOf(entry, own, related).slice(0, limit);
    return bridges
      .map((bridge) => {
        const cluster = bridge.b.cluster;
        const [small, large] = cluster.members.length >= own.members.length ? [own, cluster] : [cluster, own];
        const features = featuresOf(
          small,
          large,
          large === cluster ? bridge : { ...bridge, a: bridge.b, b: bridge.a },
          window.vocabulary,
        );
        return { cluster, bridge, score: judge(kind, features, own, cluster) };
      })
      .sort((a, b) => b.score - a.score || a.bridge.b.order - b.bridge.b.order);
  }

  function mergeAround(entry: Entry, related: readonly Entry[]): Correction[] {
    const corrections: Correction[] = [];
    for (let turn = 0; turn < mergesTried; turn += 1) {
      const own = entry.cluster;
      const best = candidatesFor(entry, own, related, 'merge', mergesTried)[0];
      if (best === undefined || best.score < 0) break;
      if (
        Math.min(own.members.length, best.cluster.members.length) >= 3 &&
        findRivals([...own.members, ...best.cluster.members], window.vocabulary)
      )
        break;
      const [from, to] = isLarger(best.cluster, own) ? [own, best.cluster] : [best.cluster, own];
      corrections.push(...from.members.map((member) => ({ itemId: member.id, from: from.story, to: to.story })));
      window.merge(from, to);
    }
    return corrections;
  }

  /** Splits a cluster that tells two like events; the smaller part becomes a story of its own. */
  function partRivals(cluster: Cluster): Correction[] {
    const size = cluster.members.length;
    if (size > 12 && size % 4 !== 0) return [];
    const rivals = findRivals(cluster.members, window.vocabulary);
    if (rivals === undefined) return [];
    const first = [...rivals.first];
    const second = [...rivals.second];
    for (const entry of rivals.neither)
      (likeness(entry, rivals.first) >= likeness(entry, rivals.second) ? first : second).push(entry);
    const leaving = first.length < second.length ? first : second;
    leaving.sort((a, b) => a.order - b.order);
    const ids = leaving.map((entry) => storyIdOf(entry.id));
    const to = ids.find((id) => !window.clusters.has(id));
    if (to === undefined) return [];
    window.part(cluster, leaving, to);
    return leaving.map((entry) => ({ itemId: entry.id, from: cluster.story, to }));
  }

  /** Mean rarity of the terms that an entry shares with some others. */
  function likeness(entry: Entry, others: readonly Entry[]): number {
    let sum = 0;
    for (const other of others) {
      for (const term of entry.terms)
        if (other.terms.includes(term)) sum += Math.max(0, window.vocabulary.rarity(term, 0));
    }
    return sum / others.length;
  }

  return {
    place(item) {
      const known = window.entry(item.id);
      if (known !== undefined) return { storyId: known.cluster.story, isNew: false, corrections: [] };
      const entry = window.read(item, storyIdOf(item.id));
      const related = window.related(entry);
      const best = candidatesFor(entry, entry.cluster, related, 'place', candidatesKept)[0];
      const isNew = best === undefined || best.score < 0;
      window.add(entry, isNew ? entry.cluster : best.cluster);
      const corrections = isNew
        ? []
        : [...mergeAround(entry, related), ...partRivals(entry.cluster)].filter(({ itemId }) => itemId !== item.id);
      return { storyId: entry.cluster.story, isNew, corrections };
    },
    restore(item, storyId) {
      if (window.has(item.id)) return;
      const entry = window.read(item, storyId);
      window.add(entry, window.clusters.get(storyId) ?? entry.cluster);
    },
    forgetBefore(at) {
      window.forgetBefore(at);
    },
  };
}

/** Nearest items that vote. */
const voters = 12;

/** The nearest item of each other cluster, nearest first. */
function bridgesOf(entry: Entry, own: Cluster, related: readonly Entry[]): Bridge[] {
  const others = related.filter((other) => other.cluster !== own && !other.isGone);
  const nearest = new Map<Cluster, Entry>();
  for (const other of others) {
    const known = nearest.get(other.cluster);
    if (known === undefined || isNearer(other, known)) nearest.set(other.cluster, other);
  }
  const votes = countVotes(others);
  const ranked = [...nearest.values()].sort((a, b) => (isNearer(a, b) ? -1 : 1));
  const top = ranked[0]?.shared ?? 1;
  return ranked.map((b) => ({ a: entry, b, votes: votes.get(b.cluster) ?? 0, standing: b.shared / top }));
}

function countVotes(others: readonly Entry[]): Map<Cluster, number> {
  const chosen = others.toSorted((a, b) => (isNearer(a, b) ? -1 : 1)).slice(0, voters);
  const sum = chosen.reduce((total, { shared }) => total + shared, 0);
  const votes = new Map<Cluster, number>();
  for (const { cluster, shared } of chosen) votes.set(cluster, (votes.get(cluster) ?? 0) + shared / sum);
  return votes;
}

function isNearer(a: Entry, b: Entry): boolean {
  return a.shared === b.shared ? a.order > b.order : a.shared > b.shared;
}

function isLarger(a: Cluster, b: Cluster): boolean {
  if (a.members.length !== b.members.length) return a.members.length > b.members.length;
  return a.members[0]!.order < b.members[0]!.order;
}

function storyIdOf(id: ItemId): StoryId {
  return digest(10, 'story', id) as StoryId;
}
