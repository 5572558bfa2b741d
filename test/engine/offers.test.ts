import { describe, expect, it } from 'vitest';
import { createArchive } from '../../src/engine/archive.ts';
import { createOffers } from '../../src/engine/offers.ts';
import { createSight } from '../../src/engine/sight.ts';
import type { ChatId, FeedId, Story, StoryId } from '../../src/model.ts';
import { createManualClock } from '../worlds/clock.ts';
import { makeFeed } from '../worlds/news.ts';

function story(id: string, feedId: FeedId, entities: readonly string[], at: number): Story {
  const source = {
    name: 'Wire',
    feedId,
    itemId: id as never,
    url: 'https://w.example',
    title: id,
    at,
    isReprint: false,
  };
  return {
    id: id as StoryId,
    itemIds: [],
    title: id,
    url: 'https://w.example',
    category: 'world',
    lang: 'en',
    image: undefined,
    sources: [source],
    originals: 1,
    entities,
    startedAt: at,
    updatedAt: at,
    follows: undefined,
    mergedFrom: [],
  };
}

describe('names that are offered', () => {
  it('are those of the last days that everybody may see, frequent ones first', () => {
    const clock = createManualClock();
    const archive = createArchive();
    const sight = createSight(archive);
    const shared = makeFeed('Harbour Wire');
    const own = makeFeed('My Paper', { isShared: false, chats: ['discord:1' as ChatId] });
    sight.put(shared);
    sight.put(own);
    const now = clock.now();
    archive.putStory(story('a', shared.id, ['Foreign Minister Kestrov', 'Lisk', 'Tuesday'], now));
    archive.putStory(story('b', shared.id, ['Lisk'], now - 86_400_000));
    archive.putStory(story('old', shared.id, ['Tarnovia'], now - 5 * 86_400_000));
    archive.putStory(story('private', own.id, ['Secret Name'], now));
    const offers = createOffers({ archive, sight, clock });
    expect(offers.names()).toEqual(['Lisk', 'Kestrov']);
    expect(offers.sources('discord:1' as ChatId).map(({ name, isOwn }) => [name, isOwn])).toEqual([
      ['Harbour Wire', false],
      ['My Paper', true],
    ]);
    expect(offers.sources('discord:2' as ChatId).map(({ name }) => name)).toEqual(['Harbour Wire']);
    expect(offers.furtherFeeds('discord:2' as ChatId).length).toBeGreaterThan(0);
  });
});
