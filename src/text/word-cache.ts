/** Remembers what was made of each written word. Nothing is cut out of a text for a word that is known already. */

/** Words kept: the running vocabulary of the news and more. All are forgotten when there are so many; they can be made again. */
const mostWords = 131_072;
/** Longer ones are no words, and would fill the memory: they are made anew each time. */
const longestWord = 64;

/** A hash table over the letters as they stand in the text; half of it stays free. */
export class WordCache<T> {
  readonly #make: (raw: string) => T;
  #hashes = new Int32Array(4096);
  #raws: (string | undefined)[] = new Array(4096).fill(undefined);
  #values: T[] = new Array(4096);
  #size = 0;

  constructor(make: (raw: string) => T) {
    this.#make = make;
  }

  /** What belongs to the word that stands there. */
  at(text: string, start: number, end: number): T {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    const hashes = this.#hashes;
    const raws = this.#raws;
    const mask = hashes.length - 1;
    let place = (hash ^ (hash >>> 15)) & mask;
    for (let raw = raws[place]; raw !== undefined; raw = raws[place]) {
      if (hashes[place] === hash && raw.length === end - start && text.startsWith(raw, start))
        return this.#values[place]!;
      place = (place + 1) & mask;
    }
    return this.#add(text.slice(start, end), hash, place);
  }

  of(raw: string): T {
    return this.at(raw, 0, raw.length);
  }

  #add(slice: string, hash: number, place: number): T {
    if (slice.length > longestWord) return this.#make(slice);
    // A slice would hold on to the whole text.
    const raw = slice.length < 13 ? slice : Buffer.from(slice, 'utf16le').toString('utf16le');
    const value = this.#make(raw);
    this.#hashes[place] = hash;
    this.#raws[place] = raw;
    this.#values[place] = value;
    this.#size += 1;
    if (this.#size >= mostWords) this.#reset();
    else if (2 * this.#size > this.#raws.length) this.#grow();
    return value;
  }

  #reset(): void {
    this.#size = 0;
    this.#raws = new Array(this.#raws.length).fill(undefined);
    this.#values = new Array(this.#raws.length);
  }

  #grow(): void {
    const [hashes, raws, values] = [this.#hashes, this.#raws, this.#values];
    const room = 2 * raws.length;
    this.#hashes = new Int32Array(room);
    this.#raws = new Array(room).fill(undefined);
    this.#values = new Array(room);
    for (const [from, raw] of raws.entries()) {
      if (raw === undefined) continue;
      let place = (hashes[from]! ^ (hashes[from]! >>> 15)) & (room - 1);
      while (this.#raws[place] !== undefined) place = (place + 1) & (room - 1);
      this.#hashes[place] = hashes[from]!;
      this.#raws[place] = raw;
      this.#values[place] = values[from]!;
    }
  }
}
