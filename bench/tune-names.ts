/**
 * `npm exec -- node bench/tune-names.ts [--data DIR] [--write]`: learns when two names are the same from labelled pairs and prints
 * what that reaches on pairs that were left out (all pairs of one name are left out together).
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameFeatureNames, nameFeatures } from '../src/topics/name-features.ts';
import { chanceOf } from '../src/topics/trees.ts';
import { learn, type Model, written } from './boost.ts';
import { readFlags } from './flags.ts';
import { readRows } from './quality/following.ts';

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly match: boolean;
}

const folds = 8;
const size = { rounds: 70, depth: 4, rate: 0.08, penalty: 3, leastWeight: 1, bins: 20 };

interface Sample {
  readonly features: Readonly<Record<string, number>>;
  readonly isTrue: boolean;
  readonly fold: number;
}

function learnFrom(samples: readonly Sample[]): Model {
  const rows = samples.map(({ features, isTrue }) => ({
    features: nameFeatureNames.map((name) => features[name]!),
    isTrue,
  }));
  return learn(rows, nameFeatureNames, size);
}

const values = readFlags(import.meta.filename, {
  data: { type: 'string', default: '../shared/bench' },
  write: { type: 'boolean', default: false },
});
const pairs = readRows<Pair>(join(values.data, 'names', 'pairs.jsonl'));
const examples = pairs.map(
  ({ a, b, match }): Sample => ({
    features: nameFeatures(a, b),
    isTrue: match,
    fold: createHash('sha1').update(b).digest()[0]! % folds,
  }),
);
const scored = Array.from({ length: folds }, (_, fold) => {
  const model = learnFrom(examples.filter((example) => example.fold !== fold));
  return examples
    .filter((example) => example.fold === fold)
    .map(({ features, isTrue }) => ({ isTrue, score: chanceOf(model.trees, model.bias, features) }));
}).flat();
const truth = examples.filter(({ isTrue }) => isTrue).length;
const f1 = (threshold: number): number => {
  const said = scored.filter(({ score }) => score >= threshold);
  return (2 * said.filter(({ isTrue }) => isTrue).length) / (said.length + truth);
};
for (const threshold of [0.35, 0.4, 0.45, 0.5, 0.55])
  console.log(`left-out folds at ${threshold}: F1 ${f1(threshold).toFixed(3)}`);
if (values.write) {
  const model = learnFrom(examples);
  const data = {
    origin: 'learnt by bench/tune-names.ts from the development split of the labelled pairs of names',
    threshold: 0.5,
    bias: model.bias,
    trees: model.trees.map(written),
  };
  writeFileSync(join(import.meta.dirname, '../src/topics/name-weights.json'), `${JSON.stringify(data, null, 2)}\n`);
}
