/** Whether a story may interrupt a chat: pure, from what the chat wants and what it has been told. */
import type { Ranked, Story } from '../model.ts';
import type { ChatRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import { storyIn } from './heard.ts';
import { isMuted } from './mutes.ts';
import { localDay, quietUntil } from './quiet.ts';

type HoldReason = 'threshold' | 'snooze' | 'cap' | 'quiet' | 'burst';

export type Decision =
  | { readonly kind: 'loud' }
  | { readonly kind: 'silent' }
  /** Told later: `until` when it may go out by itself; without it, in the next brief. */
  | { readonly kind: 'hold'; readonly why: HoldReason; readonly until: number | undefined }
  /** Told already: the chat's message grows silently. */
  | { readonly kind: 'edit' }
  | { readonly kind: 'nothing'; readonly why: 'inactive' | 'mention' | 'old' | 'muted' | 'held' | 'told' | 'ended' };

export interface Question {
  readonly chat: ChatRecord;
  readonly heard: HeardRecord;
  readonly follow: Follow;
  readonly ranked: Ranked;
  readonly story: Pick<Story, 'id' | 'mergedFrom' | 'title' | 'sources'>;
  /** When the story first happened: its first report's publication. */
  readonly storyAt: number;
  /** Whether a report tells something really new, not only the same again. */
  readonly isDevelopment: boolean;
  /** Whether it is one of more than three stories that one reading of a feed brought the chat. */
  readonly isBurst: boolean;
  /** Whether the chat was told of the same in another language: then the brief may name it. */
  readonly isEcho: boolean;
  readonly now: number;
}

const hourMs = 3_600_000;
/** Older at first sight: never pushed. */
export const freshMs = 48 * hourMs;
/** A message grows for a day; then it is left as it is. */
const growsMs = 24 * hourMs;
/** More than three stories for one topic within this time may be many: the rest wait until it has passed. */
export const burstMs = 60_000;
export const mostInAMinute = 3;
/** What interrupts in quiet hours when only critical news may: importance, 0 to 1. */
const criticalImportance = 0.8;

/**
 * The least rank of an alert, and how much the story must weigh in itself. 'low' lets everything about the topic through, and
 * what 'normal' would hold without a sound. 'normal' holds what is no news of its own (explainers, opinion, live pages) and
 * old or disliked reports. 'high' is for big stories: at least three outlets tell them in their own words.
 * Chosen on a labelled day with `npm run bench -- day --sweep`: bench/results/day.md.
 */
export const least: Readonly<
  Record<Follow['threshold'] & string, { readonly rank: number; readonly importance: number }>
> = {
  low: { rank: 0, importance: 0 },
  normal: { rank: 0.25, importance: 0 },
  high: { rank: 0.25, importance: 0.52 },
};

/** Whether a story is worth an alert under this threshold. */
export function isWorth({ rank, importance }: Pick<Ranked, 'rank' | 'importance'>, at: keyof typeof least): boolean {
  return rank >= least[at].rank && importance >= least[at].importance;
}

export function decide(question: Question): Decision {
  const { chat, heard, ranked, story, follow } = question;
  if (chat.state !== 'active') return { kind: 'nothing', why: 'inactive' };
  if (ranked.level === 'mention' && follow.storyId === undefined) return { kind: 'nothing', why: 'mention' };
  if (isMuted(chat, story, ranked.topicId, question.now)) return { kind: 'nothing', why: 'muted' };
  const told = storyIn(heard, story);
  if (told === undefined || isHeldByRank(told)) return decideNew(question);
  return decideKnown(question, told);
}

/** Held because it ranked too low: it may have grown since. */
function isHeldByRank(told: HeardStory): boolean {
  return told.how === 'held' && told.why === 'threshold';
}

function decideNew(question: Question): Decision {
  const { storyAt, now } = question;
  if (now - storyAt > freshMs) return { kind: 'nothing', why: 'old' };
  // Who follows one story wants to hear all of it.
  const isAsked =
    question.follow.storyId !== undefined || (isWorth(question.ranked, thresholdOf(question)) && !question.isEcho);
  if (!isAsked) return { kind: 'hold', why: 'threshold', until: undefined };
  const held = heldBack(question) ?? heldByBurst(question);
  if (held !== undefined) return held;
  return isQuietNow(question) || !isWorth(question.ranked, 'normal') ? { kind: 'silent' } : { kind: 'loud' };
}

function decideKnown(question: Question, told: HeardStory): Decision {
  if (told.how === 'held') return { kind: 'nothing', why: 'held' };
  if (question.now - told.firstAt > growsMs && !question.isDevelopment) return { kind: 'nothing', why: 'ended' };
  if (question.isDevelopment && heldBack(question) === undefined) {
    return isQuietNow(question) ? { kind: 'silent' } : { kind: 'loud' };
  }
  if (told.how === 'briefed' || question.now - told.firstAt > growsMs) return { kind: 'nothing', why: 'told' };
  return { kind: 'edit' };
}

/** What holds any new message back: snooze, caps, quiet hours. */
function heldBack(question: Question): Extract<Decision, { kind: 'hold' }> | undefined {
  const { chat, now } = question;
  const snoozedUntil = chat.settings.snoozedUntil ?? 0;
  if (snoozedUntil > now) return { kind: 'hold', why: 'snooze', until: snoozedUntil };
  if (isCapped(question)) return { kind: 'hold', why: 'cap', until: undefined };
  if (chat.settings.quietmode === 'silent') return undefined;
  if (chat.settings.quietmode === 'critical' && question.ranked.importance >= criticalImportance) return undefined;
  const until = quietUntil(chat.settings.quiet, chat.settings.zone, now);
  return until === undefined ? undefined : { kind: 'hold', why: 'quiet', until };
}

/** Whether a loud message that was decided on may ring now: quiet hours or a pause may have begun while it waited. */
export function mayRing({ settings }: Pick<ChatRecord, 'settings'>, importance: number, now: number): boolean {
  const { quiet, quietmode, zone, snoozedUntil = 0 } = settings;
  if (snoozedUntil > now) return false;
  const isQuiet = quietUntil(quiet, zone, now) !== undefined;
  return !isQuiet || (quietmode === 'critical' && importance >= criticalImportance);
}

function isQuietNow({ chat, now }: Question): boolean {
  if (chat.settings.quietmode !== 'silent') return false;
  return quietUntil(chat.settings.quiet, chat.settings.zone, now) !== undefined;
}

function isCapped({ chat, heard, ranked, now }: Question): boolean {
  if (heard.day !== localDay(chat.settings.zone, now)) return false;
  const { cap, topiccap } = chat.settings;
  return (heard.loud.all ?? 0) >= cap || (heard.loud[ranked.topicId] ?? 0) >= topiccap;
}

/** Three stories of a topic may ring within a minute; a feed that brings more at once, or more of them, waits for the minute to pass. */
function heldByBurst({ heard, ranked, isBurst, now }: Question): Decision | undefined {
  const recent = heard.stories.filter(
    ({ topicId, how, why, firstAt }) =>
      topicId === ranked.topicId && (how === 'pushed' || why === 'burst') && now - firstAt < burstMs,
  );
  const isHeld = isBurst || recent.length >= mostInAMinute;
  return isHeld ? { kind: 'hold', why: 'burst', until: now + burstMs } : undefined;
}

function thresholdOf({ chat, follow }: Question): 'low' | 'normal' | 'high' {
  return follow.threshold ?? chat.settings.threshold;
}
