import { expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createArchive } from '../../src/engine/archive.ts';
import { createIntake, type StoryChange } from '../../src/engine/intake.ts';
import type { FeedId, Item, ItemId, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import { type Correction, createClusterer } from '../../src/stories/cluster.ts';
import { createFaultyStorage } from '../worlds/faults.ts';

const noon = Date.parse('2026-03-10T12:00:00Z');
const storyId = (name: string) => name as StoryId;

function report(id: string, minutes: number): Item {
  return {
    id: id as ItemId,
    feedId: 'wire' as FeedId,
    source: 'Harbour Wire',
    url: `https://harbour-wire.example/${id}`,
    title: `Report ${id}`,
    text: '',
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: noon + minutes * 60_000,
    firstSeenAt: noon + minutes * 60_000,
    image: undefined,
  };
}

it('remembers every story that went over into another, however many steps there were, also after a restart', async () => {
  const store = await openStore(openMemory());
  const archive = createArchive();
  const moves = (ids: string[], from: string, to: string): Correction[] =>
    ids.map((itemId) => ({ itemId: itemId as ItemId, from: storyId(from), to: storyId(to) }));
  // 'one' is told as A, goes over into B with the third report, and with it into C with the fifth.
  const placements: Record<string, readonly [string, readonly Correction[]]> = {
    one: ['A', []],
    two: ['B', []],
    three: ['B', moves(['one'], 'A', 'B')],
    four: ['C', []],
    five: ['C', moves(['one', 'two', 'three'], 'B', 'C')],
  };
  const place = ({ id }: Item): ReturnType<ReturnType<typeof createClusterer>['place']> => {
    const [story, corrections] = placements[id]!;
    return {
      storyId: storyId(story),
      isNew: archive.story(storyId(story)) === undefined,
      corrections,
      follows: undefined,
    };
  };
  const intake = createIntake({ store, archive, clusterer: { ...createClusterer(), place } });
  for (const [minutes, id] of Object.keys(placements).entries()) await intake.accept([report(id, minutes)], []);
  expect(archive.story(storyId('C'))?.mergedFrom.toSorted()).toEqual(['A', 'B']);
  const kept = await store.stories.get('C');
  expect(kept?.mergedFrom.toSorted()).toEqual(['A', 'B']);
  const after = createArchive();
  after.putStory({ ...archive.story(storyId('C'))!, mergedFrom: kept!.mergedFrom });
  expect(after.current(storyId('A'))?.id).toBe('C');
});

it('a fetch that is repeated after a fault or a crash begins the same stories again', async () => {
  const storage = createFaultyStorage(openMemory());
  const store = await openStore(storage);
  const archive = createArchive();
  const clusterer = createClusterer();
  const intake = createIntake({ store, archive, clusterer });
  const first = [report('one', 0)];
  storage.isFailing = () => true;
  await expect(intake.accept(first, [])).rejects.toThrow();
  storage.isFailing = () => false;
  expect((await intake.accept(first, [])).map(({ isNew }) => isNew)).toEqual([true]);
  const [{ story }] = (await intake.accept(first, [])) as [StoryChange];
  archive.putItem(report('two', 5), story.id);
  archive.putStory({ ...story, itemIds: [...story.itemIds, 'two' as ItemId] });
  expect((await intake.accept(first, [])).map(({ isNew }) => isNew)).toEqual([false]);
});
