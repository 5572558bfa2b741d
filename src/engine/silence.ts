/** What a chat's silence is made of: how long each topic has had no story, and which of its sources cannot be read. */
import { healthOf } from '../feeds/health.ts';
import type { TopicId } from '../model.ts';
import type { ChatRecord, FeedRecord, Follow, HeardRecord } from '../store/records.ts';
import { type DeskParts, type Found, findStories } from './desk.ts';

const dayMs = 86_400_000;
/** The window of news reaches back so far; what was silent before is kept in the chat's record. */
const windowMs = 14 * dayMs;
/** With so few sources each of them matters. */
const fewSources = 20;

/**
 * Since when no story was seen, by topic. A topic with a story in the window counts from its newest one; one without keeps what
 * was known, unless so long ago that stories may have come and gone unseen.
 */
export function silentSince(
  parts: DeskParts,
  chat: ChatRecord,
  follows: readonly Follow[],
  heard: HeardRecord,
): Record<string, number> {
  const now = parts.clock.now();
  const isGapless = heard.lastBriefAt !== undefined && now - heard.lastBriefAt < windowMs;
  const entries = follows.map((follow): [TopicId, number] => {
    const newest = findStories(parts, chat, [follow], now - windowMs, new Map()).map(({ newestAt }) => newestAt);
    if (newest.length > 0) return [follow.topicId, Math.max(...newest)];
    const known = isGapless ? heard.silentSince?.[follow.topicId] : undefined;
    return [follow.topicId, Math.min(known ?? now, Math.max(now - windowMs, startOf(parts)))];
  });
  // Of topics that this brief is not about, what was known; of those that are followed no more, nothing.
  const known = chat.follows.flatMap(({ topicId }): [TopicId, number][] => {
    const since = heard.silentSince?.[topicId];
    return since === undefined ? [] : [[topicId, since]];
  });
  return Object.fromEntries([...known, ...entries]);
}

/** Nothing is known of the time before the oldest report of the window. */
function startOf({ archive, clock }: DeskParts): number {
  let oldest = clock.now();
  for (const { startedAt } of archive.stories()) oldest = Math.min(oldest, startedAt);
  return oldest;
}

/** Those of the chat's sources that its topics live on: its own, those that told of its topics in two weeks, or all when there are few. */
export function relevantSources(
  feeds: readonly FeedRecord[],
  chat: ChatRecord,
  recent: readonly Found[],
): readonly FeedRecord[] {
  if (feeds.length <= fewSources) return feeds;
  const told = new Set(recent.flatMap(({ items }) => items.map(({ feedId }) => feedId)));
  return feeds.filter((feed) => told.has(feed.id) || feed.chats.includes(chat.id));
}

/** Names of those that cannot be read at present. */
export function sourcesDown(feeds: readonly FeedRecord[], now: number): string[] {
  return feeds.filter((feed) => healthOf(feed, now).state === 'failing').map(({ name }) => name);
}
