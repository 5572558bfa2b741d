/** The learnt weights and how they judge. */
import table from '../../config/clustering.json' with { type: 'json' };
import { featureNames } from './features.ts';

export interface Weights {
  /** For a new item and a story, and for two stories; beside `featureNames`. */
  readonly place: readonly number[];
  readonly merge: readonly number[];
}

export const shippedWeights: Weights = {
  place: featureNames.map((name) => (table.place as Record<string, number>)[name] ?? 0),
  merge: featureNames.map((name) => (table.merge as Record<string, number>)[name] ?? 0),
};

/** Log-odds that the two are one story; from 0 on they are joined. */
export function scoreOf(weights: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (const [index, feature] of features.entries()) sum += (weights[index] ?? 0) * feature;
  return sum;
}
