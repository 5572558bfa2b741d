/** The routes, joined: what everybody may ask, how often, and what every answer carries. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { trimTrailingSlash } from 'hono/trailing-slash';
import type { Clock, Editing, Hubs, Log, LogTail, Operation, Pages } from '../../src/ports.ts';
import { adminRoutes } from './admin.ts';
import { apiRoutes } from './api.ts';
import { addressOf, createLimiter } from './gate.ts';
import { healthRoutes } from './health.ts';
import { hubRoutes } from './hubs.ts';
import { mcpRoutes } from './mcp.ts';
import type { WebMeter } from './meter.ts';
import { createShelf } from './shelf.ts';
import { type SiteParts, shared, showWord, siteRoutes } from './site.ts';
import { styleHash } from './style.ts';

export interface WebParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Without pages there are only probes, figures and the platform's webhook. */
  readonly pages?: Pages | undefined;
  readonly operation: Operation;
  readonly editing?: Editing | undefined;
  readonly tail: LogTail;
  /** The program's own, told to other programs. */
  readonly version: string;
  readonly meter: WebMeter;
  /** The site's address as readers know it, without a slash at the end; tells also that a proxy stands before it. */
  readonly url: string | undefined;
  /** Opens the operator's page; without one it opens only on this machine. */
  readonly adminToken: string | undefined;
  /** Settings in effect, without secrets: names and values. */
  readonly settings: readonly (readonly [string, string])[];
  /** Where a topic can be followed in chat. */
  readonly followLinks?: SiteParts['followLinks'];
  /** A platform's updates: where they arrive, and who takes them. */
  readonly webhook: { readonly path: string; handle(request: Request): Promise<Response> } | undefined;
  /** Takes what hubs tell of feeds; nowhere without a public address. */
  readonly hubs?: Hubs | undefined;
}

/** Nothing is loaded from elsewhere, nothing runs, nobody frames it. */
const policy = {
  defaultSrc: ["'none'"],
  styleSrc: [styleHash],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
/** A search reads the whole window of news. */
const searchCost = 6;
/** What is asked stands in the body: between a greeting and a search. */
const mcpCost = 3;

export function createApp(parts: WebParts): Hono {
  const { operation, meter, webhook, pages } = parts;
  const app = new Hono();
  // Probes and platforms come often and by right: they pass before anybody is counted.
  app.route('/', healthRoutes(operation, meter));
  if (webhook !== undefined) app.all(webhook.path, (c) => webhook.handle(c.req.raw));
  const { editing } = parts;
  return pages === undefined || editing === undefined ? app : addPages(app, { ...parts, pages, editing });
}

/** Where there are pages. */
export type PageParts = WebParts & { readonly pages: Pages; readonly editing: Editing };

function addPages(app: Hono, parts: PageParts): Hono {
  const { log, pages, url } = parts;
  const site: SiteParts = { pages, url, shelf: createShelf(), followLinks: parts.followLinks };
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error({ reason: String(error), path: c.req.path }, 'a request could not be answered');
    return isForPrograms(c) ? c.json({ error: 'failed' }, 500) : showWord(c, site, 'failed', 500);
  });
  app.notFound((c) => showWord(c, site, 'pages.missing', 404));
  if (parts.hubs !== undefined) app.route('/websub', hubRoutes(parts.hubs));
  app.use(secureHeaders(headers));
  app.route('/admin', adminRoutes(parts));
  app.use(limit(site));
  app.route('/mcp', mcpRoutes({ pages, url, version: parts.version }));
  app.use(asReadersKnow(url), trimTrailingSlash(), etag());
  app.route('/api', apiRoutes(site));
  app.route('/', siteRoutes(site));
  return app;
}

/** A redirect names the address by which a proxy asked; readers know another one. */
function asReadersKnow(url: string | undefined) {
  return async (c: Context, next: () => Promise<void>) => {
    await next();
    const { origin } = new URL(c.req.url);
    const place = c.res.headers.get('location');
    if (url !== undefined && place?.startsWith(`${origin}/`))
      c.res.headers.set('location', url + place.slice(origin.length));
  };
}

const headers = {
  contentSecurityPolicy: policy,
  xFrameOptions: 'DENY',
  // Whether the name is served over TLS alone is for whoever owns it to say.
  strictTransportSecurity: false,
  // Feeds and the API are for everyone: they say so themselves.
  overwrite: false,
} as const;

/** So many requests an address; more are asked to come again later. */
function limit(site: SiteParts) {
  const limiter = createLimiter();
  return async (c: Context, next: () => Promise<void>) => {
    const cost = c.req.path === '/mcp' ? mcpCost : c.req.query('q') === undefined ? 1 : searchCost;
    if (limiter.allows(addressOf(c, site.url !== undefined), cost)) return next();
    c.header('retry-after', '30');
    return isForPrograms(c)
      ? c.json({ error: 'Too many requests. Please try again in a minute.' }, 429, shared)
      : showWord(c, site, 'pages.busy', 429);
  };
}

function isForPrograms(c: Context): boolean {
  return c.req.path.startsWith('/api/') || c.req.path === '/mcp';
}
