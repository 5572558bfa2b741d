/** Rebuilds what is held in memory from the store: the window of news, the stories' index, who follows what. */
import type { Item, StoryId, TopicId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Store } from '../store/store.ts';
import type { Clusterer } from '../stories/cluster.ts';
import { type Archive, fromItemRecord, fromStoryRecord } from './archive.ts';
import type { Census } from './census.ts';
import { assessAll } from './search.ts';
import type { Sight } from './sight.ts';
import { restoreSubscriptions, type Subscriptions } from './subscriptions.ts';

export interface Restored {
  readonly items: number;
  readonly stories: number;
  readonly chats: number;
}

/** Reads items before stories; items go back to their stories in the order in which they came. */
export async function restore(parts: {
  readonly store: Store;
  readonly archive: Archive;
  readonly clusterer: Clusterer;
  readonly subscriptions: Subscriptions;
  readonly sight: Sight;
  readonly census: Pick<Census, 'put'>;
}): Promise<Restored> {
  const { store, archive, clusterer, subscriptions, sight, census } = parts;
  const placed: { item: Item; storyId: StoryId }[] = [];
  for await (const [, record] of store.items.entries())
    placed.push({ item: fromItemRecord(record), storyId: record.storyId });
  placed.sort(
    (a, b) =>
      a.item.firstSeenAt - b.item.firstSeenAt || itemAt(a.item) - itemAt(b.item) || (a.item.id < b.item.id ? -1 : 1),
  );
  for (const { item, storyId } of placed) {
    archive.putItem(item, storyId);
    clusterer.restore(item, storyId);
  }
  for await (const [, record] of store.stories.entries()) archive.putStory(fromStoryRecord(record));
  for await (const [, feed] of store.feeds.entries()) sight.put(feed);
  let chats = 0;
  const topics = new Set<TopicId>();
  for await (const [, chat] of store.chats.entries()) {
    restoreSubscriptions(subscriptions, chat);
    census.put(chat);
    for (const follow of chat.follows) if (follow.storyId === undefined) topics.add(follow.topicId);
    chats += 1;
  }
  assessAll(archive, topics, subscriptions);
  return { items: placed.length, stories: archive.storyCount, chats };
}
