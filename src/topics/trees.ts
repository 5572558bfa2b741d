/** Boosted decision trees: read from a model's file and evaluated. Learnt by the commands in `bench/`. */

export type Tree = number | { readonly name: string; readonly value: number; readonly less: Tree; readonly rest: Tree };

/**
 * Reads a tree: `name value` and then the tree for less than the value and the tree for the rest; a number alone is a leaf.
 * Throws for a name that is not among `names`.
 */
export function treeOf(text: string, names: readonly string[]): Tree {
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
export function leafOf(tree: Tree, features: Readonly<Record<string, number>>): number {
  if (typeof tree === 'number') return tree;
  return leafOf(features[tree.name]! < tree.value ? tree.less : tree.rest, features);
}

/** The probability, 0 to 1, that all trees together give. */
export function chanceOf(trees: readonly Tree[], bias: number, features: Readonly<Record<string, number>>): number {
  const sum = trees.reduce<number>((total, tree) => total + leafOf(tree, features), bias);
  return 1 / (1 + Math.exp(-sum));
}
