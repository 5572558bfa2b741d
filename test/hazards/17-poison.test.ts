import { expect, test } from 'vitest';
import { createHttpChannel } from '../worlds/channel.ts';
import { createManualClock } from '../worlds/clock.ts';
import { type Refusal, startPlatform } from '../worlds/platform.ts';
import { makeDelivery } from '../worlds/records.ts';
import { startSending } from '../worlds/sending.ts';
import { advanceUntil } from '../worlds/wait.ts';

test.each<readonly [string, Refusal, number]>([
  ['that the platform refuses for good', { status: 400, body: { error: 'message text is invalid' } }, 1],
  ['that makes the platform fail', { status: 500, body: { error: 'internal error' } }, 8],
])(
  'hazard 17: of a hundred messages, one %s: ninety-nine arrive in order, one is dead with its reason',
  async (_, refusal, tries) => {
    const platform = await startPlatform();
    const clock = createManualClock();
    let poisoned = 0;
    platform.refuse = ({ text }) => {
      if (text !== 'alert 37') return undefined;
      poisoned++;
      return refusal;
    };
    const world = await startSending(createHttpChannel({ url: platform.url }), { clock });
    await world.outbox.enqueue(
      Array.from({ length: 100 }, (_, index) => makeDelivery('1', String(index), clock.now())),
    );
    await advanceUntil(clock, 5_000, () => platform.received.length === 99);
    await advanceUntil(clock, 600_000, () => world.outbox.pending('fake') === 0);
    const numbers = platform.received.map(({ text }) => Number(text.split(' ')[1]));
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index).filter((index) => index !== 37));
    expect(poisoned).toBe(tries);
    const [dead, ...more] = await world.outbox.dead();
    expect([dead?.edition, dead?.lastError, more.length]).toEqual(['37', 'body' in refusal && refusal.body.error, 0]);
    await world.close();
    await platform.close();
  },
);
