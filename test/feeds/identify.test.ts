import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Identified, identify } from '../../src/feeds/identify.ts';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import type { Entry } from '../../src/model.ts';
import { entry, now, parsed, source } from './feeds.ts';

/** One read of a feed with these entries. */
function read(entries: readonly Entry[], seen: readonly string[] = [], at = now): Identified {
  const { items, identities } = normaliseEntries(parsed(entries), source(), at, { sentences: {} });
  return identify(seen, items, identities);
}

const story = (n: number, fields: Partial<Entry> = {}): Entry =>
  entry({
    id: `id-${n}`,
    link: `https://harbour.example/news/${n}`,
    title: `Report ${n} from the harbour`,
    summary: `The harbour master of pier ${n} said on Monday that the crane would stay closed until next week.`,
    published: new Date(now - n * 3_600_000).toUTCString(),
    ...fields,
  });

describe('an item is', () => {
  it('new once', () => {
    const one = read([story(1), story(2)]);
    expect(one.fresh).toHaveLength(2);
    expect(read([story(1), story(2)], one.seen)).toMatchObject({ fresh: [], edited: [] });
    expect(read([story(3), story(1), story(2)], one.seen).fresh.map((item) => item.title)).toEqual([
      'Report 3 from the harbour',
    ]);
  });

  it('edited, not new, when its title or text changed; under the id it was kept by', () => {
    const one = read([story(1)]);
    const id = one.fresh[0]?.id;
    const two = read(
      [story(1, { title: 'Report 1, corrected', link: 'https://harbour.example/news/1-corrected' })],
      one.seen,
    );
    expect(two.fresh).toEqual([]);
    expect(two.edited).toMatchObject([{ id, title: 'Report 1, corrected' }]);
    expect(
      read([story(1, { title: 'Report 1, corrected', link: 'https://harbour.example/news/1-corrected' })], two.seen)
        .edited,
    ).toEqual([]);
  });

  it('the same under http or https, with www or without, with a slash more', () => {
    const one = read([story(1, { id: undefined })]);
    expect(
      read([story(1, { id: undefined, title: 'Another', link: 'http://www.harbour.example/news/1/' })], one.seen).fresh,
    ).toEqual([]);
  });

  it('known by title and day when it has neither id nor a link of its own', () => {
    const bare = { id: undefined, link: undefined };
    const one = read([story(1, bare), story(2, bare)]);
    expect(one.fresh).toHaveLength(2);
    expect(read([story(2, bare), story(1, bare)], one.seen).fresh).toEqual([]);
  });

  it('told apart by its link when all entries share one id, and by its id when all share one link', () => {
    expect(read([1, 2, 3].map((n) => story(n, { id: 'https://harbour.example/' }))).fresh).toHaveLength(3);
    expect(read([1, 2, 3].map((n) => story(n, { link: 'https://harbour.example/live' }))).fresh).toHaveLength(3);
  });

  it('new when an id only counts places in the list', () => {
    const one = read([story(1, { id: '1' }), story(2, { id: '2' })]);
    expect(read([story(3, { id: '1' }), story(1, { id: '2' })], one.seen).fresh.map((item) => item.title)).toEqual([
      'Report 3 from the harbour',
    ]);
  });

  it('new when a daily column comes again with the same title and another text', () => {
    const column = (day: number): Entry =>
      story(day, {
        title: 'Five things to know this morning before the ferry leaves',
        summary: `On day ${day} the pier opens at seven, and the school boat sails at eight with ${day} children.`,
        published: new Date(now - (10 - day) * 86_400_000).toUTCString(),
      });
    const one = read([column(1)]);
    expect(read([column(2)], one.seen).fresh).toHaveLength(1);
  });
});

describe('what is kept', () => {
  it('is bounded however long the feed lives, and knows what left the feed for a while', () => {
    let seen: readonly string[] = [];
    for (let n = 0; n < 200; n++) seen = read([story(n)], seen).seen;
    expect(seen.length).toBeLessThanOrEqual(60);
    expect(read([story(170)], seen).fresh).toEqual([]);
  });

  it('never answers an item as new twice, in whatever order and mixture a feed shows its items', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }), { maxLength: 8 }),
        (reads) => {
          const told = new Set<string>();
          let seen: readonly string[] = [];
          for (const numbers of reads) {
            const result = read(
              numbers.map((n) => story(n)),
              seen,
            );
            for (const item of result.fresh) {
              expect(told.has(item.id)).toBe(false);
              told.add(item.id);
            }
            expect(result.edited).toEqual([]);
            seen = result.seen;
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
