/** A binary heap: the least first. */
export interface Heap<T> {
  push(item: T): void;
  /** The least, left in place. */
  peek(): T | undefined;
  pop(): T | undefined;
  filter(isWanted: (item: T) => boolean): T[];
  readonly size: number;
}

/** `key` must not change while an item is inside. */
export function createHeap<T>(key: (item: T) => number): Heap<T> {
  const items: T[] = [];
  return {
    push(item) {
      items.push(item);
      rise(items, key);
    },
    peek: () => items[0],
    pop() {
      const least = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink(items, key);
      }
      return least;
    },
    filter: (isWanted) => items.filter(isWanted),
    get size() {
      return items.length;
    },
  };
}

function rise<T>(items: T[], key: (item: T) => number): void {
  let at = items.length - 1;
  const item = items[at]!;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (key(items[parent]!) <= key(item)) break;
    items[at] = items[parent]!;
    at = parent;
  }
  items[at] = item;
}

function sink<T>(items: T[], key: (item: T) => number): void {
  const item = items[0]!;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= items.length) break;
    if (child + 1 < items.length && key(items[child + 1]!) < key(items[child]!)) child++;
    if (key(items[child]!) >= key(item)) break;
    items[at] = items[child]!;
    at = child;
  }
  items[at] = item;
}
