/** What was kept last, up to so much together. */

/** How many that are gone may lie before the oldest in the queue. */
const mostGone = 1024;

/**
 * Values by their keys; the oldest go first. The keys stand in a queue beside the map: to ask a map for its oldest key takes
 * the longer, the more were deleted before it.
 */
export class Recent<K, V> {
  readonly #most: number;
  readonly #values = new Map<K, V>();
  #keys: K[] = [];
  #sizes: number[] = [];
  #oldest = 0;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** Keeps a value of this size under a new key; as many of the oldest are let go of as that takes. */
  add(key: K, value: V, size = 1): void {
    while (this.#held + size > this.#most && this.#oldest < this.#keys.length) this.#drop();
    this.#values.set(key, value);
    this.#keys.push(key);
    this.#sizes.push(size);
    this.#held += size;
  }

  #drop(): void {
    this.#values.delete(this.#keys[this.#oldest]!);
    this.#held -= this.#sizes[this.#oldest]!;
    this.#oldest += 1;
    if (this.#oldest < mostGone || 2 * this.#oldest < this.#keys.length) return;
    this.#keys = this.#keys.slice(this.#oldest);
    this.#sizes = this.#sizes.slice(this.#oldest);
    this.#oldest = 0;
  }
}
