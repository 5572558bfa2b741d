/** `/admin`: how the program does, for those who run it. Chats appear as numbers only. */
import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { html } from 'hono/html';
import { z } from 'zod';
import type { DeadDelivery, FeedReport, Figures } from '../../src/ports.ts';
import type { PageParts } from './app.ts';
import { bringsToken, isLocal } from './gate.ts';
import { frame } from './layout.ts';
import { clip, type Html, isoOf } from './story.ts';
import { wordsFor } from './words.ts';

const mostFeeds = 300;
const mostDead = 100;
const retryForm = z.object({ id: z.string().max(100).optional() });

export function adminRoutes(parts: PageParts): Hono {
  const { operation, url } = parts;
  const origins = (origin: string, c: Context) => origin === (url ?? new URL(c.req.url).origin);
  return new Hono()
    .use(guard(parts))
    .use(csrf({ origin: origins }))
    .get('/', async (c) => c.html(await overview(c, parts), 200, { 'cache-control': 'no-store' }))
    .post('/retry', async (c) => {
      const form = retryForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text('That is no delivery.', 400);
      const { id } = form.data;
      const count = await operation.retry(id === undefined ? undefined : [id]);
      parts.log.info({ count }, 'dead deliveries are tried again');
      return c.redirect('/admin', 303);
    });
}

/**
 * With a token set, it is asked of everybody. Without one only this machine may look, and only while no proxy or webhook
 * is configured: behind one, everybody seems to come from this machine.
 */
function guard({ adminToken, url, webhook }: PageParts) {
  return async (c: Context, next: () => Promise<void>) => {
    const isOpen =
      adminToken === undefined ? url === undefined && webhook === undefined && isLocal(c) : bringsToken(c, adminToken);
    if (isOpen) return next();
    if (adminToken === undefined) return c.text('Set DATELINE_ADMIN_TOKEN to open this page from here.', 403);
    return c.text('This page needs DATELINE_ADMIN_TOKEN as its password.', 401, {
      'www-authenticate': 'Basic realm="Dateline", charset="UTF-8"',
    });
  };
}

async function overview(c: Context, parts: PageParts): Promise<string> {
  const { operation, pages, settings } = parts;
  const [troubles, figures, feeds, dead] = await Promise.all([
    operation.health(),
    operation.figures(),
    operation.feeds(),
    operation.dead(),
  ]);
  const health =
    troubles.length === 0 ? 'All is well.' : troubles.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ');
  const body = html`<p><strong>${health}</strong></p>
${section('Numbers', numbersTable(figures))}
${section(`Dead deliveries: ${dead.length}`, deadTable(dead))}
${section(`Feeds: ${feeds.length}`, feedTable(feeds))}
${section(
  'Settings in effect',
  table(
    ['setting', 'value'],
    settings.map(([name, value]) => [name, value]),
  ),
)}`;
  const origin = new URL(c.req.url).origin;
  const url = `${origin}/admin`;
  return frame({
    title: 'Operation',
    description: '',
    url,
    origin,
    words: wordsFor(pages, 'en'),
    isHidden: true,
    body,
  });
}

function section(title: string, body: Html): Html {
  return html`<section><h2>${title}</h2>${body}</section>`;
}

type Cell = string | number | Html;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const titles = head.map((name) => html`<th scope="col">${name}</th>`);
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table>`;
}

function numbersTable(figures: Figures): Html {
  const hours = (figures.uptimeMs / 3_600_000).toFixed(1);
  const counts = (group: Readonly<Record<string, number>>) =>
    Object.entries(group)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return table(
    ['what', 'how many'],
    [
      ['running for', `${hours} h`],
      ['feeds', counts(figures.feeds)],
      ['stories of 14 days', figures.stories],
      ['topics', figures.topics],
      ['chats', counts(figures.chats)],
      ['deliveries waiting', counts(figures.waiting)],
      ['platforms resting', figures.resting.join(', ') || 'none'],
    ],
  );
}

function deadTable(dead: readonly DeadDelivery[]): Html {
  if (dead.length === 0) return html`<p>None.</p>`;
  const rows = dead.slice(0, mostDead).map(({ id, platform, kind, createdAt, reason }) => {
    return [isoOf(createdAt), platform, kind, clip(reason, 300), retryButton('Try again', id)];
  });
  return html`${retryButton('Try all again')}${table(['since', 'platform', 'kind', 'reason', ''], rows)}`;
}

function retryButton(label: string, id?: string): Html {
  const field = id === undefined ? '' : html`<input type="hidden" name="id" value="${id}">`;
  return html`<form method="post" action="/admin/retry">${field}<button>${label}</button></form>`;
}

function feedTable(feeds: readonly FeedReport[]): Html {
  const rows = feeds.slice(0, mostFeeds).map((feed) => {
    const good = feed.lastGoodAt === undefined ? 'never' : isoOf(feed.lastGoodAt);
    return [feed.name, feed.state, feed.itemsAWeek, good, clip(feed.note, 300)];
  });
  return table(['feed', 'state', 'items a week', 'last read', 'note'], rows);
}
