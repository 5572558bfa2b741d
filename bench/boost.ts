/** Gradient boosting of small decision trees for a yes-or-no question. Deterministic. */
import { leafOf, type Tree } from '../src/topics/trees.ts';

export interface Example {
  readonly features: Readonly<Record<string, number>>;
  readonly isTrue: boolean;
}

export interface Model {
  readonly bias: number;
  readonly trees: readonly Tree[];
}

/** How much a model may learn; chosen once for each model on left-out folds. */
export interface Size {
  readonly rounds: number;
  readonly depth: number;
  readonly rate: number;
  readonly penalty: number;
  readonly leastWeight: number;
}

const bins = 20;
/** Every tree sees this share of the features, in turn, so that no single one decides. */
const shareOfFeatures = 0.6;

/** Cuts halfway between neighbouring values, about as many examples between any two. */
function edgesOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const edges = Array.from({ length: bins - 1 }, (_, index) => {
    const value = sorted[Math.floor(((index + 1) * sorted.length) / bins)]!;
    const before = sorted.findLast((other) => other < value);
    return before === undefined ? undefined : Number(((before + value) / 2).toPrecision(8));
  });
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}

interface Table {
  readonly names: readonly string[];
  readonly edges: readonly (readonly number[])[];
  /** For each feature the bin of every example. */
  readonly columns: readonly Uint8Array[];
}

function tableOf(examples: readonly Example[], names: readonly string[]): Table {
  const edges = names.map((name) => edgesOf(examples.map(({ features }) => features[name]!)));
  const columns = names.map((name, index) =>
    Uint8Array.from(examples, ({ features }) => edges[index]!.filter((edge) => features[name]! >= edge).length),
  );
  return { names, edges, columns };
}

interface Slopes {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

interface Sums {
  readonly g: number;
  readonly h: number;
}

function sumsOf(rows: Uint32Array, { gradient, curvature }: Slopes): Sums {
  let g = 0;
  let h = 0;
  for (const row of rows) {
    g += gradient[row]!;
    h += curvature[row]!;
  }
  return { g, h };
}

/** The best cut of one feature: both sides need a least weight. */
function cutOf(table: Table, feature: number, rows: Uint32Array, slopes: Slopes, sums: Sums, size: Size): Split {
  const { g, h } = sums;
  const gs = new Float64Array(bins + 1);
  const hs = new Float64Array(bins + 1);
  const column = table.columns[feature]!;
  for (const row of rows) {
    gs[column[row]!]! += slopes.gradient[row]!;
    hs[column[row]!]! += slopes.curvature[row]!;
  }
  const worth = (slope: number, weight: number): number => slope ** 2 / (weight + size.penalty);
  let best: Split = { feature, bin: -1, gain: 1e-3 };
  let left = 0;
  let weight = 0;
  for (let bin = 0; bin < table.edges[feature]!.length; bin += 1) {
    left += gs[bin]!;
    weight += hs[bin]!;
    if (weight < size.leastWeight || h - weight < size.leastWeight) continue;
    const gain = worth(left, weight) + worth(g - left, h - weight) - worth(g, h);
    if (gain > best.gain) best = { feature, bin, gain };
  }
  return best;
}

function grow(
  table: Table,
  rows: Uint32Array,
  slopes: Slopes,
  features: readonly number[],
  size: Size,
  left = size.depth,
): Tree {
  const sums = sumsOf(rows, slopes);
  const cuts = left === 0 ? [] : features.map((feature) => cutOf(table, feature, rows, slopes, sums, size));
  const split = cuts
    .filter(({ bin }) => bin >= 0)
    .reduce<Split | undefined>((a, b) => (a && a.gain >= b.gain ? a : b), undefined);
  if (split === undefined) {
    return Math.round(((size.rate * sums.g) / (sums.h + size.penalty)) * 1e4) / 1e4;
  }
  const column = table.columns[split.feature]!;
  const below = rows.filter((row) => column[row]! <= split.bin);
  const above = rows.filter((row) => column[row]! > split.bin);
  return {
    name: table.names[split.feature]!,
    value: table.edges[split.feature]![split.bin]!,
    less: grow(table, below, slopes, features, size, left - 1),
    rest: grow(table, above, slopes, features, size, left - 1),
  };
}

/** A tree's features: a fixed stride through the list, so that runs repeat exactly. */
function featuresOf(round: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => ((index * 7919 + round * 104729) % 1000) / 1000 < shareOfFeatures,
  );
}

/** Learns from examples by the named features. */
export function learn(examples: readonly Example[], names: readonly string[], size: Size): Model {
  const table = tableOf(examples, names);
  const truth = examples.filter(({ isTrue }) => isTrue).length / examples.length;
  const bias = Math.round(Math.log(truth / (1 - truth)) * 1e4) / 1e4;
  const sums = new Float64Array(examples.length).fill(bias);
  const all = Uint32Array.from(examples.keys());
  const trees: Tree[] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    const chances = sums.map((sum) => 1 / (1 + Math.exp(-sum)));
    const gradient = chances.map((chance, row) => (examples[row]!.isTrue ? 1 : 0) - chance);
    const curvature = chances.map((chance) => chance * (1 - chance));
    const tree = grow(table, all, { gradient, curvature }, featuresOf(round, names.length), size);
    trees.push(tree);
    examples.forEach(({ features }, row) => {
      sums[row]! += leafOf(tree, features);
    });
  }
  return { bias, trees };
}

/** A tree as a model's file writes it. */
export function written(tree: Tree): string {
  if (typeof tree === 'number') return String(tree);
  return `${tree.name} ${tree.value} ${written(tree.less)} ${written(tree.rest)}`;
}
