import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessStory } from '../../src/topics/assess.ts';
import { chanceOf, forestOf } from '../../src/topics/trees.ts';
import { report } from '../stories/news.ts';
import { topic } from './samples.ts';

const texts = [
  'Ada Marlow opened the port on Monday. "It was about time and the town has waited for years," Ada Marlow said.',
  'The port opened again. Ada Marlow was there.',
  'Nothing but rain in the north, and the ferry to Brevik is late.',
];

describe('how reports stand to a topic', () => {
  it('is remembered without changing what a story is about, however common the topic becomes', () => {
    const query = topic('"Ada Marlow" OR Brevik');
    const drafts = fc.array(
      fc.tuple(fc.constantFrom(...texts), fc.option(fc.double({ min: 0, max: 1, noNaN: true }))),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(drafts, (list) => {
        const items = list.map(([text]) => report(0, 'Wire', text.slice(0, 30), text));
        for (const [at, [, share]] of list.entries()) {
          const grown = items.slice(0, at + 1);
          const copies = grown.map((item) => ({ ...item }));
          expect(assessStory(query, grown, share ?? undefined)).toEqual(assessStory(query, copies, share ?? undefined));
        }
      }),
    );
  });

  it('is judged by the trees alike, whether all features are given or one of them varies', () => {
    const names = ['count', 'share'];
    const trees = ['share 0.5 count 1 0.1 0.7 -0.4', 'count 2 share 0.2 0.3 -0.2 share 0.9 0.5 1'];
    const forest = forestOf(trees, -0.3, names);
    const values = fc.array(fc.oneof(fc.double({ min: -1, max: 2, noNaN: true }), fc.constantFrom(0.2, 0.5, 0.9)));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3, noNaN: true }), values, (count, shares) => {
        const vary = forest.varying([count, 0], 'share');
        for (const share of shares) expect(vary(share)).toBe(forest.chance({ count, share }));
      }),
    );
    expect(forest.chance({ count: 3, share: 0.9 })).toBeCloseTo(chanceOf([-0.4, 1], -0.3, {}), 12);
  });
});
