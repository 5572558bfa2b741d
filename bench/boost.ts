/** Gradient boosting of small decision trees for a yes-or-no question, with histograms. Deterministic. */
import type { Tree } from '../src/topics/trees.ts';

export interface Example {
  /** In the order of the names that `learn` is given. */
  readonly features: readonly number[];
  readonly isTrue: boolean;
  /** 1 where nothing is said. */
  readonly weight?: number;
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
  /** Cuts looked at for each feature. */
  readonly bins: number;
  /** Every tree sees this share of the examples, all by default. */
  readonly shareOfExamples?: number;
}

/** Every tree sees this share of the features, in turn, so that no single one decides. */
const shareOfFeatures = 0.6;

/** Cuts halfway between neighbouring values, about as many examples between any two. */
function edgesOf(values: Float64Array, bins: number): number[] {
  const sorted = values.toSorted();
  const edges = Array.from({ length: bins - 1 }, (_, index) => {
    let at = Math.floor(((index + 1) * sorted.length) / bins);
    const value = sorted[at]!;
    while (at > 0 && sorted[at - 1] === value) at -= 1;
    return at === 0 ? undefined : Number(((sorted[at - 1]! + value) / 2).toPrecision(8));
  });
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}

interface Table {
  readonly edges: readonly (readonly number[])[];
  /** For each feature the bin of every example. */
  readonly columns: readonly Uint8Array[];
}

function tableOf(examples: readonly Example[], names: readonly string[], count: number): Table {
  const values = names.map((_, index) => {
    const column = new Float64Array(examples.length);
    for (let row = 0; row < column.length; row += 1) column[row] = examples[row]!.features[index]!;
    return column;
  });
  const edges = values.map((column) => edgesOf(column, count));
  const columns = values.map((column, index) => {
    const bins = new Uint8Array(column.length);
    for (let row = 0; row < bins.length; row += 1) bins[row] = binOf(column[row]!, edges[index]!);
    return bins;
  });
  return { edges, columns };
}

/** How many of the ascending edges the value reaches. */
function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of each example, or of some of them one after the other. */
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

/** A tree over bins: below or in the bin, and above it. */
type Grown = number | { readonly feature: number; readonly bin: number; readonly below: Grown; readonly above: Grown };

function sumsOf({ gradient, curvature }: Slopes): Sums {
  let g = 0;
  let h = 0;
  for (let at = 0; at < gradient.length; at += 1) {
    g += gradient[at]!;
    h += curvature[at]!;
  }
  return { g, h };
}

/** The slopes of some rows side by side, which every feature's cut reads through. */
function slopesOf(rows: Uint32Array, { gradient, curvature }: Slopes): Slopes {
  const own = { gradient: new Float64Array(rows.length), curvature: new Float64Array(rows.length) };
  for (let at = 0; at < rows.length; at += 1) {
    own.gradient[at] = gradient[rows[at]!]!;
    own.curvature[at] = curvature[rows[at]!]!;
  }
  return own;
}

/** The best cut of one feature: both sides need a least weight. `own` are the slopes of the rows. */
function cutOf(table: Table, feature: number, rows: Uint32Array, own: Slopes, sums: Sums, size: Size): Split {
  const { g, h } = sums;
  const gs = new Float64Array(size.bins + 1);
  const hs = new Float64Array(size.bins + 1);
  const column = table.columns[feature]!;
  const { gradient, curvature } = own;
  for (let at = 0; at < rows.length; at += 1) {
    const bin = column[rows[at]!]!;
    gs[bin]! += gradient[at]!;
    hs[bin]! += curvature[at]!;
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

/** The rows up to a bin of a column, and those above it, each in order. */
function partRows(rows: Uint32Array, column: Uint8Array, bin: number): readonly [Uint32Array, Uint32Array] {
  const parted = new Uint32Array(rows.length);
  let below = 0;
  for (let at = 0; at < rows.length; at += 1) if (column[rows[at]!]! <= bin) parted[below++] = rows[at]!;
  let above = below;
  for (let at = 0; at < rows.length; at += 1) if (column[rows[at]!]! > bin) parted[above++] = rows[at]!;
  return [parted.subarray(0, below), parted.subarray(below)];
}

function grow(
  table: Table,
  rows: Uint32Array,
  slopes: Slopes,
  features: readonly number[],
  size: Size,
  left = size.depth,
): Grown {
  const own = slopesOf(rows, slopes);
  const sums = sumsOf(own);
  const cuts = left === 0 ? [] : features.map((feature) => cutOf(table, feature, rows, own, sums, size));
  const split = cuts
    .filter(({ bin }) => bin >= 0)
    .reduce<Split | undefined>((a, b) => (a && a.gain >= b.gain ? a : b), undefined);
  if (split === undefined) {
    return Math.round(((size.rate * sums.g) / (sums.h + size.penalty)) * 1e4) / 1e4;
  }
  const { feature, bin } = split;
  const [below, above] = partRows(rows, table.columns[feature]!, bin);
  return {
    feature,
    bin,
    below: grow(table, below, slopes, features, size, left - 1),
    above: grow(table, above, slopes, features, size, left - 1),
  };
}

/** A tree's features: a fixed stride through the list, so that runs repeat exactly. */
function featuresOf(round: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => ((index * 7919 + round * 104729) % 1000) / 1000 < shareOfFeatures,
  );
}

/** A tree's examples: a fixed stride through them. */
function rowsOf(round: number, count: number, share: number): Uint32Array {
  const rows = new Uint32Array(count);
  let kept = 0;
  // The stride goes on step by step: the remainder of a large number costs far more.
  let place = (round * 104729) % 1009;
  for (let row = 0; row < count; row += 1) {
    if (share >= 1 || place / 1009 < share) rows[kept++] = row;
    place = (place + 7919) % 1009;
  }
  return rows.subarray(0, kept);
}

function leafAt(tree: Grown, columns: readonly Uint8Array[], row: number): number {
  let node = tree;
  while (typeof node !== 'number') node = columns[node.feature]![row]! <= node.bin ? node.below : node.above;
  return node;
}

/** Learns from examples by their features, whose names are given. */
export function learn(examples: readonly Example[], names: readonly string[], size: Size): Model {
  const table = tableOf(examples, names, size.bins);
  const weights = Float64Array.from(examples, ({ weight }) => weight ?? 1);
  const truths = Float64Array.from(examples, ({ isTrue }) => (isTrue ? 1 : 0));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const truth = weights.reduce((sum, weight, row) => sum + weight * truths[row]!, 0) / whole;
  const bias = Math.round(Math.log(truth / (1 - truth)) * 1e4) / 1e4;
  const sums = new Float64Array(examples.length).fill(bias);
  const [gradient, curvature] = [new Float64Array(sums.length), new Float64Array(sums.length)];
  const trees: Grown[] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    for (let row = 0; row < sums.length; row += 1) {
      const chance = 1 / (1 + Math.exp(-sums[row]!));
      gradient[row] = weights[row]! * (truths[row]! - chance);
      curvature[row] = weights[row]! * chance * (1 - chance);
    }
    const rows = rowsOf(round, examples.length, size.shareOfExamples ?? 1);
    const tree = grow(table, rows, { gradient, curvature }, featuresOf(round, names.length), size);
    trees.push(tree);
    for (let row = 0; row < sums.length; row += 1) sums[row]! += leafAt(tree, table.columns, row);
  }
  return { bias, trees: trees.map((tree) => named(tree, table, names)) };
}

function named(tree: Grown, table: Table, names: readonly string[]): Tree {
  if (typeof tree === 'number') return tree;
  return {
    name: names[tree.feature]!,
    value: table.edges[tree.feature]![tree.bin]!,
    less: named(tree.below, table, names),
    rest: named(tree.above, table, names),
  };
}

/** A tree as a model's file writes it. */
export function written(tree: Tree): string {
  if (typeof tree === 'number') return String(tree);
  return `${tree.name} ${tree.value} ${written(tree.less)} ${written(tree.rest)}`;
}
