/** Feeds as they come from odd programs and careless hands, beyond those of `odd-feeds.test.ts`. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDate } from '../../src/feeds/dates.ts';
import { createFetcher, type GuardedFetcher } from '../../src/feeds/fetch.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { sends, startWeb, type Web } from '../worlds/web.ts';

function entries(body: string | Uint8Array) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const reading = readFeed(bytes, { url: 'https://orwik.example/feed.xml', contentType: undefined });
  return reading.kind === 'feed' ? reading.feed.entries : [];
}
const titles = (body: string | Uint8Array) => entries(body).map(({ title }) => title);
const rss = (items: string, declaration = '') =>
  `${declaration}<rss version="2.0"><channel><title>Orwik</title>${items}</channel></rss>`;
const bytesOf = (text: string, charset: BufferEncoding) => new Uint8Array(Buffer.from(text, charset));

describe('where the first reader would find too little', () => {
  test.each([
    ['items in capitals', rss('<ITEM><Title>Ferry</Title></ITEM><item><title>Second</title></item>')],
    ['an item inside an item', rss('<item><title>Ferry</title><item><title>Second</title></item></item>')],
    [
      'RSS 1.0 with its items inside the channel',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Orwik</title>
       <item><title>Ferry</title></item><item><title>Second</title></item></channel></rdf:RDF>`,
    ],
    [
      'items beside the channel',
      '<rss version="0.92"><channel><title>Orwik</title></channel><item><title>Ferry</title></item><item><title>Second</title></item></rss>',
    ],
  ])('all are read: %s', (_, text) => {
    expect(titles(text)).toEqual(['Ferry', 'Second']);
  });
});

test('a clip that is named only inside its group has the name as its title', () => {
  const group =
    '<media:group><media:title>Ferry on film</media:title><media:description>From the pier.</media:description></media:group>';
  const text = rss(`<item>${group}</item>`).replace('<rss', '<rss xmlns:media="http://search.yahoo.com/mrss/"');
  expect(entries(text)[0]).toMatchObject({ title: 'Ferry on film', summary: 'From the pier.' });
});

test('a feed inside an envelope has its title', () => {
  const text = `<e:Envelope xmlns:e="urn:e"><e:Body>${rss('<item><title>Ferry</title></item>')}</e:Body></e:Envelope>`;
  const reading = readFeed(new TextEncoder().encode(text), { url: '', contentType: undefined });
  expect(reading).toMatchObject({ feed: { title: 'Orwik', entries: [{ title: 'Ferry' }] } });
});

test('signs in two halves, links over two lines and without a scheme are mended', () => {
  const text = rss(
    '<item><title>Ship &#55357;&#56994; &#xD83D;&#xDEA2; &#55357;</title><link>https://orwik.example/a\n  /b</link></item><item><link>www.orwik.example/c</link></item>',
  );
  expect(entries(text).map(({ title, link }) => [title.trim(), link])).toEqual([
    ['Ship 🚢 🚢', 'https://orwik.example/a/b'],
    ['', 'https://www.orwik.example/c'],
  ]);
});

test('a channel of CDF tells when an item was changed', () => {
  const cdf =
    '<CHANNEL><TITLE>Orwik</TITLE><ITEM HREF="https://orwik.example/1" LASTMOD="2025-07-29T05:00Z"><TITLE>Ferry</TITLE></ITEM></CHANNEL>';
  expect(entries(cdf)[0]).toMatchObject({ title: 'Ferry', updated: '2025-07-29T05:00Z' });
});

describe('JSON that is not quite JSON', () => {
  const whole = '{"version":"https://jsonfeed.org/version/1.1","title":"Orwik","items":[{"id":"1","title":"Ferry"}]}';
  test.each([
    ['a comment behind it', `${whole}\n<!-- from the cache -->`, 'Ferry'],
    ['a line break inside a text', whole.replace('Ferry', 'Ferry\nopens'), 'Ferry opens'],
    [
      'a tab inside a text of a feed that was cut off',
      `${whole.replace('Ferry', 'Ferry\topens').slice(0, -2)}, {"id":"2`,
      'Ferry opens',
    ],
  ])('%s', (_, text, title) => {
    expect(titles(text)).toEqual([title]);
  });
});

describe('bytes of several charsets in one feed', () => {
  const umlauts = '<item><title>Fähre öffnet für Gäste</title></item>';
  test('a letter or a quotation mark of windows-1252 among UTF-8', () => {
    const [head = '', tail = ''] = rss(`${umlauts}|`).split('|');
    const stray = bytesOf('<item><title>Caf\xe9 \x93Nord\x94</title></item>', 'latin1');
    const body = new Uint8Array([...bytesOf(head, 'utf8'), ...stray, ...bytesOf(tail, 'utf8')]);
    expect(titles(body)).toEqual(['Fähre öffnet für Gäste', 'Café “Nord”']);
  });

  test('a character that was cut through is not taken for letters', () => {
    const cut = bytesOf('渡轮开通', 'utf8').subarray(0, -1);
    const [head = '', tail = ''] = rss(`${umlauts}<item><title>|</title></item>`).split('|');
    const body = new Uint8Array([...bytesOf(head, 'utf8'), ...cut, ...bytesOf(tail, 'utf8')]);
    expect(titles(body)[1]).toBe('渡轮开\ufffd');
  });

  test('signs that were written as two halves', () => {
    const [head = '', tail = ''] = rss('<item><title>Ferry | opens für alle</title></item>').split('|');
    const body = new Uint8Array([
      ...bytesOf(head, 'utf8'),
      0xed,
      0xa0,
      0xbd,
      0xed,
      0xba,
      0xa2,
      ...bytesOf(tail, 'utf8'),
    ]);
    expect(titles(body)).toEqual(['Ferry 🚢 opens für alle']);
  });

  test('UTF-8 that says it is in a Chinese charset', () => {
    const text = rss('<item><title>奥维克轮渡线路今天开通</title></item>', '<?xml version="1.0" encoding="gb2312"?>');
    expect(titles(text)).toEqual(['奥维克轮渡线路今天开通']);
  });
});

describe('dates in the words of many languages', () => {
  test.each([
    ['wt., 29 lipca 2025 05:00:00 +0200', '2025-07-29T03:00:00Z'],
    ['Út, 29 čvc 2025 05:00:00 +0200', '2025-07-29T03:00:00Z'],
    ['ti, 29 heinäkuuta 2025 05:00', '2025-07-29T05:00:00Z'],
    ['marți, 29 iulie 2025 05:00', '2025-07-29T05:00:00Z'],
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00Z'],
    ['२९ जुलाई २०२५ 05:00', '2025-07-29T05:00:00Z'],
    ['۲۹ ژوئیهٔ ۲۰۲۵', '2025-07-29T00:00:00Z'],
    ['Thứ Ba, 29 Tháng 7, 2025 05:00', '2025-07-29T05:00:00Z'],
    ['29 กรกฎาคม 2025', '2025-07-29T00:00:00Z'],
    ['Fri, 2006/09/15 08:19:53 EDT', '2006-09-15T12:19:53Z'],
  ])('%s', (text, instant) => {
    expect(parseDate(text)).toBe(Date.parse(instant));
  });

  test('no month is read into other words', () => {
    for (const text of ['29 hours ago 2025', 'the 5 best of 2025', 'Saison 3 2025'])
      expect(parseDate(text)).toBeUndefined();
  });
});

describe('a compressed file', () => {
  let web: Web;
  let fetcher: GuardedFetcher;
  beforeAll(async () => {
    web = await startWeb();
    fetcher = createFetcher({ allowPrivate: ['127.0.0.1'], userAgent: 'test', clock: Date, maxBytes: 100_000 });
  });
  afterAll(async () => {
    await fetcher.close();
    await web.stop();
  });
  const get = (path: string) => fetcher.fetch({ url: web.url + path, etag: undefined, lastModified: undefined });

  test('is inflated though the server does not say so', async () => {
    web.page('/feed.xml.gz', sends(gzipSync(rss('<item><title>Ferry</title></item>'))));
    const outcome = await get('/feed.xml.gz');
    expect(outcome.kind === 'body' ? titles(outcome.body) : outcome).toEqual(['Ferry']);
  });

  test('is cut off at the cap all the same', async () => {
    web.page('/bomb.gz', sends(gzipSync(new Uint8Array(10_000_000))));
    expect(await get('/bomb.gz')).toMatchObject({ kind: 'failed', reason: 'too-large' });
  });
});
