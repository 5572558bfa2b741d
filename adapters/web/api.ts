/** `/api`: stories as JSON, for programs. Documented by itself at `/api/openapi.json`. */
import { type Context, Hono } from 'hono';
import type { StoryList } from '../../src/ports.ts';
import { openApi } from './openapi.ts';
import { plainStory } from './plain.ts';
import { askedBy, pageNumber, type SiteParts, searchText, shared } from './site.ts';
import { foundStories } from './views.ts';

const topStories = 30;
const headers = { ...shared, 'cache-control': 'public, max-age=60' };

export function apiRoutes(parts: SiteParts): Hono {
  return new Hono()
    .get('/openapi.json', (c) => c.json(openApi(askedBy(c, parts).origin), 200, headers))
    .get('/topics', (c) => c.json({ topics: parts.pages.topics }, 200, headers))
    .get('/stories', (c) => stories(c, parts))
    .all('*', (c) => refuse(c, 404, 'There is nothing here. /api/openapi.json lists what there is.'));
}

async function stories(c: Context, parts: SiteParts) {
  const { pages, words, origin } = askedBy(c, parts);
  const { topic, q } = c.req.query();
  const page = pageNumber.safeParse(c.req.query('page'));
  if (!page.success) return refuse(c, 400, 'page is a number from 1 to 100.');
  if (topic !== undefined && q !== undefined) return refuse(c, 400, 'Give topic or q, not both.');
  if (q !== undefined) return search(c, parts, q);
  if (topic === undefined) {
    const list = await parts.shelf.take(`${words.locale} /api/top`, () => pages.topStories(topStories, words.locale));
    return answer(c, list, { topic: null, query: null, page: 1, next: null });
  }
  const found = await pages.topic(topic, page.data - 1, words.locale);
  if (found === undefined) return refuse(c, 404, 'There is no such topic. /api/topics lists those there are.');
  const next = `${origin}/api/stories?topic=${encodeURIComponent(topic)}&page=${page.data + 1}`;
  const about = { topic: found.topic, query: null, page: page.data, next: found.hasMore ? next : null };
  return answer(c, found, about);
}

async function search(c: Context, parts: SiteParts, q: string) {
  const text = searchText.safeParse(q.replace(/\p{Cc}/gu, ' '));
  if (!text.success) return refuse(c, 400, 'q has 1 to 200 characters.');
  const { pages, words } = askedBy(c, parts);
  const name = `${words.locale} /api/search ${text.data}`;
  const found = await parts.shelf.take(name, () => pages.search(text.data, foundStories, words.locale));
  if ('problem' in found) return refuse(c, 400, found.problem);
  return answer(c, found, { topic: null, query: text.data, page: 1, next: null });
}

function answer(c: Context, { stories: found }: StoryList, about: Readonly<Record<string, unknown>>) {
  return c.json({ ...about, stories: found.map(plainStory) }, 200, headers);
}

function refuse(c: Context, status: 400 | 404, error: string) {
  return c.json({ error }, status, { ...shared, 'cache-control': 'no-store' });
}
