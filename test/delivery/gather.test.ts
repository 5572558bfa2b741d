import { expect, test } from 'vitest';
import { gather } from '../../src/delivery/gather.ts';

test('calls of one turn are one, and each has its own answer; later ones are another', async () => {
  const runs: number[][] = [];
  const double = gather(async (all: readonly number[]) => {
    runs.push([...all]);
    return all.map((one) => one * 2);
  });
  expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(runs).toEqual([[1, 2, 3], [4]]);
});

test('what fails fails for all that were together, and for nobody after them', async () => {
  const check = gather(async (all: readonly number[]) => {
    if (all.includes(0)) throw new Error('no');
    return all;
  });
  const results = await Promise.allSettled([check(1), check(0)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await check(1)).toBe(1);
});
