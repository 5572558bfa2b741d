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
  /** The same for whatever value of one feature, the others as given. What was worked out is kept for as long as it holds. */
  varying(features: Readonly<Record<string, number>>, name: string): (value: number) => number;
}

/** Lays the trees out in flat arrays, node after node: an inner node's `less` follows it, its `rest` is where `jumps` says. */
export function forestOf(texts: readonly string[], bias: number, names: readonly string[]): Forest {
  const tests: number[] = [];
  const values: number[] = [];
  const jumps: number[] = [];
  const lay = (tree: Tree): void => {
    const at = tests.length;
    tests.push(typeof tree === 'number' ? -1 : names.indexOf(tree.name));
    values.push(typeof tree === 'number' ? tree : tree.value);
    jumps.push(0);
    if (typeof tree === 'number') return;
    lay(tree.less);
    jumps[at] = tests.length;
    lay(tree.rest);
  };
  const roots = texts.map((text) => {
    const root = tests.length;
    lay(treeOf(text, names));
    return root;
  });
  const test = Int16Array.from(tests);
  const value = Float64Array.from(values);
  const jump = Int32Array.from(jumps);
  // Plain lists: many are kept, and each typed array would have a piece of memory of its own.
  const vectorOf = (features: Readonly<Record<string, number>>) => {
    const vector: number[] = [];
    for (let feature = 0; feature < names.length; feature += 1) vector.push(features[names[feature]!]!);
    return vector;
  };
  const sumOf = (given: readonly number[]) => {
    let sum = bias;
    for (const root of roots) {
      let at = root;
      while (test[at]! >= 0) at = given[test[at]!]! < value[at]! ? at + 1 : jump[at]!;
      sum += value[at]!;
    }
    return sum;
  };
  /** Values at which a tree asks for the feature, ascending: between two of them nothing changes. */
  const stepsOf = (feature: number) =>
    Float64Array.from(new Set(values.filter((_, at) => tests[at] === feature))).sort();
  const steps = names.map((_, feature) => stepsOf(feature));
  return {
    chance: (features) => logistic(sumOf(vectorOf(features))),
    varying(features, name) {
      const feature = names.indexOf(name);
      const given = vectorOf(features);
      let step = -1;
      let chance = 0;
      return (wanted) => {
        const now = stepAt(steps[feature]!, wanted);
        if (now === step) return chance;
        step = now;
        given[feature] = wanted;
        chance = logistic(sumOf(given));
        return chance;
      };
    },
  };
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
