import { describe, expect, test } from 'vitest';
import { declaredFeeds, discoverFeeds } from '../../src/feeds/discover.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { knownFeeds } from '../../src/feeds/sites.ts';
import { createManualClock } from '../worlds/clock.ts';
import { bodyOf, failing } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

/** A web of these pages; everything else is missing. */
async function find(typed: string, pages: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const fetch = async ({ url }: { readonly url: string }) => {
    asked.push(url);
    const page = pages[url];
    return page === undefined ? failing('http-404', 404) : bodyOf(page, { url, contentType: 'text/html' });
  };
  const reader = createReaderPool();
  const found = await discoverFeeds(
    { fetcher: { fetch, close: async () => undefined }, reader, clock: createManualClock() },
    typed,
  );
  await reader.close();
  return { found, asked };
}

const link = (href: string, more = '') => `<link rel="alternate" type="application/rss+xml" href="${href}" ${more}>`;
const page = (head: string, body = '') => `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;

describe('finding the feed of an address', () => {
  test('the address is a feed itself: title, language, last items', async () => {
    const text = rss(
      'Harbour News',
      ['Ferry strike ends', 'Crane falls', 'Tide tables', 'Older'],
      '<language>en-gb</language>',
    );
    const { found } = await find('https://harbour.example/rss', { 'https://harbour.example/rss': text });
    expect(found).toEqual({
      kind: 'found',
      feeds: [
        {
          url: 'https://harbour.example/rss',
          title: 'Harbour News',
          siteUrl: 'https://news.example/',
          lang: 'en',
          titles: ['Ferry strike ends', 'Crane falls', 'Tide tables'],
        },
      ],
    });
  });

  test('the page names it; the address may come without a scheme', async () => {
    const { found } = await find('harbour.example', {
      'https://harbour.example/': page(link('/feed.xml')),
      'https://harbour.example/feed.xml': rss('Harbour', ['One']),
    });
    expect(found).toMatchObject({
      kind: 'found',
      feeds: [{ url: 'https://harbour.example/feed.xml', title: 'Harbour' }],
    });
  });

  test('several are offered, comments last, the same news in two formats once', async () => {
    const { found } = await find('https://harbour.example/', {
      'https://harbour.example/': page(
        link('/comments/feed') + link('/feed') + link('/feed/other-format') + link('/sport'),
      ),
      'https://harbour.example/comments/feed': rss('Comments on Harbour', ['Re: One']),
      'https://harbour.example/feed': rss('Harbour', ['One']),
      'https://harbour.example/feed/other-format': rss('Harbour', ['One']),
      'https://harbour.example/sport': rss('Harbour: Sport', ['Regatta']),
    });
    expect(found.kind === 'found' && found.feeds.map(({ title }) => title)).toEqual([
      'Harbour',
      'Harbour: Sport',
      'Comments on Harbour',
    ]);
  });

  test('it lies where feeds mostly lie', async () => {
    const { found } = await find('https://harbour.example/', {
      'https://harbour.example/': page(''),
      'https://harbour.example/rss.xml': rss('Hidden', ['One']),
    });
    expect(found).toMatchObject({ kind: 'found', feeds: [{ url: 'https://harbour.example/rss.xml' }] });
  });

  test('there is none, or nothing that could be one', async () => {
    const { found, asked } = await find('https://harbour.example/', {
      'https://harbour.example/': page('', '<a href="/about">About</a>'),
    });
    expect(found).toEqual({ kind: 'none', reason: 'no-feed' });
    expect(asked.length).toBeLessThanOrEqual(20);
    expect((await find('not an address', {})).found).toEqual({ kind: 'none', reason: 'bad-address' });
    expect((await find('javascript:alert(1)', {})).found).toEqual({ kind: 'none', reason: 'bad-address' });
    expect((await find('https://missing.example/', {})).found).toEqual({ kind: 'none', reason: 'http-404' });
  });

  test('a site that is known is asked where its feed is', async () => {
    const url = 'https://www.youtube.com/feeds/videos.xml?channel_id=UCx1';
    const { found, asked } = await find('https://www.youtube.com/channel/UCx1', { [url]: rss('A channel', ['One']) });
    expect(found).toMatchObject({ kind: 'found', feeds: [{ url }] });
    expect(asked).toEqual([url]);
  });
});

test.each([
  ['@someone@social.example', 'https://social.example/@someone.rss'],
  ['r/worldnews', 'https://www.reddit.com/r/worldnews/.rss'],
])('%s is a name for a page', async (typed, url) => {
  const { found, asked } = await find(typed, { [url]: rss('A feed', ['One']) });
  expect(found).toMatchObject({ kind: 'found', feeds: [{ url }] });
  expect(asked).toEqual([url]);
});

test.each(['https://constructor/', 'https://__proto__/', 'https://valueof/'])('nothing is known of %s', (address) => {
  expect(knownFeeds(new URL(address))).toEqual([]);
});

test.each([
  ['https://www.youtube.com/user/someone', 'https://www.youtube.com/feeds/videos.xml?user=someone'],
  ['https://m.youtube.com/playlist?list=PL1', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PL1'],
  ['https://old.reddit.com/r/worldnews/', 'https://www.reddit.com/r/worldnews/.rss'],
  ['https://github.com/owner/project', 'https://github.com/owner/project/releases.atom'],
  ['https://github.com/owner', 'https://github.com/owner.atom'],
  ['https://social.example/@someone', 'https://social.example/@someone.rss'],
  ['https://letters.substack.com/archive', 'https://letters.substack.com/feed'],
  ['https://bsky.app/profile/someone.example', 'https://bsky.app/profile/someone.example/rss'],
  ['https://social.example/tags/ferries', 'https://social.example/tags/ferries.rss'],
  ['https://talk.example/c/ferries', 'https://talk.example/feeds/c/ferries.xml?sort=New'],
  ['https://vimeo.com/someone', 'https://vimeo.com/someone/videos/rss'],
  ['https://codeberg.org/owner/project', 'https://codeberg.org/owner/project.rss'],
  ['https://stackoverflow.com/questions/tagged/c%2b%2b', 'https://stackoverflow.com/feeds/tag/c%2b%2b'],
  ['https://medium.com/@someone/story', 'https://medium.com/feed/@someone'],
])('the feed of %s', (address, feed) => {
  expect(knownFeeds(new URL(address))[0]).toBe(feed);
});

test('what a page declares: bases, odd links and links to feeds count; scripts and other schemes do not', () => {
  const head = `<base href="https://cdn.example/x/">${link('a.xml')}<link rel="feed" href="b"><link rel="alternate" hreflang="de" href="/de">${link('javascript:alert(1)')}`;
  const html = page(
    head,
    '<a href="/rss/sport">Sport</a><a href="/feedback">Write to us</a><a type="application/atom+xml" href="c">Atom</a>',
  );
  expect(declaredFeeds(html, new URL('https://harbour.example/'))).toEqual([
    'https://cdn.example/x/a.xml',
    'https://cdn.example/x/b',
    'https://cdn.example/rss/sport',
    'https://cdn.example/x/c',
  ]);
});
