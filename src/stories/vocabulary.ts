/** Terms as small numbers, with how many items of the window hold each and how common news makes them beforehand. */
import { attributes, backgroundShare, backgroundShares, commonness, families } from './lexicon.ts';
import { caseIn, cases } from './marks.ts';

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

/** What a term is; of words, those that the window's sentences mostly write with a capital are names. */
export const kinds = { word: 0, place: 1, event: 2, thing: 3, number: 4, name: 8 } as const;

/**
 * Parts of a term's row: how many items hold it (room for four millions), the place of its share, its kind, whether it is an
 * attribute, whether it is a name.
 */
const countBits = 2 ** 22 - 1;
const shareShift = 22;
const shareBits = 15;
const kindShift = 26;
const kindBits = 15;
const nameBit = kinds.name << kindShift;
const attributeBit = 1 << 30;
/** Rarities of terms that more items hold are not remembered. */
const mostOutside = 1024;

/** Where what was looked up for a row of terms is put, beside them. */
export interface Looked {
  readonly rarities: Float64Array;
  /** Of `kinds`. */
  readonly kinds: Uint8Array;
}

let eras = 0;

function newEra(): number {
  eras += 1;
  return eras;
}

/** A comparison asks for terms all over the memory: what it asks for is kept in four bytes a term, what it does not ask for apart. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers whose terms no item of the window holds any more. */
  readonly #free: number[] = [];
  /** For each term, the items that hold it and its traits. */
  #rows = new Int32Array(1024);
  /** Of events the bits of their families. */
  #families = new Int32Array(1024);
  #capitals = new Int32Array(1024);
  #smalls = new Int32Array(1024);
  /** By share and by how many items hold the term: the number of items in the window for which it holds, and the rarity. */
  readonly #rarities = new Float64Array(2 * shares.length * mostOutside).fill(-1);
  #items = 0;
  #era = newEra();
  #moment = 0;

  /** For as long as this is the same, terms keep their numbers; no two vocabularies have one in common. */
  get era(): number {
    return this.#era;
  }

  /** For as long as this is the same, terms are as rare as they were, and of the same kind. */
  get moment(): number {
    return this.#moment;
  }

  /** Above the highest number that a term may have for now. */
  get room(): number {
    return this.#rows.length;
  }

  /** The number of a term; new ones get the next, or one that was given back. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#terms.length;
    this.#ids.set(term, id);
    this.#terms[id] = term;
    if (id >= this.#rows.length) this.#grow();
    this.#capitals[id] = 0;
    this.#smalls[id] = 0;
    this.#families[id] = families.get(term) ?? 0;
    this.#rows[id] =
      (shares.indexOf(shareOf(term)) << shareShift) +
      (kindAsWritten(term) << kindShift) +
      (attributes.has(term) ? attributeBit : 0);
    return id;
  }

  /** As the clustering reads it; with its mark before it. */
  term(id: number): string {
    return this.#terms[id]!;
  }

  /** One of `kinds`. */
  kindOf(id: number): number {
    return (this.#rows[id]! >>> kindShift) & kindBits;
  }

  /** Bits that two kinds of event have in common when one event may be told by either. */
  familiesOf(id: number): number {
    return this.#families[id]!;
  }

  /** Whether it says who a person is, or what kind of place it is: 'minister', 'singer', 'airport'. */
  isAttribute(id: number): boolean {
    return (this.#rows[id]! & attributeBit) !== 0;
  }

  /** Notes how terms are written in an item (their marks beside them), or with −1 takes it back. */
  noteCases(ids: Int32Array, marks: Uint16Array, step: 1 | -1): void {
    this.#moment += 1;
    for (let at = 0; at < ids.length; at += 1) {
      const how = caseIn(marks[at]!);
      if (how === cases.silent) continue;
      const counts = how === cases.capital ? this.#capitals : this.#smalls;
      counts[ids[at]!]! += step;
      this.#noteName(ids[at]!);
    }
  }

  #noteName(id: number): void {
    const capitals = this.#capitals[id]!;
    const kind = this.kindOf(id);
    const isWord = kind === kinds.word || kind === kinds.name;
    if (isWord && capitals > 0 && capitals > 2 * this.#smalls[id]!) this.#rows[id]! |= nameBit;
    else this.#rows[id]! &= ~nameBit;
  }

  /** Whether the window's sentences mostly write it with a capital. */
  isName(id: number): boolean {
    return this.kindOf(id) === kinds.name;
  }

  /** An item with these terms comes into the window. */
  enter(ids: Int32Array): void {
    this.#moment += 1;
    this.#items += 1;
    for (let at = 0; at < ids.length; at += 1) this.#rows[ids[at]!]! += 1;
  }

  /** An item leaves. Terms that no other holds are forgotten, and their numbers used again: the window must not refer to them. */
  leave(ids: Int32Array): void {
    this.#moment += 1;
    this.#items -= 1;
    this.#era = newEra();
    for (const id of ids) {
      this.#rows[id]! -= 1;
      if ((this.#rows[id]! & countBits) !== 0) continue;
      this.#ids.delete(this.#terms[id]!);
      this.#free.push(id);
    }
  }

  /** Items in the window. */
  get items(): number {
    return this.#items;
  }

  /** Terms that have numbers. */
  get size(): number {
    return this.#ids.size;
  }

  /** Whether any item of the window holds the term. */
  isHeld(id: number): boolean {
    return (this.#rows[id]! & countBits) !== 0;
  }

  /** All items over those that hold the term, without the `inside` ones of the story in question. */
  oddity(id: number, inside: number): number {
    const row = this.#rows[id]!;
    return this.#oddityOf((row >>> shareShift) & shareBits, Math.max(0, (row & countBits) - inside));
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
    const row = this.#rows[id]!;
    return this.#rarityOf((row >>> shareShift) & shareBits, Math.max(0, (row & countBits) - inside));
  }

  #rarityOf(place: number, outside: number): number {
    if (outside >= mostOutside) return Math.log(this.#oddityOf(place, outside));
    const at = 2 * (place * mostOutside + outside);
    if (this.#rarities[at] !== this.#items) this.#remember(place, outside);
    return this.#rarities[at + 1]!;
  }

  #remember(place: number, outside: number): void {
    if (outside >= mostOutside) return;
    const at = 2 * (place * mostOutside + outside);
    this.#rarities[at] = this.#items;
    this.#rarities[at + 1] = Math.log(this.#oddityOf(place, outside));
  }

  /**
   * Looks up a row of terms in one go, so that the memory is waited for once and not for each: their rarities without so many
   * `inside`, and their kinds.
   */
  lookUp(ids: Int32Array, inside: Int32Array, into: Looked): void {
    const rows = this.#rows;
    const known = this.#rarities;
    const items = this.#items;
    const { rarities, kinds: found } = into;
    for (let at = 0; at < ids.length; at += 1) {
      const row = rows[ids[at]!]!;
      found[at] = (row >>> kindShift) & kindBits;
      const outside = Math.max(0, (row & countBits) - inside[at]!);
      const place = (row >>> shareShift) & shareBits;
      const memo = 2 * (place * mostOutside + outside);
      if (outside >= mostOutside || known[memo] !== items) this.#remember(place, outside);
      rarities[at] = outside < mostOutside ? known[memo + 1]! : Math.log(this.#oddityOf(place, outside));
    }
  }

  #grow(): void {
    const room = 2 * this.#rows.length;
    this.#rows = grown(this.#rows, room);
    this.#families = grown(this.#families, room);
    this.#capitals = grown(this.#capitals, room);
    this.#smalls = grown(this.#smalls, room);
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(room);
  larger.set(numbers);
  return larger;
}

/** Words of plain letters, as most terms are, are neither numbers nor marked. */
function isPlainWord(term: string): boolean {
  const code = term.charCodeAt(0);
  return code >= 97 && code <= 122;
}

function kindAsWritten(term: string): number {
  if (isPlainWord(term)) return kinds.word;
  if (/^\p{N}/u.test(term)) return kinds.number;
  if (term.startsWith('@')) return kinds.place;
  if (term.startsWith('#')) return kinds.event;
  return term.startsWith('%') ? kinds.thing : kinds.word;
}

function shareOf(term: string): number {
  if (!isPlainWord(term)) {
    if (term.startsWith('#') || term.startsWith('%')) return conceptShare;
    if (term.startsWith('@')) return placeShare;
    if (/^\p{N}{1,2}$|^(?:19|20)\p{N}{2}$/u.test(term)) return priorShares[2];
  }
  const rank = commonness.get(term);
  return Math.max(rank === undefined ? 0 : priorShares[rank]!, backgroundShare(term));
}
