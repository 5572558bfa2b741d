/** A list that is taken from at the front, in constant time. */
export interface Deque<T> {
  push(item: T): void;
  /** Keeps the list in ascending order of `key`. */
  insert(item: T, key: (item: T) => number): void;
  peek(): T | undefined;
  shift(): T | undefined;
  remove(isGone: (item: T) => boolean): void;
  list(): readonly T[];
  readonly size: number;
}

export function createDeque<T>(): Deque<T> {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    insert(item, key) {
      // Most belong at the end or at the front.
      if (head > 0 && head < items.length && key(items[head]!) > key(item)) {
        items[--head] = item;
        return;
      }
      let at = items.length;
      while (at > head && key(items[at - 1]!) > key(item)) at--;
      items.splice(at, 0, item);
    },
    peek: () => items[head],
    shift() {
      const item = items[head];
      if (item === undefined) return undefined;
      items[head++] = undefined as T;
      if (head > 64 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    remove(isGone) {
      items = items.slice(head).filter((item) => !isGone(item));
      head = 0;
    },
    list: () => items.slice(head),
    get size() {
      return items.length - head;
    },
  };
}
