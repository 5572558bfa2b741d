/** Whatever stands in stories: pages stay small, whole, and without anything that could run. */
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { topicFeed } from '../../../adapters/web/feeds.ts';
import { homePage, maxBytes, searchPage, storyPage, topicPage } from '../../../adapters/web/views.ts';
import { wordsFor } from '../../../adapters/web/words.ts';
import { loadCatalogue } from '../../../src/messages/say.ts';
import type { StoryId, StoryView } from '../../../src/model.ts';
import type { Pages } from '../../../src/ports.ts';

/** Any code points, lone surrogates and control characters included. */
const anyText = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength }).map((points) => String.fromCodePoint(...points));

const catalogue = loadCatalogue();

/** Texts that want out of wherever they are put. */
const nasty = fc.oneof(
  anyText(300),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '</title></style><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    ']]><x>',
    '\u2028\u2029\u0000\ud800',
    '&lt;script&gt;',
    '<!--',
    '漢'.repeat(500),
    '"'.repeat(500),
  ),
);
const address = fc.oneof(
  fc.webUrl(),
  nasty,
  nasty.map((text) => `https://news.example/${text}`),
  fc.constantFrom(
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    `https://a.example/${'x'.repeat(3_000)}`,
  ),
);
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const source = fc.record({ name: nasty, url: address, title: nasty, publishedAt: instant });
const story: fc.Arbitrary<StoryView> = fc.record({
  id: fc.base64String({ minLength: 4, maxLength: 12 }).map((id) => id as StoryId),
  title: nasty,
  url: address,
  publishedAt: instant,
  updatedAt: instant,
  level: fc.constantFrom('about', 'mention'),
  score: fc.constant(0.5),
  reasons: fc.constant([]),
  summary: nasty.map((text) => text.slice(0, 420)),
  category: fc.constantFrom('world', 'sport'),
  categoryName: nasty.map((text) => text.slice(0, 40)),
  age: fc.constantFrom('', '3 h ago'),
  lang: fc.oneof(fc.constantFrom(undefined, 'en'), nasty),
  image: fc.constant(undefined),
  sources: fc.array(source, { minLength: 1, maxLength: 60 }),
  topic: fc.constantFrom(undefined, 'Kestrov'),
});

function pagesOf(stories: readonly StoryView[], text: string): Pages {
  const list = { stories, hasMore: true };
  const topic = { slug: 'kestrov', name: text, query: text };
  return {
    topics: [topic],
    locales: ['en'],
    say: (locale, key, params) => catalogue.say(locale, key, params),
    topStories: async () => list,
    topic: async () => ({ ...list, topic }),
    story: async () => stories[0],
    search: async () => list,
    brief: async () => ({ problem: text }),
  };
}

const allowedTags = new Set(
  'html head meta title link style script body bdi code a header strong form input button main h1 h2 nav ul li article p time details summary ol span footer'.split(
    ' ',
  ),
);

/** What a browser would do with it, as offences. */
function offences(page: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!allowedTags.has(name)) found.push(`<${name}>`);
      if (name === 'script' && attributes.type !== 'application/ld+json') found.push('script');
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on') || key === 'style' || key === 'src') found.push(`${name} ${key}`);
        if (key === 'href' && !/^(https?:\/\/|\/|#stories$)/.test(value)) found.push(`${name} href ${value}`);
      }
    },
  });
  parser.end(page);
  return found;
}

const several = fc.array(story, { minLength: 1, maxLength: 12 });

describe('pages of hostile stories', () => {
  it('hold no element, attribute or address but their own, and fit into 30 kB', async () => {
    await fc.assert(
      fc.asyncProperty(several, nasty, async (stories, text) => {
        const pages = pagesOf(stories, text);
        const asked = { pages, words: wordsFor(pages, 'en'), origin: 'https://news.example' };
        const made = [
          await homePage(asked),
          await topicPage(asked, 'kestrov', 1),
          await storyPage(asked, 'x'),
          await searchPage(asked, text.slice(0, 200)),
        ];
        for (const page of made) {
          expect(offences(page ?? '')).toEqual([]);
          expect(Buffer.byteLength(page ?? '')).toBeLessThanOrEqual(maxBytes);
          expect(page).toMatch(/<\/html>$/);
          const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page ?? '')?.[1];
          if (data !== undefined) expect(JSON.parse(data)).toMatchObject({ '@type': 'ItemList' });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('make feeds that are well-formed', async () => {
    await fc.assert(
      fc.asyncProperty(several, nasty, async (stories, text) => {
        const pages = pagesOf(stories, text);
        const asked = { pages, words: wordsFor(pages, 'en'), origin: 'https://news.example' };
        for (const name of ['feed.xml', 'atom.xml']) {
          const { body } = (await topicFeed(asked, 'kestrov', name))!;
          const open: string[] = [];
          const parser = new Parser(
            {
              onopentagname: (tag) => void open.push(tag),
              onclosetag: (tag) => expect(open.pop()).toBe(tag),
            },
            { xmlMode: true },
          );
          parser.end(body);
          expect(open).toEqual([]);
          expect(body.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
          expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
          expect(body.isWellFormed()).toBe(true);
          const tags = new Set([...body.matchAll(/<\/?([a-zA-Z:]+)/g)].map(([, tag]) => tag));
          expect([...tags].filter((tag) => !xmlTags.has(tag!))).toEqual([]);
        }
        JSON.parse((await topicFeed(asked, 'kestrov', 'feed.json'))!.body);
      }),
      { numRuns: 60 },
    );
  });
});

const xmlTags = new Set(
  'rss channel title link description language generator ttl atom:link item guid pubDate category feed id updated entry published author name content'.split(
    ' ',
  ),
);
