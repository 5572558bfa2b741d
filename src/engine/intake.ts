/**
 * What happens to the reports of one fetch: each finds its story, the stories are written, topics are assessed, and the chats
 * that follow them are considered. Every step may be repeated after a crash: ids are derived, and what is known is passed over.
 */
import type { Item, ItemId, Story, StoryId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Store } from '../store/store.ts';
import type { Clusterer, Correction } from '../stories/cluster.ts';
import { describeStory } from '../stories/describe.ts';
import { type Archive, toItemRecord, toStoryRecord } from './archive.ts';

/** One story after a fetch, with the reports that are new in it. */
export interface StoryChange {
  readonly story: Story;
  readonly isNew: boolean;
  readonly newItems: readonly Item[];
}

export interface Intake {
  /** Resolves when the reports and their stories are durable. Calls for several feeds run one after the other. */
  accept(items: readonly Item[], edited: readonly Item[]): Promise<readonly StoryChange[]>;
  /** Carries out what a person decided, between two fetches. Resolves with the changed stories when they are durable. */
  correct(decide: () => readonly Correction[]): Promise<readonly Story[]>;
}

interface Parts {
  readonly store: Store;
  readonly archive: Archive;
  readonly clusterer: Clusterer;
}

/** Placing is strictly one fetch after the other, so that a story never sees two writers. */
export function createIntake(parts: Parts): Intake {
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };
  return {
    accept: (items, edited) => inTurn(() => place(parts, items, edited)),
    correct: (decide) => inTurn(() => carryOut(parts, decide())),
  };
}

async function carryOut(parts: Parts, corrections: readonly Correction[]): Promise<readonly Story[]> {
  const touched = untouched();
  for (const correction of corrections) moveItem(parts.archive, correction, touched);
  const stories = describeTouched(parts, touched);
  await write(parts, touched, stories);
  return stories;
}

interface Touched {
  readonly newItems: Map<StoryId, Item[]>;
  readonly fresh: Set<StoryId>;
  readonly moved: Set<StoryId>;
  readonly written: Map<ItemId, Item>;
  /** The earlier story of the same affair, for stories that a placement found to carry one on. */
  readonly follows: Map<StoryId, StoryId>;
  /** Stories that went over into others, and those that had gone over into them before. */
  readonly dissolved: Map<StoryId, readonly StoryId[]>;
}

function untouched(): Touched {
  return {
    newItems: new Map(),
    fresh: new Set(),
    moved: new Set(),
    written: new Map(),
    follows: new Map(),
    dissolved: new Map(),
  };
}

async function place(parts: Parts, items: readonly Item[], edited: readonly Item[]): Promise<StoryChange[]> {
  const touched = untouched();
  const ordered = items.toSorted((a, b) => itemAt(a) - itemAt(b) || (a.id < b.id ? -1 : 1));
  for (const item of ordered) placeOne(parts, item, touched);
  for (const item of edited) refresh(parts.archive, item, touched);
  const stories = describeTouched(parts, touched);
  await write(parts, touched, stories);
  return stories.map((story) => {
    const newItems = touched.newItems.get(story.id) ?? [];
    // A repeated fetch brings all that its story has: what follows from a beginning may not have happened yet.
    const isNew = touched.fresh.has(story.id) || newItems.length === story.itemIds.length;
    return { story, isNew, newItems };
  });
}

function placeOne({ archive, clusterer }: Parts, item: Item, touched: Touched): void {
  const known = archive.storyOf(item.id);
  if (known !== undefined) {
    // Written by a run that was killed before the feed's record was: what follows may not have happened yet. Or placed
    // when the store failed: then it is not written yet.
    note(touched, known, item);
    touched.written.set(item.id, archive.item(item.id) ?? item);
    return;
  }
  const { storyId, isNew, corrections, follows } = clusterer.place(item);
  archive.putItem(item, storyId);
  if (isNew || archive.story(storyId) === undefined) touched.fresh.add(storyId);
  if (follows !== undefined) touched.follows.set(storyId, follows);
  note(touched, storyId, item);
  touched.written.set(item.id, item);
  for (const correction of corrections) moveItem(archive, correction, touched);
}

function moveItem(archive: Archive, { itemId, from, to }: Correction, touched: Touched): void {
  const moved = archive.item(itemId);
  if (moved === undefined) return;
  archive.putItem(moved, to);
  touched.written.set(itemId, moved);
  for (const id of [from, to]) touched.moved.add(id);
  const news = touched.newItems.get(from);
  if (news?.includes(moved) !== true) return;
  touched.newItems.set(
    from,
    news.filter((one) => one !== moved),
  );
  note(touched, to, moved);
}

function note(touched: Touched, storyId: StoryId, item: Item): void {
  const known = touched.newItems.get(storyId);
  if (known === undefined) touched.newItems.set(storyId, [item]);
  else known.push(item);
}

/** An edited report keeps its place; its story is described anew. */
function refresh(archive: Archive, item: Item, touched: Touched): void {
  const storyId = archive.storyOf(item.id);
  const before = archive.item(item.id);
  if (storyId === undefined || before === undefined) return;
  const after: Item = { ...item, publishedAt: before.publishedAt, firstSeenAt: before.firstSeenAt };
  archive.putItem(after, storyId);
  touched.written.set(item.id, after);
  touched.moved.add(storyId);
}

function describeTouched({ archive }: Parts, touched: Touched): Story[] {
  const ids = new Set([...touched.newItems.keys(), ...touched.moved]);
  const members = membersOf(archive, ids, touched);
  const stories: Story[] = [];
  for (const id of ids) {
    const items = members.get(id) ?? [];
    const before = archive.story(id);
    if (items.length === 0) {
      if (before !== undefined) dissolve(archive, before, touched);
      continue;
    }
    const story = {
      ...describeStory(id, items, before?.follows ?? touched.follows.get(id)),
      mergedFrom: before?.mergedFrom ?? [],
    };
    archive.putStory(story);
    stories.push(story);
  }
  return stories.map((story) => withMerged(archive, story, touched));
}

/** Reports by story, in order of arrival: what the stories held, less what left, plus what came. */
function membersOf(archive: Archive, ids: ReadonlySet<StoryId>, touched: Touched): Map<StoryId, Item[]> {
  const members = new Map<StoryId, Item[]>();
  const seen = new Set<ItemId>();
  const add = (itemId: ItemId) => {
    const item = archive.item(itemId);
    const storyId = archive.storyOf(itemId);
    if (item === undefined || storyId === undefined || !ids.has(storyId) || seen.has(itemId)) return;
    seen.add(itemId);
    const list = members.get(storyId);
    if (list === undefined) members.set(storyId, [item]);
    else list.push(item);
  };
  for (const id of ids) for (const itemId of archive.story(id)?.itemIds ?? []) add(itemId);
  for (const itemId of touched.written.keys()) add(itemId);
  for (const list of members.values()) list.sort((a, b) => a.firstSeenAt - b.firstSeenAt || itemAt(a) - itemAt(b));
  return members;
}

/** A story without reports went over into the one that took its first report. */
function dissolve(archive: Archive, story: Story, touched: Touched): void {
  touched.dissolved.set(story.id, story.mergedFrom);
  const first = story.itemIds[0];
  archive.dropStory(story.id, first === undefined ? undefined : archive.storyOf(first));
}

/** Whoever was told of one that went over, or of one that had gone over into that, was told of this story. */
function withMerged(archive: Archive, story: Story, touched: Touched): Story {
  const swallowed = [...touched.moved].filter(
    (id) => archive.story(id) === undefined && archive.current(id)?.id === story.id,
  );
  if (swallowed.length === 0) return story;
  const earlier = swallowed.flatMap((id) => touched.dissolved.get(id) ?? []);
  const mergedFrom = [...new Set([...story.mergedFrom, ...earlier, ...swallowed])].filter((id) => id !== story.id);
  const grown = { ...story, mergedFrom };
  archive.putStory(grown);
  return grown;
}

/** Items first: a story in the store never names a report that is not there. */
async function write({ store, archive }: Parts, touched: Touched, stories: readonly Story[]): Promise<void> {
  const records = [...touched.written.values()].map((item) => {
    const storyId = archive.storyOf(item.id) as StoryId;
    return [item.id, toItemRecord(item, storyId)] as const;
  });
  if (records.length > 0) await store.items.setMany(records);
  if (stories.length > 0)
    await store.stories.setMany(stories.map((story) => [story.id, toStoryRecord(story)] as const));
  const gone = [...touched.moved].filter((id) => archive.story(id) === undefined);
  if (gone.length > 0) await store.stories.delete(...gone);
}
