/**
 * `npm run bench -- pages [--json FILE]`: what a page and a search cost with a full window of news, and how large pages are.
 * All reports are invented; the same numbers of them come again at every run.
 */
import { writeFileSync } from 'node:fs';
import { openMemory } from '../adapters/memory/index.ts';
import { homePage, searchPage, storyPage, topicPage } from '../adapters/web/views.ts';
import { wordsFor } from '../adapters/web/words.ts';
import { createClock } from '../src/clock.ts';
import { createArchive } from '../src/engine/archive.ts';
import { newFeedRecord } from '../src/engine/feed-list.ts';
import { createPages } from '../src/engine/pages.ts';
import { createSight } from '../src/engine/sight.ts';
import { createSubscriptions } from '../src/engine/subscriptions.ts';
import { digest } from '../src/hash.ts';
import { loadCatalogue } from '../src/messages/say.ts';
import type { Item, ItemId, StoryId } from '../src/model.ts';
import { openStore } from '../src/store/open.ts';
import { describeStory } from '../src/stories/describe.ts';
import type { Values } from './flags.ts';

const startAt = Date.parse('2026-03-10T12:00:00Z');
const sizes = [5_000, 30_000];
const perStory = 3;
const outlets = 150;
const rounds = 15;
const words =
  'harbour bridge minister vote storm ferry budget court strike river school tunnel union museum drought'.split(' ');

/** Report number `n`: in a story with the two next to it; every fortieth story is about Kestrov. */
function reportOf(n: number, feedIds: readonly Item['feedId'][]): Item {
  const story = Math.floor(n / perStory);
  const pick = (step: number) => words[(story * step + step) % words.length];
  const who = story % 40 === 0 ? 'Renata Kestrov' : `Deputy ${digest(6, 'name', String(story))}`;
  const outlet = (n * 7) % outlets;
  const title = `${who} speaks of ${pick(3)} and ${pick(7)} in district ${story}`;
  const more = Array.from(
    { length: 5 },
    (_, at) => `The ${pick(at + 2)} of district ${story} waits for the ${pick(at + 5)}.`,
  );
  return {
    id: digest(12, 'item', String(n)) as ItemId,
    feedId: feedIds[outlet]!,
    source: `Outlet ${outlet}`,
    url: `https://outlet-${outlet}.example/news/${n}`,
    title,
    text: `${title}, ${who} said on Tuesday. ${more.join(' ')}`,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: startAt - ((n * 37) % 20_000) * 60_000,
    firstSeenAt: startAt - ((n * 37) % 20_000) * 60_000,
    image: undefined,
  };
}

async function openWindow(size: number) {
  const clock = createClock({ startAt });
  const archive = createArchive();
  const sight = createSight(archive);
  const feedIds = Array.from({ length: outlets }, (_, at) => {
    const url = `https://outlet-${at}.example/feed.xml`;
    const none = { siteUrl: undefined, lang: undefined, country: undefined, category: undefined, folders: [] };
    const record = newFeedRecord({ url, title: `Outlet ${at}`, ...none }, true, startAt);
    sight.put(record);
    return record.id;
  });
  for (let n = 0; n < size; n += perStory) {
    const items = Array.from({ length: perStory }, (_, at) => reportOf(n + at, feedIds));
    const id = digest(10, 'story', String(n)) as StoryId;
    for (const item of items) archive.putItem(item, id);
    archive.putStory(describeStory(id, items));
  }
  const parts = { archive, sight, catalogue: loadCatalogue(), clock, subscriptions: createSubscriptions() };
  const store = await openStore(openMemory());
  return createPages({ ...parts, store }, [{ name: 'Renata Kestrov', query: 'Kestrov' }]);
}

async function measure(size: number) {
  const pages = await openWindow(size);
  const asked = { pages, words: wordsFor(pages, 'en'), origin: 'https://news.example' };
  const firstId = (await pages.topic('renata-kestrov', 0, 'en'))?.stories[0]?.id ?? '';
  const views: Record<string, () => Promise<string | undefined>> = {
    'start page': () => homePage(asked),
    'topic page': () => topicPage(asked, 'renata-kestrov', 0),
    'story page': () => storyPage(asked, firstId),
    'search, often told': () => searchPage(asked, 'Kestrov'),
    'search, never told': () => searchPage(asked, 'Tamberg'),
  };
  const rows = [];
  for (const [view, make] of Object.entries(views)) {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      bytes = Buffer.byteLength((await make()) ?? '');
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    rows.push({ items: size, view, medianMs: round1(times[7]!), worstMs: round1(times.at(-1)!), bytes });
  }
  return rows;
}

const round1 = (value: number) => Math.round(value * 10) / 10;

export const flags = {} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const rows = [];
  for (const size of sizes) rows.push(...(await measure(size)));
  console.table(rows);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}
