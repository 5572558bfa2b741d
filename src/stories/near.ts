/** The entries near to another, put in order only as far as they are asked for: entries lie all over the memory. */
import type { Entry } from './window.ts';

/** What is known of the entries by their slots, so that most of them need not be looked at themselves. */
export interface Slots {
  readonly entries: readonly (Entry | undefined)[];
  /** Rarity of the terms that each shares with the one walked from last. */
  readonly shared: Float64Array;
  /** Order of arrival. */
  readonly orders: Int32Array;
  /** Numbers of the clusters that they stand in. */
  readonly clusters: Int32Array;
}

/** Those that share the rarest terms come first; of equals the newest. To be read before the next is asked for. */
export class Near implements Iterable<Entry> {
  readonly #slots: Slots;
  /** A heap of slots, the nearest on top. */
  readonly #heap: Int32Array;
  #left: number;
  readonly #sorted: number[] = [];

  /** `found` are the slots of those that are near, and become the heap. */
  constructor(slots: Slots, found: Int32Array) {
    this.#slots = slots;
    this.#heap = found;
    this.#left = found.length;
    for (let at = (found.length >> 1) - 1; at >= 0; at -= 1) this.#sink(at);
  }

  /** The slot at a place in the order; −1 behind the last. */
  at(place: number): number {
    while (this.#sorted.length <= place && this.#left > 0) this.#take();
    return place < this.#sorted.length ? this.#sorted[place]! : -1;
  }

  entryOf(slot: number): Entry {
    return this.#slots.entries[slot]!;
  }

  clusterOf(slot: number): number {
    return this.#slots.clusters[slot]!;
  }

  sharedOf(slot: number): number {
    return this.#slots.shared[slot]!;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let place = 0, slot = this.at(0); slot >= 0; slot = this.at(++place)) yield this.entryOf(slot);
  }

  #take(): void {
    const slot = this.#heap[0]!;
    this.#left -= 1;
    this.#heap[0] = this.#heap[this.#left]!;
    this.#sink(0);
    this.#sorted.push(slot);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const { shared, orders } = this.#slots;
    const slot = heap[from]!;
    const left = this.#left;
    let at = from;
    for (let child = 2 * at + 1; child < left; child = 2 * at + 1) {
      if (child + 1 < left && isNearer(heap[child + 1]!, heap[child]!, shared, orders)) child += 1;
      if (!isNearer(heap[child]!, slot, shared, orders)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = slot;
  }
}

function isNearer(a: number, b: number, shared: Float64Array, orders: Int32Array): boolean {
  const sharedA = shared[a]!;
  const sharedB = shared[b]!;
  return sharedA > sharedB || (sharedA === sharedB && orders[a]! > orders[b]!);
}
