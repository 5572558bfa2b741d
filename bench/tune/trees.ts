/** Gradient-boosted decision trees for a yes or no, with histograms (as in LightGBM, cut down to what is needed here). */
import type { Forest, Tree } from '../../src/stories/weights.ts';

export interface Example {
  readonly features: readonly number[];
  readonly isSame: boolean;
  readonly weight: number;
}

export interface GrowSettings {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** Ridge on leaf values, and the least curvature (about a quarter of the weight) a leaf must hold. */
  readonly ridge: number;
  readonly leastCurve: number;
}

const bins = 48;

interface Data {
  readonly size: number;
  readonly features: number;
  /** Bin of each example by feature: `feature * size + example`. */
  readonly binned: Uint8Array;
  readonly edges: readonly (readonly number[])[];
  readonly pull: Float64Array;
  readonly curve: Float64Array;
}

export function growForest(examples: readonly Example[], settings: GrowSettings): Forest {
  const data = binExamples(examples);
  const yes = examples.reduce((sum, one) => sum + (one.isSame ? one.weight : 0), 0);
  const all = examples.reduce((sum, one) => sum + one.weight, 0);
  const base = Math.log(yes / (all - yes));
  const scores = new Float64Array(data.size).fill(base);
  const trees: Tree[] = [];
  for (let round = 0; round < settings.trees; round += 1) {
    for (const [at, { isSame, weight }] of examples.entries()) {
      const chance = 1 / (1 + Math.exp(-scores[at]!));
      data.pull[at] = weight * ((isSame ? 1 : 0) - chance);
      data.curve[at] = weight * chance * (1 - chance);
    }
    trees.push(
      growTree(
        data,
        Int32Array.from({ length: data.size }, (_, at) => at),
        settings.depth,
        settings,
        scores,
      ),
    );
  }
  return { base, trees };
}

function binExamples(examples: readonly Example[]): Data {
  const size = examples.length;
  const features = examples[0]?.features.length ?? 0;
  const binned = new Uint8Array(size * features);
  const edges = Array.from({ length: features }, (_, feature) => edgesOf(examples, feature));
  for (let feature = 0; feature < features; feature += 1) {
    const limits = edges[feature]!;
    for (let at = 0; at < size; at += 1) {
      const value = examples[at]!.features[feature]!;
      let bin = 0;
      while (bin < limits.length && value > limits[bin]!) bin += 1;
      binned[feature * size + at] = bin;
    }
  }
  return { size, features, binned, edges, pull: new Float64Array(size), curve: new Float64Array(size) };
}

function edgesOf(examples: readonly Example[], feature: number): number[] {
  const values = examples.map((one) => one.features[feature]!).sort((a, b) => a - b);
  const picked = Array.from({ length: bins - 1 }, (_, at) => values[Math.floor(((at + 1) * values.length) / bins)]!);
  return [...new Set(picked.map((value) => Number(value.toPrecision(3))))].sort((a, b) => a - b);
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

function growTree(data: Data, rows: Int32Array, depth: number, settings: GrowSettings, scores: Float64Array): Tree {
  const split = depth > 0 ? bestSplit(data, rows, settings) : undefined;
  if (split === undefined) return makeLeaf(data, rows, settings, scores);
  const column = split.feature * data.size;
  const low = rows.filter((at) => data.binned[column + at]! <= split.bin);
  const high = rows.filter((at) => data.binned[column + at]! > split.bin);
  return [
    split.feature,
    data.edges[split.feature]![split.bin]!,
    growTree(data, low, depth - 1, settings, scores),
    growTree(data, high, depth - 1, settings, scores),
  ];
}

function makeLeaf(data: Data, rows: Int32Array, settings: GrowSettings, scores: Float64Array): number {
  let pull = 0;
  let curve = 0;
  for (const at of rows) {
    pull += data.pull[at]!;
    curve += data.curve[at]!;
  }
  const value = Number(((settings.rate * pull) / (curve + settings.ridge)).toFixed(4));
  for (const at of rows) scores[at]! += value;
  return value;
}

function bestSplit(data: Data, rows: Int32Array, settings: GrowSettings): Split | undefined {
  let best: Split | undefined;
  for (let feature = 0; feature < data.features; feature += 1) {
    const split = splitOf(data, rows, feature, settings);
    if (split !== undefined && split.gain > (best?.gain ?? 1e-3)) best = split;
  }
  return best;
}

function splitOf(data: Data, rows: Int32Array, feature: number, settings: GrowSettings): Split | undefined {
  const pulls = new Float64Array(bins);
  const curves = new Float64Array(bins);
  const column = feature * data.size;
  let pull = 0;
  let curve = 0;
  for (const at of rows) {
    const bin = data.binned[column + at]!;
    pulls[bin]! += data.pull[at]!;
    curves[bin]! += data.curve[at]!;
    pull += data.pull[at]!;
    curve += data.curve[at]!;
  }
  const worth = (p: number, c: number) => (p * p) / (c + settings.ridge);
  let best: Split | undefined;
  let lowPull = 0;
  let lowCurve = 0;
  for (let bin = 0; bin < data.edges[feature]!.length; bin += 1) {
    lowPull += pulls[bin]!;
    lowCurve += curves[bin]!;
    if (lowCurve < settings.leastCurve || curve - lowCurve < settings.leastCurve) continue;
    const gain = worth(lowPull, lowCurve) + worth(pull - lowPull, curve - lowCurve) - worth(pull, curve);
    if (gain > (best?.gain ?? 0)) best = { feature, bin, gain };
  }
  return best;
}
