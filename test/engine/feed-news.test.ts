/** What the commands about feeds do with the store, over a scripted web. */
import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createArchive } from '../../src/engine/archive.ts';
import { createFeedNews } from '../../src/engine/feed-news.ts';
import { createSight } from '../../src/engine/sight.ts';
import { readOpml } from '../../src/feeds/opml.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord } from '../../src/store/records.ts';
import { bodyOf, makePollWorld } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

const chat = { id: 'console:console' } as ChatRecord;
const own = { isShared: false, most: 50 };

async function newsOver(script: (url: string) => string) {
  const fetch = async ({ url }: { readonly url: string }) => bodyOf(script(url), { url });
  const polls = await makePollWorld({ script: fetch });
  const store = { ...(await openStore(openMemory())), feeds: polls.feeds };
  const sight = createSight(createArchive());
  const fetcher = { fetch, close: async () => undefined };
  const reader = createReaderPool();
  const news = createFeedNews({ store, sight, poller: polls.poller, fetcher, reader, clock: polls.clock });
  return { ...news, polls };
}

test('a list of feeds comes back with folders, titles and what it said of each feed', async () => {
  const news = await newsOver(() => rss('Any', []));
  const list = `<opml version="2.0"><body><outline text="Europe"><outline text="North &amp; Baltic">
    <outline type="rss" text="Harbour Wire" xmlUrl="https://harbour.example/feed" htmlUrl="https://harbour.example/" language="en" country="no" category="business"/>
    </outline><outline type="rss" text="Tessel Post" xmlUrl="https://tessel.example/rss"/></outline>
    <outline type="rss" text="Loose Leaf" xmlUrl="https://loose.example/atom"/></body></opml>`;
  expect(await news.importFeeds(chat, list, own)).toEqual({ added: 3, known: 0, left: 0, problems: [] });
  const exported = readOpml(await news.exportFeeds(chat)).feeds;
  const byUrl = (a: { readonly url: string }, b: { readonly url: string }) => (a.url < b.url ? -1 : 1);
  expect(exported.toSorted(byUrl)).toEqual(readOpml(list).feeds.toSorted(byUrl));
  expect(exported.find(({ title }) => title === 'Harbour Wire')?.folders).toEqual(['Europe', 'North & Baltic']);
});

test('a list tells what was found since: where a feed moved to, and its site', async () => {
  const news = await newsOver(() => rss('Any', []));
  const list =
    '<opml version="2.0"><body><outline type="rss" text="Harbour" xmlUrl="https://harbour.example/feed"/></body></opml>';
  await news.importFeeds(chat, list, own);
  for await (const [id, record] of news.polls.feeds.entries())
    await news.polls.feeds.set(id, {
      ...record,
      url: 'https://harbour.example/new',
      siteUrl: 'https://harbour.example/',
    });
  expect(readOpml(await news.exportFeeds(chat)).feeds).toMatchObject([
    { url: 'https://harbour.example/new', siteUrl: 'https://harbour.example/', title: 'Harbour' },
  ]);
});

test('a list gives away no login of a feed for all, and gives back the chat’s own', async () => {
  const news = await newsOver(() => rss('Any', []));
  const list = (url: string) =>
    `<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="${url}"/></body></opml>`;
  const operator = { id: 'console:operator' } as ChatRecord;
  const most = 9;
  await news.importFeeds(operator, list('https://me:canary1@shared.example/feed'), { isShared: true, most });
  await news.importFeeds(chat, list('https://me:canary2@own.example/feed'), { isShared: false, most });
  const exported = readOpml(await news.exportFeeds(chat)).feeds.map(({ url }) => url);
  expect(exported.toSorted()).toEqual(['https://me:canary2@own.example/feed', 'https://shared.example/feed']);
});

test('several feeds of a site are offered with their languages and newest titles; one is taken and told of the same way', async () => {
  const language = (code: string) => `<language>${code}</language>`;
  const pages: Readonly<Record<string, string>> = {
    'https://harbour.example/en.xml': rss('Harbour Wire', ['Ferry line opens'], language('en')),
    'https://harbour.example/de.xml': rss('Hafenbote', ['Neue Fähre'], language('de-DE')),
  };
  const links = ['en', 'de'].map((code) => `<link rel="alternate" type="application/rss+xml" href="/${code}.xml">`);
  const news = await newsOver((url) => pages[url] ?? `<html><head>${links.join('')}</head></html>`);
  expect(await news.addFeed(chat, 'https://harbour.example/', false)).toMatchObject({
    kind: 'choices',
    choices: [
      { title: 'Harbour Wire', lang: 'en', titles: ['Ferry line opens'] },
      { title: 'Hafenbote', lang: 'de', titles: ['Neue Fähre'] },
    ],
  });
  expect(await news.addFeed(chat, 'https://harbour.example/de.xml', false)).toMatchObject({
    kind: 'added',
    lang: 'de',
    titles: ['Neue Fähre'],
  });
});

test('a list of a thousand feeds fills the room that a chat has, and no more', async () => {
  const news = await newsOver(() => rss('Any', []));
  const outlines = Array.from(
    { length: 1_000 },
    (_, n) => `<outline type="rss" xmlUrl="https://paper${n}.example/rss"/>`,
  );
  const list = `<opml version="2.0"><body>${outlines.join('')}</body></opml>`;
  expect(await news.importFeeds(chat, list, own)).toMatchObject({ added: 50, known: 0, left: 950 });
  expect(await news.feeds(chat)).toHaveLength(50);
  expect(await news.importFeeds(chat, list, { ...own, most: 0 })).toMatchObject({ added: 0, known: 50, left: 950 });
});
