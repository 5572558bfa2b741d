/**
 * Which of the day's events a brief holds. An event is an editor's sentence; a story tells it when one of its reports, not older
 * than three days, shares at least two of the sentence's terms in its title and `leastShare` of the sentence's weight in title
 * and text, each term weighed by how rare it is among the day's reports (idf).
 */
import type { Choice } from '../../src/briefs/select.ts';
import { itemAt } from '../../src/model.ts';
import { termsOf } from '../../src/writing/summary.ts';
import type { ToldStory } from './day.ts';

export interface DayEvent {
  readonly date: string;
  readonly category: string;
  readonly sentence: string;
}

const leastShare = 0.25;
const leastInTitle = 2;
const oldestMs = 3 * 86_400_000;

/** For each event, the ids of the stories that tell it. */
export function matchEvents(
  events: readonly DayEvent[],
  stories: readonly ToldStory[],
  now: number,
): Map<DayEvent, Set<string>> {
  const reports = stories.flatMap(({ story, items }) =>
    items
      .filter((item) => now - itemAt(item) < oldestMs)
      .map(({ title, text }) => ({
        id: story.id,
        title: termsOf(title),
        all: termsOf(`${title} ${text.slice(0, 600)}`),
      })),
  );
  const counts = new Map<string, number>();
  for (const { all } of reports) for (const term of all) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weightOf = (terms: readonly string[]) =>
    terms.reduce((sum, term) => sum + Math.log((1 + reports.length) / (1 + (counts.get(term) ?? 0))), 0);
  return new Map(
    events.map((event) => {
      const asked = [...termsOf(event.sentence)];
      const telling = reports.filter(
        ({ title, all }) =>
          asked.filter((term) => title.has(term)).length >= leastInTitle &&
          weightOf(asked.filter((term) => all.has(term))) >= leastShare * weightOf(asked),
      );
      return [event, new Set<string>(telling.map(({ id }) => id))];
    }),
  );
}

/** Of the events that some story tells, how many the first `count` stories tell. */
export function recallAt(
  count: number,
  ordered: readonly Choice[],
  matches: ReadonlyMap<DayEvent, ReadonlySet<string>>,
): number {
  const shown = new Set<string>(ordered.slice(0, count).map(({ story }) => story.id));
  return [...matches.values()].filter((ids) => [...ids].some((id) => shown.has(id))).length;
}

/** How often a story that a reader judged grave stands before one that is not (area under the curve). */
export function auc(scored: readonly { readonly isGrave: boolean; readonly score: number }[]): number {
  const grave = scored.filter(({ isGrave }) => isGrave);
  const others = scored.filter(({ isGrave }) => !isGrave);
  const wins = grave.flatMap((one) =>
    others.map((other) => (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / Math.max(1, wins.length);
}
