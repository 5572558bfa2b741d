/**
 * One process with a state in a file, as people run it: many chats, ten thousand feeds, a day of news with its rhythm in a
 * few dozen seconds. The feeds and the platform are in this process too; what they cost is part of the figure.
 */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createClock } from '../../src/clock.ts';
import { createDateline } from '../../src/dateline.ts';
import { newFeedRecord } from '../../src/engine/feed-list.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import { storiesOf } from '../../src/model.ts';
import type { Channel, Fetcher } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { quietLog } from '../../test/worlds/records.ts';
import { streamOf } from '../engine/world.ts';
import { rhythmAt } from './rhythm.ts';
import { seedChats } from './seed.ts';
import { collectGarbage, cpuSeconds } from './usage.ts';

const [chats = 1_000, feeds = 10_000, seconds = 30, itemsPerSecond = 10] = process.argv.slice(2).map(Number);
/** Names in the news are those that many chats follow. */
const namesInNews = 400;
/** The longest that is kept to the letter: every feed is read once in it. */
const intervalMs = 59_000;

const folder = makeFolder();
const url = `sqlite:${folder.path('state.sqlite')}`;
const seeding = await openSqlite(url);
await seedChats(seeding, { chats, topics: Math.max(100, Math.ceil(chats / 10)), hot: 0, platform: 'bench' });
const seeded = await openStore(seeding);
await seeded.feeds.setMany(
  Array.from({ length: feeds }, (_, index) => {
    const title = `Outlet ${index}`;
    const feed = { url: `https://outlet-${index}.example/rss`, title, folders: [] as string[] };
    const record = newFeedRecord(
      { ...feed, siteUrl: undefined, lang: 'en', country: undefined, category: undefined },
      true,
      0,
    );
    const lastTryAt = Date.now() - Math.floor((index / feeds) * intervalMs);
    const read = { lastTryAt, lastGoodAt: lastTryAt, nextCheckAt: lastTryAt + intervalMs };
    return [record.id, { ...record, ...read, addedAt: Date.now(), isListed: false }] as const;
  }),
);
await seeding.close();

const clock = createClock();
const stream = streamOf(Math.ceil(seconds * itemsPerSecond * 2.5), namesInNews).values();
const fetchedAt = new Map<string, number>();
const latencies: number[] = [];
let begunAt = Number.POSITIVE_INFINITY;
let owed = 0;
let lastAt = 0;
let fetches = 0;
let sent = 0;

/** Feeds bring what the hour of the day gives, whichever is asked. */
const fetcher: Fetcher = {
  async fetch({ url: asked }) {
    fetches += 1;
    const now = performance.now();
    const part = (now - begunAt) / (seconds * 1_000);
    if (part < 0 || part >= 1) return { kind: 'notModified', freshForMs: undefined };
    owed += ((now - Math.max(lastAt, begunAt)) / 1_000) * itemsPerSecond * rhythmAt(part);
    lastAt = now;
    if (owed < 1) return { kind: 'notModified', freshForMs: undefined };
    const rows: string[] = [];
    for (; owed >= 1 && rows.length < 3; owed -= 1) {
      const item = stream.next().value;
      if (item === undefined) break;
      const link = `${new URL(asked).origin}/${fetchedAt.size}`;
      fetchedAt.set(link, now);
      const date = new Date().toUTCString();
      rows.push(
        `<item><title>${item.title}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate><description>${item.text}</description></item>`,
      );
    }
    const body = Buffer.from(`<rss version="2.0"><channel><title>x</title>${rows.join('')}</channel></rss>`);
    const nothing = { movedTo: undefined, etag: undefined, lastModified: undefined, freshForMs: undefined };
    return { kind: 'body', body, url: asked, contentType: 'application/rss+xml', ...nothing };
  },
  close: async () => undefined,
};

/** Takes everything at once. */
const channel: Channel = {
  platform: 'bench',
  limits: { perChat: [], perGroup: [], overall: [] },
  isIdempotent: true,
  start: async () => undefined,
  async send(to, message) {
    sent += 1;
    const at = Math.min(...storiesOf(message).map((story) => fetchedAt.get(story.url) ?? Number.NaN));
    if (Number.isFinite(at)) latencies.push(performance.now() - at);
    return { kind: 'sent', ref: { address: to, id: String(sent) } };
  },
  edit: async (ref) => ({ kind: 'sent', ref }),
  stop: async () => undefined,
};

const startedAt = performance.now();
const storage = await openSqlite(url);
const catalogue = loadCatalogue();
const settings = {
  feeds: ['test/fixtures/no-feeds.opml'],
  intervalMs,
  allowPrivate: [],
  administrators: [],
  clockSpeed: undefined,
  publicTopics: [],
};
const ports = { clock, log: quietLog, storage, channels: [channel], fetcher, reader: createReaderPool(), catalogue };
const dateline = await createDateline(ports, settings);
const readySeconds = (performance.now() - startedAt) / 1_000;
await dateline.start();
collectGarbage();
const cpuBefore = cpuSeconds();
const fetchesBefore = fetches;
begunAt = performance.now();
lastAt = begunAt;
await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
await dateline.host('bench').drained();
const cpu = cpuSeconds() - cpuBefore;
const lagged = (performance.now() - begunAt) / 1_000;
collectGarbage();
const { rss, heapUsed } = process.memoryUsage();
latencies.sort((a, b) => a - b);
const percentile = (part: number) => Math.round(latencies[Math.floor(latencies.length * part)] ?? 0);
const items = fetchedAt.size;
console.log(
  JSON.stringify({
    chats,
    follows: chats * 3,
    feeds,
    readySeconds: Number(readySeconds.toFixed(1)),
    rssMb: Math.round(rss / 1e6),
    heapMb: Math.round(heapUsed / 1e6),
    seconds: Math.round(lagged),
    items,
    fetches: fetches - fetchesBefore,
    messages: sent,
    cpuSeconds: Number(cpu.toFixed(1)),
    cpuMsPerItem: Number(((cpu * 1_000) / items).toFixed(1)),
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  }),
);
await dateline.stop();
folder.remove();
process.exit(0);
