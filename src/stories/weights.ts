/** The learnt weights and how they judge. */
import table from '../../config/clustering.json' with { type: 'json' };
import { featureNames } from './features.ts';

/** A new item with a story; two stories between which an item stands; a part of a story with the rest of it. */
export type Comparing = 'place' | 'merge' | 'part';

/** Inner: `[feature, threshold, low, high]`, low where the feature is at most the threshold. Leaf: log-odds to add. */
export type Tree = number | readonly [number, number, Tree, Tree];

/** Log-odds of two being one story: a base and what each tree adds. */
export interface Forest {
  readonly base: number;
  readonly trees: readonly Tree[];
}

const forests: Readonly<Record<Comparing, Forest>> = {
  place: table.place as unknown as Forest,
  merge: table.merge as unknown as Forest,
  part: table.part as unknown as Forest,
};
const daysAt = featureNames.indexOf('logDays');

/** Judges by the shipped weights: the forest, the shift chosen with it, and the weight of days set by hand. */
export function judgeByWeights(comparing: Comparing, features: readonly number[]): number {
  return scoreForest(forests[comparing], features) + table.shift[comparing] + table.days * features[daysAt]!;
}

export function scoreForest(forest: Forest, features: readonly number[]): number {
  let sum = forest.base;
  for (const tree of forest.trees) {
    let node = tree;
    while (typeof node !== 'number') node = features[node[0]]! <= node[1] ? node[2] : node[3];
    sum += node;
  }
  return sum;
}
