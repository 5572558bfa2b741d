/** Stories ranked for one chat: what `/latest`, the preview, briefs and explanations share. */
import { isRoundUp } from '../briefs/gravity.ts';
import { isMuted as isMutedIn } from '../delivery/mutes.ts';
import type { Catalogue } from '../messages/say.ts';
import { fullSummary, viewStory } from '../messages/view.ts';
import type { Assessment, Item, Ranked, Story, StoryId, StoryView, TopicId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Clock } from '../ports.ts';
import { isBeside, rankStory } from '../ranking/rank.ts';
import type { ChatRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import { chooseHeadline } from '../stories/headline.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { assess } from '../topics/assess.ts';
import type { Archive } from './archive.ts';
import { prepareTopic } from './search.ts';
import { rememberedView } from './shown.ts';
import type { Sight } from './sight.ts';
import { queryOf } from './subscriptions.ts';

export interface DeskParts {
  readonly archive: Archive;
  readonly sight: Sight;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** A story that a chat may see, ranked under one of its topics. */
export interface Found {
  readonly story: Story;
  readonly items: readonly Item[];
  readonly ranked: Ranked;
  readonly follow: Follow;
  readonly newestAt: number;
}

/** A topic as the chat knows it, without operators that would only be noise in a heading. */
export function labelOf(follow: Pick<Follow, 'text'>): string {
  return follow.text;
}

/** For headings: without exclusions and filters, unless two topics would then have one name. */
export function headingsOf(follows: readonly Follow[]): ReadonlyMap<TopicId, string> {
  const short = ({ text }: Follow) =>
    text
      .replace(/(?<=\s)(?:-\S+|[a-z]+:(?:"[^"]*"|\S+))(?=\s|$)/gu, '')
      .replace(/\s+/gu, ' ')
      .trim();
  const counts = Map.groupBy(follows, short);
  return new Map(
    follows.map((follow) => [follow.topicId, counts.get(short(follow))?.length === 1 ? short(follow) : follow.text]),
  );
}

export function localeOf(chat: ChatRecord): string | undefined {
  return chat.settings.language ?? chat.locale;
}

/** No report is in the reader's language, or in one that nobody knows. */
export function isForeignTo(items: readonly Item[], locale: string | undefined): boolean {
  const lang = locale?.split('-')[0];
  return lang !== undefined && !items.some((item) => item.lang === undefined || item.lang === lang);
}

/** Makes sure that the window was read for the follows' topics; to be awaited before `findStories`. */
export async function prepareFollows({ archive }: DeskParts, follows: readonly Follow[]): Promise<void> {
  for (const follow of follows) {
    const query = follow.storyId === undefined ? queryOf(follow) : undefined;
    if (query !== undefined) await prepareTopic(archive, follow.topicId, query);
  }
}

/** All stories of the window since `since` for the prepared follows; a story stands once for each topic that it matches. */
export function findStories(
  parts: DeskParts,
  chat: ChatRecord,
  follows: readonly Follow[],
  since: number,
  heard: ReadonlyMap<StoryId, HeardStory>,
): Found[] {
  return follows.flatMap((follow) => findForFollow(parts, chat, follow, since, heard));
}

function findForFollow(
  parts: DeskParts,
  chat: ChatRecord,
  follow: Follow,
  since: number,
  heard: ReadonlyMap<StoryId, HeardStory>,
): Found[] {
  const found: Found[] = [];
  for (const [storyId, assessment] of standings(parts.archive, follow)) {
    const story = parts.archive.current(storyId);
    const seen = story === undefined ? undefined : parts.sight.storyFor(chat.id, story);
    if (seen === undefined || newestOf(seen.items) < since) continue;
    found.push(rankSeen(parts, chat, follow, seen, assessment, heard.get(seen.story.id)));
  }
  return found;
}

/**
 * One story under one prepared follow, ranked as something that the chat has not been told; undefined when the chat does
 * not see it or the topic does not meet it.
 */
export function findStory(parts: DeskParts, chat: ChatRecord, follow: Follow, story: Story): Found | undefined {
  const assessment = standingOf(parts.archive, follow, story);
  const seen = parts.sight.storyFor(chat.id, story);
  if (assessment === undefined || seen === undefined) return undefined;
  return rankSeen(parts, chat, follow, seen, assessment, undefined);
}

function standingOf(archive: Archive, follow: Follow, story: Story): Assessment | undefined {
  if (follow.storyId !== undefined) return archive.current(follow.storyId)?.id === story.id ? followedStory : undefined;
  const known = archive.assessments(follow.topicId);
  return [story.id, ...story.mergedFrom].map((id) => known?.get(id)).find((one) => one !== undefined);
}

function newestOf(items: readonly Item[]): number {
  return Math.max(...items.map(itemAt));
}

function rankSeen(
  parts: DeskParts,
  chat: ChatRecord,
  follow: Follow,
  seen: { readonly story: Story; readonly items: readonly Item[] },
  assessment: Assessment,
  heard: HeardStory | undefined,
): Found {
  const newestAt = newestOf(seen.items);
  const story = { ...seen.story, updatedAt: newestAt };
  const now = parts.clock.now();
  const ranked = rankStory({ story, topicId: follow.topicId, assessment, chat, heard, now });
  return { ...seen, ranked, follow, newestAt };
}

function standings(archive: Archive, follow: Follow): Iterable<readonly [StoryId, Assessment]> {
  if (follow.storyId !== undefined) {
    const story = archive.current(follow.storyId);
    return story === undefined ? [] : [[story.id, followedStory]];
  }
  return archive.assessments(follow.topicId) ?? [];
}

/** How a followed story stands to its follow. */
export const followedStory: Assessment = { level: 'about', score: 1, reasons: [{ key: 'reason.followedStory' }] };

/**
 * What a headline tells of the topic, then what touches it, then what only mentions it, each by rank: a small matter of this
 * morning does not come before the large one of the days before. Equal ones by id, so that pages do not jump.
 */
export function byRelevance(a: Found, b: Found): number {
  return nearness(a) - nearness(b) || b.ranked.rank - a.ranked.rank || (a.story.id < b.story.id ? -1 : 1);
}

function nearness({ ranked }: Found): number {
  if (ranked.level === 'mention') return 2;
  return isBeside(ranked) ? 1 : 0;
}

/** A story once, under the topic that ranks it best. */
export function bestOfEach(found: readonly Found[]): Found[] {
  const best = new Map<StoryId, Found>();
  for (const one of found) {
    const known = best.get(one.story.id);
    if (known === undefined || byRelevance(one, known) < 0) best.set(one.story.id, one);
  }
  return [...best.values()];
}

/**
 * The story as who follows the topic should see it: under its own headline where that report is about the topic, else under
 * the report that is most about it. A story of many reports may be met by one of them only.
 */
export function underTopic(story: Story, items: readonly Item[], follow: Follow): Story {
  const query = queryOf(follow);
  const headline = items.find(({ url }) => url === story.url);
  if (follow.storyId !== undefined || query === undefined || headline === undefined || items.length < 2) return story;
  if (assess(query, headline)?.level === 'about') return story;
  const best = bestItem(items, follow);
  if (best === undefined || assess(query, best)?.level !== 'about') return story;
  return { ...story, title: withoutOutlet(best.title, best.source), url: best.url, lang: best.lang };
}

/** The story as this chat sees it: under its topic, and in its language where a report is. */
export function viewOf(parts: DeskParts, chat: ChatRecord, found: Found): StoryView {
  const asked = {
    found,
    earlier: earlierOf(parts, chat, found.story),
    locale: localeOf(chat),
    now: parts.clock.now(),
    catalogue: parts.catalogue,
  };
  return rememberedView(asked, () => {
    const shown = inWantedWords(found, asked.locale);
    return viewStory({
      ...asked,
      story: shown,
      items: found.items,
      quoted: inWordsOf(shown, reportsFor(found), found.items),
      assessment: found.ranked,
      topic: labelOf(found.follow),
    });
  });
}

/** The same with a longer summary. */
export function fullViewOf(parts: DeskParts, chat: ChatRecord, found: Found): StoryView {
  const shown = inWantedWords(found, localeOf(chat));
  const summary = fullSummary(shown, inWordsOf(shown, reportsFor(found), found.items));
  return { ...viewOf(parts, chat, found), summary };
}

/** The story that this one carries on, as the chat may see it; undefined when it is none of its own any more. */
function earlierOf({ archive, sight }: DeskParts, chat: ChatRecord, { id, follows }: Story): Story | undefined {
  const earlier = follows === undefined ? undefined : archive.current(follows);
  return earlier === undefined || earlier.id === id ? undefined : sight.storyFor(chat.id, earlier)?.story;
}

/** A summary is in the language of the headline above it: of the reports that may be quoted, those in it, or else the headline's own. */
function inWordsOf({ url, lang }: Story, quoted: readonly Item[], items: readonly Item[]): readonly Item[] {
  if (quoted.some((item) => item.url === url)) return quoted;
  const alike = quoted.filter((item) => item.lang === lang);
  const own = items.filter((item) => item.url === url);
  return alike.length > 0 || own.length === 0 ? alike : own;
}

/** The reports that the topic meets: who follows 'Kestrov -Pavel' or `lang:en` is told nothing out of the others. */
function reportsFor({ items, follow }: Found): readonly Item[] {
  const query = queryOf(follow);
  const met = query === undefined ? items : items.filter((item) => assess(query, item) !== undefined);
  return met.length === 0 ? items : met;
}

/** Who follows `lang:en` or `source:bbc` is shown a headline of those, and of these the one in the reader's language. */
export function inWantedWords({ story, items, follow }: Found, locale: string | undefined): Story {
  const query = queryOf(follow);
  const { langs = [], withoutLangs = [], sources = [], withoutSources = [] } = query ?? {};
  const hasFilter = [langs, withoutLangs, sources, withoutSources].some(({ length }) => length > 0);
  const wanted = hasFilter ? items.filter((item) => assess(query!, item) !== undefined) : items;
  if (wanted.length === 0 || wanted.some(({ url }) => url === story.url))
    return inLanguage(underTopic(story, wanted, follow), wanted, follow, locale);
  const { item, title } = chooseHeadline(wanted, () => false);
  return inLanguage({ ...story, title, url: item.url, lang: item.lang }, wanted, follow, locale);
}

/**
 * With the headline of the best report in the reader's language, where the story's own is in another: of those about the topic,
 * if there are such, and no round-up or explainer while there is news.
 */
function inLanguage(story: Story, items: readonly Item[], follow: Follow, locale: string | undefined): Story {
  const lang = locale?.split('-')[0];
  if (lang === undefined || story.lang === undefined || story.lang === lang) return story;
  const own = items.filter((item) => item.lang === lang);
  if (own.length === 0) return story;
  const query = queryOf(follow);
  const about = query === undefined ? own : own.filter((item) => assess(query, item)?.level === 'about');
  const fitting = about.length > 0 ? about : own;
  const news = fitting.filter(({ title }) => !isRoundUp(title));
  const { item, title } = chooseHeadline(news.length > 0 ? news : fitting, () => false);
  return { ...story, title, url: item.url, lang };
}

/** Whether the chat muted the story, its topic, all of its sources, or words of its title. */
export function isMuted(chat: ChatRecord, { story, follow }: Pick<Found, 'story' | 'follow'>, now: number): boolean {
  return isMutedIn(chat, story, follow.topicId, now);
}

/** What a chat heard, by the stories that there are now. Of several that became one, what it was told goes before what is held. */
export function heardByStory(archive: Archive, heard: HeardRecord | undefined): Map<StoryId, HeardStory> {
  const found = new Map<StoryId, HeardStory>();
  for (const one of heard?.stories ?? []) {
    const id = archive.current(one.storyId)?.id ?? one.storyId;
    const known = found.get(id);
    if (known === undefined || known.how === 'held' || one.how !== 'held') found.set(id, one);
  }
  return found;
}

/** The report of the story that stands closest to the topic: its reasons explain the match. */
export function bestItem(items: readonly Item[], follow: Follow): Item | undefined {
  const query = queryOf(follow);
  if (query === undefined) return items[0];
  const score = (item: Item) => assess(query, item)?.score ?? -1;
  return items.toSorted((a, b) => score(b) - score(a))[0];
}
