/** Learning to judge: streams the sets, watches every comparison, fits weights, and streams again with what was learnt. */
import type { ItemId } from '../../src/model.ts';
import { createClusterer, type Judge } from '../../src/stories/cluster.ts';
import { featureNames } from '../../src/stories/features.ts';
import { type Comparing, type Forest, scoreForest } from '../../src/stories/weights.ts';
import type { Cluster } from '../../src/stories/window.ts';
import { type Labelled, type Scores, scoreClusters } from './data.ts';
import { type Example, growForest } from './trees.ts';

export type Learnt = Readonly<Record<Comparing, Forest>>;

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

export function judgeBy(
  learnt: Learnt,
  shift: Readonly<Record<Comparing, number>> = { place: 0, merge: 0, part: 0 },
): Judge {
  return (kind, features) =>
    scoreForest(learnt[kind], features) +
    shift[kind] +
    (kind === 'part' ? 0 : DAYS) * features[featureNames.indexOf('logDays')]!;
}

export function measure(rows: readonly Labelled[], judge: Judge): Scores {
  return scoreClusters(
    rows.map(({ label }) => label),
    stream(rows, judge),
  );
}

/** Comparisons met on the way when `learnt` judges and wrong joins are mostly prevented. */
export function watch(rows: readonly Labelled[], learnt: Learnt, seed: number): Record<Comparing, Seen[]> {
  const labels = new Map(rows.map(({ item, label }) => [item.id, label]));
  const seen: Record<Comparing, Seen[]> = { place: [], merge: [], part: [] };
  const model = judgeBy(learnt);
  const chance = randomFrom(seed);
  stream(rows, (kind, features, own, other) => {
    const isSame = majority(own, labels) === majority(other, labels);
    const score = model(kind, features, own, other);
    const isEasy = !isSame && score < -4;
    if (!isEasy || chance() < 0.2)
      seen[kind].push({ features: [...features], isSame, stake: stakeOf(own, other) * (isEasy ? 5 : 1) });
    return kind !== 'part' && score >= 0 && !isSame && chance() < VETO ? -1 : score;
  });
  return seen;
}

function majority(cluster: Cluster, labels: ReadonlyMap<ItemId, string>): string {
  const counts = new Map<string, number>();
  for (const { id } of cluster.members) counts.set(labels.get(id)!, (counts.get(labels.get(id)!) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Several rounds over all sets; every set has the same say. */
export function learn(sets: readonly (readonly Labelled[])[], start: Learnt, rounds: number): Learnt {
  let learnt = start;
  const kept: Record<Comparing, Example[]> = { place: [], merge: [], part: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, rows] of sets.entries()) {
      const isTimeless = rows.every(({ item }) => item.publishedAt === undefined);
      for (let turn = 0; turn < (isTimeless ? Number(process.env.TURNS ?? 3) : 1); turn += 1) {
        const order = turn === 0 ? rows : shuffled(rows, randomFrom(round * 1000 + turn * 10 + at));
        const seen = watch(order, learnt, round * 100 + at);
        for (const kind of ['place', 'merge', 'part'] as const) {
          const weight = 1000 / Math.sqrt(seen[kind].length * 1000 + 1) / (isTimeless ? 2 : 1);
          for (const { features, isSame, stake } of seen[kind])
            kept[kind].push({ features, isSame, weight: weight * stake });
        }
      }
    }
    learnt = { place: fitKind(kept.place), merge: fitKind(kept.merge), part: fitKind(kept.part) };
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

const DAYS = -3;
const VETO = Number(process.env.VETO ?? 0.8);
const E = process.env;
function fitKind(examples: readonly Example[]): Forest {
  const at = featureNames.indexOf('logDays');
  const hidden = examples.map((one) => ({ ...one, features: one.features.map((value, i) => (i === at ? 0 : value)) }));
  return growForest(hidden, {
    trees: Number(E.TREES ?? 120),
    depth: Number(E.DEPTH ?? 3),
    rate: Number(E.RATE ?? 0.15),
    ridge: Number(E.L2 ?? 5),
    leastCurve: Number(E.LEAST ?? 2),
  });
}

interface Seen {
  readonly features: number[];
  readonly isSame: boolean;
  /** How many items' company is at stake, bounded. */
  readonly stake: number;
}

function stakeOf(a: Cluster, b: Cluster): number {
  const [x, y] = [a.members.length, b.members.length];
  return Math.min(12, (2 * x * y) / (x + y)) ** Number(process.env.STAKE ?? 1);
}

function shuffled<T>(values: readonly T[], chance: () => number): T[] {
  return values
    .map((value) => ({ value, key: chance() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
