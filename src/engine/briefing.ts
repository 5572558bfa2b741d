/** Briefs and weekly reviews for one chat: from the window of news and what the chat was told, to a message. */
import { composeBrief } from '../briefs/compose.ts';
import { isRoundUp } from '../briefs/gravity.ts';
import { type BriefLength, type Choice, type Selection, selectStories } from '../briefs/select.ts';
import { remarksOn } from '../briefs/silence.ts';
import { remembered } from '../delivery/heard.ts';
import { clockTime, longDate, shortDate } from '../messages/text.ts';
import type { Item, Message, Phrase, StoryId, StoryView, TopicId } from '../model.ts';
import { freshnessOf } from '../ranking/rank.ts';
import type { ChatRecord, FeedRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import { newFact } from '../writing/changes.ts';
import { leadOf } from '../writing/sentences.ts';
import { localTime } from '../zone.ts';
import {
  bestOfEach,
  byRelevance,
  type DeskParts,
  type Found,
  findStories,
  fullViewOf,
  headingsOf,
  heardByStory,
  inWantedWords,
  isForeignTo,
  isMuted,
  localeOf,
  viewOf,
} from './desk.ts';
import { relevantSources, silentSince, sourcesDown } from './silence.ts';

const dayMs = 86_400_000;
/** A brief reaches back at most this far, however long the chat was away. */
const farthestMs = 7 * dayMs;
/** Sources are known by what they told in this time. */
const recentMs = 14 * dayMs;

export interface BriefOptions {
  /** Topic ids; empty for all. */
  readonly topics: readonly string[];
  readonly length: BriefLength;
  /** When the last brief of the same plan was sent. */
  readonly since?: number | undefined;
  /** A review of the week: its weightiest stories, whether told or not. */
  readonly isReview?: boolean;
}

export interface Brief {
  readonly message: Message;
  readonly views: readonly StoryView[];
  /** The chat's heard record once the brief has been told. */
  readonly heard: HeardRecord;
  /** Of stories that the chat knows and that went on: what it is told of that, and out of what. */
  readonly changes: ReadonlyMap<StoryId, Change>;
}

export interface Change {
  readonly text: string;
  /** The reports since the chat was told, in order of arrival. */
  readonly newer: readonly Item[];
  /** What was told, or could be read. */
  readonly known: readonly string[];
}

interface Asked extends Omit<BriefOptions, 'since'> {
  readonly follows: readonly Follow[];
  readonly names: ReadonlyMap<TopicId, string>;
  /** Of the reader; undefined when nobody knows. */
  readonly locale: string | undefined;
  readonly now: number;
  readonly since: number;
}

/**
 * Composes a brief over the time since the last one, at least a day; a review over seven days. `feeds` are the feeds that the chat
 * reads, as the store has them. The caller keeps `heard` once the message is queued.
 */
export function makeBrief(
  parts: DeskParts,
  chat: ChatRecord,
  heard: HeardRecord,
  feeds: readonly FeedRecord[],
  options: BriefOptions,
): Brief {
  const asked = askedOf(chat, heard, options, parts.clock.now());
  const known = heardByStory(parts.archive, heard);
  const matches = freshStories(parts, chat, asked);
  const found = aged(bestOfEach(matches), asked);
  const choices = choicesOf(found, known, asked);
  const selection = selectStories(choices, options.length);
  const shown = [...selection.sections.flatMap((section) => section.choices), ...selection.also];
  const byStory = new Map(found.map((one) => [one.story.id, one]));
  const changes = changesIn(selection, byStory, asked);
  const view = options.length === 'full' ? fullViewOf : viewOf;
  const views = new Map(shown.map(({ story }) => [story.id, view(parts, chat, byStory.get(story.id) as Found)]));
  const silence = silentSince(parts, chat, asked.follows, heard);
  const message = composeBrief({
    selection,
    views,
    heading: headingOf(parts, chat, asked),
    remarks: silenceOf(parts, chat, asked, {
      shown,
      told: topicsToldOf(matches, shown, known),
      silence,
      feeds,
      lastTime: timeOfLast(parts, chat, heard, asked),
    }),
    length: options.length,
    locale: localeOf(chat),
    zone: chat.settings.zone,
    now: asked.now,
    catalogue: parts.catalogue,
  });
  return {
    message,
    views: [...views.values()],
    heard: told({ ...heard, silentSince: silence }, selection, asked),
    changes,
  };
}

function changesIn({ sections }: Selection, byStory: ReadonlyMap<StoryId, Found>, asked: Asked): Map<StoryId, Change> {
  return new Map(
    sections.flatMap(({ choices }) =>
      choices.flatMap(({ story, heard, change }): [StoryId, Change][] => {
        const found = byStory.get(story.id);
        if (found === undefined || heard === undefined || change === undefined) return [];
        return [[story.id, { text: change, ...sinceTold(found, heard, asked) }]];
      }),
    ),
  );
}

function askedOf(chat: ChatRecord, heard: HeardRecord, options: BriefOptions, now: number): Asked {
  const follows = chat.follows.filter(({ topicId }) => options.topics.length === 0 || options.topics.includes(topicId));
  const last = Math.min(now - dayMs, options.since ?? heard.lastWholeAt ?? heard.lastBriefAt ?? now - dayMs);
  const names = headingsOf(chat.follows);
  return {
    ...options,
    follows,
    names,
    locale: localeOf(chat),
    now,
    since: options.isReview ? now - farthestMs : Math.max(now - farthestMs, last),
  };
}

/** Each story under each of its topics, ranked as if the chat had not been told: the choice weighs what it knows. What may be of any day is no news of this one. */
function freshStories(parts: DeskParts, chat: ChatRecord, { follows, since, now }: Asked): Found[] {
  return findStories(parts, chat, follows, since, new Map()).filter(
    (one) => one.items.some((item) => item.isOfUnknownAge !== true) && !isMuted(chat, one, now),
  );
}

function aged(found: readonly Found[], { isReview, now }: Asked): Found[] {
  return found.map((one) => (isReview === true ? { ...one, ranked: { ...one.ranked, rank: ageless(one, now) } } : one));
}

/**
 * Topics with a story about them that the brief holds, if under another topic, or that the chat was never told and the brief only
 * counts: nobody may say that there is nothing new on these.
 */
function topicsToldOf(
  matches: readonly Found[],
  shown: readonly Choice[],
  known: ReadonlyMap<StoryId, HeardStory>,
): ReadonlySet<TopicId> {
  const inBrief = new Set(shown.map(({ story }) => story.id));
  return new Set(
    matches.flatMap(({ story, ranked, follow }) =>
      ranked.level === 'about' && (inBrief.has(story.id) || !known.has(story.id)) ? [follow.topicId] : [],
    ),
  );
}

/** In a review Monday's story weighs as much as Saturday's. */
function ageless({ ranked, newestAt }: Found, now: number): number {
  return ranked.rank / freshnessOf({ updatedAt: newestAt }, now);
}

/** One new fact is told once, under the story that ranks best. */
function choicesOf(found: readonly Found[], known: ReadonlyMap<StoryId, HeardStory>, asked: Asked): Choice[] {
  const said: string[] = [];
  return found
    .toSorted((a, b) => byRelevance(a, b))
    .map((one) => {
      const choice = choiceOf(one, known.get(one.story.id), asked, said);
      if (choice.change !== undefined) said.push(choice.change);
      return choice;
    });
}

function choiceOf(
  found: Found,
  heard: HeardStory | undefined,
  { since, isReview, names, locale }: Asked,
  said: readonly string[],
): Choice {
  const { story, ranked, follow, items } = found;
  const isForeign = isForeignTo(items, locale);
  const unheard = { heard: undefined, change: undefined, isRecent: false };
  const choice = { story, ranked, topic: nameOf(follow, names), lead: leadOf(items), isForeign, ...unheard };
  if (heard === undefined || isReview) return choice;
  const { newer, known } = sinceTold(found, heard, { locale });
  const isRecent = heard.how !== 'briefed' && heard.lastAt > since;
  const { title } = inWantedWords(found, locale);
  return { ...choice, heard, change: newFact(newer, known, { headline: title, said }), isRecent };
}

/** The reports since the chat was told, in the language in which it is shown the story, and what it knew by then. */
function sinceTold(found: Found, heard: HeardStory, { locale }: Pick<Asked, 'locale'>): Omit<Change, 'text'> {
  const { items } = found;
  const shown = inWantedWords(found, locale).lang;
  const newer = items.filter(
    (item) => item.firstSeenAt > heard.lastAt && item.lang === shown && !isRoundUp(item.title),
  );
  const older = items.filter((item) => item.firstSeenAt <= heard.lastAt);
  // What stood in the reports of that time was told, or could be read.
  return { newer, known: [...heard.facts, ...older.flatMap(({ title, text }) => [title, text])] };
}

function nameOf({ topicId, text }: Follow, names: ReadonlyMap<TopicId, string>): string {
  return names.get(topicId) ?? text;
}

function headingOf({ catalogue }: DeskParts, chat: ChatRecord, { now, since, isReview }: Asked): string {
  const locale = localeOf(chat);
  const language = catalogue.negotiate(locale);
  const { zone } = chat.settings;
  if (!isReview) return catalogue.say(locale, 'brief.heading', { date: longDate(language, zone, now) });
  return catalogue.say(locale, 'brief.week', {
    from: shortDate(language, zone, since),
    date: shortDate(language, zone, now),
  });
}

function silenceOf(
  parts: DeskParts,
  chat: ChatRecord,
  { follows, now, names }: Asked,
  told: {
    readonly shown: readonly Choice[];
    readonly told: ReadonlySet<TopicId>;
    readonly silence: Readonly<Record<string, number>>;
    readonly feeds: readonly FeedRecord[];
    readonly lastTime: string | undefined;
  },
): Phrase[] {
  const recent = findStories(parts, chat, follows, now - recentMs, new Map());
  const sources = relevantSources(told.feeds, chat, recent);
  const quiet = follows.filter(
    (follow) =>
      follow.storyId === undefined &&
      !told.told.has(follow.topicId) &&
      !told.shown.some(({ topic }) => topic === nameOf(follow, names)),
  );
  return remarksOn({
    topics: follows.length,
    hasNews: told.shown.length > 0,
    lastTime: told.lastTime,
    quiet: quiet.map((follow) => ({
      label: nameOf(follow, names),
      silentMs: now - Math.min(now, told.silence[follow.topicId] ?? now),
    })),
    sources: sources.length,
    down: sourcesDown(sources, now),
  });
}

/** When a brief came on this day already, in words. */
function timeOfLast({ catalogue }: DeskParts, chat: ChatRecord, heard: HeardRecord, asked: Asked): string | undefined {
  const { zone } = chat.settings;
  const { lastBriefAt: at } = heard;
  if (at === undefined || asked.isReview || localTime(zone, at).date !== localTime(zone, asked.now).date)
    return undefined;
  return clockTime(catalogue.negotiate(localeOf(chat)), zone, at);
}

const factsKept = 12;

/** What was pushed stays pushed in memory only as a fact: from now on a brief has told it. A review tells nothing new. */
function told(heard: HeardRecord, { sections, also }: Selection, { now, isReview, topics }: Asked): HeardRecord {
  const stories = new Map(heard.stories.map((one) => [one.storyId, one]));
  if (isReview) return heard;
  for (const { story, ranked, heard: before, change } of [...sections.flatMap(({ choices }) => choices), ...also]) {
    const facts = [...(before?.facts ?? []), story.title, ...(change === undefined ? [] : [change])];
    stories.set(before?.storyId ?? story.id, {
      ...before,
      storyId: before?.storyId ?? story.id,
      topicId: before?.topicId ?? ranked.topicId,
      how: 'briefed',
      firstAt: before?.firstAt ?? now,
      lastAt: now,
      sentAt: now,
      edition: before?.edition ?? 0,
      sources: story.sources.length,
      facts: [...new Set(facts)].slice(-factsKept),
    });
  }
  const lastWholeAt = topics.length === 0 ? now : heard.lastWholeAt;
  return { ...heard, stories: remembered([...stories.values()], now), lastBriefAt: now, lastWholeAt };
}
