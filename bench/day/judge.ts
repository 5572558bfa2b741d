/** What was pushed against what a person would have wanted. */
import { readFileSync } from 'node:fs';
import type { Push } from './live.ts';

/** A topic, and the stories of the day that deserve a push: each the ids of its rows. */
export interface Label {
  readonly topic: string;
  readonly kind: string;
  readonly stories: readonly (readonly string[])[];
}

export type Verdict = 'right' | 'wrong' | 'again';

export interface Judged {
  readonly push: Push;
  /** again: all that deserves a push in it was pushed before. */
  readonly verdict: Verdict;
}

export interface Figures {
  readonly pushed: number;
  readonly right: number;
  readonly wrong: number;
  readonly again: number;
  /** Stories that deserved a push and got none. */
  readonly missed: number;
}

/** The pushes of one topic, in order, each with its verdict; and the stories that were never pushed. */
export function judge(
  label: Label,
  pushes: readonly Push[],
): { readonly judged: readonly Judged[]; readonly missed: readonly (readonly string[])[] } {
  const told = new Set<number>();
  const judged = pushes.map((push) => {
    const meant = meantBy(label, push);
    const isNew = meant.some((n) => !told.has(n));
    for (const n of meant) told.add(n);
    const verdict: Verdict = meant.length === 0 ? 'wrong' : isNew ? 'right' : 'again';
    return { push, verdict };
  });
  return { judged, missed: label.stories.filter((_, n) => !told.has(n)) };
}

/** The labelled stories that a push tells: its headline is of one, or at least half of its reports are. */
function meantBy({ stories }: Label, { shown, rows }: Push): number[] {
  const wanted = new Set(stories.flat());
  const share = rows.filter((row) => wanted.has(row)).length / rows.length;
  if (share < 0.5 && !wanted.has(shown ?? '')) return [];
  return stories.flatMap((ids, n) => (ids.some((id) => rows.includes(id)) ? [n] : []));
}

/** Counts of one topic, or of several together. */
export function figuresOf(judged: readonly Judged[], missed: number): Figures {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length;
  return { pushed: judged.length, right: count('right'), wrong: count('wrong'), again: count('again'), missed };
}

/** The share of pushes that were wanted and not told before; 1 when there were none. */
export function precisionOf({ pushed, right }: Pick<Figures, 'pushed' | 'right'>): number {
  return pushed === 0 ? 1 : right / pushed;
}

/** The figures of all topics together. */
export function totalOf(labels: readonly Label[], pushes: readonly Push[]): Figures {
  const all = labels.map((label) => judge(label, ofTopic(pushes, label)));
  return figuresOf(
    all.flatMap(({ judged }) => judged),
    all.reduce((sum, { missed }) => sum + missed.length, 0),
  );
}

/** Of all pushes those of one topic. */
export function ofTopic(pushes: readonly Push[], { topic }: Pick<Label, 'topic'>): Push[] {
  return pushes.filter((push) => push.topic === topic);
}

/** The labels that stand beside the tests. */
export function readLabels(): Label[] {
  const file = new URL('../../test/fixtures/real-day.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Label[];
}
