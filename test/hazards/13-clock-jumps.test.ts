import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttpChannel } from '../worlds/channel.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';
import { type Platform, startPlatform } from '../worlds/platform.ts';
import { makeDelivery } from '../worlds/records.ts';
import { type SendingWorld, startSending } from '../worlds/sending.ts';
import { advanceUntil } from '../worlds/wait.ts';

const limits = {
  perChat: [{ count: 1, windowMs: 1_000 }],
  perGroup: [],
  overall: [{ count: 30, windowMs: 1_000 }],
};
let platform: Platform;
let clock: ManualClock;
let world: SendingWorld;
beforeEach(async () => {
  platform = await startPlatform();
  clock = createManualClock();
  world = await startSending(createHttpChannel({ url: platform.url, limits }), { clock });
});
afterEach(async () => {
  await world.close();
  await platform.close();
});

test.each([
  ['an hour back', -3_600_000],
  ['a day back', -86_400_000],
  ['three days on', 3 * 86_400_000],
])('hazard 13: a clock that jumps %s neither stops sending nor loses or repeats anything', async (_, jumpMs) => {
  const records = Array.from({ length: 40 }, (_, index) => makeDelivery(String(index % 8), String(index), clock.now()));
  await world.outbox.enqueue(records);
  await advanceUntil(clock, 100, () => platform.received.length >= 16);
  clock.jump(clock.now() + jumpMs);
  await advanceUntil(clock, 100, () => platform.received.length === 40);
  expect(new Set(platform.received.map(({ nonce }) => nonce)).size).toBe(40);
});

test('hazard 13: a message held back by a failure is not held for an hour because the clock went back', async () => {
  platform.refuse = () => ({ status: 502, body: { error: 'bad gateway' } });
  await world.outbox.enqueue([makeDelivery('1', 'a', clock.now())]);
  await advanceUntil(clock, 100, () => platform.calls === 2);
  platform.refuse = undefined;
  clock.jump(clock.now() - 3_600_000);
  const from = clock.now();
  await advanceUntil(clock, 1_000, () => platform.received.length === 1);
  expect(clock.now() - from).toBeLessThan(60_000);
});
