/** The salience model: a logistic function of the features, with weights learnt by `bench/tune-topics.ts`. */
import { z } from 'zod';
import { type Features, featureNames } from './features.ts';
import shipped from './weights.json' with { type: 'json' };

const model = z
  .object({
    /** Where the weights come from. */
    origin: z.string(),
    /** From this score on a text is about the topic. */
    threshold: z.number(),
    /** Below this score a loose match (no name of the topic in full) is none. */
    least: z.number(),
    bias: z.number(),
    weights: z.record(z.enum(featureNames), z.number()),
  })
  .parse(shipped);

export const aboutFrom = model.threshold;
export const leastScore = model.least;

/** Probability that readers would call the topic a main subject of the text, 0 to 1. */
export function salienceOf(features: Features): number {
  let sum = model.bias;
  for (const name of featureNames) sum += model.weights[name] * features[name];
  return 1 / (1 + Math.exp(-sum));
}
