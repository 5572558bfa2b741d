/** Briefs and catch-ups for one chat: from the window of news and what the chat was told, to a message. */
import { composeBrief } from '../briefs/compose.ts';
import { type BriefLength, type Choice, selectStories } from '../briefs/select.ts';
import { healthOf } from '../feeds/health.ts';
import { textMessage } from '../messages/compose.ts';
import { longDate } from '../messages/text.ts';
import type { Message, Phrase, StoryId, StoryView } from '../model.ts';
import { diversify } from '../ranking/diversify.ts';
import type { ChatRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import { newFact } from '../writing/changes.ts';
import {
  bestOfEach,
  type DeskParts,
  type Found,
  findStories,
  heardByStory,
  labelOf,
  localeOf,
  viewOf,
} from './desk.ts';

const dayMs = 86_400_000;
/** A brief reaches back at most this far, however long the chat was away. */
const farthestMs = 7 * dayMs;
const quietTopicMs = 14 * dayMs;

export interface BriefOptions {
  /** Topic ids; empty for all. */
  readonly topics: readonly string[];
  readonly length: BriefLength;
}

export interface Brief {
  readonly message: Message;
  readonly views: readonly StoryView[];
  /** The chat's heard record once the brief has been told. */
  readonly heard: HeardRecord;
}

/** Composes a brief over the time since the last one, at least a day. The caller keeps `heard` once the message is queued. */
export function makeBrief(parts: DeskParts, chat: ChatRecord, heard: HeardRecord, options: BriefOptions): Brief {
  const now = parts.clock.now();
  const since = Math.max(now - farthestMs, Math.min(now - dayMs, heard.lastBriefAt ?? now - dayMs));
  const follows = chat.follows.filter(({ topicId }) => options.topics.length === 0 || options.topics.includes(topicId));
  const known = heardByStory(parts.archive, heard);
  const found = bestOfEach(findStories(parts, chat, follows, since, known)).filter((one) => !isMuted(chat, one, now));
  const byStory = new Map(found.map((one) => [one.story.id, one]));
  const choices = found.map((one) => choiceOf(one, known.get(one.story.id), heard.lastBriefAt));
  const selection = spread(selectStories(choices, options.length));
  const shown = [...selection.sections.flatMap((section) => section.choices), ...selection.also];
  const views = new Map(shown.map(({ story }) => [story.id, viewOf(parts, chat, byStory.get(story.id) as Found)]));
  const locale = localeOf(chat);
  const message = composeBrief({
    selection,
    views,
    heading: parts.catalogue.say(locale, 'brief.heading', {
      date: longDate(parts.catalogue.negotiate(locale), chat.settings.zone, now),
    }),
    remarks: remarksOn(parts, chat, follows, choices),
    length: options.length,
    locale,
    zone: chat.settings.zone,
    catalogue: parts.catalogue,
  });
  return { message, views: [...views.values()], heard: told(heard, shown, now) };
}

function choiceOf(found: Found, heard: HeardStory | undefined, lastBriefAt: number | undefined): Choice {
  const newer = heard === undefined ? [] : found.items.filter((item) => item.firstSeenAt > heard.lastAt);
  return {
    story: found.story,
    ranked: found.ranked,
    topic: labelOf(found.follow),
    heard,
    change: heard === undefined ? undefined : newFact(newer, heard.facts),
    isRecent: heard !== undefined && heard.how !== 'briefed' && heard.lastAt > (lastBriefAt ?? 0),
  };
}

/** Variety inside each topic: no third story in a row from one source. */
function spread(selection: ReturnType<typeof selectStories>): ReturnType<typeof selectStories> {
  const sections = selection.sections.map(({ topic, choices }) => ({
    topic,
    choices: diversify(choices, ({ story }) => story.sources[0]?.name),
  }));
  return { ...selection, sections };
}

function isMuted(chat: ChatRecord, { story, follow }: Found, now: number): boolean {
  const title = story.title.toLowerCase();
  return chat.mutes.some(({ kind, value, until }) => {
    if (until !== undefined && until <= now) return false;
    if (kind === 'story') return value === story.id || story.mergedFrom.includes(value as StoryId);
    if (kind === 'topic') return value === follow.topicId;
    if (kind === 'source') return story.sources.every(({ name }) => name.toLowerCase() === value.toLowerCase());
    return title.includes(value.toLowerCase());
  });
}

/** Silence in words: nothing new, topics without a story for long, feeds that cannot be read. */
function remarksOn(
  parts: DeskParts,
  chat: ChatRecord,
  follows: readonly Follow[],
  choices: readonly Choice[],
): Phrase[] {
  if (chat.follows.length === 0) return [{ key: 'brief.nothingFollowed' }];
  const now = parts.clock.now();
  const remarks: Phrase[] = [];
  const quiet = follows.filter(
    (follow) => follow.storyId === undefined && !choices.some(({ topic }) => topic === labelOf(follow)),
  );
  if (choices.length === 0) remarks.push({ key: 'brief.quiet', params: { count: follows.length } });
  else if (quiet.length > 0)
    remarks.push({ key: 'brief.nothingOn', params: { topics: quiet.map(labelOf).join(', ') } });
  const long = quiet.filter(
    (follow) =>
      now - follow.since > quietTopicMs &&
      findStories(parts, chat, [follow], now - quietTopicMs, new Map()).length === 0,
  );
  if (long.length > 0)
    remarks.push({ key: 'brief.longSilence', params: { topics: long.map(labelOf).join(', '), days: 14 } });
  const down = parts.sight.feedsOf(chat.id).filter((feed) => healthOf(feed, now).state === 'failing');
  if (down.length > 0) {
    const names = down
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ');
    remarks.push({ key: 'brief.feedsDown', params: { count: down.length, names } });
  }
  return remarks;
}

const factsKept = 12;

function told(heard: HeardRecord, shown: readonly Choice[], now: number): HeardRecord {
  const stories = new Map(heard.stories.map((one) => [one.storyId, one]));
  for (const { story, ranked, heard: before, change } of shown) {
    const facts = [...(before?.facts ?? []), story.title, ...(change === undefined ? [] : [change])];
    stories.set(before?.storyId ?? story.id, {
      ...before,
      storyId: before?.storyId ?? story.id,
      topicId: before?.topicId ?? ranked.topicId,
      how: 'briefed',
      firstAt: before?.firstAt ?? now,
      lastAt: now,
      edition: before?.edition ?? 0,
      sources: story.sources.length,
      facts: [...new Set(facts)].slice(-factsKept),
    });
  }
  return { ...heard, stories: [...stories.values()], lastBriefAt: now };
}

/** A catch-up since the person last read: by day, newest first. */
export function makeCatchUp(parts: DeskParts, chat: ChatRecord, record: HeardRecord): Message {
  const now = parts.clock.now();
  const since = Math.max(now - 14 * dayMs, chat.lastReadAt ?? now - dayMs);
  const heard = heardByStory(parts.archive, record);
  const found = bestOfEach(findStories(parts, chat, chat.follows, since, heard)).filter(
    (one) => !isMuted(chat, one, now),
  );
  const perDay = Math.max(3, Math.ceil(15 / Math.max(1, Math.ceil((now - since) / dayMs))));
  const locale = localeOf(chat);
  const name = (at: number) => longDate(parts.catalogue.negotiate(locale), chat.settings.zone, at);
  const days = Map.groupBy(
    found.toSorted((a, b) => b.newestAt - a.newestAt),
    (one) => name(one.newestAt),
  );
  if (found.length === 0)
    return textMessage('reply', [parts.catalogue.spans(locale, 'missed.nothing', { date: name(since) })]);
  const message = textMessage('reply', [
    parts.catalogue.spans(locale, 'missed.heading', { date: name(since), count: found.length }),
  ]);
  const blocks = [...days].flatMap(([day, own]) => [
    { kind: 'heading' as const, spans: [{ text: day }] },
    ...own
      .toSorted((a, b) => b.ranked.rank - a.ranked.rank)
      .slice(0, perDay)
      .map((one) => ({
        kind: 'story' as const,
        story: viewOf(parts, chat, one),
        detail: 'headline' as const,
        lead: [],
        notes: [],
      })),
  ]);
  return { ...message, blocks: [...message.blocks, ...blocks] };
}
