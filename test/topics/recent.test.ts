import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recent } from '../../src/topics/recent.ts';

describe('what is kept last', () => {
  it('goes in the order in which it came, once there is more than may be kept', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }), (sizes) => {
        const recent = new Recent<number, string>(20);
        let kept: { key: number; size: number }[] = [];
        for (const [key, size] of sizes.entries()) {
          recent.add(key, `value ${key}`, size);
          kept = [...kept, { key, size }];
          while (kept.reduce((sum, one) => sum + one.size, 0) > 20) kept = kept.slice(1);
          for (let other = 0; other <= key; other += 1) {
            const isKept = kept.some((one) => one.key === other);
            expect(recent.get(other)).toBe(isKept ? `value ${other}` : undefined);
          }
        }
      }),
    );
  });

  it('is found again after many thousands have come and gone', () => {
    const recent = new Recent<number, number>(100);
    for (let key = 0; key < 10_000; key += 1) {
      recent.add(key, 2 * key);
      expect(recent.get(Math.max(0, key - 99))).toBe(2 * Math.max(0, key - 99));
      expect(recent.get(key - 100)).toBeUndefined();
    }
  });
});
