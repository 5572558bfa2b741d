/** The index of the window: which entries hold a term, walked from a new entry's rarest terms on. */
import { Near } from './near.ts';
import type { Looked, Vocabulary } from './vocabulary.ts';
import type { Entry } from './window.ts';

/** Entries kept for each term: the newest. */
const postingsKept = 400;
/** Entries looked at for each term, and for all terms of one walk. */
const postingsRead = 100;
const walkLength = 700;
/** Of what the nearest one shares, the least that another must. */
const nearEnough = 0.1;
/** Entries answered, about: the nearest. They are ranked by this many grades of nearness, which costs less than sorting. */
const nearKept = 120;
const grades = 64;

/** In place of a share: the walk has not met the slot. */
const unmet = Number.NEGATIVE_INFINITY;

/** Entries stand in numbered slots, so that a walk reads nothing but arrays of numbers until it knows which are near. */
export class Postings {
  readonly #slots = {
    entries: [] as (Entry | undefined)[],
    shared: new Float64Array(256).fill(unmet),
    orders: new Int32Array(256),
    clusters: new Int32Array(256),
  };
  readonly #free: number[] = [];
  readonly #slotsOf: number[][] = [];
  /** What the last walk met: slots, of which the first ones are near. */
  readonly #found = new Int32Array(walkLength);
  #met = 0;
  readonly #near = new Int32Array(walkLength);
  readonly #graded = new Int32Array(grades);
  /** Scratch of a walk: terms from the rarest on, and their rarities. */
  readonly #ranked = new Int32Array(walkLength);
  readonly #rarities = new Float64Array(walkLength);
  #looked = lookedFor(256);

  add(entry: Entry): void {
    const { entries } = this.#slots;
    const slot = this.#free.pop() ?? entries.length;
    entries[slot] = entry;
    entry.slot = slot;
    if (slot >= this.#slots.shared.length) this.#makeRoom();
    this.#slots.orders[slot] = entry.order;
    this.#slots.clusters[slot] = entry.cluster.number;
    for (const term of entry.terms) {
      while (this.#slotsOf.length <= term) this.#slotsOf.push([]);
      const slots = this.#slotsOf[term]!;
      slots.push(slot);
      if (slots.length > 2 * postingsKept) slots.splice(0, slots.length - postingsKept);
    }
  }

  /** Notes that an entry of the index stands in another cluster now. */
  move({ slot, cluster }: Entry): void {
    if (slot >= 0) this.#slots.clusters[slot] = cluster.number;
  }

  /**
   * Entries that share rare terms with one; rarest terms first, within a bounded number of steps. To be read before the next
   * is asked for.
   */
  near(entry: Entry, vocabulary: Vocabulary): Near {
    const { shared } = this.#slots;
    for (let at = 0; at < this.#met; at += 1) shared[this.#found[at]!] = unmet;
    const count = this.#walk(entry, vocabulary);
    this.#met = count;
    const found = this.#found;
    const near = this.#near;
    let most = 0;
    for (let at = 0; at < count; at += 1) most = Math.max(most, shared[found[at]!]!);
    const least = Math.max(nearEnough * most, this.#leastOfNearest(count, most));
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const slot = found[at]!;
      if (shared[slot]! >= least) near[kept++] = slot;
    }
    return new Near(this.#slots, near.subarray(0, kept));
  }

  /** What must be shared to be among the nearest few. */
  #leastOfNearest(count: number, most: number): number {
    if (count <= nearKept || most <= 0) return 0;
    const graded = this.#graded.fill(0);
    const { shared } = this.#slots;
    for (let at = 0; at < count; at += 1) {
      const share = Math.max(0, shared[this.#found[at]!]! / most);
      graded[Math.floor(share * (grades - 1))]! += 1;
    }
    let grade = grades;
    for (let kept = 0; grade > 0 && kept < nearKept; kept += graded[grade]!) grade -= 1;
    return (grade / (grades - 1)) * most;
  }

  /** Takes out all entries that are gone, in one pass over the index. */
  sweep(): void {
    const { entries } = this.#slots;
    const isKept = (slot: number): boolean => entries[slot]?.isGone === false;
    for (const [term, slots] of this.#slotsOf.entries()) {
      if (!slots.every(isKept)) this.#slotsOf[term] = slots.filter(isKept);
    }
    for (const [slot, entry] of entries.entries()) {
      if (entry?.isGone !== true) continue;
      entries[slot] = undefined;
      entry.slot = -1;
      this.#free.push(slot);
    }
  }

  /** Answers how many slots it found. */
  #walk(entry: Entry, vocabulary: Vocabulary): number {
    const found = this.#found;
    const { shared } = this.#slots;
    let steps = walkLength;
    let count = 0;
    const ranked = this.#rank(entry, vocabulary);
    for (let rank = 0; rank < ranked && steps > 0; rank += 1) {
      const slots = this.#slotsOf[this.#ranked[rank]!] ?? nobody;
      const rarity = this.#rarities[rank]!;
      const last = Math.max(0, slots.length - Math.min(postingsRead, steps));
      for (let at = slots.length - 1; at >= last; at -= 1) {
        const slot = slots[at]!;
        const known = shared[slot]!;
        if (known === unmet) {
          shared[slot] = rarity;
          found[count++] = slot;
        } else shared[slot] = known + rarity;
      }
      steps -= slots.length - last;
    }
    return count;
  }

  /** Puts the entry's terms that others hold in order, rarest first, of equals the lower number; as many as a walk can read. */
  #rank({ terms }: Entry, vocabulary: Vocabulary): number {
    const ranked = this.#ranked;
    const rarities = this.#rarities;
    if (terms.length > this.#looked.rarities.length) this.#looked = lookedFor(2 * terms.length);
    vocabulary.lookUp(terms, this.#looked.inside, this.#looked);
    const found = this.#looked.rarities;
    let count = 0;
    for (let place = 0; place < terms.length; place += 1) {
      const term = terms[place]!;
      if (!vocabulary.isHeld(term)) continue;
      const rarity = found[place]!;
      if (count === walkLength && rarity <= rarities[count - 1]!) continue;
      let at = count < walkLength ? count++ : count - 1;
      for (; at > 0 && rarity > rarities[at - 1]!; at -= 1) {
        rarities[at] = rarities[at - 1]!;
        ranked[at] = ranked[at - 1]!;
      }
      rarities[at] = rarity;
      ranked[at] = term;
    }
    return count;
  }

  #makeRoom(): void {
    const slots = this.#slots;
    const room = 2 * slots.shared.length;
    const { shared, orders, clusters } = slots;
    slots.shared = new Float64Array(room).fill(unmet);
    slots.orders = new Int32Array(room);
    slots.clusters = new Int32Array(room);
    slots.shared.set(shared);
    slots.orders.set(orders);
    slots.clusters.set(clusters);
  }
}

const nobody: readonly number[] = [];

/** Room for what is looked up for so many terms, each without the one item that holds them. */
function lookedFor(terms: number): Looked & { readonly inside: Int32Array } {
  return {
    inside: new Int32Array(terms).fill(1),
    rarities: new Float64Array(terms),
    kinds: new Uint8Array(terms),
  };
}
