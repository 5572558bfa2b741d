/** The index of the window: which entries hold a term, walked from a new entry's rarest terms on. */
import { Near } from './near.ts';
import type { Vocabulary } from './vocabulary.ts';
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

/** Entries stand in numbered slots, so that a walk reads nothing but arrays of numbers until it knows which are near. */
export class Postings {
  readonly #entries: (Entry | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #slotsOf: number[][] = [];
  /** Beside the slots: the walk that saw the entry last, and the rarity that it shares. */
  #walkOf = new Int32Array(256);
  #sharedOf = new Float64Array(256);
  /** Beside the slots: the order of arrival. */
  #orderOf = new Int32Array(256);
  readonly #found = new Int32Array(walkLength);
  readonly #graded = new Int32Array(grades);
  /** Scratch of a walk: terms from the rarest on, and their rarities. */
  readonly #ranked = new Int32Array(walkLength);
  readonly #rarities = new Float64Array(walkLength);
  #walks = 0;

  add(entry: Entry): void {
    const slot = this.#free.pop() ?? this.#entries.length;
    this.#entries[slot] = entry;
    this.#makeRoom(slot);
    this.#orderOf[slot] = entry.order;
    for (const term of entry.terms) {
      while (this.#slotsOf.length <= term) this.#slotsOf.push([]);
      const slots = this.#slotsOf[term]!;
      slots.push(slot);
      if (slots.length > 2 * postingsKept) slots.splice(0, slots.length - postingsKept);
    }
  }

  /**
   * Entries that share rare terms with one; rarest terms first, within a bounded number of steps. To be read before the next
   * is asked for.
   */
  near(entry: Entry, vocabulary: Vocabulary): Near {
    const count = this.#walk(entry, vocabulary);
    let most = 0;
    for (let at = 0; at < count; at += 1) most = Math.max(most, this.#sharedOf[this.#found[at]!]!);
    const least = Math.max(nearEnough * most, this.#leastOfNearest(count, most));
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const slot = this.#found[at]!;
      if (this.#sharedOf[slot]! >= least) this.#found[kept++] = slot;
    }
    return new Near(this.#entries, this.#found.subarray(0, kept), this.#sharedOf, this.#orderOf);
  }

  /** What must be shared to be among the nearest few. */
  #leastOfNearest(count: number, most: number): number {
    if (count <= nearKept || most <= 0) return 0;
    const graded = this.#graded.fill(0);
    for (let at = 0; at < count; at += 1) {
      const share = Math.max(0, this.#sharedOf[this.#found[at]!]! / most);
      graded[Math.floor(share * (grades - 1))]! += 1;
    }
    let grade = grades;
    for (let kept = 0; grade > 0 && kept < nearKept; kept += graded[grade]!) grade -= 1;
    return (grade / (grades - 1)) * most;
  }

  /** Takes out all entries that are gone, in one pass over the index. */
  sweep(): void {
    const entries = this.#entries;
    const isKept = (slot: number): boolean => entries[slot]?.isGone === false;
    for (const [term, slots] of this.#slotsOf.entries()) {
      if (!slots.every(isKept)) this.#slotsOf[term] = slots.filter(isKept);
    }
    for (const [slot, entry] of entries.entries()) {
      if (entry?.isGone !== true) continue;
      entries[slot] = undefined;
      this.#free.push(slot);
    }
  }

  /** Answers how many slots it found. */
  #walk(entry: Entry, vocabulary: Vocabulary): number {
    this.#walks += 1;
    let steps = walkLength;
    let count = 0;
    const ranked = this.#rank(entry, vocabulary);
    for (let rank = 0; rank < ranked && steps > 0; rank += 1) {
      const slots = this.#slotsOf[this.#ranked[rank]!]!;
      const rarity = this.#rarities[rank]!;
      const last = Math.max(0, slots.length - Math.min(postingsRead, steps));
      for (let at = slots.length - 1; at >= last; at -= 1) count = this.#note(slots[at]!, rarity, count);
      steps -= slots.length - last;
    }
    return count;
  }

  /** Puts the entry's terms that others hold in order, rarest first, of equals the lower number; as many as a walk can read. */
  #rank({ terms }: Entry, vocabulary: Vocabulary): number {
    const [ranked, rarities] = [this.#ranked, this.#rarities];
    let count = 0;
    for (let place = 0; place < terms.length; place += 1) {
      const term = terms[place]!;
      if ((this.#slotsOf[term]?.length ?? 0) === 0) continue;
      const rarity = vocabulary.rarity(term, 1);
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

  #note(slot: number, rarity: number, count: number): number {
    if (this.#walkOf[slot] === this.#walks) {
      this.#sharedOf[slot]! += rarity;
      return count;
    }
    this.#walkOf[slot] = this.#walks;
    this.#sharedOf[slot] = rarity;
    this.#found[count] = slot;
    return count + 1;
  }

  #makeRoom(slot: number): void {
    this.#walkOf[slot] = 0;
    if (slot < this.#walkOf.length) return;
    const [walks, shared, orders] = [this.#walkOf, this.#sharedOf, this.#orderOf];
    this.#walkOf = new Int32Array(2 * slot);
    this.#sharedOf = new Float64Array(2 * slot);
    this.#orderOf = new Int32Array(2 * slot);
    this.#walkOf.set(walks);
    this.#sharedOf.set(shared);
    this.#orderOf.set(orders);
  }
}
