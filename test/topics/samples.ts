/** Invented reports and topics for the tests of this room. */
import type { FeedId, Item, ItemId } from '../../src/model.ts';
import { parseQuery, type Query } from '../../src/topics/query.ts';

let count = 0;

export function report(title: string, text = '', more: Partial<Item> = {}): Item {
  count += 1;
  return {
    id: `item${count}` as ItemId,
    feedId: 'feed' as FeedId,
    source: 'Harbour Post',
    url: `https://harbour-post.example/${count}`,
    title,
    text,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: 0,
    firstSeenAt: 0,
    image: undefined,
    ...more,
  };
}

export function topic(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.kind !== 'query') throw new Error(`'${text}' is not a topic: ${parsed.problem.key}`);
  return parsed.query;
}
