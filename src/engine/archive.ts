/** The window of news in memory: what the store holds of the last days, indexed for questions. Rebuilt at start. */
import type { Assessment, Item, ItemId, Story, StoryId, TopicId } from '../model.ts';
import type { ItemRecord, StoryRecord } from '../store/records.ts';

export interface Archive {
  item(id: ItemId): Item | undefined;
  storyOf(id: ItemId): StoryId | undefined;
  story(id: StoryId): Story | undefined;
  /** Follows merges: the story that took over a merged one's reports. */
  current(id: StoryId): Story | undefined;
  itemsOf(story: Story): Item[];
  stories(): Iterable<Story>;
  readonly storyCount: number;
  readonly itemCount: number;
  putItem(item: Item, storyId: StoryId): void;
  putStory(story: Story): void;
  dropStory(id: StoryId, into: StoryId | undefined): void;
  /** How a topic stands to each story of the window; undefined until `setAssessments`. */
  assessments(topicId: TopicId): ReadonlyMap<StoryId, Assessment> | undefined;
  setAssessments(topicId: TopicId, found: Map<StoryId, Assessment>): void;
  /** Takes in one story's new standing for a topic that is kept; no-op otherwise. */
  assess(topicId: TopicId, storyId: StoryId, assessment: Assessment | undefined): void;
  dropTopic(topicId: TopicId): void;
  /** Topics whose assessments hold the story. */
  topicsOf(storyId: StoryId): TopicId[];
  /** Removes stories whose last report arrived before; answers what was removed. */
  forgetBefore(at: number): { stories: StoryId[]; items: ItemId[] };
}

export function createArchive(): Archive {
  const items = new Map<ItemId, Item>();
  const placed = new Map<ItemId, StoryId>();
  const stories = new Map<StoryId, Story>();
  const merged = new Map<StoryId, StoryId>();
  const byTopic = new Map<TopicId, Map<StoryId, Assessment>>();
  const byStory = new Map<StoryId, Set<TopicId>>();

  const link = (storyId: StoryId, topicId: TopicId) => {
    const topics = byStory.get(storyId);
    if (topics === undefined) byStory.set(storyId, new Set([topicId]));
    else topics.add(topicId);
  };
  const dropStory = (id: StoryId, into: StoryId | undefined) => {
    stories.delete(id);
    for (const topicId of byStory.get(id) ?? []) byTopic.get(topicId)?.delete(id);
    byStory.delete(id);
    if (into !== undefined && into !== id) merged.set(id, into);
  };
  const current = (id: StoryId): Story | undefined => {
    let at: StoryId | undefined = id;
    for (let hops = 0; at !== undefined && hops < 20; hops += 1) {
      const story = stories.get(at);
      if (story !== undefined) return story;
      at = merged.get(at);
    }
    return undefined;
  };

  return {
    item: (id) => items.get(id),
    storyOf: (id) => placed.get(id),
    story: (id) => stories.get(id),
    current,
    itemsOf: (story) => story.itemIds.flatMap((id) => items.get(id) ?? []),
    stories: () => stories.values(),
    get storyCount() {
      return stories.size;
    },
    get itemCount() {
      return items.size;
    },
    putItem(item, storyId) {
      items.set(item.id, item);
      placed.set(item.id, storyId);
    },
    putStory(story) {
      stories.set(story.id, story);
      for (const old of story.mergedFrom) merged.set(old, story.id);
    },
    dropStory,
    assessments: (topicId) => byTopic.get(topicId),
    setAssessments(topicId, found) {
      byTopic.set(topicId, found);
      for (const storyId of found.keys()) link(storyId, topicId);
    },
    assess(topicId, storyId, assessment) {
      const found = byTopic.get(topicId);
      if (found === undefined) return;
      if (assessment === undefined) {
        found.delete(storyId);
        byStory.get(storyId)?.delete(topicId);
      } else {
        found.set(storyId, assessment);
        link(storyId, topicId);
      }
    },
    dropTopic(topicId) {
      for (const storyId of byTopic.get(topicId)?.keys() ?? []) byStory.get(storyId)?.delete(topicId);
      byTopic.delete(topicId);
    },
    topicsOf: (storyId) => [...(byStory.get(storyId) ?? [])],
    forgetBefore(at) {
      const old = [...stories.values()].filter((story) => story.updatedAt < at);
      const itemIds = old.flatMap((story) => story.itemIds);
      for (const id of itemIds) {
        items.delete(id);
        placed.delete(id);
      }
      for (const story of old) {
        for (const from of story.mergedFrom) merged.delete(from);
        dropStory(story.id, undefined);
      }
      return { stories: old.map((story) => story.id), items: itemIds };
    },
  };
}

/** As kept in the store. */
export function toItemRecord(item: Item, storyId: StoryId): ItemRecord {
  return { ...item, tags: [...item.tags], storyId };
}

export function fromItemRecord(record: ItemRecord): Item {
  const { storyId: _, lang, publishedAt, image, ...rest } = record;
  return { ...rest, lang, publishedAt, image };
}

export function toStoryRecord(story: Story): StoryRecord {
  return {
    ...story,
    itemIds: [...story.itemIds],
    sources: [...story.sources],
    entities: [...story.entities],
    mergedFrom: [...story.mergedFrom],
  };
}

export function fromStoryRecord(record: StoryRecord): Story {
  const { lang, image, follows, ...rest } = record;
  return { ...rest, lang, image, follows };
}
