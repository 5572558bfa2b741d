import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryFrom } from '../../src/feeds/entries.ts';
import { isPlain, readPlainly } from '../../src/feeds/plain.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { repairXml } from '../../src/feeds/repair.ts';
import { readTolerantly } from '../../src/feeds/tolerant.ts';
import type { Entry, ParsedFeed } from '../../src/model.ts';
import { atom, bytes, rss } from './feeds.ts';

const at = 'https://harbour.example/feeds/all.xml';

function read(text: string, url = at, contentType?: string): ParsedFeed {
  const reading = readFeed(bytes(text), { url, contentType });
  if (reading.kind !== 'feed') throw new Error(reading.reason);
  return reading.feed;
}

const first = (text: string): Entry => read(text).entries[0] as Entry;

describe('RSS', () => {
  it('gives title, link, id, date, text, tags, author, source, language and image of an item', () => {
    const item = first(
      rss(
        `<item><title>Ferry line opens</title><link>https://harbour.example/1</link><guid isPermaLink="false">id-1</guid>
        <pubDate>Tue, 10 Jun 2025 08:00:00 +0200</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Long.</p>]]></content:encoded><category>Travel</category><dc:creator>Ana Ruiz</dc:creator>
        <source url="https://wire.example/">Wire</source><dc:language>en</dc:language>
        <media:thumbnail url="/ferry.jpg"/></item>`,
      ),
    );
    expect(item).toEqual({
      id: 'id-1',
      link: 'https://harbour.example/1',
      title: 'Ferry line opens',
      summary: 'Short.',
      content: '<p>Long.</p>',
      published: 'Tue, 10 Jun 2025 08:00:00 +0200',
      updated: undefined,
      tags: ['Travel'],
      author: 'Ana Ruiz',
      source: 'Wire',
      lang: 'en',
      image: 'https://harbour.example/ferry.jpg',
    });
  });

  it('1.0 has its items beside the channel', () => {
    const feed = read(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://harbour.example/"><title>Harbour Post</title></channel>
      <item rdf:about="https://harbour.example/7"><title>Tide tables</title><dc:date>2025-06-10</dc:date></item></rdf:RDF>`,
    );
    expect(feed.title).toBe('Harbour Post');
    expect(feed.entries[0]).toMatchObject({
      title: 'Tide tables',
      link: 'https://harbour.example/7',
      published: '2025-06-10',
    });
  });

  it('without a version, in capitals or under a prefix of its own is read all the same', () => {
    expect(first('<rss><channel><item><title>a</title></item></channel></rss>').title).toBe('a');
    expect(first('<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>b</TITLE></ITEM></CHANNEL></RSS>').title).toBe('b');
    expect(
      first(
        '<x:rss xmlns:x="http://backend.userland.com/rss2"><x:channel><x:item><x:title>c</x:title></x:item></x:channel></x:rss>',
      ).title,
    ).toBe('c');
  });

  it('tells how long and when it wants to be left alone, and where its hub is', () => {
    const feed = read(
      rss(
        '',
        `<title>H</title><ttl>90</ttl><skipHours><hour>3</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://harbour.example/rss"/>`,
      ),
    );
    expect(feed).toMatchObject({
      ttlMs: 5_400_000,
      skipHours: [3, 0],
      skipDays: [0],
      hub: 'https://hub.example/',
      self: 'https://harbour.example/rss',
    });
  });

  it('a relative link is taken from the site that the feed names, where nobody knows where the feed came from', () => {
    const feed = read(rss('<item><title>a</title><link>/news/1</link></item>'), '');
    expect(feed.entries[0]?.link).toBe('https://harbour.example/news/1');
  });

  it('a permanent id stands in for a missing link, an opaque one does not', () => {
    expect(first(rss('<item><title>a</title><guid>https://harbour.example/9</guid></item>')).link).toBe(
      'https://harbour.example/9',
    );
    expect(
      first(rss('<item><title>a</title><guid isPermaLink="false">https://harbour.example/9</guid></item>')).link,
    ).toBeUndefined();
  });
});

describe('Atom', () => {
  it('takes the page among several links, resolves it against xml:base, and reads xhtml in its order', () => {
    const item = first(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/news/"><entry xml:lang="fr"><id>urn:1</id>
      <link rel="self" href="1.atom"/><link rel="alternate" type="text/html" href="1.html"/>
      <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Before <b>the</b> storm</div></title></entry></feed>`,
    );
    expect(item.link).toBe('https://harbour.example/news/1.html');
    expect(item.title).toBe('<div>Before <b>the</b> storm</div>');
    expect(item.lang).toBe('fr');
  });

  it('an unreadable date costs the date and not the feed', () => {
    const feed = read(atom('<entry><title>a</title><updated>soon</updated></entry><entry><title>b</title></entry>'));
    expect(feed.entries.map((each) => each.title)).toEqual(['a', 'b']);
  });

  it('base64 is decoded where the format says so and the text is such', () => {
    const packed = Buffer.from('<p>Tide</p>').toString('base64');
    expect(first(atom(`<entry><summary type="application/octet-stream">${packed}</summary></entry>`)).summary).toBe(
      '<p>Tide</p>',
    );
    expect(first(atom('<entry><summary type="application/x-custom">tide</summary></entry>')).summary).toBe('tide');
  });

  it('the description of a video stands in its group of media', () => {
    const xml = atom(
      '<entry><title>v</title><media:group><media:description>Told</media:description></media:group></entry>',
    );
    expect(first(xml).summary).toBe('Told');
  });
});

describe('JSON Feed', () => {
  it('is read like the others; plain text in it is no markup', () => {
    const feed = read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Harbour Post',
        items: [
          {
            id: 5,
            url: '/5',
            title: 'a < b',
            content_text: 'One & two',
            date_published: '2025-06-10T08:00:00Z',
            tags: ['x'],
          },
        ],
      }),
    );
    expect(feed.entries[0]).toMatchObject({
      id: '5',
      link: 'https://harbour.example/5',
      title: 'a &lt; b',
      content: 'One &amp; two',
      tags: ['x'],
    });
  });

  it('that is none says so', () => {
    expect(readFeed(bytes('{"a":1}'), { url: at, contentType: undefined })).toEqual({
      kind: 'unreadable',
      reason: 'JSON, but not a JSON feed',
    });
    expect(readFeed(bytes('{"items":'), { url: at, contentType: undefined }).kind).toBe('unreadable');
  });
});

describe('broken XML is read as far as it goes', () => {
  const good = '<item><title>First</title><link>https://harbour.example/1</link></item>';

  it.each([
    ['a bare ampersand', rss(`<item><title>Fish & chips</title></item>${good}`), 'Fish & chips'],
    ['a truncated file', rss(`${good}<item><title>Second`).replace('</channel></rss>', ''), 'First'],
    ['a forgotten end tag', rss(`<item><title>Lost<link>https://harbour.example/2</link></item>${good}`), 'Lost'],
    ['an item that never ends', rss(`<item><title>One</title><item><title>Two</title></item>`), 'One'],
    ['control characters', rss(`<item><title>\u0000\u0008\u001b[31mCalm\u001b[0m\u001b</title></item>`), 'Calm'],
    ["HTML's entities", rss(`<item><title>Caf&eacute;&nbsp;&mdash; &unknown;</title></item>`), 'Café\u00a0— &unknown;'],
    ['text before the declaration', `\n\n ${rss(good)}`, 'First'],
    ['a warning in front', `<br />\n<b>Warning</b>: disk full\n${rss(good)}`, 'First'],
    ['Atom without its namespace', '<feed><entry><title>First</title><b></entry></feed>', 'First'],
    ['an unquoted attribute', rss(`<item><title>a</title><enclosure url=x.mp3></item>${good}`), 'a'],
  ])('%s', (_, xml, title) => {
    expect(first(xml).title.replace('&amp;', '&')).toBe(title);
  });

  it('a field that is never closed ends where the next one begins', () => {
    const feed = read(rss(`<item><title>Lost<link>https://harbour.example/2</link></item>${good}`));
    expect(feed.entries.map((each) => each.link)).toEqual(['https://harbour.example/2', 'https://harbour.example/1']);
  });

  it('what is no feed is named', () => {
    const reason = (text: string): unknown => readFeed(bytes(text), { url: at, contentType: undefined });
    expect(reason('<!doctype html><html><body>Hello</body></html>')).toEqual({
      kind: 'unreadable',
      reason: 'a web page, not a feed',
    });
    expect(reason('   ')).toEqual({ kind: 'unreadable', reason: 'the answer is empty' });
    expect(reason('just words')).toEqual({ kind: 'unreadable', reason: 'not a feed' });
  });
});

describe('the two readers', () => {
  const word = fc
    .stringMatching(/^[A-Za-zéñ0-9 .,'’-]{1,30}$/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const item = fc.record({
    title: word,
    link: fc.webUrl(),
    guid: word,
    description: word,
    category: fc.array(word, { maxLength: 3 }),
  });
  const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

  it('agree on every plain document', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const xml = rss(
          items
            .map(
              (
                each,
              ) => `<item><title>${escaped(each.title)}</title><link>${escaped(each.link)}</link><guid isPermaLink="false">${escaped(each.guid)}</guid>
              <description><![CDATA[<p>${each.description}</p>]]></description>${each.category.map((tag) => `<category>${escaped(tag)}</category>`).join('')}</item>`,
            )
            .join('\n'),
        );
        expect(isPlain(xml)).toBe(true);
        const tolerant: Entry[] = [];
        readTolerantly(repairXml(xml), at, (node) => tolerant.push(entryFrom(node)));
        expect(readPlainly(repairXml(xml), at)?.entries.map(entryFrom)).toEqual(tolerant);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['xml:base', '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"/>'],
    ['xhtml', '<feed xmlns="http://www.w3.org/2005/Atom"><title type="xhtml"/></feed>'],
    ['a prefix of its own', '<rss version="2.0" xmlns:d="http://purl.org/dc/elements/1.1/"/>'],
    ['instructions without end', '<?a?>'.repeat(2_000)],
  ])('rss-parser is not asked for %s', (_, xml) => {
    expect(isPlain(xml)).toBe(false);
  });

  it('a document whose order rss-parser would lose goes to the second', () => {
    const xml = rss('<item><description>Before <b>the</b> storm</description></item>');
    expect(readPlainly(xml, at)).toBeUndefined();
    expect(first(xml).summary).toBe('Before <b>the</b> storm');
  });
});

describe('reading', () => {
  it('keeps the newest thousand of ten thousand entries, in their order', () => {
    const items = Array.from(
      { length: 10_000 },
      (_, i) =>
        `<item><title>n${i}</title><pubDate>${new Date(Date.UTC(2025, 0, 1) + i * 60_000).toUTCString()}</pubDate></item>`,
    );
    const { entries } = read(rss(items.join('')));
    expect(entries).toHaveLength(1_000);
    expect(entries[0]?.title).toBe('n9000');
    expect(entries.at(-1)?.title).toBe('n9999');
  });

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '<item>',
      '</item>',
      '<title>',
      '<![CDATA[',
      ']]>',
      '&',
      '&#x0;',
      '<!DOCTYPE a [',
      '<!--',
      '<rss version="2.0">',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '<entry>',
      '{',
      '"items":[',
      'xmlns:a="b"',
      '\u0000',
      'ü',
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(pieces, { maxLength: 60 }).map((list) => bytes(list.join(''))),
    );
    fc.assert(
      fc.property(body, fc.option(fc.string(), { nil: undefined }), (given, contentType) => {
        expect(['feed', 'unreadable']).toContain(readFeed(given, { url: at, contentType }).kind);
      }),
      { numRuns: 400 },
    );
  });
});
