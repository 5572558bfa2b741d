/** The usual terms of two clusters side by side, with what the vocabulary says of each: what comparing reads. */
import { Rooms } from '../text/rooms.ts';
import type { Counts } from './counts.ts';
import type { Looked, Vocabulary } from './vocabulary.ts';
import type { Cluster, Usual } from './window.ts';

/** Share of a cluster's items that must hold a term for it to be usual. */
const usualShare = 0.2;

const rooms = new Rooms();

function usualIn(cluster: Cluster, counts: Counts): Usual {
  if (cluster.usual === undefined) {
    const least = usualShare * cluster.members.length;
    const found = counts.termsFrom(least);
    const terms = rooms.numbers(found.length);
    const held = rooms.numbers(found.length);
    terms.set(found);
    for (let at = 0; at < terms.length; at += 1) held[at] = counts.get(terms[at]!);
    cluster.usual = { terms, held, areAll: least <= 1 };
  }
  return cluster.usual;
}

/**
 * One side of a comparison. What is looked up in the vocabulary, all over the memory, is kept for as long as the vocabulary
 * stands still: a new report is compared with several clusters, one after another.
 */
export class Row implements Looked {
  /** Ascending. */
  terms: Int32Array = new Int32Array(0);
  /** Beside the terms: how many reports of the side hold each, and how many of the other side. */
  held = new Int32Array(0);
  inside = new Int32Array(0);
  /** How rare each is where this side's reports are not counted, in nats. */
  rarities = new Float64Array(0);
  kinds = new Uint8Array(0);
  /** Whether these are all the terms that any report of the side holds. */
  areAll = true;
  #vocabulary: Vocabulary | undefined;
  #moment = -1;
  /** How rare each is with every report counted, once somebody asked. */
  #whole = new Float64Array(0);
  #hasWhole = false;
  #beside = new Float64Array(0);
  #nobody = new Int32Array(0);

  fill(cluster: Cluster, vocabulary: Vocabulary): void {
    const usual = cluster.counts === undefined ? undefined : usualIn(cluster, cluster.counts);
    const { terms } = usual ?? cluster.members[0]!;
    if (terms === this.terms && vocabulary === this.#vocabulary && vocabulary.moment === this.#moment) return;
    if (terms.length > this.held.length) this.#makeRoom(2 * terms.length);
    this.terms = terms;
    this.areAll = usual?.areAll ?? true;
    if (usual === undefined) this.held.fill(1, 0, terms.length);
    else this.held.set(usual.held);
    vocabulary.lookUp(terms, this.held, this);
    this.#vocabulary = vocabulary;
    this.#moment = vocabulary.moment;
    this.#hasWhole = false;
  }

  /** How rare each term is where the other side's reports are not counted, but this side's are; after both were laid side by side. */
  raritiesBeside(vocabulary: Vocabulary): Float64Array {
    const { terms, inside } = this;
    if (!this.#hasWhole) vocabulary.lookUp(terms, this.#nobody, { rarities: this.#whole, kinds: this.kinds });
    this.#hasWhole = true;
    this.#beside.set(this.#whole);
    for (let at = 0; at < terms.length; at += 1)
      if (inside[at]! > 0) this.#beside[at] = vocabulary.rarity(terms[at]!, inside[at]!);
    return this.#beside;
  }

  #makeRoom(terms: number): void {
    this.held = new Int32Array(terms);
    this.inside = new Int32Array(terms);
    this.rarities = new Float64Array(terms);
    this.kinds = new Uint8Array(terms);
    this.#whole = new Float64Array(terms);
    this.#beside = new Float64Array(terms);
    this.#nobody = new Int32Array(terms);
  }
}

/** Where each term of the smaller side stands among its terms, counted from 1; 0 for all others. */
let places = new Int32Array(1024);
/** The terms that have places. */
let placed = new Int32Array(0) as Int32Array;

function place(terms: Int32Array, vocabulary: Vocabulary): void {
  if (terms === placed && places.length >= vocabulary.room) return;
  for (let at = 0; at < placed.length; at += 1) places[placed[at]!] = 0;
  if (places.length < vocabulary.room) places = new Int32Array(vocabulary.room);
  for (let at = 0; at < terms.length; at += 1) places[terms[at]!] = at + 1;
  placed = terms;
}

/** Fills in, for either of two rows, how many reports of the other side hold each term. */
function meet(small: Row, large: Row, smaller: Cluster, larger: Cluster, vocabulary: Vocabulary): void {
  place(small.terms, vocabulary);
  small.inside.fill(0, 0, small.terms.length);
  const { terms, held, inside } = large;
  for (let at = 0; at < terms.length; at += 1) {
    const there = places[terms[at]!]! - 1;
    inside[at] = there < 0 ? 0 : small.held[there]!;
    if (there >= 0) small.inside[there] = held[at]!;
  }
  if (!large.areAll) countAll(small.terms, larger.counts!, small.inside);
  if (!small.areAll) countAll(terms, smaller.counts!, inside);
}

function countAll(terms: Int32Array, counts: Counts, inside: Int32Array): void {
  for (let at = 0; at < terms.length; at += 1) inside[at] = counts.get(terms[at]!);
}

/** Both sides; to be read before the next two are laid side by side. */
export const rows = { small: new Row(), large: new Row() } as const;

export function sideBySide(smaller: Cluster, larger: Cluster, vocabulary: Vocabulary): typeof rows {
  rows.small.fill(smaller, vocabulary);
  rows.large.fill(larger, vocabulary);
  meet(rows.small, rows.large, smaller, larger, vocabulary);
  return rows;
}

/** How many reports of a cluster hold each of some ascending terms, of which it need not know any. */
export function countInside(terms: Int32Array, { counts, members }: Cluster, inside: Int32Array): void {
  if (counts !== undefined) {
    countAll(terms, counts, inside);
    return;
  }
  const own = members[0]!.terms;
  for (let at = 0, walked = 0; at < terms.length; at += 1) {
    while (walked < own.length && own[walked]! < terms[at]!) walked += 1;
    inside[at] = walked < own.length && own[walked] === terms[at] ? 1 : 0;
  }
}
