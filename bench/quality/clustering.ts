/** Clustering predictions: each set streamed once through the daemon's clusterer; corrections that follow are applied. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedId, Item, ItemId } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';

export interface Row {
  readonly id: string;
  readonly published: string | null;
  readonly source: string;
  readonly lang: string | null;
  readonly title: string;
  readonly text: string;
}

/** Answers a line for the console: how many items, and the time for each. */
export async function predict(data: string, out: string): Promise<string> {
  const folder = join(data, 'clustering');
  if (!existsSync(folder)) return 'clustering: no data';
  mkdirSync(join(out, 'clustering'), { recursive: true });
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => predictSet(join(folder, name), join(out, 'clustering', name), name));
  return lines.join('\n');
}

function predictSet(from: string, to: string, name: string): string {
  const rows = readRows(from);
  const started = performance.now();
  const stories = streamRows(rows);
  const spent = performance.now() - started;
  const answers = rows.map(({ id }) => JSON.stringify({ id, story: stories.get(id as ItemId) ?? null }));
  writeFileSync(to, `${answers.join('\n')}\n`);
  return `clustering/${name}: ${rows.length} items, ${(spent / rows.length).toFixed(3)} ms each`;
}

export function readRows(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** The story of each item once all of them came. */
export function streamRows(rows: readonly Row[]): Map<ItemId, string> {
  const clusterer = createClusterer();
  const stories = new Map<ItemId, string>();
  for (const row of rows) {
    const item = itemOf(row);
    const { storyId, corrections } = clusterer.place(item);
    stories.set(item.id, storyId);
    for (const { itemId, to } of corrections) stories.set(itemId, to);
  }
  return stories;
}

/** Items without a time count as arriving at one instant. */
export function itemOf(row: Row): Item {
  const publishedAt = row.published === null ? undefined : Date.parse(row.published);
  return {
    id: row.id as ItemId,
    feedId: row.source as FeedId,
    source: row.source,
    url: `https://example.org/${row.id}`,
    title: row.title,
    text: row.text,
    lang: row.lang ?? undefined,
    category: 'other',
    tags: [],
    publishedAt,
    firstSeenAt: publishedAt ?? 0,
    image: undefined,
  };
}
