/** Stories of the window for a topic: kept up for followed topics, looked up for others. */
import type { Assessment, Item, Story, StoryId, TopicId } from '../model.ts';
import { assessStory } from '../topics/assess.ts';
import type { Query } from '../topics/query.ts';
import type { Archive } from './archive.ts';
import { scanStories } from './scan.ts';
import type { Subscriptions } from './subscriptions.ts';

/** From so many reports on, the share of them that a topic meets says something about it. */
const leastItems = 100;

/**
 * How every story of the window stands to the topic, remembered: later reports keep it up to date while the topic is followed.
 * Reads the window in short stretches, and what matched a second time: how much of the news a topic meets tells whether a text
 * that names it is likely to be about it. A topic that is known already costs nothing.
 */
export async function prepareTopic(archive: Archive, topicId: TopicId, query: Query): Promise<void> {
  if (archive.assessments(topicId) !== undefined) return;
  const matched = [...(await scanStories(archive, query)).keys()].flatMap((id) => archive.story(id) ?? []);
  const share = shareOf(archive, matched);
  const found = new Map<StoryId, Assessment>();
  for (const story of matched) {
    const assessment = assessStory(query, archive.itemsOf(story), share);
    if (assessment !== undefined) found.set(story.id, assessment);
  }
  archive.setAssessments(topicId, found);
}

function shareOf(archive: Archive, matched: readonly Story[]): number | undefined {
  if (archive.itemCount < leastItems) return undefined;
  return matched.reduce((sum, story) => sum + story.itemIds.length, 0) / archive.itemCount;
}

export interface WatchedTopic {
  readonly id: TopicId;
  readonly query: Query;
  /** Share of recent reports that the topic meets, 0 to 1; undefined while too few were seen. */
  readonly share: number | undefined;
}

/** Assesses one story anew for the topics that its new reports name and those that held it already. */
export function reassess(
  archive: Archive,
  story: Story,
  items: readonly Item[],
  topics: Iterable<WatchedTopic>,
): Map<TopicId, Assessment> {
  const found = new Map<TopicId, Assessment>();
  for (const { id, query, share } of topics) {
    const assessment = assessStory(query, items, share);
    archive.assess(id, story.id, assessment);
    if (assessment !== undefined) found.set(id, assessment);
  }
  return found;
}

/**
 * The standing of every story for every followed topic, in one pass over the window: after a start. Topics that no story meets
 * stand with none, so that nobody looks for them again.
 */
export function assessAll(archive: Archive, topicIds: Iterable<TopicId>, subscriptions: Subscriptions): void {
  const found = new Map([...topicIds].map((id) => [id, new Map<StoryId, Assessment>()]));
  if (found.size === 0) return;
  const met = [...archive.stories()].map((story) => {
    const items = archive.itemsOf(story);
    return { story, items, topics: new Set(items.flatMap((item) => subscriptions.matching(item))) };
  });
  // Only now are the topics' shares of the news known.
  for (const { story, items, topics } of met) {
    for (const id of topics) {
      const topic = subscriptions.topic(id);
      const assessment = topic === undefined ? undefined : assessStory(topic.query, items, topic.share);
      if (assessment !== undefined) found.get(id)?.set(story.id, assessment);
    }
  }
  for (const [id, standings] of found) archive.setAssessments(id, standings);
}
