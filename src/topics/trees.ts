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
  return 1 / (1 + Math.exp(-sum));
}

export interface Forest {
  /** The same as `chanceOf`, several times as fast. */
  chance(features: Readonly<Record<string, number>>): number;
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
  const given = new Float64Array(names.length);
  return {
    chance(features) {
      for (let index = 0; index < names.length; index += 1) given[index] = features[names[index]!]!;
      let sum = bias;
      for (const root of roots) {
        let at = root;
        while (test[at]! >= 0) at = given[test[at]!]! < value[at]! ? at + 1 : jump[at]!;
        sum += value[at]!;
      }
      return 1 / (1 + Math.exp(-sum));
    },
  };
}
