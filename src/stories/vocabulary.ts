/** Terms as small numbers, with how many items of the window hold each and how common news makes them beforehand. */
import { commonness } from './lexicon.ts';

/** Items that the prior stands for: how firmly it holds against what the window shows. */
const priorItems = 2000;
/** Share of all news items that hold a word of each rank of the common-word table, and any other word. */
const priorShares = [0.04, 0.025, 0.012, 0.006] as const;
/** Items of the prior that hold a word the tables do not know. */
const rareCount = 0.6;
const conceptShare = 0.008;
const placeShare = 0.012;

export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #shares: (number | undefined)[] = [];
  /** '@' for a place, '#' for an event, '%' for a thing, '0' for a number, '' for a word. */
  readonly #marks: string[] = [];
  readonly #capitals: number[] = [];
  readonly #smalls: number[] = [];
  #items = 0;

  /** The number of a term; new ones get the next. */
  idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#counts.length;
    this.#ids.set(term, id);
    this.#counts.push(0);
    this.#marks.push(markOf(term));
    this.#capitals.push(0);
    this.#smalls.push(0);
    this.#shares.push(shareOf(term));
    return id;
  }

  isPlace(id: number): boolean {
    return this.#marks[id] === '@';
  }

  isEvent(id: number): boolean {
    return this.#marks[id] === '#';
  }

  isNumber(id: number): boolean {
    return this.#marks[id] === '0';
  }

  /** Notes that a term stood capitalised inside a sentence, or not. */
  noteCase(id: number, isCapital: boolean, step: 1 | -1): void {
    const counts = isCapital ? this.#capitals : this.#smalls;
    counts[id] = (counts[id] ?? 0) + step;
  }

  /** Whether the window's sentences mostly write it with a capital. */
  isName(id: number): boolean {
    const capitals = this.#capitals[id] ?? 0;
    return capitals > 0 && capitals > 2 * (this.#smalls[id] ?? 0) && this.#marks[id] === '';
  }

  count(ids: Iterable<number>, step: 1 | -1): void {
    this.#items += step;
    for (const id of ids) this.#counts[id] = (this.#counts[id] ?? 0) + step;
  }

  /** Rarity in nats: log of all items over those that hold the term, without the `inside` ones of the story in question. */
  rarity(id: number, inside: number): number {
    const outside = Math.max(0, (this.#counts[id] ?? 0) - inside);
    const all = priorItems + this.#items;
    const share = this.#shares[id];
    return Math.log(all / (outside + (share === undefined ? rareCount : share * all) + 0.3));
  }
}

function markOf(term: string): string {
  if (/^\p{N}/u.test(term)) return '0';
  return /^[@#%]/u.test(term) ? term.charAt(0) : '';
}

function shareOf(term: string): number | undefined {
  if (term.startsWith('#') || term.startsWith('%')) return conceptShare;
  if (term.startsWith('@')) return placeShare;
  if (/^\p{N}{1,2}$|^(?:19|20)\p{N}{2}$/u.test(term)) return priorShares[2];
  const rank = commonness.get(term);
  return rank === undefined ? undefined : priorShares[rank];
}
