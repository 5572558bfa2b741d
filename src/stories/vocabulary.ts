/** Terms as small numbers, with how many items of the window hold each and how common news makes them beforehand. */
import { attributes, background, backgroundShares, commonness } from './lexicon.ts';

/** Items that the prior stands for: how firmly it holds against what the window shows. */
const priorItems = 2000;
/** Share of all news items that hold a word of each rank of the common-word table. */
const priorShares = [0.04, 0.025, 0.012, 0.006] as const;
/** Items of the prior that hold a word the tables do not know, and what is added for any word: nothing is infinitely rare. */
const rareCount = 0.15;
const leastCount = 0.1;
/**
 * What a small window is full of is common there, however rare elsewhere: a user may follow one town's papers. Items that speak
 * against it, hits that count for nothing, and the size at which it begins to fade: large windows show well enough what is common.
 */
const topicalItems = 30;
const topicalHits = 1;
const topicalFades = 50;
const conceptShare = 0.008;
const placeShare = 0.012;
/** What a term's record names by its place: 0 stands for words that the tables do not know. */
const shares: readonly number[] = [0, ...priorShares, conceptShare, placeShare, ...backgroundShares];

/** How a term stands in an item: its case tells nothing, or it stands capitalised inside a sentence, or small. */
export const cases = { silent: 0, capital: 1, small: 2 } as const;

const kinds = { word: 0, place: 1, event: 2, thing: 3, number: 4 } as const;

/**
 * All that is known of a term stands side by side, in 32 bytes, as a comparison asks for terms all over the memory:
 * seven numbers, the last two of them one in double length.
 */
const record = { count: 0, traits: 1, capitals: 2, smalls: 3, outside: 4, items: 5, length: 8 } as const;
const rarityPlace = 3;
const rarityLength = 4;
/** Parts of the traits: the kind, whether it is an attribute, and the place of its share. */
const kindBits = 7;
const attributeBit = 8;
const shareShift = 4;
/** Unknown words that more items hold are not remembered by their number. */
const mostOutside = 1024;

export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers whose terms no item of the window holds any more. */
  readonly #free: number[] = [];
  /** The records one after the other, and the same memory in double length. */
  #records = new Int32Array(1024 * record.length);
  #rarities = new Float64Array(this.#records.buffer);
  /** Rarities of unknown words by how many items hold them, and the number of items for which they hold. */
  readonly #unknown = new Float64Array(mostOutside);
  readonly #unknownAt = new Int32Array(mostOutside).fill(-1);
  #items = 0;

  /** The number of a term; new ones get the next, or one that was given back. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#terms.length;
    this.#ids.set(term, id);
    this.#terms[id] = term;
    if (id * record.length >= this.#records.length) this.#grow();
    const at = id * record.length;
    this.#records.fill(0, at, at + record.length);
    this.#records[at + record.traits] =
      kindOf(term) + (attributes.has(term) ? attributeBit : 0) + (shares.indexOf(shareOf(term)) << shareShift);
    this.#records[at + record.items] = -1;
    return id;
  }

  isPlace(id: number): boolean {
    return this.#kind(id) === kinds.place;
  }

  isEvent(id: number): boolean {
    return this.#kind(id) === kinds.event;
  }

  /** Whether it says who or where and not what happened: 'minister', 'harbour'. */
  isAttribute(id: number): boolean {
    return (this.#records[id * record.length + record.traits]! & attributeBit) !== 0;
  }

  isNumber(id: number): boolean {
    return this.#kind(id) === kinds.number;
  }

  #kind(id: number): number {
    return this.#records[id * record.length + record.traits]! & kindBits;
  }

  /** Notes how terms stand in an item (values of `cases`, beside them), or with −1 takes it back. */
  noteCases(ids: Int32Array, known: Uint8Array, step: 1 | -1): void {
    for (let at = 0; at < ids.length; at += 1) {
      if (known[at] === cases.silent) continue;
      const place = known[at] === cases.capital ? record.capitals : record.smalls;
      this.#records[ids[at]! * record.length + place]! += step;
    }
  }

  /** Whether the window's sentences mostly write it with a capital. */
  isName(id: number): boolean {
    const at = id * record.length;
    const capitals = this.#records[at + record.capitals]!;
    return capitals > 0 && capitals > 2 * this.#records[at + record.smalls]! && this.#kind(id) === kinds.word;
  }

  /** An item with these terms comes into the window. */
  enter(ids: Int32Array): void {
    this.#items += 1;
    for (let at = 0; at < ids.length; at += 1) this.#records[ids[at]! * record.length + record.count]! += 1;
  }

  /** An item leaves. Terms that no other holds are forgotten, and their numbers used again: the window must not refer to them. */
  leave(ids: Int32Array): void {
    this.#items -= 1;
    for (const id of ids) {
      const left = --this.#records[id * record.length + record.count]!;
      if (left !== 0) continue;
      this.#ids.delete(this.#terms[id]!);
      this.#free.push(id);
    }
  }

  /** Terms that have numbers. */
  get size(): number {
    return this.#ids.size;
  }

  /** All items over those that hold the term, without the `inside` ones of the story in question. */
  oddity(id: number, inside: number): number {
    const at = id * record.length;
    const outside = Math.max(0, this.#records[at + record.count]! - inside);
    const share = shares[this.#records[at + record.traits]! >> shareShift]!;
    const all = priorItems + this.#items;
    const oddity = all / (outside + (share * all || rareCount) + leastCount);
    if (outside <= topicalHits) return oddity;
    const tiny = topicalItems + this.#items * (1 + this.#items / topicalFades);
    return Math.min(oddity, tiny / (outside - topicalHits));
  }

  /** The same in nats. Remembered for as long as the window holds as many items: logarithms would cost more than all else. */
  rarity(id: number, inside: number): number {
    const at = id * record.length;
    const outside = Math.max(0, this.#records[at + record.count]! - inside);
    const isKnown = this.#records[at + record.traits]! >> shareShift > 0;
    if (isKnown) return this.#rarityOfKnown(id, at, outside, inside);
    if (outside >= mostOutside) return Math.log(this.oddity(id, inside));
    if (this.#unknownAt[outside] !== this.#items) {
      this.#unknownAt[outside] = this.#items;
      this.#unknown[outside] = Math.log(this.oddity(id, inside));
    }
    return this.#unknown[outside]!;
  }

  #rarityOfKnown(id: number, at: number, outside: number, inside: number): number {
    const place = id * rarityLength + rarityPlace;
    const records = this.#records;
    if (records[at + record.outside] !== outside || records[at + record.items] !== this.#items) {
      records[at + record.outside] = outside;
      records[at + record.items] = this.#items;
      this.#rarities[place] = Math.log(this.oddity(id, inside));
    }
    return this.#rarities[place]!;
  }

  #grow(): void {
    const records = new Int32Array(2 * this.#records.length);
    records.set(this.#records);
    this.#records = records;
    this.#rarities = new Float64Array(records.buffer);
  }
}

function kindOf(term: string): number {
  if (/^\p{N}/u.test(term)) return kinds.number;
  if (term.startsWith('@')) return kinds.place;
  if (term.startsWith('#')) return kinds.event;
  return term.startsWith('%') ? kinds.thing : kinds.word;
}

function shareOf(term: string): number {
  if (term.startsWith('#') || term.startsWith('%')) return conceptShare;
  if (term.startsWith('@')) return placeShare;
  if (/^\p{N}{1,2}$|^(?:19|20)\p{N}{2}$/u.test(term)) return priorShares[2];
  const rank = commonness.get(term);
  return Math.max(rank === undefined ? 0 : priorShares[rank]!, background.get(term) ?? 0);
}
