/**
 * From the poll that meets a changed feed to the platform, through the whole program, for 1,000 chats that follow the
 * topic; the platform's limit is lifted. Feed and platform are another process, as in life.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createClock } from '../../src/clock.ts';
import { createDateline } from '../../src/dateline.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import { createHttpChannel } from '../../test/worlds/channel.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { makeChat, makeFollow, quietLog } from '../../test/worlds/records.ts';
import type { Ask, Tell } from './outside.ts';

export interface LatencyFigures {
  readonly chats: number;
  readonly stories: number;
  readonly received: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of this program's process, for each message. */
  readonly cpuMs: number;
}

const chats = 1_000;
/** Invented places: each story is of one of them, so that the chats hear of each by a topic of its own. */
const places = [
  'Arvenia',
  'Belmora',
  'Castrel',
  'Dunvara',
  'Estovia',
  'Farrowmere',
  'Galdane',
  'Hestria',
  'Ilmarra',
  'Jorvale',
];
const events = [
  [
    'president resigns after vote of no confidence',
    'The president stepped down hours after parliament withdrew its support.',
  ],
  ['earthquake destroys the old harbour', 'A strong earthquake brought down warehouses along the quay before dawn.'],
  ['central bank cuts rates by half a point', 'The bank surprised economists with its first cut in three years.'],
  [
    'closes its border to all lorries',
    'Drivers queued for miles after customs officers were told to stop all freight.',
  ],
  ['court annuls the election of the mayor', 'Judges found that thousands of ballots had been counted twice.'],
  ['ferry sinks with two hundred on board', 'Rescue boats searched through the night for passengers of the ferry.'],
  ['signs peace treaty with its neighbour', 'Ministers of both countries ended a dispute of forty years.'],
  ['wildfire reaches the capital', 'Whole districts were evacuated as flames jumped the ring road.'],
  ['bans mining in its northern forests', 'The law takes effect at once and stops three large projects.'],
  ['wins the right to host the winter games', 'The committee chose the bid in the third round of voting.'],
] as const;

export async function measureLatency(): Promise<LatencyFigures> {
  const folder = makeFolder();
  const outside = fork(join(import.meta.dirname, 'outside.ts'), { execArgv: [] });
  const addresses = (await heard(outside)) as Extract<Tell, { opmlUrl: string }>;
  const clock = createClock();
  const store = await openStore(await openSqlite(`sqlite:${folder.path('state.sqlite')}`));
  const follows = places.map((place) => makeFollow(place, { topicId: place.toLowerCase() as TopicId }));
  await store.chats.setMany(
    Array.from({ length: chats }, (_, index) => {
      const chat = makeChat(String(index));
      return [chat.id, { ...chat, follows, settings: { ...chat.settings, cap: 100, topiccap: 100 } }] as const;
    }),
  );
  await store.close();
  const fetcher = createFetcher({ allowPrivate: ['127.0.0.0/8'], userAgent: 'Dateline benchmark', clock });
  const dateline = await createDateline(
    {
      clock,
      log: quietLog,
      storage: await openSqlite(`sqlite:${folder.path('state.sqlite')}`),
      fetcher,
      reader: createReaderPool(),
      channels: [createHttpChannel({ url: addresses.platformUrl, isIdempotent: true })],
      catalogue: loadCatalogue(),
    },
    {
      feeds: [addresses.opmlUrl],
      intervalMs: 1_000,
      allowPrivate: ['127.0.0.0/8'],
      administrators: [],
      clockSpeed: undefined,
      publicTopics: [],
    },
  );
  await dateline.start();
  const waits: number[] = [];
  await pause(3_000);
  const before = process.cpuUsage();
  for (const [index, place] of places.entries()) {
    const [what, text] = events[index]!;
    ask(outside, {
      publish: {
        title: `${place} ${what}`,
        text: `${text} ${place} had not seen anything like it.`,
        published: new Date().toISOString(),
      },
    });
    waits.push(...(await arrivals(outside)));
  }
  const { user, system } = process.cpuUsage(before);
  await dateline.stop();
  outside.disconnect();
  folder.remove();
  waits.sort((a, b) => a - b);
  const share = (part: number) => Math.round(waits[Math.floor((waits.length - 1) * part)]!);
  const cpuMs = Number(((user + system) / 1_000 / waits.length).toFixed(3));
  return { chats, stories: places.length, received: waits.length, p50Ms: share(0.5), p99Ms: share(0.99), cpuMs };
}

/** Milliseconds from the changed feed to each chat's message; waits for all of them. */
async function arrivals(outside: ChildProcess): Promise<readonly number[]> {
  const endAt = performance.now() + 60_000;
  for (;;) {
    await pause(250);
    ask(outside, { give: 'received' });
    const { servedAt, receivedAt } = (await heard(outside)) as Extract<Tell, { servedAt: number }>;
    if (receivedAt.length === chats) return receivedAt.map((at) => at - servedAt);
    if (performance.now() > endAt) throw new Error(`Only ${receivedAt.length} of ${chats} chats were told.`);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function heard(outside: ChildProcess): Promise<Tell> {
  const [message] = await once(outside, 'message');
  return message as Tell;
}

function ask(outside: ChildProcess, question: Ask): void {
  outside.send(question);
}
