/** Two clusters side by side, term by term. */
import type { Counts } from './counts.ts';
import { titleWeight } from './terms.ts';
import { kinds, type Looked, type Vocabulary } from './vocabulary.ts';
import type { Cluster, Usual } from './window.ts';

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
  readonly events: EventAgreement;
  /** Terms of the smaller side. */
  readonly length: number;
}

interface Agreement {
  /** 1 when both sides have some and share none. */
  readonly conflict: number;
  readonly match: number;
}

/** What a term of a single report counts for each part of its weight. */
const inTitle = 1 / titleWeight;

interface EventAgreement extends Agreement {
  /** Whether both name one kind of event, or kinds that one event is told by ('election', 'win'): these do not conflict. */
  readonly isKin: boolean;
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
  /** Bits of the families of its events. */
  families = 0;
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
    events: eventAgreement(forward, backward),
    length: usualOf(small).length,
  };
}

function usualOf(cluster: Cluster): Int32Array {
  return cluster.counts === undefined ? cluster.members[0]!.terms : usualIn(cluster, cluster.counts).terms;
}

function usualIn(cluster: Cluster, counts: Counts): Usual {
  if (cluster.usual === undefined) {
    const least = usualShare * cluster.members.length;
    const terms = counts.termsFrom(least);
    cluster.usual = { terms, held: terms.map((term) => counts.get(term)), areAll: least <= 1 };
  }
  return cluster.usual;
}

/**
 * Fills in how many reports of a cluster hold each of some ascending terms. Its own terms are walked along where they are all
 * known in order: that reads the memory row by row.
 */
export function countInside(terms: Int32Array, cluster: Cluster, inside: Int32Array): void {
  const { counts } = cluster;
  if (counts === undefined) {
    walkAlong(terms, cluster.members[0]!.terms, undefined, inside);
    return;
  }
  const { terms: own, held, areAll } = usualIn(cluster, counts);
  if (areAll) walkAlong(terms, own, held, inside);
  else for (let at = 0; at < terms.length; at += 1) inside[at] = counts.get(terms[at]!);
}

function walkAlong(terms: Int32Array, own: Int32Array, held: Int32Array | undefined, inside: Int32Array): void {
  for (let at = 0, walked = 0; at < terms.length; at += 1) {
    const term = terms[at]!;
    while (walked < own.length && own[walked]! < term) walked += 1;
    const isHeld = walked < own.length && own[walked] === term;
    inside[at] = isHeld ? (held === undefined ? 1 : held[walked]!) : 0;
  }
}

/** One side's terms beside the other: how many of either side hold each, and what the vocabulary says of it. */
class Row implements Looked {
  terms: Int32Array = new Int32Array(0);
  own = new Int32Array(0);
  inside = new Int32Array(0);
  both = new Int32Array(0);
  rarities = new Float64Array(0);
  kinds = new Uint8Array(0);

  fill(side: Cluster, other: Cluster, vocabulary: Vocabulary): void {
    this.terms = usualOf(side);
    if (this.terms.length > this.own.length) this.#makeRoom(2 * this.terms.length);
    const { terms, own, inside, both } = this;
    if (side.usual === undefined) own.fill(1, 0, terms.length);
    else own.set(side.usual.held);
    countInside(terms, other, inside);
    for (let at = 0; at < terms.length; at += 1) both[at] = own[at]! + inside[at]!;
    vocabulary.lookUp(terms, both, this);
  }

  #makeRoom(terms: number): void {
    this.own = new Int32Array(terms);
    this.inside = new Int32Array(terms);
    this.both = new Int32Array(terms);
    this.rarities = new Float64Array(terms);
    this.kinds = new Uint8Array(terms);
  }
}

/** Scratch for the side that is walked. */
const row = new Row();

/**
 * A usual term counts by the share of reports that hold it; of one report, whole in the title and half in the lead. The gain is
 * how much likelier the other side holds the term than the rest does, where it holds it only in part.
 */
function addUp(tally: Tally, side: Cluster, other: Cluster, vocabulary: Vocabulary): void {
  row.fill(side, other, vocabulary);
  const weights = side.counts === undefined ? side.members[0]!.weights : undefined;
  const size = side.members.length;
  const otherSize = other.members.length;
  const { terms, own, inside, both, rarities, kinds: kindsOf } = row;
  let [whole, head, lack, gain, link, held] = [0, 0, 0, 0, 0, 0];
  let [names, namesHeld, nameGain, nameLack] = [0, 0, 0, 0];
  let [places, placesHeld, events, eventsHeld, eventLack, families] = [0, 0, 0, 0, 0, 0];
  let [top, second, third] = [0, 0, 0];
  for (let at = 0; at < terms.length; at += 1) {
    const share = weights === undefined ? own[at]! / size : weights[at]! * inTitle;
    const rarity = Math.max(0, rarities[at]!);
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
      families |= vocabulary.familiesOf(terms[at]!);
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
  tally.families = families;
  tally.top = top;
  tally.second = second;
  tally.third = third;
}

function agreement(mine: number, theirs: number, held: number): Agreement {
  return { conflict: mine > 0 && theirs > 0 && held === 0 ? 1 : 0, match: held > 0 ? 1 : 0 };
}

function eventAgreement(mine: Tally, theirs: Tally): EventAgreement {
  const { conflict, match } = agreement(mine.events, theirs.events, mine.eventsHeld);
  const isKin = match === 1 || (mine.families & theirs.families) !== 0;
  return { conflict: isKin ? 0 : conflict, match, isKin };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
