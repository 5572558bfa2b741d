/** The salience model: boosted decision trees over the features, learnt by `bench/tune-topics.ts`. */
import { z } from 'zod';
import { featureNames } from './features.ts';
import { forestOf } from './trees.ts';
import shipped from './weights.json' with { type: 'json' };

const model = z
  .object({
    /** Where the trees come from. */
    origin: z.string(),
    /** From this score on a text is about the topic. */
    threshold: z.number(),
    /** Below this score a loose match (no name of the topic in full) is none. */
    least: z.number(),
    bias: z.number(),
    trees: z.array(z.string()),
  })
  .parse(shipped);

export const aboutFrom = model.threshold;
export const leastScore = model.least;

const forest = forestOf(model.trees, model.bias, featureNames);

/** Probability that readers would call the topic a main subject of the text, 0 to 1, by how common the topic is (`commonnessOf`). */
export function salienceByCommonness(row: number[]): (commonness: number) => number {
  return forest.varying(row, 'commonness');
}
