/** The reading side of the program as it runs, over the replay server's synthetic feeds: what both kinds of cycle measure. */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createPoller, type Poller } from '../../src/feeds/poll.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import type { StoryId } from '../../src/model.ts';
import type { Clock } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { FeedRecord } from '../../src/store/records.ts';
import { feedNamed } from '../../test/worlds/poller.ts';

const allowPrivate = ['127.0.0.0/8'];

export interface Polling {
  readonly poller: Poller;
  /** Counted since the start. */
  readonly report: { items: number; failed: number };
  close(): Promise<void>;
}

/** Opens the state file, puts the feeds into it when they are not there, and makes a poller. `onKept`: a feed's record was written. */
export async function openPolling(
  server: string,
  feeds: number,
  file: string,
  clock: Clock,
  onKept?: () => void,
): Promise<Polling> {
  const store = await openStore(await openSqlite(`sqlite:${file}`));
  if ((await store.feeds.get('f0')) === undefined) {
    await store.feeds.setMany(
      Array.from({ length: feeds }, (_, index) => [`f${index}`, recordOf(server, index)] as const),
    );
  }
  const report = { items: 0, failed: 0 };
  const fetcher = createFetcher({ allowPrivate, userAgent: 'Dateline benchmark', clock });
  const reader = createReaderPool();
  const poller = createPoller({
    store: onKept === undefined ? store : { feeds: reporting(store.feeds, onKept) },
    ...{ fetcher, reader, clock },
    log: { debug() {}, info() {}, warn: () => report.failed++, error: () => report.failed++ },
    settings: { intervalMs: 300_000, allowPrivate },
    async accept(_, items) {
      report.items += items.length;
      await store.items.setMany(
        items.map(
          (item) => [item.id, { ...item, tags: [...item.tags], storyId: item.id as string as StoryId }] as const,
        ),
      );
    },
  });
  return {
    poller,
    report,
    async close() {
      await poller.stop();
      await reader.close();
      await fetcher.close();
      await store.close();
    },
  };
}

function reporting(feeds: Parameters<typeof createPoller>[0]['store']['feeds'], onKept: () => void): typeof feeds {
  return { ...feeds, set: (key, value) => feeds.set(key, value).then(onKept) };
}

function recordOf(server: string, index: number): FeedRecord {
  return feedNamed(`f${index}`, { url: `${server}/scale/${index}.xml`, name: `Synthetic ${index}` });
}
