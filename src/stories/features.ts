/** What speaks for and against two groups of reports telling one story, as numbers that the learnt weights judge. */
import type { NumberInText } from '../text/numbers.ts';
import { type Comparison, compareSides } from './compare.ts';
import { runIn, weightIn } from './marks.ts';
import { countInside, rows } from './rows.ts';
import { kinds, type Looked, type Vocabulary } from './vocabulary.ts';
import type { Cluster, Entry } from './window.ts';

/** The pair of items, one of each side, that stands nearest. */
export interface Bridge {
  readonly a: Entry;
  readonly b: Entry;
  /** Of the items nearest to the new one, the share that the other side holds, weighted by nearness. */
  readonly votes: number;
  /** How near the other side stands, as a share of the nearest one's nearness. */
  readonly standing: number;
}

/** The two nearest items, term by term. */
interface Pair {
  readonly cosine: number;
  readonly nats: number;
  readonly sharesNumber: number;
  /** Whether all telling terms of `a` that the larger side holds are one name, in `a` or in `b`. */
  readonly sharesOneName: number;
}

interface Evidence {
  readonly small: Cluster;
  readonly large: Cluster;
  readonly sides: Comparison;
  readonly pair: Pair;
  readonly bridge: Bridge;
  readonly vocabulary: Vocabulary;
}

/** Every feature by name, scaled to about 0 to 2. */
const features: Readonly<Record<string, (evidence: Evidence) => number>> = {
  bias: () => 1,
  // How much likelier the larger side holds the smaller's terms than the rest of the window does.
  gain: ({ sides }) => sides.gain / 10,
  gainShare: ({ sides }) => sides.gainShare,
  topGain: ({ sides }) => sides.top[0]! / 5,
  secondGain: ({ sides }) => sides.top[1]! / 5,
  thirdGain: ({ sides }) => sides.top[2]! / 5,
  // Share of each side's usual terms, by rarity, that the other holds as well.
  meanLink: ({ sides }) => sides.meanLink,
  forward: ({ sides }) => sides.forward,
  backward: ({ sides }) => sides.backward,
  nameGain: ({ sides }) => sides.nameGain / 5,
  namesMissing: ({ sides }) => sides.forwardNamesMissing,
  namesMissed: ({ sides }) => sides.backwardNamesMissing,
  namesApart: ({ sides }) => Math.min(sides.forwardNamesMissing, sides.backwardNamesMissing),
  placeConflict: ({ sides }) => sides.places.conflict,
  placeMatch: ({ sides }) => sides.places.match,
  eventConflict: ({ sides }) => sides.events.conflict,
  eventMatch: ({ sides }) => sides.events.match,
  // The nearest pair of items.
  bestPair: ({ pair }) => pair.cosine,
  bestNats: ({ pair }) => pair.nats / 10,
  numberMatch: ({ pair }) => pair.sharesNumber,
  numberConflict: ({ bridge }) => numberConflict(bridge.a.numbers, bridge.b.numbers),
  headSmall: ({ sides }) => sides.forwardHead / 5,
  headLarge: ({ sides }) => sides.backwardHead / 5,
  forwardLack: ({ sides }) => sides.forwardLack / 5,
  backwardLack: ({ sides }) => sides.backwardLack / 5,
  eitherLack: ({ sides }) => Math.min(sides.forwardLack, sides.backwardLack) / 5,
  forwardEventLack: ({ sides }) => sides.forwardEventLack,
  backwardEventLack: ({ sides }) => sides.backwardEventLack,
  forwardNameLack: ({ sides }) => sides.forwardNameLack / 5,
  backwardNameLack: ({ sides }) => sides.backwardNameLack / 5,
  eitherNameLack: ({ sides }) => Math.min(sides.forwardNameLack, sides.backwardNameLack) / 5,
  votes: ({ bridge }) => bridge.votes,
  standing: ({ bridge }) => bridge.standing,
  yearConflict: ({ bridge }) => disjoint(bridge.a.years, bridge.b.years),
  dayConflict: ({ bridge }) => disjoint(bridge.a.days, bridge.b.days),
  logLarger: ({ large }) => Math.log2(large.members.length) / 4,
  logSmaller: ({ small }) => Math.log2(small.members.length) / 4,
  isPair: ({ large }) => (large.members.length === 1 ? 1 : 0),
  linkOfLarge: ({ sides, large }) => sides.meanLink * Math.log2(large.members.length),
  logLength: ({ sides }) => Math.log2(sides.length + 1) / 4,
  logDays: ({ small, large }) => Math.log1p(Math.max(0, gapHours(small, large) - 12) / 24),
  // Neither names anyone or any place that the other names.
  strangers: ({ sides }) =>
    sides.forwardNamesMissing === 1 && sides.backwardNamesMissing === 1 && sides.places.match === 0 ? 1 : 0,
  // Most reports name an event, and the other side names no event of theirs.
  eventless: ({ sides, large }) =>
    large.members.length >= 2 && sides.backwardEventLack > 0.6 && sides.events.match === 0 ? 1 : 0,
  otherEvent: ({ sides }) => sides.events.conflict,
  // Nothing telling is shared but one name, no kind of event either: two matters of one person, one town, one company.
  oneName: ({ sides, pair }) => (sides.events.isKin ? 0 : pair.sharesOneName),
  seriesApart: ({ bridge }) => (isSeries(bridge) ? 1 : 0),
  // A window of few reports does not show what is common in it.
  fewReports: ({ vocabulary }) => Math.max(0, 1 - vocabulary.items / enoughReports),
};

/** Reports from which on a window shows by itself what is common in it. */
const enoughReports = 40;

/** Names of the features, in the order of the vector. */
export const featureNames = Object.keys(features);
const measures = Object.values(features);

const vector = new Int32Array(measures.length);

/**
 * The features of two clusters between which the bridge stands, `a` of the smaller, in thousandths: so the order in which a sum
 * is added up decides nothing, and they are judged without guessing. To be read before the next are asked for.
 */
export function featuresOf(small: Cluster, large: Cluster, bridge: Bridge, vocabulary: Vocabulary): Int32Array {
  const sides = compareSides(small, large, vocabulary);
  const evidence: Evidence = { small, large, sides, pair: comparePair(bridge, large, vocabulary), bridge, vocabulary };
  for (let at = 0; at < measures.length; at += 1) vector[at] = Math.round(measures[at]!(evidence) * 1000);
  return vector;
}

/** Features as the learning sees them, in thousandths. */
export function inThousandths(features: ArrayLike<number>): Int32Array {
  return Int32Array.from(features, (value) => Math.round(value * 1000));
}

/** In nats: what the larger side shares below this tells nothing. */
const telling = 4;

/** The run that all terms so far are part of: −1 before the first, 0 when they are of none or of several. */
function sameRun(known: number, run: number): number {
  return known === -1 || known === run ? run : 0;
}

/** The terms of a report, looked up beside the larger side: how many of its reports hold each, and how rare it is without them. */
class ReportRow implements Looked {
  inside = new Int32Array(256);
  rarities = new Float64Array(256);
  kinds = new Uint8Array(256);

  fill(terms: Int32Array, large: Cluster, vocabulary: Vocabulary): this {
    if (terms.length > this.inside.length) this.#makeRoom(terms.length);
    countInside(terms, large, this.inside);
    vocabulary.lookUp(terms, this.inside, this);
    return this;
  }

  #makeRoom(terms: number): void {
    this.inside = new Int32Array(2 * terms);
    this.rarities = new Float64Array(2 * terms);
    this.kinds = new Uint8Array(2 * terms);
  }
}

const rowA = new ReportRow();
const rowB = new ReportRow();

/** Each term's rarity is that outside the larger side. To be called after the sides were compared. */
function comparePair({ a, b }: Bridge, large: Cluster, vocabulary: Vocabulary): Pair {
  const { terms: termsA, marks: marksA } = a;
  const { terms: termsB, marks: marksB } = b;
  // A side of one report is looked up already.
  const isAlone = termsA === rows.small.terms;
  const { inside, kinds: kindsOf } = isAlone ? rows.small : rowA.fill(termsA, large, vocabulary);
  const rarities = isAlone ? rows.small.raritiesBeside(vocabulary) : rowA.rarities;
  const raritiesB = termsB === rows.large.terms ? rows.large.rarities : rowB.fill(termsB, large, vocabulary).rarities;
  let lengthB = 0;
  for (let j = 0; j < termsB.length; j += 1) lengthB += (weightIn(marksB[j]!) * Math.max(0, raritiesB[j]!)) ** 2;
  let lengthA = 0;
  let dot = 0;
  let nats = 0;
  let sharesNumber = 0;
  let runInA = -1;
  let runInB = -1;
  // The terms of both are walked in step, as both ascend.
  for (let i = 0, j = 0; i < termsA.length; i += 1) {
    const value = Math.max(0, rarities[i]!);
    lengthA += (weightIn(marksA[i]!) * value) ** 2;
    if (inside[i] === 0) continue;
    const term = termsA[i]!;
    while (j < termsB.length && termsB[j]! < term) j += 1;
    const isShared = j < termsB.length && termsB[j] === term;
    if (isTelling(term, inside[i]!, vocabulary)) {
      runInA = sameRun(runInA, runIn(marksA[i]!));
      runInB = sameRun(runInB, isShared ? runIn(marksB[j]!) : 0);
    }
    if (!isShared) continue;
    const weight = weightIn(marksA[i]!) * weightIn(marksB[j]!);
    dot += weight * value * value;
    nats += (Math.sqrt(weight) / 2) * value;
    if (kindsOf[i] === kinds.number) sharesNumber = 1;
  }
  const cosine = dot / (Math.sqrt(lengthA * lengthB) || 1);
  return { cosine, nats, sharesNumber, sharesOneName: runInA > 0 || runInB > 0 ? 1 : 0 };
}

function isTelling(term: number, inside: number, vocabulary: Vocabulary): boolean {
  return !vocabulary.isAttribute(term) && vocabulary.rarity(term, inside + 1) >= telling;
}

/** 1 when both count the same thing and their counts have none in common. */
function numberConflict(a: readonly NumberInText[], b: readonly NumberInText[]): number {
  for (const x of a) {
    const same = b.filter((y) => y.counted === x.counted && x.counted !== '');
    if (same.length > 0 && !same.some((y) => y.value === x.value)) return 1;
  }
  return 0;
}

/** Hours from which two reports under one heading of one outlet are two editions of a series, not one story. */
const editionHours = 8;

function isSeries({ a, b }: Bridge): boolean {
  return a.column !== undefined && a.column === b.column && Math.abs(a.at - b.at) >= editionHours * 3_600_000;
}

function gapHours(small: Cluster, large: Cluster): number {
  const afterLarge = small.members[0]!.at - large.members.at(-1)!.at;
  const afterSmall = large.members[0]!.at - small.members.at(-1)!.at;
  return Math.max(0, afterLarge, afterSmall) / 3_600_000;
}

/** 1 when both have some and none in common, −1 when they share one. */
function disjoint(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  return a.some((value) => b.includes(value)) ? -1 : 1;
}
