/** What a chat may see: shared feeds and its own. A feed that one chat added stays with that chat. */
import type { ChatId, FeedId, Item, Story } from '../model.ts';
import type { FeedRecord } from '../store/records.ts';
import { describeStory } from '../stories/describe.ts';
import type { Archive } from './archive.ts';

export interface Sight {
  put(feed: FeedRecord): void;
  drop(id: FeedId): void;
  feed(id: FeedId): FeedRecord | undefined;
  feedsOf(chatId: ChatId): FeedRecord[];
  sees(chatId: ChatId, feedId: FeedId): boolean;
  /** The story as the chat may see it, with its reports; undefined when it may see none of them. */
  storyFor(chatId: ChatId, story: Story): Seen | undefined;
  /** The story as anybody may see it: reports of feeds that are shared at present. */
  sharedStory(story: Story): Seen | undefined;
}

interface Seen {
  readonly story: Story;
  readonly items: readonly Item[];
}

export function createSight(archive: Archive): Sight {
  const feeds = new Map<FeedId, FeedRecord>();
  const sees = (chatId: ChatId, feedId: FeedId) => {
    const feed = feeds.get(feedId);
    // Reports of a feed that was removed stay visible to those who could see it when it was shared.
    return feed === undefined || feed.isShared || feed.chats.includes(chatId);
  };
  const through = (story: Story, isVisible: (feedId: FeedId) => boolean): Seen | undefined => {
    const all = archive.itemsOf(story);
    const items = all.filter((item) => isVisible(item.feedId));
    if (items.length === 0) return undefined;
    if (items.length === all.length) return { story, items };
    return { story: { ...describeStory(story.id, items, story.follows), mergedFrom: story.mergedFrom }, items };
  };
  return {
    put: (feed) => void feeds.set(feed.id, feed),
    drop: (id) => void feeds.delete(id),
    feed: (id) => feeds.get(id),
    feedsOf: (chatId) => [...feeds.values()].filter((feed) => feed.isShared || feed.chats.includes(chatId)),
    sees,
    storyFor: (chatId, story) => through(story, (feedId) => sees(chatId, feedId)),
    sharedStory: (story) => through(story, (feedId) => feeds.get(feedId)?.isShared === true),
  };
}
