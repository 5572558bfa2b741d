/** Terms as small numbers, with how many items of the window hold each and how common news makes them beforehand. */
import { attributes, backgroundShare, backgroundShares, commonness } from './lexicon.ts';

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

/** Parts of a term's traits: the place of its share, its kind, whether it is an attribute, whether it is a name. */
const shareBits = 63;
const kindShift = 6;
const kindBits = 7 << kindShift;
const attributeBit = 1 << 9;
const nameBit = 1 << 10;
/** Rarities of terms that more items hold are not remembered. */
const mostOutside = 1024;

let eras = 0;

function newEra(): number {
  eras += 1;
  return eras;
}

/** A comparison asks for terms all over the memory: what it asks for is kept in six bytes a term, what it does not ask for apart. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers whose terms no item of the window holds any more. */
  readonly #free: number[] = [];
  /** Items that hold each term, and its traits. */
  #counts = new Int32Array(1024);
  #traits = new Uint16Array(1024);
  #capitals = new Int32Array(1024);
  #smalls = new Int32Array(1024);
  /** Rarities by share and by how many items hold the term, and the number of items in the window for which each holds. */
  readonly #rarities = new Float64Array(shares.length * mostOutside);
  readonly #raritiesAt = new Int32Array(shares.length * mostOutside).fill(-1);
  #items = 0;
  #era = newEra();

  /** For as long as this is the same, terms keep their numbers; no two vocabularies have one in common. */
  get era(): number {
    return this.#era;
  }

  /** The number of a term; new ones get the next, or one that was given back. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#terms.length;
    this.#ids.set(term, id);
    this.#terms[id] = term;
    if (id >= this.#counts.length) this.#grow();
    this.#counts[id] = 0;
    this.#capitals[id] = 0;
    this.#smalls[id] = 0;
    this.#traits[id] =
      shares.indexOf(shareOf(term)) + (kindOf(term) << kindShift) + (attributes.has(term) ? attributeBit : 0);
    return id;
  }

  /** As the clustering reads it; with its mark before it. */
  term(id: number): string {
    return this.#terms[id]!;
  }

  isPlace(id: number): boolean {
    return (this.#traits[id]! & kindBits) === kinds.place << kindShift;
  }

  isEvent(id: number): boolean {
    return (this.#traits[id]! & kindBits) === kinds.event << kindShift;
  }

  /** Whether it says who a person is, or what kind of place it is: 'minister', 'singer', 'airport'. */
  isAttribute(id: number): boolean {
    return (this.#traits[id]! & attributeBit) !== 0;
  }

  isNumber(id: number): boolean {
    return (this.#traits[id]! & kindBits) === kinds.number << kindShift;
  }

  /** Notes how terms stand in an item (values of `cases`, beside them), or with −1 takes it back. */
  noteCases(ids: Int32Array, known: Uint8Array, step: 1 | -1): void {
    for (let at = 0; at < ids.length; at += 1) {
      if (known[at] === cases.silent) continue;
      const counts = known[at] === cases.capital ? this.#capitals : this.#smalls;
      counts[ids[at]!]! += step;
      this.#noteName(ids[at]!);
    }
  }

  #noteName(id: number): void {
    const capitals = this.#capitals[id]!;
    const isWord = (this.#traits[id]! & kindBits) === kinds.word << kindShift;
    if (isWord && capitals > 0 && capitals > 2 * this.#smalls[id]!) this.#traits[id]! |= nameBit;
    else this.#traits[id]! &= ~nameBit;
  }

  /** Whether the window's sentences mostly write it with a capital. */
  isName(id: number): boolean {
    return (this.#traits[id]! & nameBit) !== 0;
  }

  /** An item with these terms comes into the window. */
  enter(ids: Int32Array): void {
    this.#items += 1;
    for (let at = 0; at < ids.length; at += 1) this.#counts[ids[at]!]! += 1;
  }

  /** An item leaves. Terms that no other holds are forgotten, and their numbers used again: the window must not refer to them. */
  leave(ids: Int32Array): void {
    this.#items -= 1;
    this.#era = newEra();
    for (const id of ids) {
      this.#counts[id]! -= 1;
      if (this.#counts[id] !== 0) continue;
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
    return this.#oddityOf(this.#traits[id]! & shareBits, Math.max(0, this.#counts[id]! - inside));
  }

  #oddityOf(place: number, outside: number): number {
    const all = priorItems + this.#items;
    const oddity = all / (outside + (shares[place]! * all || rareCount) + leastCount);
    if (outside <= topicalHits) return oddity;
    const tiny = topicalItems + this.#items * (1 + this.#items / topicalFades);
    return Math.min(oddity, tiny / (outside - topicalHits));
  }

  /** The same in nats. Remembered for as long as the window holds as many items: logarithms would cost more than all else. */
  rarity(id: number, inside: number): number {
    const outside = Math.max(0, this.#counts[id]! - inside);
    const place = this.#traits[id]! & shareBits;
    if (outside >= mostOutside) return Math.log(this.#oddityOf(place, outside));
    const at = place * mostOutside + outside;
    if (this.#raritiesAt[at] !== this.#items) {
      this.#raritiesAt[at] = this.#items;
      this.#rarities[at] = Math.log(this.#oddityOf(place, outside));
    }
    return this.#rarities[at]!;
  }

  #grow(): void {
    const room = 2 * this.#counts.length;
    this.#counts = grown(this.#counts, room);
    this.#capitals = grown(this.#capitals, room);
    this.#smalls = grown(this.#smalls, room);
    const traits = this.#traits;
    this.#traits = new Uint16Array(room);
    this.#traits.set(traits);
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(room);
  larger.set(numbers);
  return larger;
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
  return Math.max(rank === undefined ? 0 : priorShares[rank]!, backgroundShare(term));
}
