/** Who follows what, in memory: equal topics of different chats are one. Rebuilt at start from the chats. */
import type { ChatId, Item, StoryId, TopicId } from '../model.ts';
import type { ChatRecord, Follow } from '../store/records.ts';
import { createTopicIndex } from '../topics/match.ts';
import { parseQuery, type Query } from '../topics/query.ts';

export interface Subscriptions {
  watch(chatId: ChatId, follow: Follow): void;
  unwatch(chatId: ChatId, follow: Follow): void;
  query(topicId: TopicId): Query | undefined;
  followers(topicId: TopicId): readonly ChatId[];
  /** Topics that the report's words make candidates. */
  matching(item: Item): readonly TopicId[];
  /** Chats that follow the story itself, with the topic id of that follow. */
  storyFollowers(storyId: StoryId): ReadonlyMap<ChatId, TopicId>;
  readonly topicCount: number;
}

interface Watched {
  readonly query: Query;
  readonly chats: Set<ChatId>;
}

export function createSubscriptions(): Subscriptions {
  const index = createTopicIndex();
  const topics = new Map<TopicId, Watched>();
  const stories = new Map<StoryId, Map<ChatId, TopicId>>();

  const watchTopic = (chatId: ChatId, follow: Follow) => {
    const known = topics.get(follow.topicId);
    if (known !== undefined) {
      known.chats.add(chatId);
      return;
    }
    const query = queryOf(follow);
    if (query === undefined) return;
    topics.set(follow.topicId, { query, chats: new Set([chatId]) });
    index.add(follow.topicId, query);
  };

  return {
    watch(chatId, follow) {
      if (follow.storyId === undefined) watchTopic(chatId, follow);
      else stories.set(follow.storyId, (stories.get(follow.storyId) ?? new Map()).set(chatId, follow.topicId));
    },
    unwatch(chatId, follow) {
      if (follow.storyId !== undefined) stories.get(follow.storyId)?.delete(chatId);
      const known = topics.get(follow.topicId);
      known?.chats.delete(chatId);
      if (known?.chats.size !== 0) return;
      topics.delete(follow.topicId);
      index.remove(follow.topicId);
    },
    query: (topicId) => topics.get(topicId)?.query,
    followers: (topicId) => [...(topics.get(topicId)?.chats ?? [])],
    matching: (item) => index.match(item),
    storyFollowers: (storyId) => stories.get(storyId) ?? new Map(),
    get topicCount() {
      return topics.size;
    },
  };
}

/** The query of a follow; undefined when it cannot be read any more (a record of another version). */
export function queryOf(follow: Pick<Follow, 'query'>): Query | undefined {
  const parsed = parseQuery(follow.query);
  return parsed.kind === 'query' ? parsed.query : undefined;
}

export function restoreSubscriptions(subscriptions: Subscriptions, chat: ChatRecord): void {
  for (const follow of chat.follows) subscriptions.watch(chat.id, follow);
}
