/** Fetching over HTTP: guarded at every hop, within a deadline and a cap. */
import type { Dispatcher } from 'undici';
import type { Clock, Fetcher, FetchOutcome, FetchRequest } from '../ports.ts';
import { createConnector, createResolve, type Resolve } from './connect.ts';
import { type Exchange, exchange } from './exchange.ts';
import { createGuard } from './guard.ts';
import { freshForMs, header, hubLinks, retryAfterMs } from './headers.ts';
import { withoutLogin } from './links.ts';
import { Agent } from './undici.ts';

export interface FetcherOptions {
  /** CIDRs of private networks that feeds may use. */
  readonly allowPrivate: readonly string[];
  readonly userAgent: string;
  /** For the dates in headers; deadlines are real time. */
  readonly clock: Pick<Clock, 'now'>;
  /** From the first look-up to the last byte, redirects included; real time. */
  readonly totalMs?: number;
  /** Of a body, after it was inflated. */
  readonly maxBytes?: number;
  /** Finds the addresses of a name; the system's name servers by default. */
  readonly resolve?: Resolve;
}

const defaults = { totalMs: 20_000, maxBytes: 8 * 1024 * 1024 };
const maxRedirects = 5;
const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';

export interface GuardedFetcher extends Fetcher {
  /**
   * Sends a form under the same guard, deadline and cap, without following redirects.
   * Answers the status, or undefined when nothing came back (or nothing may be sent there).
   */
  post(url: string, form: URLSearchParams, signal?: AbortSignal): Promise<number | undefined>;
}

/** A fetcher that keeps the promises of the port: outcomes are values, nothing private is contacted, time and size are bounded. */
export function createFetcher(options: FetcherOptions): GuardedFetcher {
  const totalMs = options.totalMs ?? defaults.totalMs;
  const connect = createConnector(createGuard(options.allowPrivate), options.resolve ?? createResolve(), totalMs);
  const agent = new Agent({ connect, maxHeaderSize: 64 * 1024, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 60_000 });
  const world: World = {
    agent,
    clock: options.clock,
    maxBytes: options.maxBytes ?? defaults.maxBytes,
    headers: { 'user-agent': options.userAgent, accept, 'accept-encoding': 'gzip, br, zstd, deflate' },
  };
  return {
    fetch: (request) => withDeadline(totalMs, request.signal, (signal) => follow(world, request, signal)),
    post: (url, form, outer) => withDeadline(totalMs, outer, (signal) => send(world, url, form, signal)),
    close: () => agent.destroy(),
  };
}

async function send(
  world: World,
  address: string,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<number | undefined> {
  const url = readUrl(address);
  if (url === undefined) return undefined;
  const headers = { ...world.headers, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await exchange(world.agent, { url, headers, maxBytes: world.maxBytes, form: form.toString(), signal });
  return answer.kind === 'answer' ? answer.status : undefined;
}

interface World {
  readonly agent: Dispatcher;
  readonly clock: Pick<Clock, 'now'>;
  readonly maxBytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

async function withDeadline<T>(
  ms: number,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onOuter = () => controller.abort('stopped');
  const timer = setTimeout(() => controller.abort('timeout'), ms);
  outer?.addEventListener('abort', onOuter, { once: true });
  if (outer?.aborted) onOuter();
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onOuter);
  }
}

/** Follows redirects by hand: every hop is guarded, secrets stay with the origin they were meant for. */
async function follow(world: World, request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome> {
  const first = readUrl(request.url);
  if (first === undefined) return { kind: 'refused', reason: 'not-http' };
  const login = authorization(first);
  const seen = new Set<string>();
  let url: URL = first;
  let isPermanent = true;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    seen.add(url.href);
    const headers = requestHeaders(world, request, url.origin === first.origin ? login : undefined);
    const answer = await exchange(world.agent, { url, headers, maxBytes: world.maxBytes, signal });
    const next: URL | 'not-http' | undefined = redirectTarget(answer, url);
    if (next === undefined) return conclude(answer, url, hop > 0 && isPermanent ? first : undefined, world.clock.now());
    if (next === 'not-http') return { kind: 'refused', reason: 'not-http' };
    if (seen.has(next.href)) return failed('redirect-loop');
    isPermanent &&= answer.kind === 'answer' && (answer.status === 301 || answer.status === 308);
    url = next;
  }
  return failed('too-many-redirects');
}

const failed = (reason: string): FetchOutcome => ({
  kind: 'failed',
  reason,
  status: undefined,
  retryAfterMs: undefined,
});

function readUrl(text: string, base?: URL): URL | undefined {
  const url = URL.parse(text, base?.href);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

function authorization(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return `Basic ${Buffer.from(`${decode(url.username)}:${decode(url.password)}`).toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function requestHeaders(world: World, request: FetchRequest, login: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { ...world.headers };
  if (isHeaderText(request.etag)) headers['if-none-match'] = request.etag;
  if (isHeaderText(request.lastModified)) headers['if-modified-since'] = request.lastModified;
  if (login !== undefined) headers.authorization = login;
  return headers;
}

/** A validator that cannot be sent back is left out: the feed is then read in full each time. */
const isHeaderText = (text: string | undefined): text is string =>
  text !== undefined && /^[\x20-\x7e]{1,1000}$/.test(text);

const redirects = new Set([301, 302, 303, 307, 308]);

function redirectTarget(answer: Exchange, from: URL): URL | 'not-http' | undefined {
  if (answer.kind !== 'answer' || !redirects.has(answer.status)) return undefined;
  const location = header(answer.headers, 'location');
  if (location === undefined) return undefined;
  // Header bytes arrive as Latin-1; addresses that are not ASCII are sent as UTF-8.
  const target = readUrl(Buffer.from(location, 'latin1').toString('utf8'), from) ?? 'not-http';
  if (target !== 'not-http') target.hash = '';
  return target;
}

function conclude(answer: Exchange, url: URL, movedFrom: URL | undefined, now: number): FetchOutcome {
  if (answer.kind === 'refused') return answer;
  if (answer.kind === 'failed') return failed(answer.reason);
  const { status, headers, body } = answer;
  if (status === 304) return { kind: 'notModified', freshForMs: freshForMs(headers, now) };
  if (status === 410) return { kind: 'gone' };
  if (body === undefined || status === 204 || status === 205) {
    return { kind: 'failed', reason: `http-${status}`, status, retryAfterMs: retryAfterMs(headers, now) };
  }
  return {
    kind: 'body',
    body,
    url: url.href,
    movedTo: movedFrom === undefined ? undefined : movedAddress(url, movedFrom),
    contentType: header(headers, 'content-type'),
    etag: header(headers, 'etag'),
    lastModified: header(headers, 'last-modified'),
    freshForMs: freshForMs(headers, now),
    ...hubLinks(headers, withoutLogin(url.href)),
  };
}

/** A feed that moves within its origin keeps its login. */
function movedAddress(url: URL, from: URL): string {
  const moved = new URL(url);
  if (moved.origin === from.origin) {
    moved.username = from.username;
    moved.password = from.password;
  }
  return moved.href;
}
