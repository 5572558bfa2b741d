/** Who follows what, in memory: equal topics of different chats are one. Rebuilt at start from the chats. */
import type { ChatId, Item, StoryId, TopicId } from '../model.ts';
import type { ChatRecord, Follow } from '../store/records.ts';
import { createFollowers } from '../topics/followers.ts';
import { createTopicIndex } from '../topics/match.ts';
import { parseQuery, type Query, withAliases } from '../topics/query.ts';
import type { Archive } from './archive.ts';
import type { WatchedTopic } from './search.ts';

export interface Subscriptions {
  watch(chatId: ChatId, follow: Follow): void;
  unwatch(chatId: ChatId, follow: Follow): void;
  /** Undefined for a topic that nobody follows. */
  topic(topicId: TopicId): WatchedTopic | undefined;
  followers(topicId: TopicId): readonly ChatId[];
  /** Topics that accept the report. */
  matching(item: Item): readonly TopicId[];
  /** Chats that follow the story itself, with the topic id of that follow. */
  storyFollowers(storyId: StoryId): ReadonlyMap<ChatId, TopicId>;
  readonly topicCount: number;
}

export function createSubscriptions(): Subscriptions {
  const index = createTopicIndex();
  const followers = createFollowers();
  const stories = new Map<StoryId, Map<ChatId, TopicId>>();

  const watchTopic = (chatId: ChatId, follow: Follow) => {
    if (!index.has(follow.topicId)) {
      const query = queryOf(follow);
      if (query === undefined) return;
      index.add(follow.topicId, query);
    }
    followers.add(follow.topicId, chatId);
  };

  return {
    watch(chatId, follow) {
      if (follow.storyId === undefined) watchTopic(chatId, follow);
      else stories.set(follow.storyId, (stories.get(follow.storyId) ?? new Map()).set(chatId, follow.topicId));
    },
    unwatch(chatId, follow) {
      if (follow.storyId !== undefined) {
        const chats = stories.get(follow.storyId);
        chats?.delete(chatId);
        if (chats?.size === 0) stories.delete(follow.storyId);
        return;
      }
      if (!followers.remove(follow.topicId, chatId)) index.remove(follow.topicId);
    },
    topic(id) {
      const query = index.query(id);
      return query === undefined ? undefined : { id, query, share: index.shareOf(id) };
    },
    followers: (topicId) => followers.of(topicId),
    matching: (item) => index.match(item),
    storyFollowers: (storyId) => stories.get(storyId) ?? new Map(),
    get topicCount() {
      return index.size;
    },
  };
}

/** Queries as they were read last: the same few follows are looked at for every chat that a story concerns. */
const read = new Map<string, Query | undefined>();
const mostRead = 5_000;

/** The query of a follow; undefined when it cannot be read any more (a record of another version). */
export function queryOf(follow: Pick<Follow, 'query'> & Partial<Pick<Follow, 'aliases'>>): Query | undefined {
  const aliases = follow.aliases ?? [];
  const key = [follow.query, ...aliases].join('\n');
  if (read.has(key)) return read.get(key);
  const parsed = parseQuery(follow.query);
  const query = parsed.kind === 'query' ? withAliases(parsed.query, aliases) : undefined;
  if (read.size >= mostRead) read.clear();
  read.set(key, query);
  return query;
}

/** A follow ends. What nobody follows any more is not kept up to date, so its standings go with it. */
export function stopWatching(
  { subscriptions, archive }: { readonly subscriptions: Subscriptions; readonly archive: Pick<Archive, 'dropTopic'> },
  chatId: ChatId,
  follow: Follow,
): void {
  subscriptions.unwatch(chatId, follow);
  if (subscriptions.topic(follow.topicId) === undefined) archive.dropTopic(follow.topicId);
}

export function restoreSubscriptions(subscriptions: Subscriptions, chat: ChatRecord): void {
  for (const follow of chat.follows) subscriptions.watch(chat.id, follow);
}
