/** The items of the open window, grouped into clusters, and the index that finds what shares rare terms with a new one. */
import type { Item, ItemId, StoryId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { NumberInText } from '../text/numbers.ts';
import { termsOf } from './terms.ts';
import { Vocabulary } from './vocabulary.ts';

export interface Entry {
  readonly id: ItemId;
  /** Order of arrival. */
  readonly order: number;
  readonly terms: readonly number[];
  /** Beside `terms`. */
  readonly weights: readonly number[];
  readonly cases: readonly (readonly [number, boolean])[];
  readonly numbers: readonly NumberInText[];
  readonly years: readonly string[];
  readonly days: readonly string[];
  readonly lang: string | undefined;
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
}

/** Items kept in the index for each term: the newest. */
const postingsKept = 400;
/** Items looked at for each term, and for all terms of one walk. */
const postingsRead = 200;
const walkLength = 2500;

export class Window {
  readonly vocabulary = new Vocabulary();
  readonly clusters = new Map<StoryId, Cluster>();
  readonly #entries = new Map<ItemId, Entry>();
  readonly #postings: Entry[][] = [];
  #arrived = 0;
  #walks = 0;

  /** The item as an entry in a cluster of its own that is not part of the window yet. */
  read(item: Item, story: StoryId): Entry {
    const { weights, cases, numbers, years, days } = termsOf(item);
    const cluster: Cluster = { story, members: [], counts: undefined };
    const terms = [...weights.keys()].map((term) => this.vocabulary.idOf(term));
    const entry: Entry = {
      id: item.id,
      order: this.#arrived++,
      terms,
      weights: [...weights.values()],
      cases: [...cases].map(([term, isCapital]) => [this.vocabulary.idOf(term), isCapital]),
      numbers,
      years,
      days,
      lang: item.lang,
      at: itemAt(item),
      cluster,
      isGone: false,
      walk: 0,
      shared: 0,
    };
    cluster.members.push(entry);
    return entry;
  }

  has(id: ItemId): boolean {
    return this.#entries.has(id);
  }

  entry(id: ItemId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Puts an entry that was read into the index and into a cluster of its story. */
  add(entry: Entry, cluster: Cluster): void {
    this.#entries.set(entry.id, entry);
    this.vocabulary.count(entry.terms, 1);
    for (const [term, isCapital] of entry.cases) this.vocabulary.noteCase(term, isCapital, 1);
    for (const term of entry.terms) this.#post(term, entry);
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
  }

  /** Lets go of items before an instant. */
  forgetBefore(at: number): void {
    for (const entry of this.#entries.values()) if (entry.at < at) this.#forget(entry);
  }

  /** Entries that share rare terms with one, each with `shared` set; rarest terms first, within a bounded number of steps. */
  related(entry: Entry): Entry[] {
    this.#walks += 1;
    const found: Entry[] = [];
    const terms = entry.terms
      .map((term) => ({ term, rarity: this.vocabulary.rarity(term, 1) }))
      .sort((a, b) => b.rarity - a.rarity || a.term - b.term);
    let steps = walkLength;
    for (const { term, rarity } of terms) {
      const postings = this.#postings[term] ?? [];
      const last = Math.max(0, postings.length - Math.min(postingsRead, steps));
      for (let at = postings.length - 1; at >= last; at -= 1) this.#note(postings[at]!, entry, rarity, found);
      steps -= postings.length - last;
      if (steps <= 0) break;
    }
    return found;
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
    entry.cluster = cluster;
  }

  #forget(entry: Entry): void {
    entry.isGone = true;
    this.#entries.delete(entry.id);
    this.vocabulary.count(entry.terms, -1);
    for (const [term, isCapital] of entry.cases) this.vocabulary.noteCase(term, isCapital, -1);
    const { cluster } = entry;
    cluster.members = cluster.members.filter((member) => member !== entry);
    if (cluster.members.length === 0) this.clusters.delete(cluster.story);
    cluster.counts = cluster.members.length > 1 ? countTerms(cluster.members) : undefined;
  }
}

/** A cluster of some entries outside the window, for comparing. */
export function clusterOf(story: StoryId, members: Entry[]): Cluster {
  return { story, members, counts: members.length > 1 ? countTerms(members) : undefined };
}

function countTerms(members: readonly Entry[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const member of members) for (const term of member.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** How many members of a cluster hold a term. */
export function countIn(cluster: Cluster, term: number): number {
  if (cluster.counts !== undefined) return cluster.counts.get(term) ?? 0;
  return cluster.members[0]?.terms.includes(term) === true ? 1 : 0;
}
