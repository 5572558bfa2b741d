/** Where hubs call when a feed changed (WebSub): each feed has an address of its own, which only its hub was told. */
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Hubs } from '../../src/ports.ts';

/** Hubs send the new items along, or the whole feed; it is only looked at for its signature. */
const mostBytes = 2_000_000;

export function hubRoutes(hubs: Hubs): Hono {
  const app = new Hono();
  app.all('/:feed/:door', async (c) => {
    const { status, body } = await hubs.handle({
      method: c.req.method,
      feedId: c.req.param('feed'),
      door: c.req.param('door'),
      query: new URL(c.req.url).searchParams,
      signature: c.req.header('x-hub-signature'),
      readBody: () => bodyOf(c),
    });
    return c.text(body, status as ContentfulStatusCode, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}

/** Undefined when it is larger than a notification may be. */
async function bodyOf(c: Context): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
