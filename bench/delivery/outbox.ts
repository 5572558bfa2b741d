/** Durable deliveries claimed and marked on SQLite, every commit synced; with few and with very many waiting. */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createClock } from '../../src/clock.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import type { Entry } from '../../src/delivery/queue.ts';
import { openStore } from '../../src/store/open.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { makeDelivery, quietLog } from '../../test/worlds/records.ts';

export interface OutboxFigures {
  readonly enqueuedPerSecond: number;
  readonly perSecondWithFewWaiting: number;
  readonly waiting: number;
  readonly perSecondWithManyWaiting: number;
  /** Time for one delivery with many waiting, over the time with few. */
  readonly growth: number;
}

const batch = 500;
const measured = 20_000;

export async function measureOutbox(waiting: number): Promise<OutboxFigures> {
  const folder = makeFolder();
  const store = await openStore(await openSqlite(`sqlite:${folder.path('state.sqlite')}`));
  const outbox = await createOutbox({ store, clock: createClock(), log: quietLog });
  await fill(outbox, 0, measured * 2);
  await drain(outbox, measured);
  const few = await drain(outbox, measured);
  const filledMs = await fill(outbox, measured * 2, waiting);
  await drain(outbox, measured);
  const many = await drain(outbox, measured);
  await store.close();
  folder.remove();
  return {
    enqueuedPerSecond: Math.round((waiting / filledMs) * 1_000),
    perSecondWithFewWaiting: Math.round((measured / few) * 1_000),
    waiting,
    perSecondWithManyWaiting: Math.round((measured / many) * 1_000),
    growth: Number((many / few).toFixed(2)),
  };
}

async function fill(outbox: Outbox, from: number, count: number): Promise<number> {
  const begunAt = performance.now();
  for (let at = from; at < from + count; at += batch) {
    const size = Math.min(batch, from + count - at);
    await outbox.enqueue(
      Array.from({ length: size }, (_, index) => makeDelivery(String((at + index) % 200_000), String(at + index), 0)),
    );
  }
  return performance.now() - begunAt;
}

/** Milliseconds for claiming and marking `count` deliveries. */
async function drain(outbox: Outbox, count: number): Promise<number> {
  const begunAt = performance.now();
  for (let done = 0; done < count; ) {
    const entries: Entry[] = [];
    for (let entry = pick(outbox); entry !== undefined; entry = entries.length < batch ? pick(outbox) : undefined) {
      entries.push(entry);
    }
    await outbox.claim(entries);
    await outbox.mark(entries.map((entry) => ({ entry, messageId: '1' })));
    done += entries.length;
  }
  return performance.now() - begunAt;
}

function pick(outbox: Outbox): Entry | undefined {
  return outbox.pick('fake', () => 0);
}
