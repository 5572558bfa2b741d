/** Reading the whole window of news for a topic without holding up the program: a few milliseconds in each turn of the event loop. */
import { setImmediate } from 'node:timers/promises';
import type { Assessment, Story, StoryId } from '../model.ts';
import { assessStory } from '../topics/assess.ts';
import type { Query } from '../topics/query.ts';
import type { Archive } from './archive.ts';

/** How long is read at a stretch, in ms of real time, before everything else is looked after. */
const stretchMs = 8;

/**
 * How every story of the window stands to the query, newest first. Stories that change meanwhile are read again: when it
 * resolves, the answer is of that very moment. `isEnough` ends it early, asked after each match with the work done so far in ms.
 */
export async function scanStories(
  archive: Archive,
  query: Query,
  isEnough: (found: ReadonlyMap<StoryId, Assessment>, workMs: number) => boolean = () => false,
): Promise<Map<StoryId, Assessment>> {
  const found = new Map<StoryId, Assessment>();
  const read = new Map<StoryId, Story>();
  let workMs = 0;
  for (let left = unread(archive, read); left.length > 0; left = unread(archive, read)) {
    let startedAt = performance.now();
    for (const story of left) {
      note(found, story.id, assessStory(query, archive.itemsOf(story)));
      read.set(story.id, story);
      const stretched = performance.now() - startedAt;
      if (isEnough(found, workMs + stretched)) return found;
      if (stretched < stretchMs) continue;
      workMs += stretched;
      await setImmediate();
      startedAt = performance.now();
    }
    workMs += performance.now() - startedAt;
  }
  for (const id of found.keys()) if (archive.story(id) === undefined) found.delete(id);
  return found;
}

/** Stories that were not read yet as they stand now, newest first. */
function unread(archive: Archive, read: ReadonlyMap<StoryId, Story>): Story[] {
  return [...archive.stories()]
    .filter((story) => read.get(story.id) !== story)
    .sort((a, b) => b.updatedAt - a.updatedAt);
}

function note(found: Map<StoryId, Assessment>, id: StoryId, assessment: Assessment | undefined): void {
  if (assessment === undefined) found.delete(id);
  else found.set(id, assessment);
}

/** Does one piece of work after the other; refuses (`undefined`) what would wait behind more than `mostWaiting`. */
export function createQueueOfOne(mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> | undefined {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting > mostWaiting) return undefined;
    waiting += 1;
    const done = tail.then(work).finally(() => {
      waiting -= 1;
    });
    tail = done.catch(() => undefined);
    return done;
  };
}
