import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenShares, ownerOf } from '../../src/cluster/share.ts';

const members = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 });
const keys = Array.from({ length: 2_000 }, (_, index) => `feed-${index}.example`);

test('every process comes to the same owner, in whatever order it knows the members', () => {
  fc.assert(
    fc.property(members, fc.string(), (all, key) => {
      const owner = ownerOf(key, all);
      expect(all).toContain(owner);
      expect(ownerOf(key, all.toReversed())).toBe(owner);
    }),
  );
});

test('a member that comes or goes moves only what it takes or had', () => {
  fc.assert(
    fc.property(members, fc.uuid(), fc.string(), (all, other, key) => {
      fc.pre(!all.includes(other));
      const before = ownerOf(key, all);
      const after = ownerOf(key, [...all, other]);
      expect([before, other]).toContain(after);
    }),
  );
});

test('shares are even', () => {
  fc.assert(
    fc.property(members, (all) => {
      const counts = Map.groupBy(keys, (key) => ownerOf(key, all)!);
      const fair = keys.length / all.length;
      for (const member of all) expect(counts.get(member)?.length ?? 0).toBeGreaterThan(fair * 0.6);
    }),
    { numRuns: 20 },
  );
});

test('where nobody is, nobody owns anything', () => {
  expect(ownerOf('a', [])).toBeUndefined();
});

const holders = fc
  .record({ ids: members, count: fc.nat(40), seed: fc.infiniteStream(fc.nat(8)) })
  .map(({ ids, count, seed }) => {
    const owner = Array.from({ length: count }, () => seed.next().value as number);
    return {
      count,
      all: ids.map((id, at) => ({ id, held: owner.flatMap((one, part) => (one === at ? [part] : [])) })),
    };
  });

test('even shares hold every part once, differ by one at most, and take only from those who have too many', () => {
  fc.assert(
    fc.property(holders, ({ count, all }) => {
      const shares = evenShares(count, all);
      expect([...shares.values()].flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      const sizes = [...shares.values()].map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(evenShares(count, all.toReversed())).toEqual(shares);
      for (const { id, held } of all) {
        const kept = held.filter((part) => shares.get(id)!.includes(part));
        expect(kept).toHaveLength(Math.min(held.length, shares.get(id)!.length));
      }
    }),
  );
});

test('once shares are as they should be, nothing moves any more', () => {
  fc.assert(
    fc.property(holders, ({ count, all }) => {
      const shares = evenShares(count, all);
      const after = all.map(({ id }) => ({ id, held: shares.get(id)! }));
      const again = evenShares(count, after);
      for (const { id, held } of after) expect(again.get(id)!.toSorted()).toEqual(held.toSorted());
    }),
  );
});

test('who has too many keeps what comes first', () => {
  const shares = evenShares(4, [
    { id: 'a', held: [3, 1, 0, 2] },
    { id: 'b', held: [] },
  ]);
  expect(shares.get('a')).toEqual([3, 1]);
  expect(shares.get('b')).toEqual([0, 2]);
});
