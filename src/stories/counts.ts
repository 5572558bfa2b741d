/** How many reports of a cluster hold each term: a hash table of small integers, many times faster than a Map of them. */

const empty = -1;

export class Counts {
  /** A term and beside it its count, place after place. */
  #table: Int32Array;
  #size = 0;

  /** Room for `expected` terms from the start. */
  constructor(expected = 24) {
    this.#table = emptyTable(2 ** Math.ceil(Math.log2(2 * expected)));
  }

  get(term: number): number {
    return this.#table[this.#place(term) + 1]!;
  }

  /** Adds to a term's count; a count of 0 stays in the table until it is rebuilt. */
  add(term: number, step: number): void {
    const at = this.#place(term);
    const table = this.#table;
    if (table[at] === empty) {
      table[at] = term;
      this.#size += 1;
    }
    table[at + 1]! += step;
    if (4 * this.#size > table.length) this.#grow();
  }

  addAll(terms: Int32Array, step: number): void {
    for (let at = 0; at < terms.length; at += 1) this.add(terms[at]!, step);
  }

  copy(): Counts {
    const copied = new Counts(1);
    copied.#table = this.#table.slice();
    copied.#size = this.#size;
    return copied;
  }

  /** Terms that at least so many hold, ascending. */
  termsFrom(least: number): Int32Array {
    const found: number[] = [];
    const table = this.#table;
    for (let at = 0; at < table.length; at += 2) {
      if (table[at + 1]! >= least && table[at] !== empty) found.push(table[at]!);
    }
    return Int32Array.from(found).sort();
  }

  /** Where a term stands, or the free place where it would; there the count is 0. Fibonacci hashing, then linear probing. */
  #place(term: number): number {
    const table = this.#table;
    const mask = table.length - 2;
    let at = (Math.imul(term, 0x9e3779b1) >>> 11) & mask;
    while (table[at] !== empty && table[at] !== term) at = (at + 2) & mask;
    return at;
  }

  #grow(): void {
    const known = this.#table;
    this.#table = emptyTable(known.length);
    for (let from = 0; from < known.length; from += 2) {
      if (known[from] === empty) continue;
      const at = this.#place(known[from]!);
      this.#table[at] = known[from]!;
      this.#table[at + 1] = known[from + 1]!;
    }
  }
}

/** A table with so many places. */
function emptyTable(places: number): Int32Array {
  const table = new Int32Array(2 * places);
  for (let at = 0; at < table.length; at += 2) table[at] = empty;
  return table;
}

/** Whether ascending terms hold one. */
export function holds(terms: Int32Array, term: number): boolean {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = terms[middle]!;
    if (found === term) return true;
    if (found < term) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
