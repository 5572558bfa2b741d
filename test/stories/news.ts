/** Invented news for tests, and a stream that keeps where everything stands. */
import type { FeedId, Item, ItemId, StoryId } from '../../src/model.ts';
import type { Clusterer } from '../../src/stories/cluster.ts';

const start = Date.UTC(2026, 4, 4, 6);
let count = 0;

/** A report `hours` after the start. */
export function report(hours: number, source: string, title: string, text = '', more: Partial<Item> = {}): Item {
  count += 1;
  const at = start + hours * 3_600_000;
  return {
    id: `report-${count}` as ItemId,
    feedId: source as FeedId,
    source,
    url: `https://example.org/${count}`,
    title,
    text,
    lang: 'en',
    category: 'other',
    tags: [],
    publishedAt: at,
    firstSeenAt: at,
    image: undefined,
    ...more,
  };
}

/** Places the items in order; answers each one's story in the end, corrections applied. */
export function placeAll(clusterer: Clusterer, items: readonly Item[]): Map<ItemId, StoryId> {
  const stories = new Map<ItemId, StoryId>();
  for (const item of items) {
    const { storyId, corrections } = clusterer.place(item);
    stories.set(item.id, storyId);
    for (const { itemId, to } of corrections) stories.set(itemId, to);
  }
  return stories;
}

/** The groups that items fall into, as lists of positions. */
export function groupsOf(stories: ReadonlyMap<ItemId, StoryId>, items: readonly Item[]): number[][] {
  const groups = new Map<StoryId, number[]>();
  for (const [at, item] of items.entries()) {
    const story = stories.get(item.id)!;
    groups.set(story, [...(groups.get(story) ?? []), at]);
  }
  return [...groups.values()];
}
