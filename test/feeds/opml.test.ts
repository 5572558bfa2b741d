import { existsSync, globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedAddress, type OpmlFeed, readOpml, writeOpml } from '../../src/feeds/opml.ts';
import { categories } from '../../src/model.ts';

const opml = (body: string) =>
  `<?xml version="1.0"?><opml version="1.0"><head><title>List</title></head><body>${body}</body></opml>`;
const urls = (text: string) => readOpml(text).feeds.map(({ url }) => url);

describe('a list of feeds', () => {
  test('gives addresses, titles, outlets, folders and our attributes', () => {
    const { feeds, problems } = readOpml(
      opml(`<outline text="Europe"><outline text="Tech"><outline type="rss" text="Harbour News" title="Harbour News: Ships"
        xmlUrl="https://harbour.example/ships.xml" htmlUrl="https://harbour.example/" language="en-GB" country="GB"/></outline></outline>
        <outline type="rss" text="Alone" xmlUrl="https://alone.example/"/>`),
    );
    expect(problems).toEqual([]);
    expect(feeds).toEqual([
      {
        url: 'https://harbour.example/ships.xml',
        title: 'Harbour News: Ships',
        outlet: 'Harbour News',
        siteUrl: 'https://harbour.example/',
        lang: 'en',
        country: 'gb',
        category: 'technology',
        folders: ['Europe', 'Tech'],
      },
      {
        url: 'https://alone.example/',
        title: 'Alone',
        siteUrl: undefined,
        lang: undefined,
        country: undefined,
        category: undefined,
        folders: [],
      },
    ]);
  });

  test.each([
    ['bare ampersands', '<outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/>', ['https://a.example/?a=1&b=2']],
    [
      'addresses without quotes',
      '<outline text="A "quoted" one" xmlUrl=https://a.example/rss/ htmlUrl=https://a.example/><outline text=B xmlurl=https://b.example/feed/>',
      ['https://a.example/rss/', 'https://b.example/feed'],
    ],
    ['entities', '<outline text="A &amp; B" xmlUrl="https://a.example/?a=1&amp;b=2"/>', ['https://a.example/?a=1&b=2']],
    [
      'tags and quotes inside an attribute',
      '<outline text="A" description="By <a href="x" target="_blank">us</a>" xmlUrl="https://a.example/"/>',
      ['https://a.example/'],
    ],
    ['single quotes', "<outline text='A' xmlUrl='https://a.example/'/>", ['https://a.example/']],
    ['capitals', '<OUTLINE TEXT="A" XMLURL="https://a.example/"/>', ['https://a.example/']],
    [
      'ends that are missing',
      '<outline text="F"><outline text="A" xmlUrl="https://a.example/"><outline text="B" xmlUrl="https://b.example/">',
      ['https://a.example/', 'https://b.example/'],
    ],
    [
      'a file that breaks off',
      '<outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlUrl="https://b.exa',
      ['https://a.example/', 'https://b.exa/'],
    ],
    [
      'comments',
      '<!-- <outline text="A" xmlUrl="https://a.example/"/> --><outline text="B" xmlUrl="https://b.example/"/>',
      ['https://b.example/'],
    ],
    [
      'feed: addresses',
      '<outline text="A" xmlUrl="feed://a.example/x"/><outline text="B" xmlUrl="feed:https://b.example/"/>',
      ['https://a.example/x', 'https://b.example/'],
    ],
    [
      'the same feed twice',
      '<outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlUrl="https://a.example/"/>',
      ['https://a.example/'],
    ],
  ])('is read in spite of %s', (_, body, expected) => {
    expect(urls(opml(body))).toEqual(expected);
  });

  test('takes no category from a folder whose name is none', () => {
    for (const name of ['Constructor', '__proto__', 'valueOf', 'Formula 1']) {
      const text = opml(`<outline text="${name}"><outline type="rss" text="A" xmlUrl="https://a.example/"/></outline>`);
      expect(readOpml(text).feeds.map(({ category }) => category)).toEqual([undefined]);
    }
  });

  test('says which lines could not be read', () => {
    const text = opml(
      '<outline text="Good" xmlUrl="https://a.example/"/>\n<outline type="rss" text="Lost"/>\n<outline text="Local" xmlUrl="file:///etc/passwd"/>',
    );
    expect(readOpml(text).problems).toEqual([
      "line 2: 'Lost': no address",
      "line 3: 'Local': not an address of the web",
    ]);
  });

  test('may be addresses, one a line', () => {
    expect(readOpml('# mine\nhttps://a.example/feed My feed\n\nnonsense\n')).toMatchObject({
      feeds: [{ url: 'https://a.example/feed', title: 'My feed' }],
      problems: ['line 4: not an address of the web'],
    });
  });

  test('never throws and takes no long time, whatever the text', () => {
    const noise = fc.string({
      unit: fc.constantFrom(
        '<outline ',
        'xmlUrl="',
        'text="',
        '"',
        "'",
        '>',
        '/>',
        '</outline>',
        '<!--',
        '-->',
        '&',
        ' ',
        'https://a.example/',
        '<body>',
      ),
    });
    fc.assert(fc.property(noise, (text) => void readOpml(text)));
    const startedAt = performance.now();
    for (const part of [' ', '<outline ', '<outline text="', '&', 'text="a" ', '<!--', '">'])
      readOpml(`<outline xmlUrl="${part.repeat(100_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('written and read again is the same', () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 }).map((text) =>
      text
        .toWellFormed()
        .replace(/[\u0000-\u001f\u007f\ufffe\uffff]|\s/g, '')
        .trim(),
    );
    const filled = word.filter((text) => text !== '');
    const feed = fc.record({
      url: fc
        .integer({ min: 0, max: 1_000 })
        .chain((number) =>
          word.map((text) => new URL(`https://a.example/${number}?q=${encodeURIComponent(text)}`).href),
        ),
      title: filled,
      outlet: filled,
      siteUrl: fc.option(fc.constant('https://a.example/'), { nil: undefined }),
      lang: fc.option(fc.constantFrom('en', 'de', 'ckb'), { nil: undefined }),
      country: fc.option(fc.constantFrom('gb', 'de'), { nil: undefined }),
      category: fc.constantFrom(...categories),
      folders: fc.array(filled, { maxLength: 3 }),
    });
    const lists = fc.uniqueArray(feed, { selector: ({ url }) => url, maxLength: 12 });
    const sorted = (feeds: readonly OpmlFeed[]) => feeds.toSorted((a, b) => (a.url < b.url ? -1 : 1));
    fc.assert(
      fc.property(lists, filled, (feeds, title) => {
        const given = feeds.map(
          ({ outlet, ...feed }): OpmlFeed => (outlet === feed.title ? feed : { ...feed, outlet }),
        );
        const again = readOpml(writeOpml(title, given));
        expect(again.problems).toEqual([]);
        expect(sorted(again.feeds)).toEqual(sorted(given));
      }),
    );
  });

  test('of the public catalogue every address is found, where the catalogue is at hand', () => {
    const folder = '../shared/catalogue';
    const files = existsSync(folder) ? globSync(`${folder}/**/*.opml`) : [];
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const given = new Set(
        [...text.matchAll(/xmlUrl="([^"]*)"/g)].map((match) => feedAddress(match[1]!.replaceAll('&amp;', '&'))),
      );
      expect(new Set(urls(text)), file).toEqual(given);
    }
  });
});
