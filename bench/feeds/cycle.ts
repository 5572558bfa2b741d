/** One cycle as a whole process: every feed of the server once, everything that is new stored durably. Arguments: server, feeds, state file. */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createClock } from '../../src/clock.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createPoller } from '../../src/feeds/poll.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import type { FeedId, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { FeedRecord } from '../../src/store/records.ts';

const [server = '', feeds = '0', file = ''] = process.argv.slice(2);
const allowPrivate = ['127.0.0.0/8'];
const clock = createClock();
const store = await openStore(await openSqlite(`sqlite:${file}`));

function record(index: number): FeedRecord {
  const id = `f${index}` as FeedId;
  const empty = {
    isShared: true,
    chats: [],
    addedAt: 0,
    isEnded: false,
    nextCheckAt: 0,
    failures: 0,
    seen: [],
    reading: {},
  };
  return { id, url: `${server}/scale/${index}.xml`, name: `Synthetic ${index}`, ...empty };
}

if ((await store.feeds.get('f0')) === undefined) {
  await store.feeds.setMany(Array.from({ length: Number(feeds) }, (_, index) => [`f${index}`, record(index)] as const));
}
const fetcher = createFetcher({ allowPrivate, userAgent: 'Dateline benchmark', clock });
const reader = createReaderPool();
const report = { items: 0, failed: 0 };
const poller = createPoller({
  ...{ store, fetcher, reader, clock },
  log: { debug() {}, info() {}, warn: () => report.failed++, error: () => report.failed++ },
  settings: { intervalMs: 300_000, allowPrivate },
  async accept(_, items) {
    report.items += items.length;
    await store.items.setMany(
      items.map((item) => [item.id, { ...item, tags: [...item.tags], storyId: item.id as string as StoryId }] as const),
    );
  },
});
await poller.start();
await poller.firstPoll();
await poller.stop();
await reader.close();
await fetcher.close();
await store.close();
console.log(JSON.stringify(report));
