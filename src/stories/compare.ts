/** Two clusters side by side, term by term. */
import { titleWeight } from './terms.ts';
import { kinds, type Looked, type Vocabulary } from './vocabulary.ts';
import type { Cluster } from './window.ts';

export interface Comparison {
  /** Over the smaller side's terms: log of how much likelier the larger side holds them than the rest does, in nats. */
  readonly gain: number;
  /** The same as a share of what it would be if the larger side always held them. */
  readonly gainShare: number;
  /** The three highest single gains. */
  readonly top: readonly number[];
  /** Mean rarity that an item of each side shares, as a share of the smaller side's. */
  readonly meanLink: number;
  /** Share of the smaller side's rarity that the larger holds at all, and the other way round. */
  readonly forward: number;
  readonly backward: number;
  readonly nameGain: number;
  /** Share of a side's names that the other does not hold; 0 without names. */
  readonly forwardNamesMissing: number;
  readonly backwardNamesMissing: number;
  /** Highest rarity × share of one term: how much a side is of one piece. */
  readonly forwardHead: number;
  readonly backwardHead: number;
  /** Highest rarity × (own share − other's share) of one term: a marker that the other side lacks. */
  readonly forwardLack: number;
  readonly backwardLack: number;
  /** The same among events, unweighted: share of the side's reports that name an event of which the other says nothing. */
  readonly forwardEventLack: number;
  readonly backwardEventLack: number;
  /** The same among names alone. */
  readonly forwardNameLack: number;
  readonly backwardNameLack: number;
  readonly places: Agreement;
  readonly events: Agreement;
  /** Terms of the smaller side. */
  readonly length: number;
}

interface Agreement {
  /** 1 when both sides have some and share none. */
  readonly conflict: number;
  readonly match: number;
}

/** Share of a cluster's items that must hold a term for it to be usual. */
const usualShare = 0.2;

/** What the walk over one side's terms adds up. One is used again and again: making them would cost more than filling them. */
class Tally {
  head = 0.5;
  lack = 0.5;
  nameLack = 0.5;
  eventLack = 0.5;
  gain = 0.5;
  link = 0.5;
  whole = 0.5;
  held = 0.5;
  names = 0.5;
  namesHeld = 0.5;
  nameGain = 0.5;
  places = 0;
  placesHeld = 0;
  events = 0;
  eventsHeld = 0;
  /** The highest gains, highest first. */
  top = 0.5;
  second = 0.5;
  third = 0.5;
}

const forward = new Tally();
const backward = new Tally();

/** To be read before the next two are compared. */
export function compareSides(small: Cluster, large: Cluster, vocabulary: Vocabulary): Comparison {
  addUp(forward, small, large, vocabulary);
  addUp(backward, large, small, vocabulary);
  return {
    gain: forward.gain,
    gainShare: ratio(forward.gain, forward.whole),
    top: [forward.top, forward.second, forward.third],
    meanLink: ratio(forward.link, forward.whole),
    forward: ratio(forward.held, forward.whole),
    backward: ratio(backward.held, backward.whole),
    nameGain: forward.nameGain,
    forwardNamesMissing: forward.names === 0 ? 0 : 1 - forward.namesHeld / forward.names,
    backwardNamesMissing: backward.names === 0 ? 0 : 1 - backward.namesHeld / backward.names,
    forwardHead: forward.head,
    backwardHead: backward.head,
    forwardLack: forward.lack,
    backwardLack: backward.lack,
    forwardEventLack: forward.eventLack,
    backwardEventLack: backward.eventLack,
    forwardNameLack: forward.nameLack,
    backwardNameLack: backward.nameLack,
    places: agreement(forward.places, backward.places, forward.placesHeld),
    events: agreement(forward.events, backward.events, forward.eventsHeld),
    length: usualOf(small).length,
  };
}

function usualOf(cluster: Cluster): Int32Array {
  if (cluster.counts === undefined) return cluster.members[0]!.terms;
  cluster.usual ??= cluster.counts.termsFrom(usualShare * cluster.members.length);
  return cluster.usual;
}

/** Scratch of one side's terms: how many of both sides hold each, and what the vocabulary says of it. */
let scratch = scratchFor(256);

interface Scratch extends Looked {
  readonly own: Int32Array;
  readonly inside: Int32Array;
  readonly both: Int32Array;
}

function scratchFor(terms: number): Scratch {
  return {
    own: new Int32Array(terms).fill(1),
    inside: new Int32Array(terms),
    both: new Int32Array(terms),
    rarities: new Float64Array(terms),
    kinds: new Uint8Array(terms),
  };
}

/** Fills in how many reports of either side hold each of the terms. */
function countBoth(terms: Int32Array, { counts }: Cluster, other: Cluster): void {
  const { own, inside, both } = scratch;
  // Terms of a single report are walked along with ours, as both ascend.
  const single = other.counts === undefined ? other.members[0]!.terms : undefined;
  for (let at = 0, walked = 0; at < terms.length; at += 1) {
    const term = terms[at]!;
    const held = counts === undefined ? 1 : counts.get(term);
    let found = 0;
    if (single === undefined) found = other.counts!.get(term);
    else {
      while (walked < single.length && single[walked]! < term) walked += 1;
      if (walked < single.length && single[walked] === term) found = 1;
    }
    own[at] = held;
    inside[at] = found;
    both[at] = held + found;
  }
}

/**
 * A usual term counts by the share of reports that hold it; of one report, whole in the title and half in the lead. The gain is
 * how much likelier the other side holds the term than the rest does, where it holds it only in part.
 */
function addUp(tally: Tally, own: Cluster, other: Cluster, vocabulary: Vocabulary): void {
  const usual = usualOf(own);
  if (usual.length > scratch.own.length) scratch = scratchFor(2 * usual.length);
  countBoth(usual, own, other);
  vocabulary.lookUp(usual, scratch.both, scratch);
  const weights = own.counts === undefined ? own.members[0]!.weights : undefined;
  addRow(tally, usual, weights, own.members.length, other.members.length, vocabulary);
}

function addRow(
  tally: Tally,
  terms: Int32Array,
  weights: Uint8Array | undefined,
  size: number,
  otherSize: number,
  vocabulary: Vocabulary,
): void {
  const { own, inside, both, rarities, kinds: kindsOf } = scratch;
  let [whole, head, lack, gain, link, held] = [0, 0, 0, 0, 0, 0];
  let [names, namesHeld, nameGain, nameLack] = [0, 0, 0, 0];
  let [places, placesHeld, events, eventsHeld, eventLack] = [0, 0, 0, 0, 0];
  let [top, second, third] = [0, 0, 0];
  for (let at = 0; at < terms.length; at += 1) {
    const share = weights === undefined ? own[at]! / size : weights[at]! / titleWeight;
    const rarity = rarities[at]!;
    const weight = share * rarity;
    const isShared = inside[at]! > 0;
    const otherShare = isShared ? inside[at]! / otherSize : 0;
    const ownLack = isShared ? (share - otherShare) * rarity : weight;
    let ownGain = 0;
    whole += weight;
    if (weight > head) head = weight;
    if (ownLack > lack) lack = ownLack;
    if (isShared) {
      const oddity = Math.max(1, vocabulary.oddity(terms[at]!, both[at]!));
      ownGain = share * Math.log(1 + otherShare * (oddity - 1));
      gain += ownGain;
      link += share * otherShare * rarity;
      held += weight;
      if (ownGain > third) {
        third = ownGain;
        if (third > second) [second, third] = [third, second];
        if (second > top) [top, second] = [second, top];
      }
    }
    const kind = kindsOf[at]!;
    if (kind === kinds.name) {
      names += weight;
      if (ownLack > nameLack) nameLack = ownLack;
      if (isShared) namesHeld += weight;
      nameGain += ownGain;
    } else if (kind === kinds.place) {
      places += 1;
      if (isShared) placesHeld += 1;
    } else if (kind === kinds.event) {
      events += 1;
      if (isShared) eventsHeld += 1;
      if (share - otherShare > eventLack) eventLack = share - otherShare;
    }
  }
  tally.whole = whole;
  tally.head = head;
  tally.lack = lack;
  tally.gain = gain;
  tally.link = link;
  tally.held = held;
  tally.names = names;
  tally.namesHeld = namesHeld;
  tally.nameGain = nameGain;
  tally.nameLack = nameLack;
  tally.places = places;
  tally.placesHeld = placesHeld;
  tally.events = events;
  tally.eventsHeld = eventsHeld;
  tally.eventLack = eventLack;
  tally.top = top;
  tally.second = second;
  tally.third = third;
}

function agreement(mine: number, theirs: number, held: number): Agreement {
  return { conflict: mine > 0 && theirs > 0 && held === 0 ? 1 : 0, match: held > 0 ? 1 : 0 };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
