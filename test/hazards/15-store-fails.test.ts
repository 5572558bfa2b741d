import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createHttpChannel } from '../worlds/channel.ts';
import { createManualClock } from '../worlds/clock.ts';
import { createFaultyStorage } from '../worlds/faults.ts';
import { startPlatform } from '../worlds/platform.ts';
import { makeDelivery } from '../worlds/records.ts';
import { startSending } from '../worlds/sending.ts';
import { advanceUntil } from '../worlds/wait.ts';

interface Run {
  readonly writes: number;
  readonly received: number;
  readonly distinct: number;
  /** Messages that the platform got while no record of them was kept. */
  readonly unrecorded: number;
}

/** Six deliveries for two chats; the writes that `isFailing` names fail. */
async function run(isFailing: (write: number) => boolean): Promise<Run> {
  const storage = createFaultyStorage(openMemory());
  const platform = await startPlatform();
  const clock = createManualClock();
  const world = await startSending(createHttpChannel({ url: platform.url }), { clock, storage });
  const first = storage.writes;
  storage.isFailing = (write) => isFailing(write - first);
  let unrecorded = 0;
  platform.onTaken = async ({ nonce }) => {
    if ((await storage.collection('outbox').get(nonce)) === undefined) unrecorded++;
  };
  const records = Array.from({ length: 6 }, (_, index) => makeDelivery(String(index % 2), String(index), clock.now()));
  for (let isKept = false; !isKept; ) {
    isKept = await world.outbox.enqueue(records).then(
      () => true,
      () => false,
    );
    // What could not be kept must not be sent either.
    if (!isKept) expect(world.outbox.pending('fake')).toBe(0);
  }
  await advanceUntil(clock, 100, () => world.outbox.pending('fake') === 0);
  const distinct = new Set(platform.received.map(({ nonce }) => nonce)).size;
  const result = { writes: storage.writes - first, received: platform.received.length, distinct, unrecorded };
  await world.close();
  await platform.close();
  return result;
}

test('hazard 15: whichever write fails, nothing is sent without a durable record, nothing is lost, nothing comes twice', async () => {
  const { writes } = await run(() => false);
  expect(writes).toBeGreaterThan(12);
  for (let failing = 1; failing <= writes; failing++) {
    const result = await run((write) => write === failing);
    expect({ failing, ...result }).toMatchObject({ failing, received: 6, distinct: 6, unrecorded: 0 });
  }
});

test('hazard 15: the same when the store fails several times in a row', async () => {
  for (const from of [1, 3, 6, 9]) {
    const result = await run((write) => write >= from && write < from + 5);
    expect(result).toMatchObject({ received: 6, distinct: 6, unrecorded: 0 });
  }
});
