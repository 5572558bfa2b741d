/** Boosted decision trees: read from a model's file and evaluated. Learnt by the commands in `bench/`. */

export type Tree = number | { readonly name: string; readonly value: number; readonly less: Tree; readonly rest: Tree };

/**
 * Reads a tree: `name value` and then the tree for less than the value and the tree for the rest; a number alone is a leaf.
 * Throws for a name that is not among `names`.
 */
function treeOf(text: string, names: readonly string[]): Tree {
  const words = text.split(' ');
  let at = 0;
  const next = (): Tree => {
    const word = words[at]!;
    at += 1;
    if (/^[-\d]/.test(word)) return Number(word);
    if (!names.includes(word)) throw new Error(`A model names the unknown feature '${word}'.`);
    const value = Number(words[at]);
    at += 1;
    return { name: word, value, less: next(), rest: next() };
  };
  return next();
}

/** What one tree says of the features. */
function leafOf(tree: Tree, features: Readonly<Record<string, number>>): number {
  if (typeof tree === 'number') return tree;
  return leafOf(features[tree.name]! < tree.value ? tree.less : tree.rest, features);
}

/** The probability, 0 to 1, that all trees together give. */
export function chanceOf(trees: readonly Tree[], bias: number, features: Readonly<Record<string, number>>): number {
  const sum = trees.reduce<number>((total, tree) => total + leafOf(tree, features), bias);
  return logistic(sum);
}

export interface Forest {
  /** The same as `chanceOf`, several times as fast. */
  chance(features: Readonly<Record<string, number>>): number;
  /**
   * The same for whatever value of one feature, the others as given: in the order of the names, in a list that is now the
   * forest's own. What was worked out is kept for as long as it holds.
   */
  varying(vector: number[], name: string): (value: number) => number;
}

/** As deep as the trees are that are learnt now: such are walked without a loop and without guessing, which takes half the time. */
const usualDepth = 4;
const usualSize = 2 ** (usualDepth + 1);

/** Trees filled up to one depth: the two branches of a node stand at twice its place, the root at 1. */
interface Flat {
  readonly bias: number;
  readonly trees: number;
  readonly depth: number;
  /** What an inner node asks for. */
  readonly feature: Uint8Array;
  /** From which value on its second branch is taken; behind the inner nodes, what the leaves add. */
  readonly value: Float64Array;
}

function flatten(trees: readonly Tree[], bias: number, names: readonly string[]): Flat {
  const depth = Math.max(usualDepth, ...trees.map(depthOf));
  const size = 2 ** (depth + 1);
  const feature = new Uint8Array(size * trees.length);
  const value = new Float64Array(size * trees.length);
  const lay = (tree: Tree, from: number, node: number): void => {
    const isLeaf = typeof tree === 'number';
    if (node >= 2 ** depth) {
      value[from + node] = tree as number;
      return;
    }
    if (!isLeaf) {
      feature[from + node] = names.indexOf(tree.name);
      value[from + node] = tree.value;
    }
    // A leaf that stands too high stands below all nodes under it.
    lay(isLeaf ? tree : tree.less, from, 2 * node);
    lay(isLeaf ? tree : tree.rest, from, 2 * node + 1);
  };
  for (const [at, tree] of trees.entries()) lay(tree, at * size, 1);
  return { bias, trees: trees.length, depth, feature, value };
}

function depthOf(tree: Tree): number {
  return typeof tree === 'number' ? 0 : 1 + Math.max(depthOf(tree.less), depthOf(tree.rest));
}

function sumUsual({ bias, trees, feature, value }: Flat, given: Float64Array): number {
  let sum = bias;
  for (let tree = 0, from = 0; tree < trees; tree += 1, from += usualSize) {
    const first = 3 - Number(given[feature[from + 1]!]! < value[from + 1]!);
    const second = 2 * first + 1 - Number(given[feature[from + first]!]! < value[from + first]!);
    const third = 2 * second + 1 - Number(given[feature[from + second]!]! < value[from + second]!);
    const leaf = 2 * third + 1 - Number(given[feature[from + third]!]! < value[from + third]!);
    sum += value[from + leaf]!;
  }
  return sum;
}

function sumDeep({ bias, trees, depth, feature, value }: Flat, given: Float64Array): number {
  const size = 2 ** (depth + 1);
  let sum = bias;
  for (let tree = 0, from = 0; tree < trees; tree += 1, from += size) {
    let node = 1;
    for (let level = 0; level < depth; level += 1)
      node = 2 * node + 1 - Number(given[feature[from + node]!]! < value[from + node]!);
    sum += value[from + node]!;
  }
  return sum;
}

/** The trees as `treeOf` reads them, laid out to be walked fast. */
export function forestOf(texts: readonly string[], bias: number, names: readonly string[]): Forest {
  const trees = texts.map((text) => treeOf(text, names));
  const flat = flatten(trees, bias, names);
  const given = new Float64Array(names.length);
  const sumOf = (vector: readonly number[]) => {
    for (let feature = 0; feature < vector.length; feature += 1) given[feature] = vector[feature]!;
    return flat.depth === usualDepth ? sumUsual(flat, given) : sumDeep(flat, given);
  };
  const vectorOf = (features: Readonly<Record<string, number>>) => {
    const vector: number[] = [];
    for (let feature = 0; feature < names.length; feature += 1) vector.push(features[names[feature]!]!);
    return vector;
  };
  const steps = names.map((name) => stepsOf(trees, name));
  return {
    chance: (features) => logistic(sumOf(vectorOf(features))),
    varying(vector, name) {
      const feature = names.indexOf(name);
      let step = -1;
      let chance = 0;
      return (wanted) => {
        const now = stepAt(steps[feature]!, wanted);
        if (now === step) return chance;
        step = now;
        vector[feature] = wanted;
        chance = logistic(sumOf(vector));
        return chance;
      };
    },
  };
}

/** Values at which a tree asks for the feature, ascending: between two of them nothing changes. */
function stepsOf(trees: readonly Tree[], name: string): Float64Array {
  const values = new Set<number>();
  const note = (tree: Tree): void => {
    if (typeof tree === 'number') return;
    if (tree.name === name) values.add(tree.value);
    note(tree.less);
    note(tree.rest);
  };
  for (const tree of trees) note(tree);
  return Float64Array.from(values).sort();
}

/** How many of the ascending steps a value has reached. */
function stepAt(steps: Float64Array, value: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function logistic(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}
