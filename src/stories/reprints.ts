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

/** Words of the title, and triples of the text's, each once. */
interface Print {
  readonly title: readonly number[];
  readonly triples: readonly number[];
}

/** So many originals are gone through one by one; of more it is noted which of them hold a value. */
const fewOriginals = 4;

/** The reports of one story in order of arrival. What only differs by chance stands for itself: words are told apart by 32 bits. */
export class Prints {
  readonly #originals: { readonly source: string; readonly print: Print }[] = [];
  /** Made when there are more than a few. */
  #byTitle: Shared | undefined;
  #byTriple: Shared | undefined;
  #size = 0;

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
    this.#size += print.triples.length;
    const number = this.#originals.push({ source, print }) - 1;
    if (number < fewOriginals) return;
    if (this.#byTitle === undefined || this.#byTriple === undefined) {
      this.#byTitle = new Shared(fewOriginals * tellingWords);
      this.#byTriple = new Shared(2 * this.#size + 1);
      for (let earlier = 0; earlier < number; earlier += 1) this.#note(earlier, this.#byTitle, this.#byTriple);
    }
    this.#note(number, this.#byTitle, this.#byTriple);
  }

  #note(number: number, byTitle: Shared, byTriple: Shared): void {
    const { title, triples } = this.#originals[number]!.print;
    byTitle.add(title, number);
    byTriple.add(triples, number);
  }

  /** Room that the texts take, in words. */
  get size(): number {
    return this.#size;
  }

  #repeats({ title, triples }: Print, source: string): boolean {
    const inText =
      this.#byTriple?.countsWith(triples, this.#originals.length) ?? this.#countsOf(triples, (print) => print.triples);
    const inTitle =
      this.#byTitle?.countsWith(title, this.#originals.length) ?? this.#countsOf(title, (print) => print.title);
    return this.#originals.some(({ source: other, print }, at) => {
      if (other === source) return false;
      // A shortened copy is a copy: the share is that of the smaller text.
      if (triples.length > 0 && print.triples.length > 0)
        return inText[at]! / Math.min(triples.length, print.triples.length) >= repeatedShare;
      const both = inTitle[at]!;
      return title.length >= tellingTitle && both / (title.length + print.title.length - both) >= repeatedTitle;
    });
  }

  /** How many of the values each original holds. */
  #countsOf(values: readonly number[], of: (print: Print) => readonly number[]): readonly number[] {
    once(values);
    return this.#originals.map(({ print }) => {
      let count = 0;
      for (const value of of(print)) if (wasSeen(value)) count += 1;
      return count;
    });
  }
}

/** Which of some numbered sets hold a value: a hash table whose places begin chains of holders. */
class Shared {
  /** A value, and beside it the place of its newest holder in the chains and one more; 0 where a place is free. */
  #table: Int32Array;
  #size = 0;
  /** A holder, and the next one's place and one more. */
  readonly #chains: number[] = [];

  /** Room for so many values from the start. */
  constructor(expected: number) {
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(4 * expected)));
  }

  get size(): number {
    return this.#size;
  }

  add(values: readonly number[], holder: number): void {
    for (const value of values) {
      const at = this.#place(value);
      const table = this.#table;
      const before = table[at + 1]!;
      table[at] = value;
      table[at + 1] = this.#chains.push(holder, before) - 1;
      if (before !== 0) continue;
      this.#size += 1;
      if (4 * this.#size > table.length) this.#grow();
    }
  }

  /** How many of the values each of the sets holds. */
  countsWith(values: readonly number[], holders: number): readonly number[] {
    const counts = new Array<number>(holders).fill(0);
    if (holders === 0) return counts;
    for (const value of values) {
      for (let at = this.#table[this.#place(value) + 1]!; at !== 0; at = this.#chains[at]!)
        counts[this.#chains[at - 1]!]! += 1;
    }
    return counts;
  }

  /** Where a value stands, or the free place where it would. */
  #place(value: number): number {
    const table = this.#table;
    const mask = table.length - 2;
    let at = (Math.imul(value, 0x9e3779b1) >>> 11) & mask;
    while (table[at + 1] !== 0 && table[at] !== value) at = (at + 2) & mask;
    return at;
  }

  #grow(): void {
    const known = this.#table;
    this.#table = new Int32Array(2 * known.length);
    for (let from = 0; from < known.length; from += 2) {
      if (known[from + 1] === 0) continue;
      const at = this.#place(known[from]!);
      this.#table[at] = known[from]!;
      this.#table[at + 1] = known[from + 1]!;
    }
  }
}

function printOf(item: Item): Print {
  const text = wordHashes(item.text);
  const triples: number[] = [];
  if (text.length >= tellingWords) {
    for (let at = 2; at < text.length; at += 1) triples.push(tripleOf(text[at - 2]!, text[at - 1]!, text[at]!));
  }
  return { title: once(wordHashes(withoutOutlet(item.title, item.source))), triples: once(triples) };
}

/** Scratch for leaving out what comes again: values, and beside each the turn in which it was seen. */
let seen = new Int32Array(2 * 1024);
let turn = 0;

/** The values, each once, in order. */
function once(values: readonly number[]): number[] {
  while (4 * values.length > seen.length) seen = new Int32Array(2 * seen.length);
  turn = (turn + 1) | 0;
  const found: number[] = [];
  for (const value of values) {
    const at = placeOf(value);
    if (seen[at + 1] === turn) continue;
    seen[at] = value;
    seen[at + 1] = turn;
    found.push(value);
  }
  return found;
}

/** Whether it was among the values that were given to `once` last. */
function wasSeen(value: number): boolean {
  return seen[placeOf(value) + 1] === turn;
}

/** Where a value of this turn stands in the scratch, or where it would. */
function placeOf(value: number): number {
  const mask = seen.length - 2;
  let at = (Math.imul(value, 0x9e3779b1) >>> 11) & mask;
  while (seen[at + 1] === turn && seen[at] !== value) at = (at + 2) & mask;
  return at;
}

function tripleOf(a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
  return Math.imul((mixed ^ (mixed >>> 15)) + c, 0xc2b2ae35) | 0;
}
