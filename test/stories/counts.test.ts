import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Counts } from '../../src/stories/counts.ts';

const steps = fc.array(fc.tuple(fc.nat(5000), fc.constantFrom(1, 2, -1)), { maxLength: 400 });

describe('counts of terms', () => {
  it('count like a map, however many there are, and a copy goes its own way', () => {
    fc.assert(
      fc.property(steps, fc.nat(5000), (list, asked) => {
        const counts = new Counts(1);
        const map = new Map<number, number>();
        for (const [term, step] of list) {
          counts.add(term, step);
          map.set(term, (map.get(term) ?? 0) + step);
        }
        counts.copy().add(asked, 7);
        expect(counts.get(asked)).toBe(map.get(asked) ?? 0);
        const most = [...map].filter(([, count]) => count >= 2).map(([term]) => term);
        expect([...counts.termsFrom(2)]).toEqual(most.toSorted((a, b) => a - b));
      }),
    );
  });
});
