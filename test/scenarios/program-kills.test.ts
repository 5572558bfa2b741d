import { expect, test } from 'vitest';
import { createRandom } from '../worlds/crash.ts';
import { killProgram } from '../worlds/program-kills.ts';

test('hazard 14, the whole program: killed while it reads and while it sends, it loses nothing, and repeats one message a kill at most', async () => {
  const report = await killProgram({ kills: 6, random: createRandom(40) });
  expect(report).toMatchObject({ kills: 6, tellings: 30, lost: 0 });
  expect(report.mostRepeatsOfAKill).toBeLessThanOrEqual(1);
}, 240_000);
