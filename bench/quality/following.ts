/** Following: every topic over every document, through the topic index and the assessment that the daemon uses. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedId, Item, ItemId, TopicId } from '../../src/model.ts';
import { assessStory } from '../../src/topics/assess.ts';
import { createTopicIndex } from '../../src/topics/match.ts';
import { canonicalQuery, parseQuery, type Query, withAliases } from '../../src/topics/query.ts';

interface Document {
  readonly id: string;
  readonly source: string;
  readonly lang: string | null;
  readonly title: string;
  readonly text: string;
}

export interface Topic {
  readonly topic: string;
  readonly aliases: readonly string[];
}

export interface Prediction {
  readonly topic: string;
  readonly id: string;
  readonly score: number;
  readonly level: 'about' | 'mention';
}

/** Rows of a JSON Lines file. */
export function readRows<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** A document as the engine holds it. */
export function itemOf(document: Document): Item {
  return {
    id: document.id as ItemId,
    feedId: 'bench' as FeedId,
    source: document.source,
    url: `https://news.example/${document.id}`,
    title: document.title === '' ? document.text.slice(0, 80) : document.title,
    text: document.text,
    lang: document.lang ?? undefined,
    category: 'other',
    tags: [],
    publishedAt: undefined,
    firstSeenAt: 0,
    image: undefined,
  };
}

/** A typed topic as a follow keeps it: read, made canonical, read again. */
export function queryOf(topic: Topic): Query | undefined {
  const parsed = parseQuery(topic.topic);
  if (parsed.kind !== 'query') return undefined;
  const again = parseQuery(canonicalQuery(withAliases(parsed.query, topic.aliases)));
  return again.kind === 'query' ? again.query : undefined;
}

function predictAll(documents: readonly Document[], topics: readonly Topic[]): Prediction[] {
  const index = createTopicIndex();
  const queries = new Map<string, Query>();
  for (const topic of topics) {
    const query = queryOf(topic);
    if (query === undefined) continue;
    queries.set(topic.topic, query);
    index.add(topic.topic as TopicId, query);
  }
  // All documents are the window of recent items; a story of one report each.
  const matched = documents.map((document) => {
    const item = itemOf(document);
    return { item, topics: index.match(item) };
  });
  return matched.flatMap(({ item, topics: found }) =>
    found.flatMap((topic) => {
      const assessment = assessStory(queries.get(topic)!, [item], index.shareOf(topic));
      if (assessment === undefined) return [];
      return [{ topic, id: item.id, score: assessment.score, level: assessment.level }];
    }),
  );
}

/** Writes the predictions of every set, with and without the given aliases; answers one line. */
export async function predict(data: string, out: string): Promise<string> {
  const folder = join(data, 'following');
  if (!existsSync(folder)) return 'following: no data';
  const lines: string[] = [];
  for (const set of readdirSync(folder)) {
    const documents = readRows<Document>(join(folder, set, 'docs.jsonl'));
    mkdirSync(join(out, 'following', set), { recursive: true });
    for (const suffix of ['', '-aliases']) {
      const file = join(folder, set, `topics${suffix}.jsonl`);
      if (!existsSync(file)) continue;
      const predictions = predictAll(documents, readRows<Topic>(file));
      const text = predictions.map((row) => `${JSON.stringify(row)}\n`).join('');
      writeFileSync(join(out, 'following', set, `predictions${suffix}.jsonl`), text);
      lines.push(`following/${set}${suffix}: ${documents.length} documents, ${predictions.length} matches`);
    }
  }
  return lines.join('\n');
}
