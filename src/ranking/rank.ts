/**
 * rank = relevance × importance × form × freshness × novelty × taste, each mapped so that none of them alone can make or break a story.
 * Pure: the caller gives the instant and what the chat was told.
 */
import type { Assessment, Phrase, Ranked, Story, TopicId } from '../model.ts';
import type { ChatRecord, HeardStory } from '../store/records.ts';
import { formOf } from './form.ts';
import { importanceOf } from './importance.ts';
import { tasteOf } from './taste.ts';

const hourMs = 3_600_000;
/** News loses half its weight in a day and a half. */
const freshnessHalfLifeMs = 36 * hourMs;

export interface RankInput {
  readonly story: Story;
  readonly topicId: TopicId;
  readonly assessment: Assessment;
  readonly chat: Pick<ChatRecord, 'taste'>;
  readonly heard: HeardStory | undefined;
  readonly now: number;
}

/** The rank of a story for one chat and topic, with its parts as reasons that a person can read. */
export function rankStory({ story, topicId, assessment, chat, heard, now }: RankInput): Ranked {
  const { importance, weight } = weightOf(story);
  const relevance = relevanceOf(assessment);
  const taste = tasteOf(chat.taste, story, topicId, now);
  const rank = relevance * weight * freshnessOf(story, now) * noveltyOf(story, heard) * taste;
  const { level, score, reasons } = assessment;
  const further = rankReasons(story, taste);
  return {
    level,
    score,
    reasons: further.length === 0 ? reasons : [...reasons, ...further],
    storyId: story.id,
    topicId,
    importance,
    rank: Math.min(1, rank),
  };
}

/** The same answer for the same thing again: a story is ranked for all who follow it, one chat after the other. */
function once<T extends object, R>(answer: (of: T) => R): (of: T) => R {
  let last: { readonly of: T; readonly answer: R } | undefined;
  return (of) => {
    if (last?.of !== of) last = { of, answer: answer(of) };
    return last.answer;
  };
}

const weightOf = once((story: Story) => {
  const importance = importanceOf(story);
  return { importance, weight: (0.5 + 0.5 * importance) * formOf(story) };
});

/** What no headline names, or all of it only in passing ('Canadian'), is worth half: it may be read, and interrupts nobody. */
const besideIt = 0.5;

const relevanceOf = once((assessment: Assessment): number => {
  const { level, score } = assessment;
  if (level === 'mention') return 0.35 * score;
  return (0.45 + 0.55 * score) * (isBeside(assessment) ? besideIt : 1);
});

/** Whether no headline names the topic, or all of it only in passing: such a story touches the topic rather than telling of it. */
export function isBeside({ reasons }: Pick<Assessment, 'reasons'>): boolean {
  const isRead = reasons.some(({ key }) => key.startsWith('topic.reason.'));
  const isInHeadline = reasons.some(({ key }) => key === 'topic.reason.headline');
  return isRead && (!isInHeadline || reasons.some(({ key }) => key === 'topic.reason.adjective'));
}

/** 1 when new, halved every 36 hours, never under 0.05. */
export function freshnessOf(story: Pick<Story, 'updatedAt'>, now: number): number {
  const ageMs = Math.max(0, now - story.updatedAt);
  return Math.max(0.05, 2 ** (-ageMs / freshnessHalfLifeMs));
}

/** 1 for what the chat has not been told; else the share of outlets that it has not seen yet, never under 0.15. */
function noveltyOf(story: Story, heard: HeardStory | undefined): number {
  if (heard === undefined || heard.how === 'held') return 1;
  const unseen = Math.max(0, story.sources.length - heard.sources);
  return Math.max(0.15, Math.min(1, unseen / (heard.sources + 1)));
}

function rankReasons(story: Story, taste: number): Phrase[] {
  const reasons: Phrase[] = [];
  if (story.sources.length > 1) {
    reasons.push({ key: 'reason.outlets', params: { count: story.sources.length, originals: story.originals } });
  }
  if (taste > 1.05) reasons.push({ key: 'reason.tasteMore' });
  if (taste < 0.95) reasons.push({ key: 'reason.tasteLess' });
  return reasons;
}
