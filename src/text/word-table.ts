/**
 * One table of the written words of all texts: every reader finds in it the number of a word by its letters where they stand,
 * and keeps by these numbers what it made of the words. Nothing is cut out of a text for a word that is known.
 */

/** Words kept: the running vocabulary of the news and more. All are forgotten when there are so many; they can be noted again. */
const mostWords = 131_072;
/** Letters that count as one more word: long ones are no words, and would fill the memory. */
const longWord = 64;

/** Numbers for each row: two that tell the word apart, its own, and one that is not used; the second is 0 where a row is free. */
const rowLength = 4;

/** Where the written words of one text stand, each with the two numbers that tell it apart. */
export class Spans {
  count = 0;
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  firsts = new Int32Array(256);
  seconds = new Int32Array(256);

  add(text: string, start: number, end: number): void {
    let first = 0;
    let second = 0x811c9dc5;
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      first = (Math.imul(first, 31) + code) | 0;
      second = Math.imul(second ^ code, 0x01000193);
    }
    this.#put(start, end, first, second);
  }

  /** The same for a text whose characters are given as numbers (`plainCodes`). */
  addPlain(codes: Uint8Array, start: number, end: number): void {
    let first = 0;
    let second = 0x811c9dc5;
    for (let at = start; at < end; at += 1) {
      const code = codes[at]!;
      first = (Math.imul(first, 31) + code) | 0;
      second = Math.imul(second ^ code, 0x01000193);
    }
    this.#put(start, end, first, second);
  }

  #put(start: number, end: number, first: number, second: number): void {
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.firsts[this.count] = first;
    this.seconds[this.count] = second | 1;
    this.count += 1;
  }

  #grow(): void {
    for (const name of ['starts', 'ends', 'firsts', 'seconds'] as const) {
      const known = this[name];
      this[name] = new Int32Array(2 * known.length);
      this[name].set(known);
    }
  }
}

/**
 * A hash table; half of it stays free. Words are told apart by 64 bits, so that one look into the memory tells whether a word is
 * known: among the most that are kept, two alike would be met once in 10⁹ tables.
 */
class WordTable {
  #rows = new Int32Array(rowLength * 8192);
  #raws: string[] = [];
  #size = 0;
  #era = 0;

  /** Numbers hold for as long as this is the same. */
  get era(): number {
    return this.#era;
  }

  /** To be called before a text is read: within one, numbers hold. */
  begin(): void {
    if (this.#size < mostWords) return;
    this.#size = 0;
    this.#raws = [];
    this.#rows.fill(0);
    this.#era += 1;
  }

  /**
   * The numbers of the words that stand there. They are looked up one right after the other, with nothing between: so the
   * memory brings several rows at a time.
   */
  find(text: string, { count, starts, ends, firsts, seconds }: Spans, numbers: Int32Array): void {
    for (let at = 0; at < count; at += 1) {
      const first = firsts[at]!;
      const second = seconds[at]!;
      const rows = this.#rows;
      const mask = rows.length - 1;
      let row = ((first ^ (first >>> 15)) * rowLength) & mask;
      while (rows[row + 1] !== 0 && (rows[row] !== first || rows[row + 1] !== second)) row = (row + rowLength) & mask;
      numbers[at] =
        rows[row + 1] === 0 ? this.#add(text.slice(starts[at], ends[at]), first, second, row) : rows[row + 2]!;
    }
  }

  /** As it is written. */
  raw(number: number): string {
    return this.#raws[number]!;
  }

  #add(slice: string, first: number, second: number, row: number): number {
    // A slice would hold on to the whole text.
    const number = this.#raws.push(slice.length < 13 ? slice : Buffer.from(slice, 'utf16le').toString('utf16le')) - 1;
    this.#put(first, second, number, row);
    this.#size += 1 + Math.floor(slice.length / longWord);
    if (2 * rowLength * this.#raws.length > this.#rows.length) this.#grow();
    return number;
  }

  #put(first: number, second: number, number: number, row: number): void {
    this.#rows[row] = first;
    this.#rows[row + 1] = second;
    this.#rows[row + 2] = number;
  }

  #grow(): void {
    const known = this.#rows;
    const mask = 2 * known.length - 1;
    this.#rows = new Int32Array(2 * known.length);
    for (let from = 0; from < known.length; from += rowLength) {
      if (known[from + 1] === 0) continue;
      const first = known[from]!;
      let row = ((first ^ (first >>> 15)) * rowLength) & mask;
      while (this.#rows[row + 1] !== 0) row = (row + rowLength) & mask;
      this.#put(first, known[from + 1]!, known[from + 2]!, row);
    }
  }
}

const table = new WordTable();

/** Numbers that a reader keeps for each word. */
const fieldCount = 4;

/**
 * What one reader made of each written word, made when it first meets it. What every text asks of a word are numbers side by
 * side; all else is in an object, which is asked for rarely.
 */
export class Words<T> {
  readonly #make: (raw: string) => T;
  readonly #fieldsOf: (made: T) => readonly number[];
  #era = -1;
  #values: (T | undefined)[] = [];
  #fields = new Int32Array(0);
  #numbers = new Int32Array(256);

  /** `fieldsOf` answers the first of the four fields, the very first never 0; the others begin as 0. */
  constructor(make: (raw: string) => T, fieldsOf: (made: T) => readonly number[]) {
    this.#make = make;
    this.#fieldsOf = fieldsOf;
  }

  /** To be called before a text is read. What was made before stays with whoever holds it. */
  begin(): void {
    table.begin();
    if (this.#era === table.era) return;
    this.#era = table.era;
    this.#values = [];
    this.#fields = new Int32Array(fieldCount * 4096);
  }

  /** The numbers of the words that stand there, their fields filled. To be read before the next are asked for. */
  find(text: string, spans: Spans): Int32Array {
    if (spans.count > this.#numbers.length) this.#numbers = new Int32Array(2 * spans.count);
    const numbers = this.#numbers;
    table.find(text, spans, numbers);
    for (let at = 0; at < spans.count; at += 1) {
      const field = fieldCount * numbers[at]!;
      if (field >= this.#fields.length || this.#fields[field] === 0) this.#note(numbers[at]!);
    }
    return numbers;
  }

  of(raw: string): number {
    const spans = new Spans();
    spans.add(raw, 0, raw.length);
    return this.find(raw, spans)[0]!;
  }

  /** What was made of a word. */
  value(number: number): T {
    return this.#values[number]!;
  }

  /** One of a word's four fields. */
  field(number: number, which: number): number {
    return this.#fields[fieldCount * number + which]!;
  }

  setField(number: number, which: number, value: number): void {
    this.#fields[fieldCount * number + which] = value;
  }

  /** What was made of the words so far, by their numbers: a text that was read keeps it. */
  get values(): readonly (T | undefined)[] {
    return this.#values;
  }

  #note(number: number): void {
    const made = this.#make(table.raw(number));
    // No holes: a list with holes is slower to read.
    while (this.#values.length < number) this.#values.push(undefined);
    this.#values[number] = made;
    if (fieldCount * (number + 1) > this.#fields.length) {
      const known = this.#fields;
      this.#fields = new Int32Array(Math.max(2 * known.length, 2 * fieldCount * (number + 1)));
      this.#fields.set(known);
    }
    this.#fields.set(this.#fieldsOf(made), fieldCount * number);
  }
}
