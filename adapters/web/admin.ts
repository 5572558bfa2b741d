/** `/admin`: how the program does, and mending it, for those who run it. Chats appear as numbers only. */
import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { z } from 'zod';
import { logPage } from './admin-log.ts';
import { overview } from './admin-overview.ts';
import { correctionsPage, storiesPage, storyPage, storyPlace } from './admin-stories.ts';
import type { PageParts } from './app.ts';
import { bringsToken, isLocal } from './gate.ts';
import { searchText } from './site.ts';

const retryForm = z.object({ id: z.string().max(100).optional() });
const why = z.string().trim().max(300).default('');
const reports = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(z.string().max(100)).max(1_000),
);
const splitForm = z.object({ report: reports, why });
const mergeForm = z.object({ other: z.string().trim().min(1).max(20), why });
const unkept = { 'cache-control': 'no-store' } as const;

export function adminRoutes(parts: PageParts): Hono {
  const { operation, editing, url, log } = parts;
  const origins = (origin: string, c: Context) => origin === (url ?? new URL(c.req.url).origin);
  return new Hono()
    .use(guard(parts))
    .use(csrf({ origin: origins }))
    .get('/', async (c) => c.html(await overview(c, parts), 200, unkept))
    .post('/retry', async (c) => {
      const form = retryForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text('That is no delivery.', 400);
      const { id } = form.data;
      const count = await operation.retry(id === undefined ? undefined : [id]);
      log.info({ count }, 'dead deliveries are tried again');
      return c.redirect('/admin', 303);
    })
    .get('/log', (c) => logPage(c, parts))
    .get('/stories', async (c) => {
      const text = searchText.safeParse(c.req.query('q')?.replace(/\p{Cc}/gu, ' '));
      return c.html(await storiesPage(c, parts, text.success ? text.data : undefined), 200, unkept);
    })
    .get('/stories/:id', async (c) => {
      const page = await storyPage(c, parts, c.req.param('id'));
      return page === undefined ? c.text('There is no such story.', 404) : c.html(page, 200, unkept);
    })
    .post('/stories/:id/split', async (c) => {
      const form = splitForm.safeParse(await c.req.parseBody({ all: true }));
      if (!form.success) return c.text('Mark the reports that tell another story.', 400);
      const made = await editing.split(c.req.param('id'), form.data.report, form.data.why);
      if (made === undefined) return c.text('Mark some of the story’s reports, not all.', 400);
      log.info({ story: c.req.param('id'), made, reports: form.data.report.length }, 'a story was split by hand');
      return c.redirect(storyPlace(made), 303);
    })
    .post('/stories/:id/merge', async (c) => {
      const form = mergeForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text('Which other story?', 400);
      const made = await editing.merge(c.req.param('id'), form.data.other, form.data.why);
      if (made === undefined) return c.text('There are no two such stories.', 400);
      log.info({ story: c.req.param('id'), other: form.data.other, made }, 'two stories were merged by hand');
      return c.redirect(storyPlace(made), 303);
    })
    .get('/corrections', async (c) => c.html(await correctionsPage(c, parts), 200, unkept))
    .get('/corrections.jsonl', async (c) =>
      c.body(await editing.fixtures(), 200, {
        ...unkept,
        'content-type': 'application/jsonl; charset=utf-8',
        'content-disposition': 'attachment; filename="corrections.jsonl"',
      }),
    );
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
