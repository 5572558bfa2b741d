/** Topics filed under keys; most keys have one topic only, and most words of a text are no key. */
import { hashOf } from '../text/hashes.ts';

/** Room for each key's two bits: about one word in seventy that is no key is looked up in vain. */
const bitsPerKey = 16;

export class File {
  readonly #topics = new Map<string, number | number[]>();
  /** Bits by the keys' hashes, few enough to stay near the processor: where one is missing, the key is. */
  #bits = new Uint32Array(32);
  #shift = 22;

  get size(): number {
    return this.#topics.size;
  }

  /** Adds a topic's number; twice in a row is once. */
  add(key: string, number: number): void {
    const at = this.#topics.get(key);
    if (at === undefined) this.#open(key, number);
    else if (typeof at !== 'number') {
      if (at.at(-1) !== number) at.push(number);
    } else if (at !== number) this.#topics.set(key, [at, number]);
  }

  remove(key: string, number: number): void {
    const rest = this.of(key).filter((other) => other !== number);
    if (rest.length === 0) this.#topics.delete(key);
    else this.#topics.set(key, rest.length === 1 ? rest[0]! : rest);
  }

  /** Topics under a key. */
  of(key: string): readonly number[] {
    const at = this.#topics.get(key);
    return typeof at === 'number' ? [at] : (at ?? []);
  }

  /** Adds the topics under a key to those found; `hash` is the key's. */
  findInto(found: Set<number>, key: string, hash: number): void {
    if (!this.mayHold(hash)) return;
    const at = this.#topics.get(key);
    if (typeof at === 'number') found.add(at);
    else if (at !== undefined) for (const number of at) found.add(number);
  }

  /** Whether a key with this hash may be there. */
  mayHold(hash: number): boolean {
    return (
      this.#has(Math.imul(hash, 0x9e3779b1) >>> this.#shift) && this.#has(Math.imul(hash, 0x85ebca6b) >>> this.#shift)
    );
  }

  #has(bit: number): boolean {
    return (this.#bits[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }

  keys(): Iterable<string> {
    return this.#topics.keys();
  }

  #open(key: string, number: number): void {
    this.#topics.set(key, number);
    if (this.#topics.size * bitsPerKey <= this.#bits.length * 32) this.#mark(key);
    else this.#grow();
  }

  #mark(key: string): void {
    const hash = hashOf(key);
    for (const spread of [0x9e3779b1, 0x85ebca6b]) {
      const bit = Math.imul(hash, spread) >>> this.#shift;
      this.#bits[bit >>> 5]! |= 1 << (bit & 31);
    }
  }

  /** Keys that are gone leave their bits behind until then. */
  #grow(): void {
    this.#bits = new Uint32Array(2 * this.#bits.length);
    this.#shift -= 1;
    for (const key of this.#topics.keys()) this.#mark(key);
  }
}
