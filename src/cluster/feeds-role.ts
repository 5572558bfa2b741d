/** A process that reads feeds: its share of them, and what they bring goes to the engine. */
import { createGuard } from '../feeds/guard.ts';
import { createPoller } from '../feeds/poll.ts';
import type { FeedReaderPool } from '../feeds/reader-pool.ts';
import { withAge } from '../feeds/reading.ts';
import { digest } from '../hash.ts';
import type { FeedId, Item } from '../model.ts';
import type { Clock, Cluster, Fetcher, Job, Log, Meter, Operation } from '../ports.ts';
import { openCollections } from '../store/open.ts';
import type { FeedRecord } from '../store/records.ts';
import { checkLayout } from '../store/upgrades.ts';
import { atOnce, type EngineAbout, feedsTopic, type ItemsBody, itemsLine } from './messages.ts';
import { createOutpostOperation, type RoleProcess } from './outpost.ts';
import { ownerOf } from './share.ts';

interface Parts {
  readonly cluster: Cluster;
  readonly fetcher: Fetcher;
  readonly reader: FeedReaderPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly settings: { readonly intervalMs: number; readonly allowPrivate: readonly string[] };
}

/** Records are looked through this often for what was missed: feeds that others added or gave up. Real time. */
const reviewEveryMs = 60_000;
/** A reading that brings more is handed over in parts. */
const mostInJob = 100;

export function createFeedsRole(parts: Parts): RoleProcess {
  const { cluster, log, settings } = parts;
  const storage = cluster.storage();
  const store = openCollections(storage);
  const guard = createGuard(settings.allowPrivate);
  let readers: readonly string[] = [cluster.id];
  // All feeds of a host in one process, which keeps its distance there; one's own machines need none.
  const shareOf = ({ id, url }: Pick<FeedRecord, 'id' | 'url'>) => {
    const host = URL.parse(url)?.hostname ?? id;
    return guard.isOwn(host) ? id : host;
  };
  const poller = createPoller({
    ...parts,
    store,
    isOurs: (record) => ownerOf(shareOf(record), readers) === cluster.id,
    accept: (feed, items, edited) => cluster.work.publish(itemsLine, jobsOf(feed, withAge(feed, items), edited)),
  });

  let leader: string | undefined;
  /** Whether feeds may be others' than before: readers came or went, or an engine took the lead and brought its list of feeds. */
  function isNewOrder(): boolean {
    const before = `${readers.join()} ${leader}`;
    const members = cluster.members();
    const known = members.filter(({ role }) => role === 'feeds');
    readers = [...new Set([cluster.id, ...known.map(({ id }) => id)])].sort();
    leader = members.find(({ role, about }) => role === 'engine' && (about as EngineAbout).leads)?.id;
    return `${readers.join()} ${leader}` !== before;
  }
  const review = () => {
    poller
      .review()
      .catch((error: unknown) => log.warn({ reason: String(error) }, 'the feeds could not be looked through'));
  };
  const operation: Operation = createOutpostOperation(cluster);
  const stopRequested = Promise.withResolvers<void>();
  const unlisten: (() => void)[] = [];

  return {
    operation,
    stopRequested: stopRequested.promise,
    async start() {
      await checkLayout(storage);
      await cluster.join('feeds');
      isNewOrder();
      unlisten.push(
        cluster.onChange(() => {
          if (!isNewOrder()) return;
          log.info({ readers: readers.length }, 'feeds are shared out anew');
          review();
        }),
        cluster.onNudge(feedsTopic, (text) => {
          const isAtOnce = text.endsWith(atOnce);
          const id = (isAtOnce ? text.slice(0, -atOnce.length) : text) as FeedId;
          poller.look(id, isAtOnce).catch(() => undefined);
        }),
      );
      await poller.start();
      const timer = setInterval(review, reviewEveryMs);
      unlisten.push(() => clearInterval(timer));
    },
    async stop() {
      for (const end of unlisten) end();
      await poller.stop();
      await Promise.all([parts.fetcher.close(), parts.reader.close()]);
      await cluster.close();
    },
  };
}

/** Derived ids: the same reading handed over twice is one job while it waits, and nothing new to the engine after that. */
function jobsOf(feed: FeedRecord, items: readonly Item[], edited: readonly Item[]): Job[] {
  const jobs: Job[] = [];
  for (let from = 0; from < Math.max(items.length, edited.length); from += mostInJob) {
    const body: ItemsBody = {
      feedId: feed.id,
      items: items.slice(from, from + mostInJob),
      edited: edited.slice(from, from + mostInJob),
    };
    jobs.push({ id: digest(20, feed.id, JSON.stringify([body.items, body.edited])), body });
  }
  return jobs;
}
