/** What people ruled about reports: they tell one story, or they do not. Later evidence does not undo it. */
import type { ItemId } from '../model.ts';
import type { Cluster, Entry } from './window.ts';

/** Two groups of reports, and whether they belong together. */
export interface Ruling {
  readonly kind: 'together' | 'apart';
  readonly a: readonly ItemId[];
  readonly b: readonly ItemId[];
}

export class Rulings {
  readonly #find: (id: ItemId) => Entry | undefined;
  #rulings: readonly Ruling[] = [];

  constructor(find: (id: ItemId) => Entry | undefined) {
    this.#find = find;
  }

  /** A newer ruling on the same two groups takes the place of the older. */
  add(ruling: Ruling): void {
    this.#rulings = [...this.#rulings.filter((old) => !isAboutSame(old, ruling)), ruling];
  }

  all(): readonly Ruling[] {
    return this.#rulings;
  }

  /** Whether somebody ruled that two clusters tell different stories. */
  areApart(one: Cluster, other: Cluster): boolean {
    return this.#rulings.some(
      ({ kind, a, b }) =>
        kind === 'apart' &&
        ((this.#stands(a, one) && this.#stands(b, other)) || (this.#stands(a, other) && this.#stands(b, one))),
    );
  }

  /** Whether somebody ruled that those who would leave belong to those who would stay. */
  areTogether(leaving: ReadonlySet<ItemId>, staying: ReadonlySet<ItemId>): boolean {
    const meet = (ids: readonly ItemId[], set: ReadonlySet<ItemId>) => ids.some((id) => set.has(id));
    return this.#rulings.some(
      ({ kind, a, b }) =>
        kind === 'together' && ((meet(a, leaving) && meet(b, staying)) || (meet(a, staying) && meet(b, leaving))),
    );
  }

  /** Lets go of rulings that no report of the window is left of. */
  sweep(): void {
    this.#rulings = this.#rulings.filter(({ a, b }) => [a, b].every((ids) => ids.some((id) => this.#find(id))));
  }

  #stands(ids: readonly ItemId[], cluster: Cluster): boolean {
    return ids.some((id) => this.#find(id)?.cluster === cluster);
  }
}

function isAboutSame(old: Ruling, ruling: Ruling): boolean {
  const covers = (more: readonly ItemId[], less: readonly ItemId[]) => less.every((id) => more.includes(id));
  return (covers(ruling.a, old.a) && covers(ruling.b, old.b)) || (covers(ruling.a, old.b) && covers(ruling.b, old.a));
}
