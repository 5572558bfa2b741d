/** What a chat taught with 'More like this' and 'Less like this'. */
import type { Story, TopicId } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';

type Taste = ChatRecord['taste'];

const dayMs = 86_400_000;
/** What was taught loses half its weight in thirty days. */
const halfLifeMs = 30 * dayMs;
const shares = { topic: 0.3, source: 0.4, category: 0.3 } as const;
const bound = 3;

/** The keys that one press touches, with their share of it. */
function keysOf(story: Story, topicId: TopicId | undefined): [string, number][] {
  const keys: [string, number][] = [[`category:${story.category}`, shares.category]];
  const source = story.sources[0]?.name;
  if (source !== undefined) keys.push([`source:${source}`, shares.source]);
  if (topicId !== undefined) keys.push([`topic:${topicId}`, shares.topic]);
  return keys;
}

function decayed(entry: { weight: number; at: number } | undefined, now: number): number {
  if (entry === undefined) return 0;
  return entry.weight * 2 ** (-Math.max(0, now - entry.at) / halfLifeMs);
}

function isUntaught(taste: Taste): boolean {
  for (const _ in taste) return false;
  return true;
}

/** A factor between 0.5 and 1.5; 1 when nothing was taught. */
export function tasteOf(taste: Taste, story: Story, topicId: TopicId, now: number): number {
  if (isUntaught(taste)) return 1;
  const sum = keysOf(story, topicId).reduce((total, [key]) => total + decayed(taste[key], now), 0);
  return 1 + 0.5 * Math.tanh(sum);
}

/** The taste after one press: +1 for more, −1 for less. Weights stay within ±3. */
export function learnTaste(
  taste: Taste,
  story: Story,
  topicId: TopicId | undefined,
  direction: 1 | -1,
  now: number,
): Taste {
  const next = { ...taste };
  for (const [key, share] of keysOf(story, topicId)) {
    const weight = decayed(taste[key], now) + direction * share;
    next[key] = { weight: Math.max(-bound, Math.min(bound, weight)), at: now };
  }
  return next;
}
