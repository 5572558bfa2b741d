/** Which stories a brief holds, in which order, and which are only named. Pure. */
import type { Ranked, Story } from '../model.ts';
import type { HeardStory } from '../store/records.ts';
import { isCollection } from '../text/collections.ts';
import { gravityOf, type Weighing, weighing } from './gravity.ts';
import { spread } from './spread.ts';

export type BriefLength = 'headlines' | 'short' | 'full';

/** A story under its best topic, with what the chat was told of it. */
export interface Choice {
  readonly story: Story;
  readonly ranked: Ranked;
  readonly topic: string;
  /** The first sentences of its fullest report. */
  readonly lead: string;
  /** No report of it is in the reader's language. */
  readonly isForeign: boolean;
  readonly heard: HeardStory | undefined;
  /** The new fact since the chat was told, if there is one. */
  readonly change: string | undefined;
  /** Told since the last brief (an alert of today), not in an earlier one. */
  readonly isRecent: boolean;
}

export interface Selection {
  /** Topics in order of their best story; each with at most a few stories. */
  readonly sections: readonly { readonly topic: string; readonly choices: readonly Choice[] }[];
  /** Ranked below: one line each. */
  readonly also: readonly Choice[];
  /** Below that: only counted. */
  readonly leftOut: number;
}

const sizes: Record<BriefLength, { stories: number; perTopic: number; also: number }> = {
  headlines: { stories: 12, perTopic: 6, also: 0 },
  short: { stories: 8, perTopic: 4, also: 8 },
  full: { stories: 15, perTopic: 6, also: 12 },
};

/** Mentions weigh less: they come only when there is room. */
const mentionFactor = 0.5;
/** What went on since it was told counts nearly as much as what begins; what was told and did not stands behind. */
const heldFactor = 1.2;
const updateFactor = 0.8;
const toldFactor = 0.3;
/** What the reader may not be able to read stands behind what they can. */
const foreignFactor = 0.4;

/**
 * A story comes once, under the topic that ranks it best. A story that an earlier brief told comes only with a new fact.
 * What was held (quiet hours, cap) comes first among equals.
 */
export function selectStories(candidates: readonly Choice[], length: BriefLength): Selection {
  const { stories, perTopic, also } = sizes[length];
  const ordered = inOrder(candidates);
  const sections = arrange(ordered, stories, perTopic);
  const placed = new Set(sections.flatMap(({ choices }) => choices));
  const rest = ordered.filter((one) => !placed.has(one) && isNews(one));
  return { sections, also: rest.slice(0, also), leftOut: Math.max(0, rest.length - also) };
}

/** A third story in a row from one source gives its place to the next of another, if there is one anywhere. */
function arrange(ordered: readonly Choice[], stories: number, perTopic: number): Selection['sections'] {
  const isOneSource = new Set(ordered.map(sourceOf)).size < 2;
  let left = ordered;
  for (;;) {
    const chosen = byTopic(choose(left, stories, perTopic));
    if (isOneSource) return chosen;
    const { sections, over } = spread(chosen, sourceOf);
    if (over.length === 0) return sections;
    left = left.filter((one) => !over.includes(one));
  }
}

function sourceOf({ story }: Choice): string | undefined {
  return story.sources[0]?.name;
}

/** Each story that is worth telling, once, under its best topic; the weightiest first. A round-up only where its topic has nothing else. */
export function inOrder(candidates: readonly Choice[], weights: Weighing = weighing): Choice[] {
  const best = new Map<string, { one: Choice; weight: number }>();
  const told = new Set(candidates.flatMap((one) => (isCollected(one) ? [] : one.topic)));
  for (const one of candidates) {
    if (!isWorthTelling(one) || (isCollected(one) && told.has(one.topic))) continue;
    const weight = weightOf(one, weights);
    const known = best.get(one.story.id);
    if (known === undefined || weight > known.weight) best.set(one.story.id, { one, weight });
  }
  return [...best.values()]
    .sort((a, b) => b.weight - a.weight || (a.one.story.id < b.one.story.id ? -1 : 1))
    .map(({ one }) => one);
}

/** Every topic's best story before any topic's second; then by weight. In order of weight. */
function choose(ordered: readonly Choice[], stories: number, perTopic: number): Choice[] {
  const counts = new Map<string, number>();
  const chosen = new Set<Choice>();
  // Where the topic is told in the reader's language, what is told in others only is worth a line.
  const readable = new Set(ordered.flatMap((one) => (one.isForeign || isPassing(one) ? [] : one.topic)));
  for (const most of [1, perTopic]) {
    for (const one of ordered) {
      const count = counts.get(one.topic) ?? 0;
      if (chosen.size >= stories || count >= most || chosen.has(one)) continue;
      if (
        isPassing(one) ||
        (one.isForeign && readable.has(one.topic)) ||
        (most === 1 && one.ranked.level === 'mention')
      )
        continue;
      chosen.add(one);
      counts.set(one.topic, count + 1);
    }
  }
  return ordered.filter((one) => chosen.has(one));
}

/** One outlet's mention by the way, or one in another language, is worth a line, not a place. */
function isPassing({ ranked, story, isForeign }: Choice): boolean {
  return ranked.level === 'mention' && (story.sources.length < 2 || isForeign);
}

/** 'The day in three minutes', by every outlet that tells it: what is in it has stories of its own. */
function isCollected({ story }: Choice): boolean {
  return isCollection(story.title) && story.sources.every(({ title }) => isCollection(title));
}

/** What many outlets tell in their own words matters more to a reader who looks once a day than to one who is interrupted. */
function weightOf(one: Choice, weights: Weighing): number {
  const { story, lead, ranked, isForeign } = one;
  const level = ranked.level === 'about' ? 1 : mentionFactor;
  const breadth = Math.max(1, story.originals) ** weights.breadth;
  const gravity = gravityOf({ title: story.title, category: story.category, lead }, weights.gravity);
  return ranked.rank * level * breadth * gravity * (isForeign ? foreignFactor : 1) * knownFactor(one);
}

function knownFactor({ heard, change }: Choice): number {
  if (heard === undefined) return 1;
  if (heard.how === 'held') return heldFactor;
  return change === undefined ? toldFactor : updateFactor;
}

/** What was told and has not changed since needs no second line; nor does a change in what only mentions the topic. */
function isNews({ heard, change, ranked }: Choice): boolean {
  return heard === undefined || heard.how === 'held' || (change !== undefined && ranked.level === 'about');
}

/** New to the chat, held back until now, pushed since the last brief, or with a fact that it was not told: 'Update:', or nothing. */
function isWorthTelling(one: Choice): boolean {
  return isNews(one) || one.isRecent;
}

function byTopic(choices: readonly Choice[]): { topic: string; choices: Choice[] }[] {
  const sections = new Map<string, Choice[]>();
  for (const one of choices) {
    const section = sections.get(one.topic);
    if (section === undefined) sections.set(one.topic, [one]);
    else section.push(one);
  }
  return [...sections].map(([topic, own]) => ({ topic, choices: own }));
}
