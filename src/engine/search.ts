/** Stories of the window for a topic: kept up for followed topics, looked up for others. */
import type { Assessment, Item, Story, StoryId, TopicId } from '../model.ts';
import { assessStory } from '../topics/assess.ts';
import type { Query } from '../topics/query.ts';
import type { Archive } from './archive.ts';

/** From so many reports on, the share of them that a topic meets says something about it. */
const leastItems = 100;

/**
 * Every story of the window that the query matches. Reads the whole window once, and what matched a second time: how much of
 * the news a topic meets tells whether a text that names it is likely to be about it.
 */
function searchArchive(archive: Archive, query: Query): Map<StoryId, Assessment> {
  const matched: [Story, Item[]][] = [];
  let items = 0;
  let hits = 0;
  for (const story of archive.stories()) {
    const own = archive.itemsOf(story);
    items += own.length;
    if (assessStory(query, own) === undefined) continue;
    hits += own.length;
    matched.push([story, own]);
  }
  const share = items < leastItems ? undefined : hits / items;
  return new Map(
    matched.flatMap(([story, own]) => {
      const assessment = assessStory(query, own, share, story.url);
      return assessment === undefined ? [] : [[story.id, assessment] as const];
    }),
  );
}

/** The same, remembered: later reports keep it up to date while the topic is followed. */
export function assessmentsOf(archive: Archive, topicId: TopicId, query: Query): ReadonlyMap<StoryId, Assessment> {
  const known = archive.assessments(topicId);
  if (known !== undefined) return known;
  const found = searchArchive(archive, query);
  archive.setAssessments(topicId, found);
  return found;
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
    const assessment = assessStory(query, items, share, story.url);
    archive.assess(id, story.id, assessment);
    if (assessment !== undefined) found.set(id, assessment);
  }
  return found;
}
