import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownerOf } from '../../src/cluster/share.ts';

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
