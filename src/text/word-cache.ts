/** Remembers what was made of each written word. Nothing is cut out of a text for a word that is known already. */

/** Words kept: the running vocabulary of the news and more. All are forgotten when there are so many; they can be made again. */
const mostWords = 131_072;
/** Longer ones are no words, and would fill the memory: they are made anew each time. */
const longestWord = 64;

/**
 * A hash table over the letters as they stand in the text; half of it stays free. Words are told apart by 64 bits, so that one
 * look into the memory tells whether a word is known: among the most that are kept, two alike would be met once in 10⁹ tables.
 */
export class WordCache<T> {
  readonly #make: (raw: string) => T;
  /** Two numbers for each place; both 0 where it is free. */
  #keys = new Int32Array(2 * 4096);
  #values: T[] = new Array(4096);
  #size = 0;

  constructor(make: (raw: string) => T) {
    this.#make = make;
  }

  /** What belongs to the word that stands there. */
  at(text: string, start: number, end: number): T {
    let first = 0;
    let second = 0x811c9dc5;
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      first = (Math.imul(first, 31) + code) | 0;
      second = Math.imul(second ^ code, 0x01000193);
    }
    second |= 1;
    const keys = this.#keys;
    const mask = this.#values.length - 1;
    let place = (first ^ (first >>> 15)) & mask;
    for (; keys[2 * place + 1] !== 0; place = (place + 1) & mask) {
      if (keys[2 * place] === first && keys[2 * place + 1] === second) return this.#values[place]!;
    }
    return this.#add(text.slice(start, end), first, second, place);
  }

  of(raw: string): T {
    return this.at(raw, 0, raw.length);
  }

  #add(slice: string, first: number, second: number, place: number): T {
    if (slice.length > longestWord) return this.#make(slice);
    // A slice would hold on to the whole text.
    const value = this.#make(slice.length < 13 ? slice : Buffer.from(slice, 'utf16le').toString('utf16le'));
    this.#put(first, second, value, place);
    this.#size += 1;
    if (this.#size >= mostWords) this.#reset();
    else if (2 * this.#size > this.#values.length) this.#grow();
    return value;
  }

  #put(first: number, second: number, value: T, place: number): void {
    this.#keys[2 * place] = first;
    this.#keys[2 * place + 1] = second;
    this.#values[place] = value;
  }

  #reset(): void {
    this.#size = 0;
    this.#keys.fill(0);
    this.#values = new Array(this.#values.length);
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    const mask = 2 * values.length - 1;
    this.#keys = new Int32Array(2 * keys.length);
    this.#values = new Array(mask + 1);
    for (let from = 0; from < values.length; from += 1) {
      if (keys[2 * from + 1] === 0) continue;
      const first = keys[2 * from]!;
      let place = (first ^ (first >>> 15)) & mask;
      while (this.#keys[2 * place + 1] !== 0) place = (place + 1) & mask;
      this.#put(first, keys[2 * from + 1]!, values[from]!, place);
    }
  }
}
