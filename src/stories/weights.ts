/** The learnt weights and how they judge. */
import table from '../../config/clustering.json' with { type: 'json' };
import { featureNames } from './features.ts';

/** A new item with a story; two stories between which an item stands; a part of a story with the rest of it. */
export type Comparing = 'place' | 'merge' | 'part';

/** Inner: `[feature, threshold, low, high]`, low where the feature is at most the threshold. Leaf: log-odds to add. */
export type Tree = number | readonly [number, number, Tree, Tree];

/** Log-odds of two being one story: a base and what each tree adds. */
export interface Forest {
  readonly base: number;
  readonly trees: readonly Tree[];
}

const treeToken = /[a-zA-Z]+|-?[\d.]+(?:e-?\d+)?|<=|[?:()]/g;
/** As deep as the trees are that are learnt now: such are walked without a loop, which takes half the time. */
const usualDepth = 3;
const usualSize = 2 ** usualDepth;
/** Of a node's number, the bits that say which feature it asks for; the bound stands above them. */
const featureBits = 8;
const featureMask = 2 ** featureBits - 1;
/** No feature comes near so many thousandths: such a node's lower branch is always taken. */
const never = 2 ** 22;
const forests: Readonly<Record<Comparing, Flat>> = {
  place: flatten(readForest(table.place), table.leaving.place.split(' ').map(Number)),
  merge: flatten(readForest(table.merge), table.leaving.merge.split(' ').map(Number)),
  part: flatten(readForest(table.part), []),
};
interface Hand {
  readonly features: readonly number[];
  /** Beside them. */
  readonly weights: readonly number[];
}
const byHand = {
  time: readHand(table.byHand.time),
  place: readHand(table.byHand.place),
  merge: readHand(table.byHand.merge),
  part: readHand({}),
} as const;

/**
 * Judges features in thousandths by the shipped weights: the forest, the shift chosen with it, and what is set by hand. Where the
 * first trees say that they are hopelessly apart, the others are not asked (a cascade, as detectors use it): the answer is then
 * only some number below what would decide. What times say, which only ever speaks against, is no reason to leave.
 */
export function judgeByWeights(comparing: Comparing, features: Int32Array): number {
  return walk(comparing, features, forests[comparing].leaving) + scoreTimes(comparing, features);
}

/** The same to the end, for whoever asks how near two come that are not one. */
export function judgeInFull(comparing: Comparing, features: Int32Array): number {
  return walk(comparing, features, toTheEnd) + scoreTimes(comparing, features);
}

function walk(comparing: Comparing, features: Int32Array, leaving: readonly number[]): number {
  return scoreFlat(forests[comparing], features, table.shift[comparing] + weigh(byHand[comparing], features), leaving);
}

/** What is set by hand, times among it; features in thousandths. */
export function scoreByHand(comparing: Comparing, features: Int32Array): number {
  return weigh(byHand[comparing], features) + scoreTimes(comparing, features);
}

/** What times say against two being one story; parts of one story are compared without. Features in thousandths. */
export function scoreTimes(comparing: Comparing, features: Int32Array): number {
  return comparing === 'part' ? 0 : weigh(byHand.time, features);
}

function weigh({ features: asked, weights }: Hand, given: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < asked.length; at += 1) sum += weights[at]! * (given[asked[at]!]! / 1000);
  return sum;
}

/** Features as they are, not in thousandths. */
export function scoreForest(forest: Forest, features: ArrayLike<number>): number {
  let sum = forest.base;
  for (const tree of forest.trees) sum += leaf(tree, features);
  return sum;
}

/** What one tree adds. */
export function leaf(tree: Tree, features: ArrayLike<number>): number {
  let node = tree;
  while (typeof node !== 'number') node = features[node[0]]! <= node[1] ? node[2] : node[3];
  return node;
}

/**
 * A forest as rows of numbers, many times faster to walk: all trees are filled up to one depth, so that the two branches of a
 * node stand at twice its place, and which one is taken is the sign of a difference: the walk down guesses nothing. The trees
 * that can add most come first, as the sum is then the sooner known to stay below what would decide.
 */
interface Flat {
  readonly base: number;
  readonly trees: number;
  readonly depth: number;
  /** Nodes of each tree, its root at 1: what is asked for in the lower bits, and the most with which its lower branch is taken. */
  readonly nodes: Int32Array;
  /** What the leaves add, in order. */
  readonly leaves: Float64Array;
  /** Behind every `stretch` trees: below this sum, with what is set by hand, the others are not asked. */
  readonly leaving: readonly number[];
}

function flatten({ base, trees }: Forest, leaving: readonly number[]): Flat {
  const depth = Math.max(usualDepth, ...trees.map(depthOf));
  const size = 2 ** depth;
  const nodes = new Int32Array(size * trees.length).fill(never << featureBits);
  const flat: Flat = { base, trees: trees.length, depth, nodes, leaves: new Float64Array(nodes.length), leaving };
  for (const [at, tree] of trees.entries()) lay(tree, flat, at * size, 1);
  return flat;
}

/** Lays a branch out at a node of the tree that begins there; a leaf that stands too high stands below all nodes under it. */
function lay(tree: Tree, flat: Flat, from: number, node: number): void {
  const isLeaf = typeof tree === 'number';
  const size = 2 ** flat.depth;
  if (node >= size) {
    flat.leaves[from + node - size] = tree as number;
    return;
  }
  if (!isLeaf) flat.nodes[from + node] = (Math.round(tree[1] * 1000) << featureBits) + tree[0];
  lay(isLeaf ? tree : tree[2], flat, from, 2 * node);
  lay(isLeaf ? tree : tree[3], flat, from, 2 * node + 1);
}

function depthOf(tree: Tree): number {
  return typeof tree === 'number' ? 0 : 1 + Math.max(depthOf(tree[2]), depthOf(tree[3]));
}

/** Below this a part leaves: not at 0, so that stories do not part and join in turns. */
export const partBelow = -1;

/** Trees walked between two looks at whether the rest is worth asking. */
export const stretch = 32;
const toTheEnd: readonly number[] = [];

/** The sum that begins with what is set by hand, of as many trees as are asked. */
function scoreFlat(flat: Flat, given: Int32Array, byHand: number, leaving: readonly number[]): number {
  let sum = flat.base + byHand;
  for (let from = 0, stage = 0; from < flat.trees; from += stretch, stage += 1) {
    const to = Math.min(from + stretch, flat.trees);
    sum += flat.depth === usualDepth ? walkUsual(flat, given, from, to) : walkDeep(flat, given, from, to);
    if (stage < leaving.length && sum < leaving[stage]!) break;
  }
  return sum;
}

/** What the trees from one up to another add. */
function walkUsual({ nodes, leaves }: Flat, given: Int32Array, first: number, behind: number): number {
  let sum = 0;
  for (let from = first * usualSize; from < behind * usualSize; from += usualSize) {
    const second = 2 + isAbove(given, nodes[from + 1]!);
    const third = 2 * second + isAbove(given, nodes[from + second]!);
    const last = 2 * third + isAbove(given, nodes[from + third]!) - usualSize;
    sum += leaves[from + last]!;
  }
  return sum;
}

function walkDeep({ depth, nodes, leaves }: Flat, given: Int32Array, first: number, behind: number): number {
  const size = 2 ** depth;
  let sum = 0;
  for (let from = first * size; from < behind * size; from += size) {
    let node = 1;
    for (let level = 0; level < depth; level += 1) node = 2 * node + isAbove(given, nodes[from + node]!);
    sum += leaves[from + node - size]!;
  }
  return sum;
}

/** 1 where what a node asks for is more than its bound, otherwise 0: the sign of the difference. */
function isAbove(given: Int32Array, node: number): number {
  return ((node >> featureBits) - given[node & featureMask]!) >>> 31;
}

/** A tree as a line to read: 'gainShare<=0.4?-0.2:(isPair<=0.5?0.1:0.3)'. */
export function writeTree(tree: Tree): string {
  if (typeof tree === 'number') return String(Number(tree.toFixed(4)));
  const [feature, threshold, low, high] = tree;
  const wrap = (side: Tree) => (typeof side === 'number' ? writeTree(side) : `(${writeTree(side)})`);
  return `${featureNames[feature]}<=${Number(threshold.toFixed(3))}?${wrap(low)}:${wrap(high)}`;
}

/** Reads a forest as the shipped weights write it. */
export function readForest(written: { readonly base: number; readonly trees: readonly string[] }): Forest {
  return { base: written.base, trees: written.trees.map((line) => readTree(line.match(treeToken) ?? [])) };
}

/** Reads a tree from the front of the tokens, which it takes away. */
function readTree(tokens: string[]): Tree {
  const token = tokens.shift() ?? '';
  if (token === '(') {
    const tree = readTree(tokens);
    tokens.shift();
    return tree;
  }
  if (tokens[0] !== '<=') return Number(token);
  tokens.shift();
  const threshold = Number(tokens.shift());
  tokens.shift();
  const low = readTree(tokens);
  tokens.shift();
  return [positionOf(token), threshold, low, readTree(tokens)];
}

function readHand(written: Readonly<Record<string, number>>): Hand {
  return { features: Object.keys(written).map(positionOf), weights: Object.values(written) };
}

function positionOf(name: string): number {
  const at = featureNames.indexOf(name);
  if (at === -1) throw new Error(`config/clustering.json names '${name}', which is no feature`);
  return at;
}
