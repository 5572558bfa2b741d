import { expect, test } from 'vitest';
import { createRandom, endUnderLoad } from '../worlds/crash.ts';

test('hazard 25: asked to end under load, it ends with code 0 within ten seconds, with nothing lost and nothing twice', async () => {
  const report = await endUnderLoad({ ends: 10, random: createRandom(25) });
  expect(report).toMatchObject({ lost: 0, repeats: 0, outOfOrder: 0 });
  expect(report.slowestMs).toBeLessThan(10_000);
}, 120_000);
