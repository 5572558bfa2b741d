/** A binary heap: the smallest key first, equal keys in any order. */
export class Heap<T> {
  readonly #items: { readonly key: number; readonly value: T }[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** Key of the smallest; undefined when empty. */
  get smallest(): number | undefined {
    return this.#items[0]?.key;
  }

  push(key: number, value: T): void {
    const items = this.#items;
    let at = items.length;
    items.push({ key, value });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]!.key <= key) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined) return undefined;
    if (items.length > 0) {
      items[0] = last;
      this.#sink();
    }
    return first.value;
  }

  #sink(): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= items.length) return;
      const right = left + 1;
      const child = right < items.length && items[right]!.key < items[left]!.key ? right : left;
      if (items[at]!.key <= items[child]!.key) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #swap(a: number, b: number): void {
    const items = this.#items;
    const kept = items[a]!;
    items[a] = items[b]!;
    items[b] = kept;
  }
}
