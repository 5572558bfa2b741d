/** The day's news as the daemon sees it: entries cleaned feed by feed, placed into stories in order of arrival, and described. */
import { readFileSync } from 'node:fs';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { type Entry, type FeedId, type FeedSource, type Item, itemAt, type Story } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { describeStory } from '../../src/stories/describe.ts';

interface Row {
  readonly id: string;
  readonly published: string | null;
  readonly source: string;
  readonly lang: string | null;
  readonly title: string;
  readonly text: string;
  readonly link?: string;
}

export interface ToldStory {
  readonly story: Story;
  readonly items: readonly Item[];
}

export function readJsonLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** All stories of one fetch of every source at `now`. */
export function storiesOfDay(path: string, now: number): ToldStory[] {
  const bySource = Map.groupBy(readJsonLines<Row>(path), (row) => row.source);
  const items = [...bySource].flatMap(([source, rows]) => readFeed(source, rows, now));
  const clusterer = createClusterer();
  const placed = new Map<string, string>();
  for (const item of items.sort((a, b) => itemAt(a) - itemAt(b))) {
    const { storyId, corrections } = clusterer.place(item);
    placed.set(item.id, storyId);
    for (const { itemId, to } of corrections) placed.set(itemId, to);
  }
  return [...Map.groupBy(items, (item) => placed.get(item.id)!)].map(([id, own]) => ({
    story: describeStory(id as Story['id'], own),
    items: own,
  }));
}

function readFeed(source: string, rows: readonly Row[], now: number): Item[] {
  const lang = rows[0]?.lang ?? undefined;
  const entries = rows.map(entryOf);
  const feed = {
    title: source,
    link: undefined,
    lang,
    entries,
    ttlMs: undefined,
    skipHours: [],
    skipDays: [],
    hub: undefined,
    self: undefined,
  };
  const about: FeedSource = {
    id: source as FeedId,
    url: `https://feed.example/${encodeURIComponent(source)}`,
    name: source,
    siteUrl: undefined,
    lang,
    country: undefined,
    category: undefined,
  };
  return normaliseEntries(feed, about, now, { sentences: {} }).items.map((item) =>
    item.publishedAt === undefined ? { ...item, isOfUnknownAge: true } : item,
  );
}

function entryOf(row: Row): Entry {
  return {
    id: row.id,
    link: row.link,
    title: row.title,
    summary: row.text,
    content: '',
    published: row.published ?? undefined,
    updated: undefined,
    tags: [],
    author: undefined,
    source: undefined,
    lang: row.lang ?? undefined,
    image: undefined,
  };
}
