/** Two clusters side by side, term by term. */
import { titleWeight } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';
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

class Tally {
  head = 0;
  lack = 0;
  nameLack = 0;
  eventLack = 0;
  gain = 0;
  link = 0;
  whole = 0;
  held = 0;
  names = 0;
  namesHeld = 0;
  nameGain = 0;
  places = 0;
  placesHeld = 0;
  events = 0;
  eventsHeld = 0;
  readonly top = [0, 0, 0];
}

export function compareSides(small: Cluster, large: Cluster, vocabulary: Vocabulary): Comparison {
  const forward = tallyOf(small, large, vocabulary);
  const backward = tallyOf(large, small, vocabulary);
  return {
    gain: forward.gain,
    gainShare: ratio(forward.gain, forward.whole),
    top: forward.top,
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

/** A usual term counts by the share of reports that hold it; of one report, whole in the title and half in the lead. */
function tallyOf(own: Cluster, other: Cluster, vocabulary: Vocabulary): Tally {
  const tally = new Tally();
  const { counts } = own;
  const size = own.members.length;
  const weights = own.members[0]!.weights;
  const otherSize = other.members.length;
  const usual = usualOf(own);
  // Terms of a single report are walked along with ours, as both ascend.
  const single = other.counts === undefined ? other.members[0]!.terms : undefined;
  let walked = 0;
  for (let at = 0; at < usual.length; at += 1) {
    const term = usual[at]!;
    const held = counts === undefined ? 1 : counts.get(term);
    const share = counts === undefined ? weights[at]! / titleWeight : held / size;
    let inside = 0;
    if (single !== undefined) {
      while (walked < single.length && single[walked]! < term) walked += 1;
      if (single[walked] === term) inside = 1;
    } else inside = other.counts!.get(term);
    addTerm(tally, term, share, held, inside, otherSize, vocabulary);
  }
  return tally;
}

/** The gain is how much likelier the other side holds the term than the rest does, where it holds it only in part. */
function addTerm(
  tally: Tally,
  term: number,
  share: number,
  held: number,
  inside: number,
  otherSize: number,
  vocabulary: Vocabulary,
): void {
  const weight = share * Math.max(0, vocabulary.rarity(term, inside + held));
  tally.whole += weight;
  if (weight > tally.head) tally.head = weight;
  if (inside === 0) {
    if (weight > tally.lack) tally.lack = weight;
    addKind(tally, term, share, weight, 0, weight, 0, vocabulary);
    return;
  }
  const oddity = Math.max(1, vocabulary.oddity(term, inside + held));
  const rarity = Math.max(0, vocabulary.rarity(term, inside + held));
  const otherShare = inside / otherSize;
  const gain = share * Math.log(1 + otherShare * (oddity - 1));
  const lack = (share - otherShare) * rarity;
  if (lack > tally.lack) tally.lack = lack;
  addKind(tally, term, share, weight, otherShare, lack, gain, vocabulary);
  tally.gain += gain;
  tally.link += share * otherShare * rarity;
  tally.held += weight;
  if (gain > tally.top[2]!) insert(tally.top, gain);
}

function addKind(
  tally: Tally,
  term: number,
  share: number,
  weight: number,
  otherShare: number,
  lack: number,
  gain: number,
  vocabulary: Vocabulary,
): void {
  const held = otherShare > 0 ? 1 : 0;
  if (vocabulary.isPlace(term)) {
    tally.places += 1;
    tally.placesHeld += held;
  } else if (vocabulary.isEvent(term)) {
    tally.events += 1;
    tally.eventsHeld += held;
    tally.eventLack = Math.max(tally.eventLack, share - otherShare);
  } else if (vocabulary.isName(term)) {
    tally.names += weight;
    if (lack > tally.nameLack) tally.nameLack = lack;
    tally.namesHeld += held * weight;
    tally.nameGain += gain;
  }
}

function agreement(mine: number, theirs: number, held: number): Agreement {
  return { conflict: mine > 0 && theirs > 0 && held === 0 ? 1 : 0, match: held > 0 ? 1 : 0 };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** Puts a value that is higher than the last among the three, highest first. */
function insert(top: number[], value: number): void {
  let at = top.length - 1;
  for (; at > 0 && value > top[at - 1]!; at -= 1) top[at] = top[at - 1]!;
  top[at] = value;
}
