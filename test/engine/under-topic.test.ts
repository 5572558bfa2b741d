import { expect, test } from 'vitest';
import { underTopic } from '../../src/engine/desk.ts';
import type { FeedId, Item, ItemId } from '../../src/model.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { makeFollow } from '../worlds/records.ts';

function report(id: string, title: string, text: string): Item {
  return {
    id: id as ItemId,
    feedId: 'post' as FeedId,
    source: `Outlet ${id}`,
    url: `https://news.example/${id}`,
    title,
    text,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: 0,
    firstSeenAt: 0,
    image: undefined,
  };
}

const party = report(
  'a',
  'Delegates meet in Port Ansel for the Harbour Party congress',
  'Delegates met in Port Ansel.',
);
const strike = report(
  'b',
  'Ilse Torvald opens Harbour Party congress',
  'Ilse Torvald said the party would win. Torvald spoke first.',
);
const story = { ...describeStory('s1' as never, [party, strike]), title: party.title, url: party.url };

test('a story is shown under the report that is about the topic when its headline is not', () => {
  const shown = underTopic(story, [party, strike], makeFollow('Ilse Torvald'));
  expect(shown).toMatchObject({ title: strike.title, url: strike.url, id: story.id, sources: story.sources });
});

test('a story keeps its headline where that report is about the topic, or none is', () => {
  expect(underTopic(story, [party, strike], makeFollow('"Harbour Party"')).title).toBe(party.title);
  expect(underTopic(story, [party, strike], makeFollow('Marbury')).title).toBe(party.title);
});
