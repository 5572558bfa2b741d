import { describe, expect, it } from 'vitest';
import { coverageOf, feedCatalogue } from '../../src/engine/coverage.ts';
import type { OpmlFeed } from '../../src/feeds/opml.ts';
import type { FeedId, Item } from '../../src/model.ts';
import { feedOf } from '../worlds/desk.ts';

const story = (...feeds: readonly string[]) => ({ items: feeds.map((feedId) => ({ feedId }) as Item) });
const listed = (title: string, country: string, lang = 'en'): OpmlFeed => ({
  url: `https://${title.toLowerCase()}.example/rss`,
  title,
  siteUrl: undefined,
  lang,
  country,
  category: 'world',
  folders: [],
});
const countries: Readonly<Record<string, string>> = { Harbour: 'no', Meridian: 'no', Lantern: 'ie' };
const feed = (id: FeedId) => ({ ...feedOf(id, 0), country: countries[id] });
const catalogue = [
  listed('Fjord', 'no'),
  listed('Kerry', 'ie'),
  listed('Galway', 'ie'),
  listed('Faro', 'es', 'es'),
  listed('Cape', 'za'),
];
const input = { feed, catalogue, known: new Set<string>(), lang: 'en' };

describe('the coverage of a topic', () => {
  it('that three feeds of one country tell of is widened by one feed each of other countries, in the reader’s language', () => {
    const found = [story('Harbour'), story('Harbour', 'Meridian'), story('Meridian')];
    expect(coverageOf({ ...input, found })).toEqual({
      feeds: 2,
      country: 'no',
      suggestions: [
        { url: 'https://kerry.example/rss', title: 'Kerry' },
        { url: 'https://cape.example/rss', title: 'Cape' },
      ],
    });
  });

  it.each([
    ['is wide already', [story('Harbour'), story('Meridian'), story('Lantern')]],
    ['is not known from two stories', [story('Harbour'), story('Meridian')]],
    ['is not known where nobody says where the feeds are from', [story('X'), story('X'), story('X')]],
  ])('%s', (_, found) => {
    expect(coverageOf({ ...input, found })).toBeUndefined();
  });

  it('suggests nothing that is read already', () => {
    const found = [story('Harbour'), story('Harbour'), story('Harbour')];
    const known = new Set(catalogue.map(({ url }) => url));
    expect(coverageOf({ ...input, found, known })).toBeUndefined();
  });

  it('has feeds of many countries to choose from', () => {
    expect(new Set(feedCatalogue().map(({ country }) => country)).size).toBeGreaterThan(10);
  });
});
