/** Two clusters side by side, term by term. */
import { titleWeight } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';
import { type Cluster, countIn } from './window.ts';

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
  const size = own.members.length;
  const weights = own.counts === undefined ? own.members[0]!.weights : undefined;
  const usual = usualOf(own);
  for (let at = 0; at < usual.length; at += 1) {
    const term = usual[at]!;
    const held = own.counts === undefined ? 1 : own.counts.get(term);
    const share = weights === undefined ? held / size : weights[at]! / titleWeight;
    const inside = countIn(other, term);
    const oddity = Math.max(1, vocabulary.oddity(term, inside + held));
    addTerm(tally, term, share, oddity, inside / other.members.length, vocabulary);
  }
  return tally;
}

/** The gain is how much likelier the other side holds the term than the rest does, where it holds it only in part. */
function addTerm(
  tally: Tally,
  term: number,
  share: number,
  oddity: number,
  otherShare: number,
  vocabulary: Vocabulary,
): void {
  const rarity = Math.log(oddity);
  const gain = otherShare === 0 ? 0 : share * Math.log(1 + otherShare * (oddity - 1));
  tally.whole += share * rarity;
  tally.head = Math.max(tally.head, share * rarity);
  tally.lack = Math.max(tally.lack, (share - otherShare) * rarity);
  addKind(tally, term, share, rarity, otherShare, gain, vocabulary);
  if (otherShare === 0) return;
  tally.gain += gain;
  tally.link += share * otherShare * rarity;
  tally.held += share * rarity;
  if (gain > tally.top[2]!) insert(tally.top, gain);
}

function addKind(
  tally: Tally,
  term: number,
  share: number,
  rarity: number,
  otherShare: number,
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
    tally.names += share * rarity;
    tally.nameLack = Math.max(tally.nameLack, (share - otherShare) * rarity);
    tally.namesHeld += held * share * rarity;
    tally.nameGain += gain;
  }
}

function agreement(mine: number, theirs: number, held: number): Agreement {
  return { conflict: mine > 0 && theirs > 0 && held === 0 ? 1 : 0, match: held > 0 ? 1 : 0 };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function insert(top: number[], value: number): void {
  const at = top.findIndex((known) => value > known);
  if (at === -1) return;
  top.splice(at, 0, value);
  top.pop();
}
