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

export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  /** Numbers whose terms no item of the window holds any more. */
  readonly #free: number[] = [];
  readonly #counts: number[] = [];
  /** Share of news that holds it beforehand; 0 when the tables do not know it. */
  readonly #shares: number[] = [];
  /** '@' for a place, '#' for an event, '%' for a thing, '0' for a number, '' for a word. */
  readonly #marks: string[] = [];
  readonly #areOffices: boolean[] = [];
  readonly #capitals: number[] = [];
  readonly #smalls: number[] = [];
  #items = 0;

  /** The number of a term; new ones get the next, or one that was given back. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#terms.length;
    this.#ids.set(term, id);
    this.#terms[id] = term;
    this.#counts[id] = 0;
    this.#marks[id] = markOf(term);
    this.#areOffices[id] = offices.has(term);
    this.#capitals[id] = 0;
    this.#smalls[id] = 0;
    this.#shares[id] = shareOf(term);
    return id;
  }

  /** As the clustering reads it; with its mark before it. */
  term(id: number): string {
    return this.#terms[id]!;
  }

  isPlace(id: number): boolean {
    return this.#marks[id] === '@';
  }

  isEvent(id: number): boolean {
    return this.#marks[id] === '#';
  }

  /** Whether it says who a person is: 'minister', 'singer'. */
  isOffice(id: number): boolean {
    return this.#areOffices[id]!;
  }

  isNumber(id: number): boolean {
    return this.#marks[id] === '0';
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
    return capitals > 0 && capitals > 2 * this.#smalls[id]! && this.#marks[id] === '';
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
    return Math.log(this.oddity(id, inside));
  }
}

function markOf(term: string): string {
  if (/^\p{N}/u.test(term)) return '0';
  return /^[@#%]/u.test(term) ? term.charAt(0) : '';
}

function shareOf(term: string): number {
  if (term.startsWith('#') || term.startsWith('%')) return conceptShare;
  if (term.startsWith('@')) return placeShare;
  if (/^\p{N}{1,2}$|^(?:19|20)\p{N}{2}$/u.test(term)) return priorShares[2];
  const rank = commonness.get(term);
  return rank === undefined ? 0 : priorShares[rank]!;
}
