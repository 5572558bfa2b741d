/** The poller as the engine sees it when others read the feeds: it keeps the records and tells those processes. */
import { createLedger } from '../feeds/ledger.ts';
import type { Poller } from '../feeds/poll.ts';
import type { FeedId } from '../model.ts';
import type { Clock, Cluster, Log, PollProgress } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { atOnce, feedsTopic, itemsLine } from './messages.ts';

interface Parts {
  readonly cluster: Pick<Cluster, 'nudge' | 'work'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the records are asked whether all feeds were tried. Real time. */
const lookEveryMs = 500;

export function createRemotePoller({ cluster, clock, log }: Parts, store: Pick<Store, 'feeds'>): Poller {
  const ledger = createLedger(store.feeds);
  const finished = Promise.withResolvers<void>();
  const reports = new Set<(progress: PollProgress) => void>();
  let progress: PollProgress = { done: 0, failed: 0, total: 0, isFinished: false };
  let timer: NodeJS.Timeout | undefined;
  const tell = (id: FeedId, isAtOnce: boolean) => cluster.nudge(feedsTopic, `${id}${isAtOnce ? atOnce : ''}`);

  async function look(): Promise<void> {
    const counted = await countTried(store);
    const waiting = await cluster.work.waiting(itemsLine);
    progress = { ...counted, isFinished: counted.done >= counted.total && waiting === 0 };
    for (const report of reports) report(progress);
    if (progress.isFinished) finished.resolve();
  }
  async function watch(): Promise<void> {
    await look().catch((error: unknown) => log.debug({ reason: String(error) }, 'the first poll cannot be followed'));
    if (!progress.isFinished) timer = setTimeout(watch, lookEveryMs).unref();
  }

  return {
    async start() {
      await watch();
    },
    async stop() {
      clearTimeout(timer);
      finished.resolve();
    },
    firstPoll: () => finished.promise,
    onFirstPoll(report) {
      reports.add(report);
      report(progress);
    },
    async add(feed) {
      const record = await ledger.add(feed);
      tell(record.id, true);
      return record;
    },
    async remove(id) {
      await ledger.change(id, (record) => ({ ...record, isEnded: true }));
      tell(id, false);
    },
    async change(id, change) {
      let wasEnded = false;
      const record = await ledger.change(id, (before): FeedRecord => {
        wasEnded = before.isEnded;
        const after = change(before);
        return wasEnded && !after.isEnded ? { ...after, nextCheckAt: clock.now() } : after;
      });
      if (record !== undefined) tell(id, wasEnded && !record.isEnded);
      return record;
    },
    async pollNow(id) {
      tell(id, true);
      return { kind: 'unchanged' };
    },
  };
}

async function countTried(store: Pick<Store, 'feeds'>): Promise<Omit<PollProgress, 'isFinished'>> {
  let [done, failed, total] = [0, 0, 0];
  for await (const [, record] of store.feeds.entries()) {
    if (record.isEnded) continue;
    total += 1;
    if (record.lastTryAt !== undefined) done += 1;
    if (record.failures > 0) failed += 1;
  }
  return { done, failed, total };
}
