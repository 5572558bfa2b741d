/** Terms as small numbers, with how many items of the window hold each and how common news makes them beforehand. */
import { commonness, offices } from './lexicon.ts';

/** Items that the prior stands for: how firmly it holds against what the window shows. */
const priorItems = 2000;
/** Share of all news items that hold a word of each rank of the common-word table, and any other word. */
const priorShares = [0.04, 0.025, 0.012, 0.006] as const;
/** Items of the prior that hold a word the tables do not know. */
const rareCount = 0.6;
const conceptShare = 0.008;
const placeShare = 0.012;

/** How a term stands in an item: its case tells nothing, or it stands capitalised inside a sentence, or small. */
export const cases = { silent: 0, capital: 1, small: 2 } as const;

/** Unknown words that more items hold are no longer looked up. */
const mostOutside = 1024;

const kinds = { word: 0, place: 1, event: 2, thing: 3, number: 4 } as const;

export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers whose terms no item of the window holds any more. */
  readonly #free: number[] = [];
  readonly #counts: number[] = [];
  /** Share of news that holds it beforehand; 0 when the tables do not know it. */
  readonly #shares: number[] = [];
  /** One of `kinds`. */
  readonly #kinds: number[] = [];
  readonly #areOffices: boolean[] = [];
  readonly #capitals: number[] = [];
  readonly #smalls: number[] = [];
  #items = 0;
  /** Rarities worked out for the items there are: of unknown words by how many items hold them, of the others by term. */
  readonly #unknown = new Memo(mostOutside);
  readonly #known = new Memo(1024);

  /** The number of a term; new ones get the next, or one that was given back. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#terms.length;
    this.#ids.set(term, id);
    this.#terms[id] = term;
    this.#counts[id] = 0;
    this.#kinds[id] = kindOf(term);
    this.#known.forget(id);
    this.#areOffices[id] = offices.has(term);
    this.#capitals[id] = 0;
    this.#smalls[id] = 0;
    this.#shares[id] = shareOf(term);
    return id;
  }

  isPlace(id: number): boolean {
    return this.#kinds[id] === kinds.place;
  }

  isEvent(id: number): boolean {
    return this.#kinds[id] === kinds.event;
  }

  /** Whether it says who a person is: 'minister', 'singer'. */
  isOffice(id: number): boolean {
    return this.#areOffices[id]!;
  }

  isNumber(id: number): boolean {
    return this.#kinds[id] === kinds.number;
  }

  /** Notes how terms stand in an item (values of `cases`, beside them), or with −1 takes it back. */
  noteCases(ids: Int32Array, known: Uint8Array, step: 1 | -1): void {
    for (let at = 0; at < ids.length; at += 1) {
      if (known[at] === cases.silent) continue;
      const counts = known[at] === cases.capital ? this.#capitals : this.#smalls;
      counts[ids[at]!]! += step;
    }
  }

  /** Whether the window's sentences mostly write it with a capital. */
  isName(id: number): boolean {
    const capitals = this.#capitals[id]!;
    return capitals > 0 && capitals > 2 * this.#smalls[id]! && this.#kinds[id] === kinds.word;
  }

  /** An item with these terms comes into the window. */
  enter(ids: Int32Array): void {
    this.#items += 1;
    for (let at = 0; at < ids.length; at += 1) this.#counts[ids[at]!]! += 1;
  }

  /** An item leaves. Terms that no other holds are forgotten, and their numbers used again: the window must not refer to them. */
  leave(ids: Int32Array): void {
    this.#items -= 1;
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
    const outside = Math.max(0, this.#counts[id]! - inside);
    const all = priorItems + this.#items;
    return all / (outside + (this.#shares[id]! * all || rareCount) + 0.3);
  }

  /** The same in nats. */
  rarity(id: number, inside: number): number {
    const outside = Math.max(0, this.#counts[id]! - inside);
    if (this.#shares[id] !== 0) {
      if (!this.#known.has(id, outside, this.#items)) this.#known.put(id, outside, this.#items, Math.log(this.oddity(id, inside)));
      return this.#known.value(id);
    }
    if (outside >= mostOutside) return Math.log(this.oddity(id, inside));
    if (!this.#unknown.has(outside, 0, this.#items)) this.#unknown.put(outside, 0, this.#items, Math.log(this.oddity(id, inside)));
    return this.#unknown.value(outside);
  }
}

/** Values that hold for two numbers each, the last ones of every place: logarithms cost more than all else here. */
class Memo {
  #values: Float64Array;
  #first: Int32Array;
  #second: Int32Array;

  constructor(room: number) {
    this.#values = new Float64Array(room);
    this.#first = new Int32Array(room);
    this.#second = new Int32Array(room).fill(-1);
  }

  has(place: number, first: number, second: number): boolean {
    return this.#second[place] === second && this.#first[place] === first;
  }

  value(place: number): number {
    return this.#values[place]!;
  }

  put(place: number, first: number, second: number, value: number): void {
    this.#values[place] = value;
    this.#first[place] = first;
    this.#second[place] = second;
  }

  /** Makes room for a place if there is none, and takes back what was put there. */
  forget(place: number): void {
    if (place >= this.#values.length) {
      const [values, first, second] = [this.#values, this.#first, this.#second];
      this.#values = new Float64Array(2 * place);
      this.#first = new Int32Array(2 * place);
      this.#second = new Int32Array(2 * place).fill(-1);
      this.#values.set(values);
      this.#first.set(first);
      this.#second.set(second);
    }
    this.#second[place] = -1;
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
  return rank === undefined ? 0 : priorShares[rank]!;
}
