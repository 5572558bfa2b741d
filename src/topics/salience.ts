/** The salience model: boosted decision trees over the features, learnt by `bench/tune-topics.ts`. */
import { z } from 'zod';
import { type FeatureName, type Features, featureNames } from './features.ts';
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
    /** A tree a line: `name value` and then the tree for less than it and the tree for the rest; a number alone is a leaf. */
    trees: z.array(z.string()),
  })
  .parse(shipped);

export const aboutFrom = model.threshold;
export const leastScore = model.least;

export type Tree =
  | number
  | { readonly name: FeatureName; readonly value: number; readonly less: Tree; readonly rest: Tree };

const nameOf = z.enum(featureNames);

/** Reads a tree as the model's file writes it. */
function treeOf(text: string): Tree {
  const words = text.split(' ');
  let at = 0;
  const next = (): Tree => {
    const word = words[at]!;
    at += 1;
    if (/^[-\d]/.test(word)) return Number(word);
    const value = Number(words[at]);
    at += 1;
    return { name: nameOf.parse(word), value, less: next(), rest: next() };
  };
  return next();
}

const trees: readonly Tree[] = model.trees.map(treeOf);

/** What one tree says of the features. */
export function leafOf(tree: Tree, features: Features): number {
  if (typeof tree === 'number') return tree;
  return leafOf(features[tree.name] < tree.value ? tree.less : tree.rest, features);
}

/** Probability that readers would call the topic a main subject of the text, 0 to 1. */
export function salienceOf(features: Features): number {
  const sum = trees.reduce<number>((total, tree) => total + leafOf(tree, features), model.bias);
  return 1 / (1 + Math.exp(-sum));
}
