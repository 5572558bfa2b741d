/** The items of the open window, grouped into clusters. */
import type { Item, ItemId, StoryId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { NumberInText } from '../text/numbers.ts';
import { AcrossScripts } from './across-scripts.ts';
import { Counts, holds } from './counts.ts';
import type { Near } from './near.ts';
import { Postings } from './postings.ts';
import { isLivePage, isRoundup, termsOf } from './terms.ts';
import { Vocabulary } from './vocabulary.ts';

export interface Entry {
  readonly id: ItemId;
  /** Order of arrival. */
  readonly order: number;
  /** Ascending. */
  readonly terms: Int32Array;
  /** Beside `terms`: how each stands in the report (see `marks.ts`). */
  readonly marks: Uint16Array;
  readonly numbers: readonly NumberInText[];
  readonly years: readonly string[];
  readonly days: readonly string[];
  readonly column: string | undefined;
  readonly script: string;
  readonly skeletons: readonly string[];
  readonly at: number;
  /** It follows events as they come: it may join a story, but joins no two. */
  readonly isLivePage: boolean;
  cluster: Cluster;
  isGone: boolean;
  /** Its place in the index; −1 outside. */
  slot: number;
}

export interface Cluster {
  readonly story: StoryId;
  /** No two have one in common. */
  readonly number: number;
  /** In order of arrival. */
  members: Entry[];
  /** How many members hold each term; from two members on. */
  counts: Counts | undefined;
  /** Terms that it usually holds; worked out when asked for, and dropped when the members change. */
  usual: Usual | undefined;
}

export interface Usual {
  /** Ascending. */
  readonly terms: Int32Array;
  /** Beside them, how many members hold each. */
  readonly held: Int32Array;
  /** Whether these are all that any member holds. */
  readonly areAll: boolean;
}

export class Window {
  readonly vocabulary = new Vocabulary();
  readonly clusters = new Map<StoryId, Cluster>();
  readonly #entries = new Map<ItemId, Entry>();
  readonly #postings = new Postings();
  readonly #names = new AcrossScripts();
  #arrived = 0;

  /** The item as an entry in a cluster of its own, without a story, that is not part of the window yet. */
  read(item: Item): Entry {
    const cluster = clusterOf(noStory, []);
    const entry: Entry = {
      id: item.id,
      order: this.#arrived++,
      ...termsOf(isRoundup(item.title) ? { ...item, title: '', text: '' } : item, this.vocabulary),
      at: itemAt(item),
      isLivePage: isLivePage(item.title),
      cluster,
      isGone: false,
      slot: -1,
    };
    cluster.members.push(entry);
    // Before it is compared: a name is a name at its first sight.
    this.vocabulary.noteCases(entry.terms, entry.marks, 1);
    return entry;
  }

  entry(id: ItemId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Puts an entry that was read into the index and into its story, which begins with it where there is none yet. */
  add(entry: Entry, story: StoryId): void {
    const cluster = this.clusters.get(story);
    if (cluster === undefined) {
      entry.cluster = clusterOf(story, [entry]);
      this.clusters.set(story, entry.cluster);
    }
    this.#entries.set(entry.id, entry);
    this.vocabulary.enter(entry.terms);
    this.#postings.add(entry);
    this.#names.add(entry);
    if (cluster !== undefined) this.#join(entry, cluster);
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
    for (const entry of leaving) this.#moveTo(entry, next);
    this.clusters.set(story, next);
    setMembers(
      cluster,
      cluster.members.filter((member) => !gone.has(member)),
    );
  }

  /** Lets go of items before an instant, and of the terms and names that nothing else holds. */
  forgetBefore(at: number): void {
    const gone = [...this.#entries.values()].filter((entry) => entry.at < at);
    if (gone.length === 0) return;
    for (const entry of gone) {
      entry.isGone = true;
      this.#entries.delete(entry.id);
      this.vocabulary.noteCases(entry.terms, entry.marks, -1);
      this.vocabulary.leave(entry.terms);
    }
    this.#postings.sweep();
    this.#names.sweep(new Set(gone.flatMap(({ skeletons }) => skeletons)));
    for (const cluster of new Set(gone.map((entry) => entry.cluster))) this.#shrink(cluster);
  }

  /** Entries that share rare terms with one; to be read before the next is asked for. */
  related(entry: Entry): Near {
    return this.#postings.near(entry, this.vocabulary);
  }

  /** The likeliest entry in another script to tell the same event: what no words that both share could tell. */
  sameNames(entry: Entry): Entry | undefined {
    return this.#names.likeliest(entry, this.vocabulary);
  }

  #join(entry: Entry, cluster: Cluster): void {
    cluster.counts ??= countTerms(cluster.members);
    cluster.counts.addAll(entry.terms, 1);
    cluster.members.push(entry);
    cluster.usual = undefined;
    this.#moveTo(entry, cluster);
  }

  #moveTo(entry: Entry, cluster: Cluster): void {
    entry.cluster = cluster;
    this.#postings.move(entry);
  }

  #shrink(cluster: Cluster): void {
    setMembers(
      cluster,
      cluster.members.filter((entry) => !entry.isGone),
    );
    if (cluster.members.length === 0) this.clusters.delete(cluster.story);
  }
}

/** Of what has no place in the window yet. */
const noStory = '' as StoryId;

let clusters = 0;

/** A cluster of some entries outside the window, for comparing. Their counts, where they are known already, save counting. */
export function clusterOf(story: StoryId, members: Entry[], counts?: Counts): Cluster {
  const known = members.length > 1 ? (counts ?? countTerms(members)) : undefined;
  clusters = (clusters + 1) | 0;
  return { story, number: clusters, members, counts: known, usual: undefined };
}

function setMembers(cluster: Cluster, members: Entry[]): void {
  cluster.members = members;
  cluster.counts = members.length > 1 ? countTerms(members) : undefined;
  cluster.usual = undefined;
}

/** How many of the members hold each term. */
function countTerms(members: readonly Entry[]): Counts {
  const counts = new Counts(20 * members.length);
  for (const { terms } of members) counts.addAll(terms, 1);
  return counts;
}

/** How many members of a cluster hold a term. */
export function countIn(cluster: Cluster, term: number): number {
  if (cluster.counts !== undefined) return cluster.counts.get(term);
  return holds(cluster.members[0]!.terms, term) ? 1 : 0;
}
