import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleItem, SampleSource } from '../../src/demo/sample.ts';
import { writeFeed } from '../../src/demo/write-feed.ts';
import { readFeed } from '../../src/feeds/read.ts';

const awkward = fc
  .string({ minLength: 1, unit: fc.constantFrom(...'ab <>&"\'é«Ж]]>{}…') })
  .filter((text) => text.trim() === text && text !== '');

function write(format: SampleSource['format'], title: string, text: string) {
  const source: SampleSource = {
    slug: 'x',
    name: 'X & Y',
    lang: 'en',
    country: 'gb',
    category: 'world',
    format,
    footer: '',
  };
  const item: SampleItem = {
    id: '1',
    published: Date.UTC(2026, 2, 11),
    source: source.name,
    lang: 'en',
    title,
    text,
    link: 'https://x.example/1',
    tags: ['a&b'],
  };
  return writeFeed(source, [item], 'http://127.0.0.1:1/feeds/x.xml');
}

function htmlOf(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return `<p>${escaped}</p>`;
}

describe('a written feed', () => {
  it('carries any title and text unharmed through XML', () => {
    fc.assert(
      fc.property(fc.constantFrom('rss' as const, 'atom' as const), awkward, awkward, (format, title, text) => {
        const { body, mediaType } = write(format, title, text);
        const context = { url: 'http://127.0.0.1:1/', contentType: mediaType };
        const reading = readFeed(new TextEncoder().encode(body), context);
        if (reading.kind !== 'feed') throw new Error(reading.reason);
        const [entry] = reading.feed.entries;
        expect(reading.feed.title).toBe('X & Y');
        expect(entry?.title.replaceAll('&amp;', '&').replace(/\s+/g, ' ')).toBe(
          title.replaceAll('&amp;', '&').replace(/\s+/g, ' '),
        );
        expect((entry?.content || entry?.summary)?.trim()).toBe(htmlOf(text));
      }),
    );
  });

  it('carries any title and text unharmed through JSON', () => {
    fc.assert(
      fc.property(awkward, awkward, (title, text) => {
        const [item] = JSON.parse(write('json', title, text).body).items;
        expect(item).toMatchObject({ title, content_html: htmlOf(text), tags: ['a&b'] });
      }),
    );
  });
});
