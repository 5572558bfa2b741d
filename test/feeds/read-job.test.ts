import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noBoilerplate } from '../../src/feeds/boilerplate.ts';
import { sourceOf } from '../../src/feeds/one-poll.ts';
import { type ReadResult, runReadJob } from '../../src/feeds/read-job.ts';
import { jobFor } from '../worlds/huge-feeds.ts';
import { feedNamed } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

type ReadFeed = Extract<ReadResult, { readonly kind: 'feed' }>;

const empty = { seen: [], boilerplate: noBoilerplate, hash: undefined };

function read(
  text: string,
  before: Pick<ReadFeed, 'seen' | 'boilerplate'> & { readonly hash?: string | undefined } = empty,
): ReadResult {
  const body = new TextEncoder().encode(text);
  const source = sourceOf(feedNamed('harbour'));
  return runReadJob({
    body,
    url: source.url,
    contentType: undefined,
    knownHash: before.hash,
    source,
    now: Date.UTC(2025, 6, 29, 6),
    boilerplate: before.boilerplate,
    seen: before.seen,
  });
}

const feed = (text: string, before?: ReadFeed) => read(text, before) as ReadFeed;
const titlesOf = (result: ReadFeed) => result.items.map(({ title }) => title);

describe('reading a body', () => {
  test('that was read before answers so without parsing', () => {
    const first = feed(rss('Harbour', ['One']));
    expect(read(rss('Harbour', ['One']), first)).toEqual({ kind: 'unchanged' });
  });

  test('in which only the frame changed finds nothing, and forgets nothing', () => {
    const first = feed(rss('Harbour', ['One', 'Two'], '<lastBuildDate>1</lastBuildDate>'));
    const second = feed(rss('Harbour', ['One', 'Two'], '<lastBuildDate>2</lastBuildDate>'), first);
    expect([second.items, second.edited, second.seen]).toEqual([[], [], first.seen]);
  });

  test('finds the one new item among many known ones', () => {
    const many = Array.from({ length: 40 }, (_, index) => `Report ${index}`);
    const undated = (titles: readonly string[]) => rss('Harbour', titles).replace(/<pubDate>.*?<\/pubDate>/g, '');
    const first = feed(undated(many));
    const second = feed(undated(['Fresh', ...many]), first);
    expect(titlesOf(first)).toHaveLength(40);
    expect(titlesOf(second)).toEqual(['Fresh']);
    expect([second.edited, second.seen.length]).toEqual([[], 41]);
  });

  test('is told as edited where a text changed, new where it was not there', () => {
    const items = (text: string) =>
      rss('Harbour', []).replace(
        '</channel>',
        `<item><guid>1</guid><link>https://harbour.example/1</link><title>Ferry late</title><description>${text}</description></item></channel>`,
      );
    const first = feed(items('The ferry is late by an hour, the harbour office said.'));
    const second = feed(items('The ferry is late by two hours, the harbour office said.'), first);
    expect([second.items.length, second.edited.length]).toEqual([0, 1]);
    expect(second.edited[0]?.id).toBe(first.items[0]?.id);
  });

  test('tells how often the feed publishes', () => {
    expect(feed(rss('Harbour', ['One', 'Two', 'Three']))).toMatchObject({
      rhythmMs: 3_600_000,
      newestAt: Date.UTC(2025, 6, 29, 5),
    });
  });

  test('what is no feed is unreadable, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const result = runReadJob(jobFor('noise', body));
        expect(['unreadable', 'feed']).toContain(result.kind);
      }),
    );
  });
});

test('over any history of a feed each item is new exactly once', () => {
  const steps = fc.array(fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(steps, (history) => {
      let before: ReadFeed | undefined;
      const found: string[] = [];
      for (const [step, numbers] of history.entries()) {
        const items = [...new Set(numbers)].map((number) => `Report number ${number}`);
        const result = read(rss('Harbour', items, `<generator>${step}</generator>`), before ?? empty);
        if (result.kind !== 'feed') continue;
        found.push(...titlesOf(result));
        before = result;
      }
      expect(found.length).toBe(new Set(found).size);
    }),
    { numRuns: 40 },
  );
});

test('leaving out what is known to the letter finds the same as reading all of it', () => {
  const piece = fc.constantFrom(
    '<![CDATA[<b>Tide</b> & wind]]>',
    '<!-- </item> -->Pier',
    'Fog &amp;amp; rain',
    '<![CDATA[</item><item>]]>',
    'Quay <b>nine</b>',
  );
  const item = fc.record({
    number: fc.integer({ min: 0, max: 12 }),
    text: piece,
    isLoud: fc.boolean(),
    isEdited: fc.boolean(),
  });
  type Piece = { readonly number: number; readonly text: string; readonly isLoud: boolean };
  const document = (items: readonly Piece[], step: number) =>
    rss('Harbour', [], `<generator>${step}</generator>`).replace(
      '</channel>',
      `${items
        .map(({ number, text, isLoud }) => {
          const name = isLoud ? 'ITEM' : 'item';
          return `<${name}><guid>g${number}</guid><title>Report ${number}</title><description>${text}</description></${name}>`;
        })
        .join('')}</channel>`,
    );
  /** Without the marks by which entries are known to the letter. */
  const unmarked = (result: ReadFeed) => ({ ...result, seen: result.seen.map((line) => line.slice(0, -6)) });
  const told = ({ items, edited }: ReadFeed) => [items, edited].map((list) => list.map(({ id, title }) => [id, title]));
  const steps = fc.array(fc.uniqueArray(item, { selector: ({ number }) => number, maxLength: 12 }), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (history) => {
      let before: ReadFeed | undefined;
      /** As each item stands: an edited one never returns to an earlier text, which would be known to the letter. */
      const versions = new Map<number, Piece>();
      for (const [step, items] of history.entries()) {
        for (const given of items) {
          const edited = { ...given, text: `${given.text} ${step}` };
          if (given.isEdited || !versions.has(given.number)) versions.set(given.number, edited);
        }
        const text = document(
          items.map(({ number }) => versions.get(number)!),
          step,
        );
        const result = read(text, before ?? empty);
        const whole = read(text, before === undefined ? empty : unmarked(before));
        if (result.kind !== 'feed' || whole.kind !== 'feed') continue;
        expect(told(result)).toEqual(told(whole));
        before = result;
      }
    }),
    { numRuns: 60 },
  );
});
