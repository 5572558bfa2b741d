/** How many reports of a cluster hold each term: a hash table of small integers, many times faster than a Map of them. */

const empty = -1;

export class Counts {
  #keys: Int32Array;
  #values: Int32Array;
  #size = 0;

  /** Room for `expected` terms from the start. */
  constructor(expected = 24) {
    const room = 2 ** Math.ceil(Math.log2(2 * expected));
    this.#keys = new Int32Array(room).fill(empty);
    this.#values = new Int32Array(room);
  }

  get(term: number): number {
    return this.#values[this.#place(term)]!;
  }

  /** Adds to a term's count; a count of 0 stays in the table until it is rebuilt. */
  add(term: number, step: number): void {
    const at = this.#place(term);
    if (this.#keys[at] === empty) {
      this.#keys[at] = term;
      this.#size += 1;
    }
    this.#values[at]! += step;
    if (2 * this.#size > this.#keys.length) this.#grow();
  }

  addAll(terms: Int32Array, step: number): void {
    for (let at = 0; at < terms.length; at += 1) this.add(terms[at]!, step);
  }

  copy(): Counts {
    const copied = new Counts(1);
    copied.#keys = this.#keys.slice();
    copied.#values = this.#values.slice();
    copied.#size = this.#size;
    return copied;
  }

  /** Terms that at least so many hold, ascending. */
  termsFrom(least: number): Int32Array {
    const found: number[] = [];
    for (let at = 0; at < this.#keys.length; at += 1) {
      if (this.#values[at]! >= least && this.#keys[at] !== empty) found.push(this.#keys[at]!);
    }
    return Int32Array.from(found).sort();
  }

  /** Where a term stands, or the free place where it would; there the value is 0. Fibonacci hashing, then linear probing. */
  #place(term: number): number {
    const mask = this.#keys.length - 1;
    let at = (Math.imul(term, 0x9e3779b1) >>> 12) & mask;
    while (this.#keys[at] !== empty && this.#keys[at] !== term) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Int32Array(2 * keys.length).fill(empty);
    this.#values = new Int32Array(2 * keys.length);
    for (let from = 0; from < keys.length; from += 1) {
      if (keys[from] === empty) continue;
      const at = this.#place(keys[from]!);
      this.#keys[at] = keys[from]!;
      this.#values[at] = values[from]!;
    }
  }
}
