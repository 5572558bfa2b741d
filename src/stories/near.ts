/** The entries near to another, put in order only as far as they are asked for: entries lie all over the memory. */
import type { Entry } from './window.ts';

/** Those that share the rarest terms come first; of equals the newest. */
export class Near implements Iterable<Entry> {
  readonly #entries: readonly (Entry | undefined)[];
  readonly #shared: Float64Array;
  readonly #orders: Int32Array;
  /** A heap of slots, the nearest on top. */
  readonly #heap: Int32Array;
  #left: number;
  readonly #sorted: Entry[] = [];

  /** `slots` are entries' places in the other three, and become the heap. */
  constructor(entries: readonly (Entry | undefined)[], slots: Int32Array, shared: Float64Array, orders: Int32Array) {
    this.#entries = entries;
    this.#heap = slots;
    this.#shared = shared;
    this.#orders = orders;
    this.#left = slots.length;
    for (let at = (slots.length >> 1) - 1; at >= 0; at -= 1) this.#sink(at);
  }

  /** The entry at a place in the order, `shared` set; undefined behind the last. */
  at(place: number): Entry | undefined {
    while (this.#sorted.length <= place && this.#left > 0) this.#take();
    return this.#sorted[place];
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let place = 0, entry = this.at(0); entry !== undefined; entry = this.at(++place)) yield entry;
  }

  #take(): void {
    const slot = this.#heap[0]!;
    this.#left -= 1;
    this.#heap[0] = this.#heap[this.#left]!;
    this.#sink(0);
    const entry = this.#entries[slot]!;
    entry.shared = this.#shared[slot]!;
    this.#sorted.push(entry);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const slot = heap[from]!;
    let at = from;
    for (let child = 2 * at + 1; child < this.#left; child = 2 * at + 1) {
      if (child + 1 < this.#left && this.#isNearer(heap[child + 1]!, heap[child]!)) child += 1;
      if (!this.#isNearer(heap[child]!, slot)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = slot;
  }

  #isNearer(a: number, b: number): boolean {
    const [sharedA, sharedB] = [this.#shared[a]!, this.#shared[b]!];
    return sharedA > sharedB || (sharedA === sharedB && this.#orders[a]! > this.#orders[b]!);
  }
}
