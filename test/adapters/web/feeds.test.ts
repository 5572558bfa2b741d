/** The topic's feeds, read back by the reader that reads everybody's feeds. */
import { parseFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { readFeed } from '../../../src/feeds/read.ts';
import { openPages, told } from '../../worlds/pages.ts';

const topics = [{ name: 'Renata Kestrov', query: 'Kestrov' }];
const reports = {
  'Harbour Wire': [
    told(
      'Kestrov & ministers: “<no> deal”',
      'Renata Kestrov and ministers found no deal on <fish> & ships on Tuesday.',
      50,
    ),
    told('Ferries to Port Amsel stop', 'Ferries stop in winter. The pier is closed. Kestrov once took one.', 70),
  ],
};

describe('the feeds of a topic', () => {
  it.each(['feed.xml', 'atom.xml', 'feed.json'])(
    '%s can be read, holds what is about it, and names every source',
    async (name) => {
      const world = await openPages(reports, { topics, web: { url: 'https://news.example' } });
      await world.start();
      const answer = await world.get(`/t/renata-kestrov/${name}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      const body = new Uint8Array(await answer.arrayBuffer());
      const feed = readFeed(body, { url: answer.url, contentType: answer.headers.get('content-type') ?? undefined });
      if (feed.kind !== 'feed') throw new Error(JSON.stringify(feed));
      expect(feed.feed.title).toBe('Latest news: Renata Kestrov');
      expect(feed.feed.entries).toHaveLength(1);
      const [entry] = feed.feed.entries;
      expect(entry).toMatchObject({
        id: expect.stringMatching(/^urn:dateline:story:\S+$/),
        link: 'https://harbour-wire.example/1',
      });
      expect(entry?.title).toMatch(/^Kestrov (&|&amp;) ministers/);
      expect(Date.parse(entry?.published ?? '')).toBe(Date.parse('2026-03-10T11:10:00Z'));
      expect(`${entry?.summary} ${entry?.content}`).toContain(
        '<li>Harbour Wire: <a href="https://harbour-wire.example/1">',
      );
    },
  );

  it('are three: under any other name there is no page', async () => {
    const world = await openPages(reports, { topics });
    await world.start();
    const names = ['feed.rss', 'constructor', 'toString', '__proto__', 'hasOwnProperty'];
    const answers = await Promise.all(names.map((name) => world.get(`/t/renata-kestrov/${name}`)));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 404));
  });

  it('say the same to a reader that knows all three formats and nothing of us', async () => {
    const world = await openPages(reports, { topics, web: { url: 'https://news.example' } });
    await world.start();
    const read = async (name: string) => parseFeed(await world.text(`/t/renata-kestrov/${name}`));
    const [rss, atom, json] = [await read('feed.xml'), await read('atom.xml'), await read('feed.json')];
    if (rss.format !== 'rss' || atom.format !== 'atom' || json.format !== 'json') throw new Error('other formats');
    const home = 'https://news.example/t/renata-kestrov';
    expect(rss.feed).toMatchObject({ link: home, language: 'en', atom: { links: [{ rel: 'self' }] } });
    expect(atom.feed).toMatchObject({ id: home, updated: '2026-03-10T11:10:00.000Z' });
    expect(json.feed).toMatchObject({ home_page_url: home, feed_url: `${home}/feed.json`, language: 'en' });
    const told = {
      rss: rss.feed.items?.map((one) => [one.guid?.value, one.link, one.title, one.description]),
      atom: atom.feed.entries?.map((one) => [one.id, one.links?.[0]?.href, one.title?.value, one.content?.value]),
      json: json.feed.items?.map((one) => [one.id, one.url, one.title, one.content_html]),
    };
    expect(told.rss).toHaveLength(1);
    expect(told.atom).toEqual(told.rss);
    expect(told.json).toEqual(told.rss);
    const at = new Date('2026-03-10T11:10:00Z');
    expect(rss.feed.items?.[0]?.pubDate).toBe(at.toUTCString());
    expect(atom.feed.entries?.[0]?.published).toBe(at.toISOString());
    expect(json.feed.items?.[0]?.date_published).toBe(at.toISOString());
  });

  it('answer with nothing new when nothing is', async () => {
    const world = await openPages(reports, { topics });
    await world.start();
    const first = await world.get('/t/renata-kestrov/feed.xml');
    const again = await world.get('/t/renata-kestrov/feed.xml', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });
});
