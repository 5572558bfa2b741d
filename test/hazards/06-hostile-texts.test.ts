import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { bytes, entry, now, parsed, rss, source } from '../feeds/feeds.ts';

const unsafe = /<\s*(script|iframe|object|embed|applet|base|meta|link|style|svg)\b|<[^>]*\son\w+\s*=/i;

describe('a hostile feed', () => {
  it('puts no markup that runs and no foreign link into an item', () => {
    const piece = fc.constantFrom(
      '<script>alert(1)</script>',
      '<',
      '&lt;script&gt;',
      '&amp;lt;img src=x onerror=y&amp;gt;',
      '<a href="javascript:x">',
      '*b*',
      '[x](javascript:1)',
      '\u202e',
      '\u200b',
      '@everyone',
      'Ferry',
      ' ',
      '</title>',
      '<![CDATA[',
      '<\u200bscript>',
      '<svg onload=x>',
      '"',
      "'",
      '\n',
    );
    const text = fc.array(piece, { maxLength: 12 }).map((list) => list.join(''));
    const link = fc.constantFrom(
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'http://127.0.0.1/',
      '//x',
      'vbscript:x',
      ' JaVaScRiPt:x',
      'java\nscript:x',
      'https://harbour.example/a',
    );
    fc.assert(
      fc.property(text, text, link, (title, summary, given) => {
        const { items } = normaliseEntries(parsed([entry({ title, summary, link: given })]), source(), now, {
          sentences: {},
        });
        for (const item of items) {
          expect(item.title).not.toMatch(unsafe);
          expect(item.text).not.toMatch(unsafe);
          expect(item.title).not.toMatch(/[\n\u202a-\u202e\u200b]/);
          expect(item.url).toMatch(/^https:\/\/harbour\.example\//);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('cannot break out of its own field', () => {
    const reading = readFeed(
      bytes(
        rss(
          '<item><title>a &lt;/title&gt;&lt;link&gt;https://evil.example&lt;/link&gt;</title><link>https://harbour.example/1</link></item>',
        ),
      ),
      { url: '', contentType: undefined },
    );
    expect(reading.kind === 'feed' && reading.feed.entries[0]?.link).toBe('https://harbour.example/1');
  });
});
