/** Learning to judge: streams the sets, watches every comparison, fits weights, and streams again with what was learnt. */
import type { ItemId } from '../../src/model.ts';
import { createClusterer, type Judge } from '../../src/stories/cluster.ts';
import { featureNames } from '../../src/stories/features.ts';
import { type Comparing, type Forest, scoreByHand, scoreForest, type Tree } from '../../src/stories/weights.ts';
import type { Cluster } from '../../src/stories/window.ts';
import { type Labelled, type Scores, scoreClusters } from './data.ts';
import { randomFrom } from './random.ts';
import { type Example, growForest } from './trees.ts';

export type Learnt = Readonly<Record<Comparing, Forest>>;

/** Added to each forest's log-odds; chosen on the halves. */
export const shifts: Readonly<Record<Comparing, number>> = { place: 0.1, merge: 0.3, part: 0 };

/** What the first round is watched with: joins what shares four tenths of its rare words. */
const gainShare = featureNames.indexOf('gainShare');
const beginning: Learnt = {
  place: { base: -1, trees: [[gainShare, 0.3, -2, 2]] },
  merge: { base: -1, trees: [[gainShare, 0.4, -2, 2]] },
  part: { base: 2, trees: [] },
};

/** Share of wrong joins that are prevented while watching: else one early mistake would spoil all that follows. */
const prevented = 0.5;
/** Of comparisons that are clear already, one in five is kept, with five times the weight. */
const clearlyApart = -4;
const clearKept = 0.2;
/** Sets without times are watched in this many orders. */
const orders = 2;
const growth = { trees: 120, depth: 3, rate: 0.15, ridge: 5, leastCurve: 2 } as const;
/**
 * Set by hand: the sets' times are made up, missing or minutes apart, and teach the wrong lesson; and in sets of thousands
 * one name alone says more than in a window of ten.
 */
const hidden = new Set(['logDays', 'seriesApart', 'oneName']);

interface Seen {
  readonly features: readonly number[];
  readonly isSame: boolean;
  readonly stake: number;
}

/** The mean of two runs of two and three rounds: one run's early accidents weigh half. */
export function learnAverage(sets: readonly (readonly Labelled[])[]): Learnt {
  const [a, b] = [learn(sets, 2), learn(sets, 3)];
  const mean = (kind: Comparing): Forest => ({
    base: (a[kind].base + b[kind].base) / 2,
    trees: [...a[kind].trees, ...b[kind].trees].map(halve),
  });
  return { place: mean('place'), merge: mean('merge'), part: mean('part') };
}

function halve(tree: Tree): Tree {
  return typeof tree === 'number' ? tree / 2 : [tree[0], tree[1], halve(tree[2]), halve(tree[3])];
}

/** Several rounds over all sets; a set's say grows with the root of its comparisons. */
function learn(sets: readonly (readonly Labelled[])[], rounds: number): Learnt {
  let learnt = beginning;
  const kept: Record<Comparing, Example[]> = { place: [], merge: [], part: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, rows] of sets.entries()) {
      for (const [turn, order] of ordersOf(rows, round * 1000 + at).entries()) {
        const seen = watch(order, learnt, round * 100 + at + turn);
        for (const kind of ['place', 'merge', 'part'] as const) kept[kind].push(...weigh(seen[kind], isTimeless(rows)));
      }
    }
    learnt = { place: growFrom(kept.place), merge: growFrom(kept.merge), part: growFrom(kept.part) };
  }
  return learnt;
}

/** Streams a set and answers the story of each item in the end. */
function stream(rows: readonly Labelled[], judge: Judge): string[] {
  const clusterer = createClusterer({ judge });
  const stories = new Map<ItemId, string>();
  for (const { item } of rows) {
    const { storyId, corrections } = clusterer.place(item);
    stories.set(item.id, storyId);
    for (const { itemId, to } of corrections) stories.set(itemId, to);
  }
  return rows.map(({ item }) => stories.get(item.id)!);
}

export function judgeBy(learnt: Learnt, shift = shifts): Judge {
  return (kind, features) => scoreForest(learnt[kind], features) + shift[kind] + scoreByHand(kind, features);
}

export function measure(rows: readonly Labelled[], judge: Judge): Scores {
  return scoreClusters(
    rows.map(({ label }) => label),
    stream(rows, judge),
  );
}

/** Comparisons met on the way when `learnt` judges and half of the wrong joins are prevented. */
function watch(rows: readonly Labelled[], learnt: Learnt, seed: number): Record<Comparing, Seen[]> {
  const labels = new Map(rows.map(({ item, label }) => [item.id, label]));
  const seen: Record<Comparing, Seen[]> = { place: [], merge: [], part: [] };
  const model = judgeBy(learnt);
  const chance = randomFrom(seed);
  stream(rows, (kind, features, own, other) => {
    const isSame = majority(own, labels) === majority(other, labels);
    const score = model(kind, features, own, other);
    const isClear = !isSame && score < clearlyApart;
    const stake = stakeOf(own, other) / (isClear ? clearKept : 1);
    if (!isClear || chance() < clearKept) seen[kind].push({ features, isSame, stake });
    return kind !== 'part' && score >= 0 && !isSame && chance() < prevented ? -1 : score;
  });
  return seen;
}

function majority(cluster: Cluster, labels: ReadonlyMap<ItemId, string>): string {
  const counts = new Map<string, number>();
  for (const { id } of cluster.members) counts.set(labels.get(id)!, (counts.get(labels.get(id)!) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** How many items' company is at stake: the harmonic mean of the sizes, bounded. */
function stakeOf(a: Cluster, b: Cluster): number {
  const [x, y] = [a.members.length, b.members.length];
  return Math.min(12, (2 * x * y) / (x + y));
}

function weigh(seen: readonly Seen[], isShuffled: boolean): Example[] {
  const weight = 1000 / Math.sqrt(seen.length * 1000 + 1) / (isShuffled ? 2 : 1);
  return seen.map(({ features, isSame, stake }) => ({ features, isSame, weight: weight * stake }));
}

function growFrom(examples: readonly Example[]): Forest {
  const isHidden = featureNames.map((name) => hidden.has(name));
  const blinded = examples.map((one) => ({
    ...one,
    features: one.features.map((value, at) => (isHidden[at] ? 0 : value)),
  }));
  return growForest(blinded, growth);
}

function isTimeless(rows: readonly Labelled[]): boolean {
  return rows.every(({ item }) => item.publishedAt === undefined);
}

function ordersOf(rows: readonly Labelled[], seed: number): (readonly Labelled[])[] {
  if (!isTimeless(rows)) return [rows];
  return Array.from({ length: orders }, (_, turn) => (turn === 0 ? rows : shuffle(rows, randomFrom(seed + 10 * turn))));
}

function shuffle<T>(values: readonly T[], chance: () => number): T[] {
  return values
    .map((value) => ({ value, key: chance() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
