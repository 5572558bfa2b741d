/** Finding the feed behind an address that a person typed. */
import { Parser } from 'htmlparser2';
import type { FeedId } from '../model.ts';
import type { Clock, Fetcher, FetchOutcome } from '../ports.ts';
import { noBoilerplate } from './boilerplate.ts';
import { feedAddress } from './opml.ts';
import type { ReadResult } from './read-job.ts';
import type { FeedReaderPool } from './reader-pool.ts';
import { commonPaths, knownFeeds, pageOfName } from './sites.ts';

export interface FoundFeed {
  /** Where it is now, after permanent moves. */
  readonly url: string;
  readonly title: string;
  readonly siteUrl: string | undefined;
  readonly lang: string | undefined;
  /** Of its newest items, at most three. */
  readonly titles: readonly string[];
}

export type Discovery =
  /** One feed, or several to choose from, likeliest first. */
  | { readonly kind: 'found'; readonly feeds: readonly [FoundFeed, ...FoundFeed[]] }
  /** `reason`: as of a fetch (`timeout`, `http-404`…), 'bad-address', or 'no-feed'. */
  | { readonly kind: 'none'; readonly reason: string };

export interface DiscoverPorts {
  readonly fetcher: Fetcher;
  readonly reader: FeedReaderPool;
  readonly clock: Clock;
}

/** Declared feeds that are read to show what they are. */
const maxDeclared = 6;
const bytesOfPage = 1024 * 1024;

/**
 * Finds feeds: the address itself, what the page declares, what is known of the site, and at last common paths.
 * Sends at most some twenty requests, all through the guarded fetcher.
 */
export async function discoverFeeds(ports: DiscoverPorts, typed: string, signal?: AbortSignal): Promise<Discovery> {
  let reason = 'bad-address';
  for (const address of addressesOf(typed)) {
    const known = await readAll(ports, knownFeeds(address), signal, 1);
    if (known !== undefined) return known;
    const fetched = await fetchOne(ports, address.href, signal);
    if (fetched.kind !== 'body') {
      reason = fetched.kind === 'notModified' ? 'no-feed' : fetched.kind === 'gone' ? 'http-410' : fetched.reason;
      continue;
    }
    const own = await readOne(ports, fetched);
    if (own !== undefined) return { kind: 'found', feeds: [own] };
    const page = new URL(fetched.url);
    const declared = declaredFeeds(Buffer.from(fetched.body.subarray(0, bytesOfPage)).toString('utf8'), page);
    const found =
      (await readAll(ports, declared, signal, maxDeclared)) ?? (await readAll(ports, common(page), signal, 1));
    return found ?? { kind: 'none', reason: 'no-feed' };
  }
  return { kind: 'none', reason };
}

/** What a person may mean: with or without a scheme. */
function addressesOf(typed: string): readonly URL[] {
  const text = typed.trim().replace(/^<(.*)>$/, '$1');
  const given = feedAddress(text) ?? pageOfName(text)?.href;
  if (given !== undefined) return [new URL(given)];
  if (!/^[^\s/:@]+\.[^\s/:@]+(?::\d+)?(?:[/?#]\S*)?$/.test(text)) return [];
  return [`https://${text}`, `http://${text}`].flatMap((address) => URL.parse(address) ?? []);
}

/** The page's own folder first, then the root of the site. */
function common(page: URL): readonly string[] {
  const folder = page.pathname.replace(/\/[^/]*\.[^/]*$/, '').replace(/\/+$/, '');
  const below = folder === '' ? [] : ['/feed', '/rss', '/feed.xml'].map((path) => page.origin + folder + path);
  return [...below, ...commonPaths.map((path) => page.origin + path)];
}

const fetchOne = ({ fetcher }: DiscoverPorts, url: string, signal: AbortSignal | undefined) =>
  fetcher.fetch({ url, etag: undefined, lastModified: undefined, ...(signal === undefined ? {} : { signal }) });

/** Reads the addresses in turn until enough of them turned out to be feeds. */
async function readAll(
  ports: DiscoverPorts,
  urls: readonly string[],
  signal: AbortSignal | undefined,
  enough: number,
): Promise<Discovery | undefined> {
  const found: FoundFeed[] = [];
  for (const url of urls) {
    if (found.length >= enough || signal?.aborted) break;
    const fetched = await fetchOne(ports, url, signal);
    const feed = fetched.kind === 'body' ? await readOne(ports, fetched) : undefined;
    if (feed !== undefined && !found.some((other) => isSame(other, feed))) found.push(feed);
  }
  const [first, ...others] = found;
  return first === undefined ? undefined : { kind: 'found', feeds: [first, ...others] };
}

/** The same news in another format. */
function isSame(a: FoundFeed, b: FoundFeed): boolean {
  return a.url === b.url || (a.titles.length > 0 && a.titles.join('\n') === b.titles.join('\n'));
}

async function readOne(
  { reader, clock }: DiscoverPorts,
  fetched: Extract<FetchOutcome, { readonly kind: 'body' }>,
): Promise<FoundFeed | undefined> {
  const { body, contentType } = fetched;
  const url = fetched.movedTo ?? fetched.url;
  const source = {
    id: 'new' as FeedId,
    url,
    name: new URL(url).hostname,
    siteUrl: undefined,
    lang: undefined,
    country: undefined,
    category: undefined,
  };
  // The page is looked at again when it is no feed: a copy is handed over.
  const copy = body.slice();
  const result = await reader.read({
    body: copy,
    url: fetched.url,
    contentType,
    knownHash: undefined,
    source,
    now: clock.now(),
    boilerplate: noBoilerplate,
    seen: [],
  });
  return result.kind === 'feed' ? shown(url, source.name, result) : undefined;
}

function shown(url: string, hostname: string, result: Extract<ReadResult, { readonly kind: 'feed' }>): FoundFeed {
  const newest = result.items.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)).slice(0, 3);
  const { title, link, lang } = result;
  return {
    url,
    title: title || hostname,
    siteUrl: link,
    lang: lang ?? newest[0]?.lang,
    titles: newest.map((item) => item.title),
  };
}

// ---------------------------------------------------------------- what a page declares

const feedTypes = /^(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|text\/xml|application\/xml)\b/i;
const feedLike = /(?:^|[/._-])(?:rss|atom|feeds?)(?:$|[/._?-])|\.(?:rss|rdf|atom)$/i;

interface Declared {
  readonly url: string;
  readonly weight: number;
}

/** Addresses of feeds in a page: `<link rel=alternate>` first, then links that look like feeds; those of comments last. */
export function declaredFeeds(html: string, page: URL): readonly string[] {
  const found = new Map<string, Declared>();
  let base = page;
  const note = (href: string | undefined, weight: number, title: string) => {
    const url = href === undefined ? null : URL.parse(href.trim(), base.href);
    if (url === null || !/^https?:$/.test(url.protocol) || found.has(url.href)) return;
    found.set(url.href, {
      url: url.href,
      weight: /comment|kommentar/i.test(`${url.pathname} ${title}`) ? weight + 10 : weight,
    });
  };
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href, title = '' }) {
      if (name === 'base' && href !== undefined) base = URL.parse(href, page.href) ?? base;
      else if (
        name === 'link' &&
        /\b(?:alternate|feed)\b/i.test(rel) &&
        (feedTypes.test(type.trim()) || /\bfeed\b/i.test(rel))
      )
        note(href, 0, title);
      else if (name === 'a' && href !== undefined && (feedTypes.test(type) || feedLike.test(href)))
        note(href, 1, title);
    },
  });
  parser.end(html);
  return [...found.values()]
    .sort((a, b) => a.weight - b.weight)
    .map(({ url }) => url)
    .slice(0, 12);
}
