/** Two clusters side by side, term by term. */
import { weightIn } from './marks.ts';
import { type Row, sideBySide } from './rows.ts';
import { titleWeight } from './terms.ts';
import { kinds, type Vocabulary } from './vocabulary.ts';
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

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends number ? number : T[K] extends boolean ? boolean : Mutable<T[K]>;
};

/** One is filled again and again. */
const sides: Mutable<Comparison> = {
  gain: 0.5,
  gainShare: 0.5,
  top: [0.5, 0.5, 0.5],
  meanLink: 0.5,
  forward: 0.5,
  backward: 0.5,
  nameGain: 0.5,
  forwardNamesMissing: 0.5,
  backwardNamesMissing: 0.5,
  forwardHead: 0.5,
  backwardHead: 0.5,
  forwardLack: 0.5,
  backwardLack: 0.5,
  forwardEventLack: 0.5,
  backwardEventLack: 0.5,
  forwardNameLack: 0.5,
  backwardNameLack: 0.5,
  places: { conflict: 0, match: 0 },
  events: { conflict: 0, match: 0, isKin: false },
  length: 0,
};

/** To be read before the next two are compared, as what they were laid side by side in. */
export function compareSides(small: Cluster, large: Cluster, vocabulary: Vocabulary): Comparison {
  const rows = sideBySide(small, large, vocabulary);
  addUp(forward, rows.small, small, large, vocabulary);
  addUp(backward, rows.large, large, small, vocabulary);
  sides.gain = forward.gain;
  sides.gainShare = ratio(forward.gain, forward.whole);
  sides.top[0] = forward.top;
  sides.top[1] = forward.second;
  sides.top[2] = forward.third;
  sides.meanLink = ratio(forward.link, forward.whole);
  sides.forward = ratio(forward.held, forward.whole);
  sides.backward = ratio(backward.held, backward.whole);
  sides.nameGain = forward.nameGain;
  sides.forwardNamesMissing = missing(forward);
  sides.backwardNamesMissing = missing(backward);
  sides.forwardHead = forward.head;
  sides.backwardHead = backward.head;
  sides.forwardLack = forward.lack;
  sides.backwardLack = backward.lack;
  sides.forwardEventLack = forward.eventLack;
  sides.backwardEventLack = backward.eventLack;
  sides.forwardNameLack = forward.nameLack;
  sides.backwardNameLack = backward.nameLack;
  agree(sides.places, forward.places, backward.places, forward.placesHeld);
  agreeOnEvents(sides.events, forward, backward);
  sides.length = rows.small.terms.length;
  return sides;
}

function missing({ names, namesHeld }: Tally): number {
  return names === 0 ? 0 : 1 - namesHeld / names;
}

/**
 * A usual term counts by the share of reports that hold it; of one report, whole in the title and half in the lead. The gain is
 * how much likelier the other side holds the term than the rest does, where it holds it only in part.
 */
function addUp(tally: Tally, row: Row, side: Cluster, other: Cluster, vocabulary: Vocabulary): void {
  const marks = side.counts === undefined ? side.members[0]!.marks : undefined;
  const size = side.members.length;
  const otherSize = other.members.length;
  const { terms, held: own, inside, rarities, kinds: kindsOf } = row;
  let whole = 0;
  let head = 0;
  let lack = 0;
  let gain = 0;
  let link = 0;
  let held = 0;
  let names = 0;
  let namesHeld = 0;
  let nameGain = 0;
  let nameLack = 0;
  let places = 0;
  let placesHeld = 0;
  let events = 0;
  let eventsHeld = 0;
  let eventLack = 0;
  let families = 0;
  let top = 0;
  let second = 0;
  let third = 0;
  for (let at = 0; at < terms.length; at += 1) {
    const share = marks === undefined ? own[at]! / size : weightIn(marks[at]!) * inTitle;
    const isShared = inside[at]! > 0;
    const both = own[at]! + inside[at]!;
    const rarity = Math.max(0, isShared ? vocabulary.rarity(terms[at]!, both) : rarities[at]!);
    const weight = share * rarity;
    const otherShare = isShared ? inside[at]! / otherSize : 0;
    const ownLack = isShared ? (share - otherShare) * rarity : weight;
    let ownGain = 0;
    whole += weight;
    if (weight > head) head = weight;
    if (ownLack > lack) lack = ownLack;
    if (isShared) {
      const oddity = Math.max(1, vocabulary.oddity(terms[at]!, both));
      ownGain = share * Math.log(1 + otherShare * (oddity - 1));
      gain += ownGain;
      link += share * otherShare * rarity;
      held += weight;
      if (ownGain > top) {
        third = second;
        second = top;
        top = ownGain;
      } else if (ownGain > second) {
        third = second;
        second = ownGain;
      } else if (ownGain > third) third = ownGain;
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

function agree(agreement: Mutable<Agreement>, mine: number, theirs: number, held: number): void {
  agreement.conflict = mine > 0 && theirs > 0 && held === 0 ? 1 : 0;
  agreement.match = held > 0 ? 1 : 0;
}

function agreeOnEvents(agreement: Mutable<EventAgreement>, mine: Tally, theirs: Tally): void {
  agree(agreement, mine.events, theirs.events, mine.eventsHeld);
  agreement.isKin = agreement.match === 1 || (mine.families & theirs.families) !== 0;
  if (agreement.isKin) agreement.conflict = 0;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
