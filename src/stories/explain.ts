/** Why a report stands in its story, and which other stories are near: for whoever looks after the merging. */

import type { ItemId, StoryId } from '../model.ts';
import { holds } from './counts.ts';
import type { Bridge } from './features.ts';
import { bridgesOf, bridgeTo } from './neighbours.ts';
import { type Cluster, clusterOf, countIn, type Entry, type Window } from './window.ts';

export interface Kinship {
  /** Log-odds of being one story, as the weights judge now: above 0 for it. */
  readonly odds: number;
  /** The most telling words that both hold, as the clustering reads them (folded, stemmed), rarest first. */
  readonly shared: readonly string[];
}

export type Judged = (own: Cluster, bridge: Bridge, other: Cluster) => number;

const sharedShown = 6;

/** The report against the rest of its story; undefined when it stands alone or shares nothing rare with any of it. */
export function kinshipOf(window: Window, judge: Judged, id: ItemId): Kinship | undefined {
  const entry = window.entry(id);
  if (entry === undefined || entry.cluster.members.length < 2) return undefined;
  const bridge = bridgeTo(entry, () => true, window.related(entry));
  if (bridge === undefined) return undefined;
  const { story, members } = entry.cluster;
  const rest = clusterOf(
    story,
    members.filter((member) => member !== entry),
  );
  return { odds: judge(clusterOf(story, [entry]), bridge, rest), shared: sharedWords(window, entry, rest) };
}

/** The stories nearest to a story, likeliest first, each by the report that stands nearest to it. */
export function nearStories(
  window: Window,
  judge: Judged,
  story: StoryId,
  limit: number,
): (Kinship & { readonly story: StoryId })[] {
  const cluster = window.clusters.get(story);
  const best = new Map<StoryId, Kinship & { readonly story: StoryId }>();
  for (const entry of cluster?.members.slice(0, 50) ?? []) {
    for (const bridge of bridgesOf(entry, window.related(entry), limit)) {
      const other = bridge.b.cluster;
      const odds = judge(entry.cluster, bridge, other);
      const known = best.get(other.story);
      if (known === undefined || known.odds < odds)
        best.set(other.story, { story: other.story, odds, shared: sharedWords(window, entry, other) });
    }
  }
  return [...best.values()].sort((a, b) => b.odds - a.odds).slice(0, limit);
}

function sharedWords({ vocabulary }: Window, entry: Entry, other: Cluster): string[] {
  return [...entry.terms]
    .filter((term) => other.members.some(({ terms }) => holds(terms, term)))
    .map((term) => ({ word: vocabulary.term(term), rarity: vocabulary.rarity(term, countIn(other, term) + 1) }))
    .filter(({ rarity }) => rarity > 0)
    .sort((a, b) => b.rarity - a.rarity || (a.word < b.word ? -1 : 1))
    .slice(0, sharedShown)
    .map(({ word }) => word.replace(/^[@#%]/, ''));
}
