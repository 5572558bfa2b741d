/** The day's news as the daemon sees it in one fetch of every source: placed into stories in order of arrival, and described. */
import { type Item, itemAt, type Story } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { feedsOf, type Row } from '../day/feeds.ts';

export interface ToldStory {
  readonly story: Story;
  readonly items: readonly Item[];
}

/** All stories of one fetch at `now`. */
export function storiesOfDay(rows: readonly Row[], now: number): ToldStory[] {
  const items = feedsOf(rows).flatMap((feed) => feed.read(now));
  const clusterer = createClusterer();
  const placed = new Map<string, string>();
  for (const item of items.sort((a, b) => itemAt(a) - itemAt(b))) {
    const { storyId, corrections } = clusterer.place(item);
    placed.set(item.id, storyId);
    for (const { itemId, to } of corrections) placed.set(itemId, to);
  }
  return [...Map.groupBy(items, (item) => placed.get(item.id)!)].map(([id, own]) => ({
    story: describeStory(id as Story['id'], own),
    items: own,
  }));
}
