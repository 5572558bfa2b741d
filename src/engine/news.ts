/** The engine's answers to the commands: everything of `News` that is about stories and topics. */

import type { Explanation, Latest, News, Understanding } from '../chats/news.ts';
import type { HeardBook } from '../delivery/heard.ts';
import { digest } from '../hash.ts';
import type { Phrase, StoryId, TopicId } from '../model.ts';
import { learnTaste } from '../ranking/taste.ts';
import type { ChatRecord, Follow } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { canonicalQuery, describeQuery, parseQuery } from '../topics/query.ts';
import { askForTopics, readTopics } from '../writing/interest.ts';
import type { Asking } from './asking.ts';
import { makeCatchUp } from './catch-up.ts';
import {
  bestItem,
  bestOfEach,
  byRelevance,
  type DeskParts,
  type Found,
  findStories,
  heardByStory,
  prepareFollows,
  viewOf,
} from './desk.ts';
import { readFeeds } from './feed-news.ts';
import { nextBriefOf } from './next-brief.ts';
import { previewOf, weekOf } from './preview.ts';
import type { Prose } from './prose.ts';
import { type Subscriptions, stopWatching } from './subscriptions.ts';
import { tellBrief } from './telling.ts';
import { timelineOf } from './timeline.ts';

const dayMs = 86_400_000;
const lookBackMs = 14 * dayMs;
const pageSize = 5;

export type StoryNews = Pick<
  News,
  | 'understand'
  | 'watch'
  | 'unwatch'
  | 'preview'
  | 'week'
  | 'nextBrief'
  | 'propose'
  | 'latest'
  | 'story'
  | 'timeline'
  | 'explain'
  | 'brief'
  | 'missed'
  | 'learn'
>;

interface Parts extends DeskParts {
  readonly subscriptions: Subscriptions;
  readonly heard: HeardBook;
  readonly store: Store;
  readonly prose: Pick<Prose, 'polish' | 'isSet'>;
  readonly asking: Asking;
}

export function createStoryNews(parts: Parts): StoryNews {
  const { archive, subscriptions, clock } = parts;
  return {
    understand,
    watch: (chat, follow) => subscriptions.watch(chat.id, follow),
    unwatch: (chat, follow) => stopWatching(parts, chat.id, follow),
    preview: (chat, query) => previewOf(parts, chat, asked(query)),
    week: (chat) => weekOf(parts, chat),
    nextBrief: (chat, plans) => nextBriefOf(parts, chat, plans),
    propose: (chat, interest) => propose(parts.asking, chat, interest),
    latest: (chat, topics, page) => latest(parts, chat, topics, page),
    async story(chat, id) {
      const found = await findOne(parts, chat, id);
      return found === undefined ? undefined : viewOf(parts, chat, found);
    },
    timeline: async (chat, id) => timelineOf(parts, chat, id),
    explain: (chat, id) => explain(parts, chat, id),
    async brief(chat, options) {
      await prepareFollows(parts, chat.follows);
      const feeds = await readFeeds(parts.store, parts.sight, chat.id);
      return { ...(await tellBrief(parts, chat, feeds, options, options)), isLoud: false };
    },
    async missed(chat, show) {
      await prepareFollows(parts, chat.follows);
      return parts.prose.polish(makeCatchUp(parts, chat, await parts.heard.read(chat.id)), chat, { show });
    },
    async learn(chat, id, direction) {
      const story = archive.current(id);
      if (story === undefined) return chat;
      const topicId = chat.follows.find(
        (follow) => archive.assessments(follow.topicId)?.has(story.id) === true,
      )?.topicId;
      return { ...chat, taste: learnTaste(chat.taste, story, topicId, direction, clock.now()) };
    },
  };
}

async function propose(asking: Asking, chat: ChatRecord, interest: string): Promise<readonly string[]> {
  const answer = asking.isSet ? await asking.ask(chat, askForTopics(interest)) : undefined;
  const own = topicIdOf(interest);
  return readTopics(answer ?? '').filter((text) => {
    const read = understand(text);
    return read.kind === 'topic' && read.topicId !== own;
  });
}

/** Reads a typed topic; its id is derived from the canonical query, so equal topics are one. */
export function understand(text: string): Understanding {
  const parsed = parseQuery(text);
  if (parsed.kind === 'problem') return parsed;
  const query = canonicalQuery(parsed.query);
  return { kind: 'topic', topicId: topicIdOf(query), query, ...describeQuery(parsed.query) };
}

export function topicIdOf(query: string): TopicId {
  return digest(10, 'topic', query) as TopicId;
}

/** A follow that is only asked about, not kept. */
function asked(query: string): Follow {
  return { topicId: topicIdOf(query), text: query, query, since: 0, aliases: [] };
}

async function latest(parts: Parts, chat: ChatRecord, topics: readonly Follow[], page: number): Promise<Latest> {
  await prepareFollows(parts, topics);
  const heard = heardByStory(parts.archive, undefined);
  const found = bestOfEach(findStories(parts, chat, topics, parts.clock.now() - lookBackMs, heard)).sort(byRelevance);
  for (const { topicId } of topics)
    if (parts.subscriptions.topic(topicId) === undefined) parts.archive.dropTopic(topicId);
  const from = Math.max(0, page) * pageSize;
  return {
    stories: found.slice(from, from + pageSize).map((one) => viewOf(parts, chat, one)),
    hasMore: found.length > from + pageSize,
  };
}

/** The story under the chat's best topic for it; a story that no topic matches any more is still shown. */
async function findOne(parts: Parts, chat: ChatRecord, id: StoryId): Promise<Found | undefined> {
  const story = parts.archive.current(id);
  const seen = story === undefined ? undefined : parts.sight.storyFor(chat.id, story);
  if (seen === undefined) return undefined;
  await prepareFollows(parts, chat.follows);
  const found = findStories(parts, chat, chat.follows, 0, new Map()).filter((one) => one.story.id === seen.story.id);
  const best = found.sort(byRelevance)[0];
  if (best !== undefined) return best;
  const none = { level: 'mention', score: 0, reasons: [], storyId: seen.story.id, rank: 0, importance: 0 } as const;
  const follow = asked(seen.story.title);
  return { ...seen, ranked: { ...none, topicId: follow.topicId }, follow, newestAt: seen.story.updatedAt };
}

async function explain(parts: Parts, chat: ChatRecord, id: StoryId): Promise<Explanation | undefined> {
  const found = await findOne(parts, chat, id);
  if (found === undefined) return undefined;
  const { ranked, follow, items, story } = found;
  const matched: Phrase[] = ranked.reasons.filter(({ key }) => !rankKeys.has(key));
  const item = bestItem(items, follow);
  if (item !== undefined && ranked.rank > 0)
    matched.unshift({ key: 'why.topic', params: { topic: follow.text, source: item.source } });
  return {
    story: viewOf(parts, chat, found),
    matched,
    ranked: [
      { key: ranked.level === 'about' ? 'why.about' : 'why.mention' },
      ...ranked.reasons.filter(({ key }) => rankKeys.has(key)),
      { key: 'why.rank', params: { percent: Math.round(ranked.rank * 100) } },
    ],
    stop: stopPhrase(chat, found, story.category),
  };
}

const rankKeys = new Set(['reason.outlets', 'reason.tasteMore', 'reason.tasteLess']);

/** The one change that would have kept this story away. */
function stopPhrase(chat: ChatRecord, { ranked, follow, story }: Found, category: string): Phrase | undefined {
  if (ranked.rank === 0) return undefined;
  if (ranked.level === 'mention') return { key: 'why.stop.about', params: { topic: follow.text } };
  if (story.sources.length === 1 && chat.settings.threshold !== 'high') return { key: 'why.stop.threshold' };
  return { key: 'why.stop.exclude', params: { topic: follow.text, category } };
}
