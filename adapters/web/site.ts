/** Routes of the public pages and feeds. */
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { Pages } from '../../src/ports.ts';
import { topicFeed } from './feeds.ts';
import { favicon } from './layout.ts';
import type { Shelf } from './shelf.ts';
import { type Asked, homePage, searchPage, storyPage, topicPage, wordPage } from './views.ts';
import { chooseLocale, wordsFor } from './words.ts';

export interface SiteParts {
  readonly pages: Pages;
  /** The site's address as readers know it; as they asked for it when undefined. */
  readonly url: string | undefined;
  readonly shelf: Shelf;
  readonly followLinks?: Asked['followLinks'];
}

export const pageNumber = z.coerce.number().int().min(1).max(100).default(1);
export const searchText = z.string().trim().min(1).max(200);

/** Stories come every few minutes; a reader may see a page this old without asking again. */
const cached = 'public, max-age=60';

export function siteRoutes(parts: SiteParts): Hono {
  const { shelf } = parts;
  /** The page under its own address and language; `undefined` is a page that is not there. */
  const show = async (c: Context, name: string, make: (asked: Asked) => Promise<string | undefined>) => {
    const asked = askedBy(c, parts);
    const key = `${asked.words.locale} ${asked.origin} ${name}`;
    const page = await shelf.take(key, () => make(asked));
    return page === undefined ? showWord(c, parts, 'pages.missing', 404) : sendPage(c, page);
  };
  return new Hono()
    .get('/', (c) => show(c, '/', homePage))
    .get('/t/:slug', (c) => {
      const page = pageNumber.safeParse(c.req.query('page'));
      if (!page.success) return showWord(c, parts, 'pages.bad', 400);
      const slug = c.req.param('slug');
      return show(c, `/t/${slug} ${page.data}`, (asked) => topicPage(asked, slug, page.data - 1));
    })
    .get('/t/:slug/:feed', async (c) => {
      const { slug, feed } = c.req.param();
      const asked = askedBy(c, parts);
      const key = `${asked.words.locale} ${asked.origin} /t/${slug}/${feed}`;
      const made = await shelf.take(key, () => topicFeed(asked, slug, feed));
      if (made === undefined) return showWord(c, parts, 'pages.missing', 404);
      const headers = { 'content-type': made.mediaType, 'cache-control': 'public, max-age=300', ...shared };
      return c.body(made.body, 200, headers);
    })
    .get('/s/:id', (c) => {
      const id = c.req.param('id');
      return show(c, `/s/${id}`, (asked) => storyPage(asked, id));
    })
    .get('/search', async (c) => {
      const given = c.req.query('q');
      if (given === undefined || given.trim() === '') return c.redirect('/', 302);
      const text = searchText.safeParse(given.replace(/\p{Cc}/gu, ' '));
      if (!text.success) return showWord(c, parts, 'pages.bad', 400);
      return show(c, `/search ${text.data}`, (asked) => searchPage(asked, text.data));
    })
    .get('/robots.txt', (c) => c.text(robots, 200, { 'cache-control': 'public, max-age=86400' }))
    .get('/favicon.svg', (c) =>
      c.body(favicon, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
    );
}

/** Answers to searches are endless, and nothing under `/admin` or `/mcp` is a page for readers. */
const robots = 'User-agent: *\nDisallow: /search\nDisallow: /admin\nDisallow: /mcp\n';

/** Anybody may read it from anywhere, and the answer depends on the reader's language. */
export const shared = {
  vary: 'accept-language',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

function sendPage(c: Context, page: string) {
  return c.html(page, 200, { 'cache-control': cached, vary: 'accept-language' });
}

/** A page that says only what went wrong. */
export async function showWord(c: Context, parts: SiteParts, key: string, status: ContentfulStatusCode) {
  const page = await wordPage(askedBy(c, parts), key);
  return c.html(page, status, { 'cache-control': 'no-store', vary: 'accept-language' });
}

export function askedBy(c: Context, { pages, url, followLinks }: SiteParts): Asked {
  const locale = chooseLocale(c.req.header('accept-language'), pages.locales);
  return { pages, words: wordsFor(pages, locale), origin: url ?? new URL(c.req.url).origin, followLinks };
}
