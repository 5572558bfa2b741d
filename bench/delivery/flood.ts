/** One breaking story for very many chats, against a platform that counts in sliding windows and refuses what is over. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createHttpChannel } from '../../test/worlds/channel.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { startPlatform } from '../../test/worlds/platform.ts';
import { makeDelivery } from '../../test/worlds/records.ts';
import { startSending } from '../../test/worlds/sending.ts';
import { until } from '../../test/worlds/wait.ts';

export interface FloodFigures {
  readonly chats: number;
  readonly limitPerSecond: number;
  readonly shareOfLimit: number;
  readonly refusedShare: number;
  readonly lost: number;
  readonly repeated: number;
  /** From an alert's arrival in the outbox, with a brief for every chat before it, to the platform: the first of 100. */
  readonly alertPastBriefsMs: number;
  readonly heapGrowthMb: number;
}

/** A real platform takes 30 a second: 10,000 chats are six minutes. At ten times that figure the run takes one. */
export async function measureFlood(chats: number, limitPerSecond: number): Promise<FloodFigures> {
  const limits = {
    perChat: [{ count: 1, windowMs: 1_000 }],
    perGroup: [],
    overall: [{ count: limitPerSecond, windowMs: 1_000 }],
  };
  const folder = makeFolder();
  const platform = await startPlatform({ limits });
  const storage = await openSqlite(`sqlite:${folder.path('state.sqlite')}`);
  const world = await startSending(createHttpChannel({ url: platform.url, limits }), { storage });
  const ids = Array.from({ length: chats }, (_, index) => String(index));
  await world.outbox.enqueue(ids.map((id) => makeDelivery(id, 'story', Date.now())));
  const from = platform.received.length;
  const begunAt = performance.now();
  const heapBefore = await settledHeap(() => platform.received.length >= chats / 10);
  await until(() => platform.received.length === chats, 300_000);
  const tookMs = performance.now() - begunAt;
  const heapGrowthMb = (heapUsed() - heapBefore) / 1e6;
  const stories = platform.received.slice(from).length;
  const alertPastBriefsMs = await overtake(world, platform, ids);
  const distinct = new Set(platform.received.map(({ nonce }) => nonce)).size;
  const figures = {
    chats,
    limitPerSecond,
    shareOfLimit: Number((stories / (tookMs / 1_000) / limitPerSecond).toFixed(4)),
    refusedShare: platform.refusedByLimit / platform.calls,
    lost:
      chats +
      100 -
      new Set(platform.received.filter(({ text }) => !text.startsWith('brief')).map(({ nonce }) => nonce)).size,
    repeated: platform.received.length - distinct,
    alertPastBriefsMs: Math.round(alertPastBriefsMs),
    heapGrowthMb: Number(heapGrowthMb.toFixed(1)),
  };
  await world.close();
  await platform.close();
  folder.remove();
  return figures;
}

async function settledHeap(isSettled: () => boolean): Promise<number> {
  await until(isSettled, 60_000);
  return heapUsed();
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

type World = Awaited<ReturnType<typeof startSending>>;
type Platform = Awaited<ReturnType<typeof startPlatform>>;

async function overtake(world: World, platform: Platform, ids: readonly string[]): Promise<number> {
  await world.outbox.enqueue(ids.map((id) => makeDelivery(id, 'brief', Date.now(), { kind: 'brief' })));
  await until(() => platform.received.some(({ text }) => text.startsWith('brief')));
  await world.outbox.enqueue(ids.slice(0, 100).map((id) => makeDelivery(id, 'breaking', Date.now())));
  const askedAt = performance.timeOrigin + performance.now();
  const breaking = () => platform.received.filter(({ text }) => text === 'alert breaking');
  await until(() => platform.received.length % 20 === 0 && breaking().length === 100, 60_000);
  return Math.min(...breaking().map(({ at }) => at)) - askedAt;
}
