/** Gradient boosting of small decision trees for a yes-or-no question. Deterministic. */
import { type FeatureName, type Features, featureNames } from '../src/topics/features.ts';
import { leafOf, type Tree } from '../src/topics/salience.ts';

export interface Example {
  readonly features: Features;
  readonly isAbout: boolean;
}

export interface Model {
  readonly bias: number;
  readonly trees: readonly Tree[];
}

// Chosen once on left-out folds; the figures move little around them.
const rounds = 140;
const depth = 4;
const rate = 0.07;
const penalty = 12;
const leastWeight = 4;
const bins = 20;
/** Every tree sees this share of the features, in turn, so that no single one decides. */
const shareOfFeatures = 0.6;

function edgesOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const picked = Array.from(
    { length: bins - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / bins)]!,
  );
  return [...new Set(picked)].filter((edge) => edge > sorted[0]!);
}

interface Table {
  readonly edges: readonly (readonly number[])[];
  /** For each feature the bin of every example. */
  readonly columns: readonly Uint8Array[];
}

function tableOf(examples: readonly Example[]): Table {
  const edges = featureNames.map((name) => edgesOf(examples.map(({ features }) => features[name])));
  const columns = featureNames.map((name, index) =>
    Uint8Array.from(examples, ({ features }) => edges[index]!.filter((edge) => features[name] >= edge).length),
  );
  return { edges, columns };
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

interface Slopes {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
}

function bestSplit(table: Table, rows: Uint32Array, slopes: Slopes, features: readonly number[]): Split | undefined {
  let best: Split | undefined;
  let g = 0;
  let h = 0;
  for (const row of rows) {
    g += slopes.gradient[row]!;
    h += slopes.curvature[row]!;
  }
  for (const feature of features) {
    const gs = new Float64Array(bins + 1);
    const hs = new Float64Array(bins + 1);
    const column = table.columns[feature]!;
    for (const row of rows) {
      gs[column[row]!]! += slopes.gradient[row]!;
      hs[column[row]!]! += slopes.curvature[row]!;
    }
    let left = 0;
    let weight = 0;
    for (let bin = 0; bin < table.edges[feature]!.length; bin += 1) {
      left += gs[bin]!;
      weight += hs[bin]!;
      if (weight < leastWeight || h - weight < leastWeight) continue;
      const gain = left ** 2 / (weight + penalty) + (g - left) ** 2 / (h - weight + penalty) - g ** 2 / (h + penalty);
      if (gain > (best?.gain ?? 1e-3)) best = { feature, bin, gain };
    }
  }
  return best;
}

function grow(table: Table, rows: Uint32Array, slopes: Slopes, features: readonly number[], left: number): Tree {
  const split = left === 0 ? undefined : bestSplit(table, rows, slopes, features);
  if (split === undefined) {
    let g = 0;
    let h = 0;
    for (const row of rows) {
      g += slopes.gradient[row]!;
      h += slopes.curvature[row]!;
    }
    return Math.round(((rate * g) / (h + penalty)) * 1e4) / 1e4;
  }
  const column = table.columns[split.feature]!;
  return {
    name: featureNames[split.feature]!,
    value: table.edges[split.feature]![split.bin]!,
    less: grow(
      table,
      rows.filter((row) => column[row]! <= split.bin),
      slopes,
      features,
      left - 1,
    ),
    rest: grow(
      table,
      rows.filter((row) => column[row]! > split.bin),
      slopes,
      features,
      left - 1,
    ),
  };
}

/** Every tree's features: a fixed stride through the list, so that runs repeat exactly. */
function featuresOf(round: number, use: (name: FeatureName) => boolean): number[] {
  const allowed = featureNames.flatMap((name, index) => (use(name) ? [index] : []));
  return allowed.filter((index) => ((index * 7919 + round * 104729) % 1000) / 1000 < shareOfFeatures);
}

/** Learns from examples with the features that `use` allows. */
export function learn(examples: readonly Example[], use: (name: FeatureName) => boolean): Model {
  const table = tableOf(examples);
  const truth = examples.filter(({ isAbout }) => isAbout).length / examples.length;
  const bias = Math.round(Math.log(truth / (1 - truth)) * 1e4) / 1e4;
  const sums = new Float64Array(examples.length).fill(bias);
  const all = Uint32Array.from(examples.keys());
  const trees: Tree[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const chances = sums.map((sum) => 1 / (1 + Math.exp(-sum)));
    const gradient = chances.map((chance, row) => (examples[row]!.isAbout ? 1 : 0) - chance);
    const curvature = chances.map((chance) => chance * (1 - chance));
    const tree = grow(table, all, { gradient, curvature }, featuresOf(round, use), depth);
    trees.push(tree);
    examples.forEach(({ features }, row) => {
      sums[row]! += leafOf(tree, features);
    });
  }
  return { bias, trees };
}

/** A tree as the model's file writes it. */
export function written(tree: Tree): string {
  if (typeof tree === 'number') return String(tree);
  return `${tree.name} ${Number(tree.value.toPrecision(6))} ${written(tree.less)} ${written(tree.rest)}`;
}
