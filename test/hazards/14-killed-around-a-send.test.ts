import { expect, test } from 'vitest';
import { crash, createRandom, killPoints } from '../worlds/crash.ts';

/** Points at which the platform may have the message while it is not yet marked as sent. */
const doubtful = ['after-send', 'any', 'before-leave', 'before-mark', 'in-send'];

test('hazard 14: killed at every point, nothing is lost; without nonces at most one message comes again for a kill, and only after a send', async () => {
  const report = await crash({ kills: 36, points: killPoints, isIdempotent: false, random: createRandom(14) });
  expect(report).toMatchObject({ lost: 0, outOfOrder: 0 });
  expect(report.mostRepeatsOfAKill).toBeLessThanOrEqual(1);
  expect(report.repeatingPoints.filter((point) => !doubtful.includes(point))).toEqual([]);
}, 120_000);

test('hazard 14: where the platform knows nonces, nothing is lost and nothing comes again', async () => {
  const report = await crash({ kills: 24, points: killPoints, isIdempotent: true, random: createRandom(41) });
  expect(report).toMatchObject({ lost: 0, repeats: 0, outOfOrder: 0 });
}, 120_000);

test('hazard 14: on Telegram, killed at every point, nothing is lost; at most one message comes again for a kill, and only after a send', async () => {
  const report = await crash({
    kills: 24,
    points: killPoints,
    isIdempotent: false,
    isTelegram: true,
    random: createRandom(4),
  });
  expect(report).toMatchObject({ lost: 0, outOfOrder: 0 });
  expect(report.mostRepeatsOfAKill).toBeLessThanOrEqual(1);
  expect(report.repeatingPoints.filter((point) => !doubtful.includes(point))).toEqual([]);
}, 120_000);
