/** The feeds of a day that was kept: what each of them shows at an instant, cleaned as the daemon cleans it. */
import { type Boilerplate, normaliseEntries } from '../../src/feeds/normalise.ts';
import { digest } from '../../src/hash.ts';
import type { Entry, FeedId, FeedSource, Item, ItemId } from '../../src/model.ts';
import type { Row as Report } from '../quality/clustering.ts';

/** One entry of the day's feeds. */
export interface Row extends Report {
  readonly link: string;
}

/** A feed that shows what was published up to an instant, and gives what it did not show before. */
export interface Feed {
  read(now: number): Item[];
}

export function feedsOf(rows: readonly Row[]): Feed[] {
  return [...new Set(rows.map(({ source }) => source))].map((source) =>
    feedOf(
      source,
      rows.filter((row) => row.source === source),
    ),
  );
}

function feedOf(name: string, rows: readonly Row[]): Feed {
  const feed = { title: name, link: undefined, lang: rows[0]?.lang ?? undefined, entries: [] };
  const rest = { ttlMs: undefined, skipHours: [], skipDays: [], hub: undefined, self: undefined };
  const seen = new Set<ItemId>();
  let boilerplate: Boilerplate = { sentences: {} };
  let shown = 0;
  return {
    read(now) {
      const there = rows.filter(({ published }) => published === null || Date.parse(published) <= now);
      if (there.length === shown) return [];
      const isFirst = shown === 0;
      shown = there.length;
      const read = normaliseEntries(
        { ...feed, ...rest, entries: there.map(entryOf) },
        sourceOf(name),
        now,
        boilerplate,
      );
      boilerplate = read.boilerplate;
      const fresh = read.items.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      return fresh.map((item) =>
        isFirst && item.publishedAt === undefined ? { ...item, isOfUnknownAge: true } : item,
      );
    },
  };
}

function sourceOf(name: string): FeedSource {
  const url = `https://${digest(10, name)}.example/feed`;
  return {
    id: name as FeedId,
    url,
    name,
    siteUrl: undefined,
    lang: undefined,
    country: undefined,
    category: undefined,
  };
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
