import { describe, expect, it } from 'vitest';
import { categories } from '../../src/model.ts';
import { type Attributes, readOutlines } from './outlines.ts';

const isNoCountry = (country: string) => {
  try {
    return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country.toUpperCase()) === undefined;
  } catch {
    return true;
  }
};

const addressOf = (outline: Attributes) =>
  (outline.xmlUrl as string)
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '')
    .toLowerCase();

const forbidden = /news\.google|reddit\.com|feedburner|news\.yahoo|bing\.com|feedly|rsshub|youtube\.com/;

describe.each([
  ['feeds.opml', 150],
  ['catalogue.opml', 300],
] as const)('%s', (name, least) => {
  const outlines = readOutlines(name);

  it(`is well-formed and holds at least ${least} feeds in folders`, () => {
    expect(outlines.length).toBeGreaterThanOrEqual(least);
    expect(outlines.filter(({ type, depth }) => type !== 'rss' || Number(depth) < 2)).toEqual([]);
  });

  it('names each feed, its language and one of our categories', () => {
    const wrong = outlines.filter(
      ({ text, title, language, category }) =>
        !text || !title || !/^[a-z]{2}$/.test(language ?? '') || !categories.some((one) => one === category),
    );
    expect(wrong).toEqual([]);
  });

  it('knows every country that it names', () => {
    expect(outlines.filter(({ country }) => country !== undefined && isNoCountry(country))).toEqual([]);
    expect(outlines.filter(({ country }) => country !== undefined && country !== country.toLowerCase())).toEqual([]);
  });

  it('holds no address twice', () => {
    const addresses = outlines.map(addressOf);
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });

  it('lists publishers, not aggregators', () => {
    expect(outlines.filter(({ xmlUrl }) => forbidden.test(xmlUrl as string))).toEqual([]);
  });

  it('gives addresses that can be read as URLs', () => {
    expect(outlines.filter(({ xmlUrl }) => !URL.canParse(xmlUrl as string))).toEqual([]);
  });
});

describe('the default feeds', () => {
  const outlines = readOutlines('feeds.opml');

  it('are fetched over https alone, and name their site and country', () => {
    const wrong = outlines.filter(
      ({ xmlUrl, htmlUrl, country }) => ![xmlUrl, htmlUrl].every((url) => url?.startsWith('https://')) || !country,
    );
    expect(wrong).toEqual([]);
  });

  it('speak at least twelve languages, each with two feeds or more', () => {
    for (const language of ['en', 'es', 'fr', 'de', 'it', 'pt', 'ru', 'uk', 'ar', 'tr', 'zh', 'ja']) {
      expect(outlines.filter((outline) => outline.language === language).length, language).toBeGreaterThan(1);
    }
  });

  it('have a feed for every category', () => {
    const missing = categories.filter((one) => one !== 'other' && !outlines.some(({ category }) => category === one));
    expect(missing).toEqual([]);
  });

  it('name feeds of one outlet alike, so that it counts as one source', () => {
    const names = new Set(
      outlines.filter(({ xmlUrl }) => xmlUrl?.includes('feeds.bbci.co.uk/news/')).map(({ text }) => text),
    );
    expect([...names]).toEqual(['BBC News']);
    const titles = outlines.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
