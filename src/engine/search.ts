/** Stories of the window for a topic: kept up for followed topics, looked up for others. */
import type { Assessment, Item, Story, StoryId, TopicId } from '../model.ts';
import { assessStory } from '../topics/assess.ts';
import type { Query } from '../topics/query.ts';
import type { Archive } from './archive.ts';

/** Every story of the window that the query matches. Reads the whole window once. */
export function searchArchive(archive: Archive, query: Query): Map<StoryId, Assessment> {
  const found = new Map<StoryId, Assessment>();
  for (const story of archive.stories()) {
    const assessment = assessStory(query, archive.itemsOf(story));
    if (assessment !== undefined) found.set(story.id, assessment);
  }
  return found;
}

/** The same, remembered: later reports keep it up to date while the topic is followed. */
export function assessmentsOf(archive: Archive, topicId: TopicId, query: Query): ReadonlyMap<StoryId, Assessment> {
  const known = archive.assessments(topicId);
  if (known !== undefined) return known;
  const found = searchArchive(archive, query);
  archive.setAssessments(topicId, found);
  return found;
}

/** Assesses one story anew for the topics that its new reports name and those that held it already. */
export function reassess(
  archive: Archive,
  story: Story,
  items: readonly Item[],
  topics: Iterable<readonly [TopicId, Query]>,
): Map<TopicId, Assessment> {
  const found = new Map<TopicId, Assessment>();
  for (const [topicId, query] of topics) {
    const assessment = assessStory(query, items);
    archive.assess(topicId, story.id, assessment);
    if (assessment !== undefined) found.set(topicId, assessment);
  }
  return found;
}
