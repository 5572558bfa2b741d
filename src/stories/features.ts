/** What speaks for and against two groups of reports telling one story, as numbers that the learnt weights judge. */
import type { NumberInText } from '../text/numbers.ts';
import type { Vocabulary } from './vocabulary.ts';
import { type Cluster, countIn, type Entry } from './window.ts';

/** Names of the features, in the order of the vector. */
export const featureNames = [
  'bias',
  'gain',
  'gainShare',
  'topGain',
  'secondGain',
  'thirdGain',
  'bestPair',
  'bestEvidence',
  'meanLink',
  'logLarger',
  'logSmaller',
  'alone',
  'numberConflict',
  'numberMatch',
  'placeConflict',
  'placeMatch',
  'eventMatch',
  'eventConflict',
  'logDays',
  'logLength',
] as const;

/** The pair of items, one of each side, that stands nearest. */
export interface Bridge {
  readonly a: Entry;
  readonly b: Entry;
}

/** Terms that a side is compared by: all of one item, or those that most members of a cluster share. */
interface Side {
  readonly terms: readonly number[];
  readonly weights: readonly number[];
}

const profileTerms = 48;

export function featuresOf(small: Cluster, large: Cluster, bridge: Bridge, vocabulary: Vocabulary): number[] {
  const side = sideOf(small, vocabulary);
  const overlap = overlapOf(side, small, large, vocabulary);
  const pair = pairOf(bridge, large, vocabulary);
  const hours = gapHours(small, large);
  return [
    1,
    overlap.gain / 10,
    overlap.share,
    overlap.top[0]! / 5,
    overlap.top[1]! / 5,
    overlap.top[2]! / 5,
    pair.cosine,
    pair.evidence / 10,
    overlap.link,
    Math.log2(large.members.length) / 4,
    Math.log2(small.members.length) / 4,
    large.members.length === 1 ? 1 : 0,
    numberConflict(bridge.a.numbers, bridge.b.numbers),
    pair.numbers,
    overlap.places === -1 ? 1 : 0,
    overlap.places === 1 ? 1 : 0,
    overlap.events === 1 ? 1 : 0,
    overlap.events === -1 ? 1 : 0,
    Math.log1p(Math.max(0, hours - 12) / 24),
    Math.log2(side.terms.length + 1) / 4,
  ];
}

function sideOf(cluster: Cluster, vocabulary: Vocabulary): Side {
  if (cluster.counts === undefined) {
    const only = cluster.members[0]!;
    return { terms: only.terms, weights: only.weights.map((weight) => weight / 2) };
  }
  const size = cluster.members.length;
  const ranked = [...cluster.counts]
    .map(([term, count]) => ({ term, share: count / size, score: (count / size) * vocabulary.rarity(term, count) }))
    .sort((a, b) => b.score - a.score || a.term - b.term)
    .slice(0, profileTerms);
  return { terms: ranked.map(({ term }) => term), weights: ranked.map(({ share }) => share) };
}

interface Overlap {
  gain: number;
  share: number;
  link: number;
  top: number[];
  places: -1 | 0 | 1;
  events: -1 | 0 | 1;
}

/**
 * For each term of the smaller side: how much likelier the larger side holds it than the rest of the window does, in nats.
 * The larger side's own items do not count as background, so that the name of a huge story stays telling.
 */
function overlapOf(side: Side, small: Cluster, large: Cluster, vocabulary: Vocabulary): Overlap {
  const size = large.members.length;
  const top = [0, 0, 0];
  let gain = 0;
  let whole = 1e-9;
  let link = 0;
  let placesMine = 0,
    placesShared = 0,
    eventsMine = 0,
    eventsShared = 0;
  for (const [index, term] of side.terms.entries()) {
    const inside = countIn(large, term);
    const own = small.counts?.get(term) ?? 1;
    const rarity = Math.max(0, vocabulary.rarity(term, inside + own));
    const weight = side.weights[index]!;
    const isPlace = vocabulary.isPlace(term),
      isEvent = vocabulary.isEvent(term);
    if (isPlace) placesMine += weight;
    if (isEvent) eventsMine += weight;
    whole += weight * rarity;
    if (inside === 0) continue;
    const share = inside / size;
    const nats = weight * Math.log1p(share * Math.expm1(rarity));
    gain += nats;
    link += weight * share * rarity;
    if (isPlace) placesShared += weight;
    if (isEvent) eventsShared += weight;
    insert(top, nats);
  }
  return {
    gain,
    share: gain / whole,
    link: link / whole,
    top,
    places: verdict(placesMine, placesShared, large, vocabulary, 'place'),
    events: verdict(eventsMine, eventsShared, large, vocabulary, 'event'),
  };
}

function verdict(
  mine: number,
  shared: number,
  large: Cluster,
  vocabulary: Vocabulary,
  kind: 'place' | 'event',
): -1 | 0 | 1 {
  if (shared > 0) return 1;
  if (mine === 0) return 0;
  return holdsKind(large, vocabulary, kind) ? -1 : 0;
}

function holdsKind(cluster: Cluster, vocabulary: Vocabulary, kind: 'place' | 'event'): boolean {
  const is = (term: number) => (kind === 'place' ? vocabulary.isPlace(term) : vocabulary.isEvent(term));
  if (cluster.counts === undefined) return cluster.members[0]!.terms.some(is);
  for (const [term, count] of cluster.counts) if (is(term) && count * 2 >= cluster.members.length) return true;
  return false;
}

function insert(top: number[], value: number): void {
  for (let at = 0; at < top.length; at += 1) {
    if (value <= top[at]!) continue;
    top.splice(at, 0, value);
    top.pop();
    return;
  }
}

function pairOf(
  { a, b }: Bridge,
  large: Cluster,
  vocabulary: Vocabulary,
): { cosine: number; evidence: number; numbers: number } {
  let dot = 0,
    lengthA = 0,
    lengthB = 0,
    evidence = 0,
    numbers = 0;
  const rarity = (term: number) => Math.max(0, vocabulary.rarity(term, countIn(large, term)));
  for (const [index, term] of b.terms.entries()) lengthB += (b.weights[index]! * rarity(term)) ** 2;
  for (const [index, term] of a.terms.entries()) {
    const value = rarity(term);
    lengthA += (a.weights[index]! * value) ** 2;
    const at = b.terms.indexOf(term);
    if (at === -1) continue;
    dot += a.weights[index]! * b.weights[at]! * value * value;
    evidence += (value * Math.sqrt(a.weights[index]! * b.weights[at]!)) / 2;
    if (vocabulary.isNumber(term)) numbers = 1;
  }
  return { cosine: dot / (Math.sqrt(lengthA * lengthB) || 1), evidence, numbers };
}

/** 1 when both count the same thing and their counts have none in common. */
function numberConflict(a: readonly NumberInText[], b: readonly NumberInText[]): number {
  for (const x of a) {
    const same = b.filter((y) => y.counted === x.counted && x.counted !== '');
    if (same.length > 0 && !same.some((y) => y.value === x.value)) return 1;
  }
  return 0;
}

function gapHours(small: Cluster, large: Cluster): number {
  const first = small.members[0]!.at;
  const last = large.members.at(-1)!.at;
  const gap = Math.max(0, first - last, large.members[0]!.at - small.members.at(-1)!.at);
  return gap / 3_600_000;
}
