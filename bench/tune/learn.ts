/** Learning to judge: streams the sets, watches every comparison, fits weights, and streams again with what was learnt. */
import type { ItemId } from '../../src/model.ts';
import { createClusterer, type Judge } from '../../src/stories/cluster.ts';
import { featureNames } from '../../src/stories/features.ts';
import type { Cluster } from '../../src/stories/window.ts';
import { type Labelled, type Scores, scoreClusters } from './data.ts';
import { type Example, fitLogistic } from './fit.ts';

export interface Learnt {
  readonly place: readonly number[];
  readonly merge: readonly number[];
}

/** Streams a set and answers the story of each item in the end. */
export function stream(rows: readonly Labelled[], judge: Judge): string[] {
  const clusterer = createClusterer({ judge });
  const stories = new Map<ItemId, string>();
  for (const { item } of rows) {
    const { storyId, corrections } = clusterer.place(item);
    stories.set(item.id, storyId);
    for (const { itemId, to } of corrections) stories.set(itemId, to);
  }
  return rows.map(({ item }) => stories.get(item.id)!);
}

export function judgeBy(learnt: Learnt, shift = { place: 0, merge: 0 }): Judge {
  return (kind, features) => features.reduce((sum, feature, at) => sum + feature * learnt[kind][at]!, shift[kind]);
}

export function measure(rows: readonly Labelled[], judge: Judge): Scores {
  return scoreClusters(
    rows.map(({ label }) => label),
    stream(rows, judge),
  );
}

/** Comparisons met on the way when `learnt` judges and wrong joins are mostly prevented. */
export function watch(
  rows: readonly Labelled[],
  learnt: Learnt,
  seed: number,
): Record<'place' | 'merge', { features: number[]; isSame: boolean }[]> {
  const labels = new Map(rows.map(({ item, label }) => [item.id, label]));
  const seen = {
    place: [] as { features: number[]; isSame: boolean }[],
    merge: [] as { features: number[]; isSame: boolean }[],
  };
  const model = judgeBy(learnt);
  const chance = randomFrom(seed);
  stream(rows, (kind, features, own, other) => {
    const isSame = majority(own, labels) === majority(other, labels);
    seen[kind].push({ features: [...features], isSame });
    const score = model(kind, features, own, other);
    return score >= 0 && !isSame && chance() < 0.8 ? -1 : score;
  });
  return seen;
}

function majority(cluster: Cluster, labels: ReadonlyMap<ItemId, string>): string {
  const counts = new Map<string, number>();
  for (const { id } of cluster.members) counts.set(labels.get(id)!, (counts.get(labels.get(id)!) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Several rounds over all sets; every set has the same say. */
export function learn(sets: readonly (readonly Labelled[])[], start: Learnt, rounds: number, ridge: number): Learnt {
  let learnt = start;
  const kept: Record<'place' | 'merge', Example[]> = { place: [], merge: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, rows] of sets.entries()) {
      const seen = watch(rows, learnt, round * 100 + at);
      for (const kind of ['place', 'merge'] as const) {
        const weight = 1000 / Math.sqrt(seen[kind].length * 1000 + 1);
        kept[kind].push(...seen[kind].map((one) => ({ ...one, weight })));
      }
    }
    learnt = { place: fitKind(kept.place, start.place, ridge), merge: fitKind(kept.merge, start.merge, ridge) };
  }
  return learnt;
}

/** mulberry32, so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Features whose weight is set by hand: the sets' times are made up, missing, or minutes apart, and teach the wrong lesson. */
const setByHand = new Set(['logDays']);

function fitKind(examples: readonly Example[], start: readonly number[], ridge: number): number[] {
  const isFree = featureNames.map((name) => !setByHand.has(name));
  const hidden = examples.map((one) => ({
    ...one,
    features: one.features.map((value, at) => (isFree[at] ? value : 0)),
  }));
  return fitLogistic(hidden, ridge).map((weight, at) => (isFree[at] ? weight : start[at]!));
}
