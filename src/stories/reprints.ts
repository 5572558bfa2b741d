/** Wire copies and reprints: who wrote a text of their own, and who repeats an earlier one. */
import type { Item } from '../model.ts';
import { wordHashes } from '../text/hashes.ts';
import { withoutOutlet } from '../text/outlet.ts';

/** Share of word triples, or of title words, from which a text repeats another. */
const repeatedShare = 0.7;
const repeatedTitle = 0.85;
/** Shorter texts tell nothing: then the titles decide, if they are not short themselves. */
const tellingWords = 20;
const tellingTitle = 4;

interface Print {
  readonly title: ReadonlySet<number>;
  readonly triples: ReadonlySet<number>;
}

/** The reports of one story in order of arrival. What only differs by chance stands for itself: words are told apart by 32 bits. */
export class Prints {
  readonly #originals: { readonly source: string; readonly print: Print }[] = [];
  readonly #byTitle = new Shared();
  readonly #byTriple = new Shared();

  /** The first report, not read before there is another: most stories have one only. */
  #first: Item | undefined;

  /** Takes in the next report; answers whether it repeats the text of an earlier one by another outlet. */
  add(item: Item): boolean {
    if (this.#first === undefined) {
      this.#first = item;
      return false;
    }
    if (this.#originals.length === 0) this.#enter(printOf(this.#first), this.#first.source);
    const print = printOf(item);
    const isReprint = this.#repeats(print, item.source);
    if (!isReprint) this.#enter(print, item.source);
    return isReprint;
  }

  #enter(print: Print, source: string): void {
    const number = this.#originals.push({ source, print }) - 1;
    this.#byTitle.add(print.title, number);
    this.#byTriple.add(print.triples, number);
  }

  /** Room that the texts take, in words. */
  get size(): number {
    return this.#byTriple.size;
  }

  #repeats({ title, triples }: Print, source: string): boolean {
    const inText = this.#byTriple.countsWith(triples, this.#originals.length);
    const inTitle = this.#byTitle.countsWith(title, this.#originals.length);
    return this.#originals.some(({ source: other, print }, at) => {
      if (other === source) return false;
      // A shortened copy is a copy: the share is that of the smaller text.
      if (triples.size > 0 && print.triples.size > 0)
        return inText[at]! / Math.min(triples.size, print.triples.size) >= repeatedShare;
      const both = inTitle[at]!;
      return title.size >= tellingTitle && both / (title.size + print.title.size - both) >= repeatedTitle;
    });
  }
}

/** Which of some numbered sets hold a value. */
class Shared {
  readonly #holders = new Map<number, number | number[]>();

  get size(): number {
    return this.#holders.size;
  }

  add(values: ReadonlySet<number>, holder: number): void {
    for (const value of values) {
      const known = this.#holders.get(value);
      if (known === undefined) this.#holders.set(value, holder);
      else if (typeof known === 'number') this.#holders.set(value, [known, holder]);
      else known.push(holder);
    }
  }

  /** How many of the values each of the sets holds. */
  countsWith(values: ReadonlySet<number>, holders: number): readonly number[] {
    const counts = new Array<number>(holders).fill(0);
    if (holders === 0) return counts;
    for (const value of values) {
      const known = this.#holders.get(value);
      if (typeof known === 'number') counts[known]! += 1;
      else if (known !== undefined) for (const holder of known) counts[holder]! += 1;
    }
    return counts;
  }
}

function printOf(item: Item): Print {
  const text = wordHashes(item.text);
  const triples = new Set<number>();
  if (text.length >= tellingWords) {
    for (let at = 2; at < text.length; at += 1) triples.add(tripleOf(text[at - 2]!, text[at - 1]!, text[at]!));
  }
  return { title: new Set(wordHashes(withoutOutlet(item.title, item.source))), triples };
}

function tripleOf(a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
  return Math.imul((mixed ^ (mixed >>> 15)) + c, 0xc2b2ae35) | 0;
}
