import { afterEach, expect, test } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createFeedsRole } from '../../src/cluster/feeds-role.ts';
import { atOnce, feedsTopic, type ItemsBody, itemsLine } from '../../src/cluster/messages.ts';
import type { RoleProcess } from '../../src/cluster/outpost.ts';
import { newFeedRecord } from '../../src/engine/feed-list.ts';
import { noMeter } from '../../src/engine/measure.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import type { Cluster, Fetcher } from '../../src/ports.ts';
import { openCollections } from '../../src/store/open.ts';
import { layoutSteps } from '../../src/store/upgrades.ts';
import { type Company, createCompany } from '../worlds/company.ts';
import { quietLog } from '../worlds/records.ts';
import { until } from '../worlds/wait.ts';

const roles: RoleProcess[] = [];
afterEach(async () => {
  await Promise.all(roles.splice(0).map((role) => role.stop()));
});

/** Hosts as publishers have them: some with several feeds. */
const urls = Array.from({ length: 60 }, (_, index) => `https://outlet-${index % 40}.example/${index}.xml`);

async function keepFeeds(cluster: Cluster, addresses: readonly string[]): Promise<string[]> {
  const store = openCollections(cluster.storage());
  const records = addresses.map((url) => {
    const feed = {
      url,
      title: url,
      siteUrl: undefined,
      lang: 'en',
      country: undefined,
      category: undefined,
      folders: [],
    };
    return newFeedRecord(feed, true, Date.now());
  });
  await store.feeds.setMany(records.map((record) => [record.id, record] as const));
  return records.map(({ id }) => id);
}

/** One process that reads feeds; answers what it asked for. */
async function startReader(company: Company): Promise<{ readonly asked: string[]; readonly role: RoleProcess }> {
  const asked: string[] = [];
  const fetcher: Fetcher = {
    async fetch({ url }) {
      asked.push(url);
      const item = `<item><title>Bread of ${url}</title><link>${url}/1</link><guid>${url}/1</guid></item>`;
      const body = Buffer.from(`<rss version="2.0"><channel><title>x</title>${item}</channel></rss>`);
      const more = { movedTo: undefined, etag: undefined, lastModified: undefined, freshForMs: undefined };
      return { kind: 'body', body, url, contentType: 'application/rss+xml', ...more };
    },
    close: async () => undefined,
  };
  const role = createFeedsRole({
    cluster: company.join(),
    fetcher,
    reader: createReaderPool(),
    clock: createClock(),
    log: quietLog,
    meter: noMeter,
    settings: { intervalMs: 1_000, allowPrivate: [] },
  });
  roles.push(role);
  await role.start();
  return { asked, role };
}

test('feeds are shared out by their hosts, and those of a process that ends are read by the others', async () => {
  const company = createCompany();
  await keepFeeds(company.join(), urls);
  const one = await startReader(company);
  const two = await startReader(company);
  const hostsOf = (asked: readonly string[]) => new Set(asked.map((url) => new URL(url).hostname));
  // What was under way when the second came is soon over.
  await until(async () => {
    one.asked.length = 0;
    two.asked.length = 0;
    await until(() => new Set([...one.asked, ...two.asked]).size === urls.length);
    return [...hostsOf(one.asked)].every((host) => !hostsOf(two.asked).has(host));
  });
  expect(Math.min(hostsOf(one.asked).size, hostsOf(two.asked).size)).toBeGreaterThan(5);

  await roles.shift()!.stop();
  two.asked.length = 0;
  await until(() => new Set(two.asked).size === urls.length);
});

test('what a reading brought goes to the engine once, and only then is the feed taken for read', async () => {
  const company = createCompany();
  const engine = company.join();
  const [id = ''] = await keepFeeds(engine, urls.slice(0, 1));
  await startReader(company);
  const store = openCollections(engine.storage());
  await until(async () => (await store.feeds.get(id))?.lastGoodAt !== undefined);
  expect(await engine.work.waiting(itemsLine)).toBe(1);
  const taken: ItemsBody[] = [];
  engine.work.consume(itemsLine, 1, async ({ body }) => void taken.push(body as ItemsBody));
  await until(() => taken.length === 1);
  expect(taken[0]).toMatchObject({ feedId: id, items: [{ title: `Bread of ${urls[0]}`, isOfUnknownAge: true }] });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(taken).toHaveLength(1);
});

test('a feed that somebody adds elsewhere is read at once, one that was given up no more', async () => {
  const company = createCompany();
  const engine = company.join();
  const reader = await startReader(company);
  const [id = ''] = await keepFeeds(engine, ['https://new.example/feed.xml']);
  engine.nudge(feedsTopic, `${id}${atOnce}`);
  await until(() => reader.asked.length > 0);
  const store = openCollections(engine.storage());
  await until(async () => (await store.feeds.get(id))?.lastGoodAt !== undefined);
  await store.feeds.set(id, { ...(await store.feeds.get(id))!, isEnded: true });
  engine.nudge(feedsTopic, id);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = reader.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(reader.asked.length).toBe(before);
});

test('a layout of the next release is understood, one further ahead is refused', async () => {
  const company = createCompany();
  const { collection } = company.join().storage();
  await collection('meta').set('schema', String(layoutSteps.length + 2));
  await startReader(company);
  await collection('meta').set('schema', String(layoutSteps.length + 3));
  await expect(startReader(company)).rejects.toThrow(/newer Dateline/);
});
