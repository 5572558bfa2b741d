/** The items of the open window, grouped into clusters, and the index that finds what shares rare terms with a new one. */
import type { Item, ItemId, StoryId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { NumberInText } from '../text/numbers.ts';
import { isRoundup, termsOf } from './terms.ts';
import { Vocabulary } from './vocabulary.ts';

export interface Entry {
  readonly id: ItemId;
  /** Order of arrival. */
  readonly order: number;
  /** Ascending. */
  readonly terms: Int32Array;
  /** Beside `terms`. */
  readonly weights: Uint8Array;
  readonly cases: readonly (readonly [number, boolean])[];
  readonly numbers: readonly NumberInText[];
  readonly years: readonly string[];
  readonly days: readonly string[];
  readonly column: string | undefined;
  readonly script: string;
  readonly skeletons: readonly string[];
  readonly at: number;
  cluster: Cluster;
  isGone: boolean;
  /** Scratch of the walk over the index: the walk's number, and the rarity of the terms shared. */
  walk: number;
  shared: number;
}

export interface Cluster {
  readonly story: StoryId;
  /** In order of arrival. */
  members: Entry[];
  /** How many members hold each term; built from two members on. */
  counts: Map<number, number> | undefined;
  /** What `compare.ts` derives from the members; dropped when they change. */
  usual: readonly Usual[] | undefined;
}

/** A term that a cluster usually holds, and the share of its items that do (of one item: whole in the title, half in the lead). */
export interface Usual {
  readonly term: number;
  readonly share: number;
}

/** Items kept in the index for each term: the newest. */
const postingsKept = 400;
/** Items looked at for each term, and for all terms of one walk. */
const postingsRead = 100;
const walkLength = 700;
/** Of what the nearest one shares, the least that another must. */
const nearEnough = 0.1;

/** Names that two reports in different scripts must share, how near in time, and the newest kept for each name. */
const namesNeeded = 2;
const namesWithinMs = 48 * 3_600_000;
const namesKept = 50;

export class Window {
  readonly vocabulary = new Vocabulary();
  readonly clusters = new Map<StoryId, Cluster>();
  readonly #entries = new Map<ItemId, Entry>();
  readonly #postings: Entry[][] = [];
  readonly #names = new Map<string, Entry[]>();
  #arrived = 0;
  #walks = 0;

  /** The item as an entry in a cluster of its own that is not part of the window yet. */
  read(item: Item, story: StoryId): Entry {
    const { weights, cases, ...rest } = termsOf(isRoundup(item.title) ? { ...item, title: '', text: '' } : item);
    const cluster: Cluster = { story, members: [], counts: undefined, usual: undefined };
    const known = [...weights].map(([term, weight]) => ({ id: this.vocabulary.idOf(term), weight }));
    known.sort((a, b) => a.id - b.id);
    const entry: Entry = {
      id: item.id,
      order: this.#arrived++,
      terms: Int32Array.from(known, ({ id }) => id),
      weights: Uint8Array.from(known, ({ weight }) => weight),
      cases: [...cases].map(([term, isCapital]) => [this.vocabulary.idOf(term), isCapital]),
      ...rest,
      at: itemAt(item),
      cluster,
      isGone: false,
      walk: 0,
      shared: 0,
    };
    cluster.members.push(entry);
    // Before it is compared: a name is a name at its first sight.
    for (const [term, isCapital] of entry.cases) this.vocabulary.noteCase(term, isCapital, 1);
    return entry;
  }

  entry(id: ItemId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Puts an entry that was read into the index and into a cluster of its story. */
  add(entry: Entry, cluster: Cluster): void {
    this.#entries.set(entry.id, entry);
    this.vocabulary.count(entry.terms, 1);
    for (const term of entry.terms) this.#post(term, entry);
    for (const skeleton of entry.skeletons) this.#postName(skeleton, entry);
    this.clusters.set(cluster.story, cluster);
    if (entry.cluster !== cluster) this.#join(entry, cluster);
  }

  /** Moves all members of one cluster into another. */
  merge(from: Cluster, to: Cluster): void {
    this.clusters.delete(from.story);
    for (const entry of from.members) this.#join(entry, to);
    to.members.sort((a, b) => a.order - b.order);
  }

  /** Moves some members of a cluster, not all, into a story of their own. */
  part(cluster: Cluster, leaving: readonly Entry[], story: StoryId): void {
    const gone = new Set(leaving);
    const next = clusterOf(story, [...leaving]);
    for (const entry of leaving) entry.cluster = next;
    this.clusters.set(story, next);
    cluster.members = cluster.members.filter((member) => !gone.has(member));
    cluster.counts = cluster.members.length > 1 ? countTerms(cluster.members) : undefined;
    cluster.usual = undefined;
  }

  /** Lets go of items before an instant. */
  forgetBefore(at: number): void {
    for (const entry of this.#entries.values()) if (entry.at < at) this.#forget(entry);
  }

  /** Entries that share rare terms with one, each with `shared` set; rarest terms first, within a bounded number of steps. */
  related(entry: Entry): Entry[] {
    this.#walks += 1;
    const found: Entry[] = [];
    const terms = Array.from(entry.terms, (term) => ({ term, rarity: this.vocabulary.rarity(term, 1) })).sort(
      (a, b) => b.rarity - a.rarity || a.term - b.term,
    );
    let steps = walkLength;
    for (const { term, rarity } of terms) {
      const postings = this.#postings[term] ?? [];
      const last = Math.max(0, postings.length - Math.min(postingsRead, steps));
      for (let at = postings.length - 1; at >= last; at -= 1) this.#note(postings[at]!, entry, rarity, found);
      steps -= postings.length - last;
      if (steps <= 0) break;
    }
    const most = found.reduce((best, other) => Math.max(best, other.shared), 0);
    return found.filter((other) => other.shared >= nearEnough * most);
  }

  /**
   * The entry in another script that shares most names (two at least) within the hours around; of equals the oldest.
   * Set by hand: the sets hold too few such pairs to learn from.
   */
  sameNames(entry: Entry): Entry | undefined {
    const matches = new Map<Entry, number>();
    for (const skeleton of entry.skeletons) {
      for (const other of this.#names.get(skeleton) ?? []) {
        if (other.isGone || other.script === entry.script || Math.abs(other.at - entry.at) > namesWithinMs) continue;
        matches.set(other, (matches.get(other) ?? 0) + 1);
      }
    }
    let best: Entry | undefined;
    for (const [other, count] of matches) {
      if (count < namesNeeded) continue;
      const known = best === undefined ? 0 : matches.get(best)!;
      if (count > known || (count === known && other.order < best!.order)) best = other;
    }
    return best;
  }

  #note(other: Entry, self: Entry, rarity: number, found: Entry[]): void {
    if (other.isGone || other === self) return;
    if (other.walk !== this.#walks) {
      other.walk = this.#walks;
      other.shared = 0;
      found.push(other);
    }
    other.shared += rarity;
  }

  #postName(skeleton: string, entry: Entry): void {
    const known = this.#names.get(skeleton) ?? [];
    known.push(entry);
    this.#names.set(skeleton, known.length > 2 * namesKept ? known.slice(-namesKept) : known);
  }

  #post(term: number, entry: Entry): void {
    while (this.#postings.length <= term) this.#postings.push([]);
    const postings = this.#postings[term]!;
    postings.push(entry);
    if (postings.length > 2 * postingsKept) postings.splice(0, postings.length - postingsKept);
  }

  #join(entry: Entry, cluster: Cluster): void {
    cluster.counts ??= countTerms(cluster.members);
    for (const term of entry.terms) cluster.counts.set(term, (cluster.counts.get(term) ?? 0) + 1);
    cluster.members.push(entry);
    cluster.usual = undefined;
    entry.cluster = cluster;
  }

  #forget(entry: Entry): void {
    entry.isGone = true;
    this.#entries.delete(entry.id);
    this.vocabulary.count(entry.terms, -1);
    for (const [term, isCapital] of entry.cases) this.vocabulary.noteCase(term, isCapital, -1);
    for (const term of entry.terms) dropGone(this.#postings[term] ?? []);
    for (const skeleton of entry.skeletons) dropGone(this.#names.get(skeleton) ?? []);
    const { cluster } = entry;
    cluster.members = cluster.members.filter((member) => member !== entry);
    if (cluster.members.length === 0) this.clusters.delete(cluster.story);
    cluster.counts = cluster.members.length > 1 ? countTerms(cluster.members) : undefined;
    cluster.usual = undefined;
  }
}

/** A cluster of some entries outside the window, for comparing. */
export function clusterOf(story: StoryId, members: Entry[]): Cluster {
  return { story, members, counts: members.length > 1 ? countTerms(members) : undefined, usual: undefined };
}

/** Takes forgotten entries off the front: they leave about in the order in which they came. */
function dropGone(postings: Entry[]): void {
  const first = postings.findIndex((entry) => !entry.isGone);
  postings.splice(0, first === -1 ? postings.length : first);
}

function countTerms(members: readonly Entry[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const member of members) for (const term of member.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** How many members of a cluster hold a term. */
export function countIn(cluster: Cluster, term: number): number {
  if (cluster.counts !== undefined) return cluster.counts.get(term) ?? 0;
  return holds(cluster.members[0]!.terms, term) ? 1 : 0;
}

/** Whether ascending terms hold one. */
export function holds(terms: Int32Array, term: number): boolean {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = terms[middle]!;
    if (found === term) return true;
    if (found < term) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
