/**
 * How much gravity and breadth count beside rank, chosen on the stories of the fetch that are not of the reported day: each setting
 * orders them, and the one that puts a story which a reader judged grave before another most often is taken.
 */
import { type Choice, inOrder } from '../../src/briefs/select.ts';
import { auc } from './recall.ts';

const gravities = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5];
const breadths = [0, 0.1, 0.2, 0.3, 0.4];

export interface Tried {
  readonly gravity: number;
  readonly breadth: number;
  readonly auc: number;
  /** Mean share of grave stories among those down to each grave one. */
  readonly precision: number;
}

/** All settings, best first. `choices` must be ranked as if each were new. */
export function tryWeights(choices: readonly Choice[], isGrave: (choice: Choice) => boolean): Tried[] {
  const tried = gravities.flatMap((gravity) =>
    breadths.map((breadth): Tried => {
      const order = inOrder(choices, { gravity, breadth }).map(isGrave);
      const scored = order.map((grave, index) => ({ isGrave: grave, score: -index }));
      return { gravity, breadth, auc: auc(scored), precision: averagePrecision(order) };
    }),
  );
  return tried.toSorted((a, b) => b.auc - a.auc || b.precision - a.precision);
}

function averagePrecision(order: readonly boolean[]): number {
  let found = 0;
  const shares = order.flatMap((isGrave, index) => {
    if (!isGrave) return [];
    found += 1;
    return [found / (index + 1)];
  });
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
