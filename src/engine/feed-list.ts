/** Which feeds the settings name, and how the store's records follow them. */
import { readFile } from 'node:fs/promises';
import { SettingsError } from '../errors.ts';
import { type OpmlFeed, readOpml } from '../feeds/opml.ts';
import { digest } from '../hash.ts';
import type { FeedId } from '../model.ts';
import type { Fetcher, FetchOutcome, Log } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/** Where the ids of feeds that came from the settings are kept, by the setting that named them. */
const listKey = 'feeds/listed';
type Listed = Readonly<Record<string, readonly OpmlFeed[]>>;

export interface FeedLists {
  readonly feeds: readonly OpmlFeed[];
  /** Lists at addresses that did not answer: to be asked again. */
  readonly missing: readonly string[];
}

/**
 * Reads every list. A file that cannot be read is a `SettingsError`; an address that does not answer is replaced by
 * what it gave last time, and named in `missing`.
 */
export async function readFeedLists(
  names: readonly string[],
  fetcher: Fetcher,
  store: Store,
  log: Log,
): Promise<FeedLists> {
  const before = ((await store.meta.get(listKey)) ?? {}) as Listed;
  const listed: Record<string, readonly OpmlFeed[]> = {};
  const missing: string[] = [];
  for (const name of names) {
    const feeds = /^https?:\/\//i.test(name) ? await readAddress(name, fetcher, log) : await readListFile(name, log);
    if (feeds === undefined) missing.push(name);
    listed[name] = feeds ?? before[name] ?? [];
  }
  await store.meta.set(listKey, listed);
  const unique = new Map(
    Object.values(listed)
      .flat()
      .map((feed) => [feed.url, feed]),
  );
  return { feeds: [...unique.values()], missing };
}

async function readListFile(path: string, log: Log): Promise<readonly OpmlFeed[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new SettingsError(`The feed list '${path}' ${why}. Name an OPML file or a feed's address with --feeds.`);
  }
  const { feeds, problems } = readOpml(text);
  if (!isFeedList(text, feeds.length)) {
    throw new SettingsError(
      `The feed list '${path}' holds no feed that can be read. Name an OPML file or a feed's address with --feeds.`,
    );
  }
  report(path, feeds.length, problems, log);
  return feeds;
}

/** OPML (an empty list is one too), or a plain list: a text that only happens to hold addresses is none. */
function isFeedList(text: string, feeds: number): boolean {
  if (/<opml|<outline/i.test(text)) return feeds > 0 || !/xmlurl/i.test(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return feeds > 0 && feeds >= lines.length / 2;
}

/** A list at an address, or a single feed; undefined when it does not answer. */
async function readAddress(url: string, fetcher: Fetcher, log: Log): Promise<readonly OpmlFeed[] | undefined> {
  const outcome = await fetcher.fetch({ url, etag: undefined, lastModified: undefined });
  if (outcome.kind === 'refused')
    throw new SettingsError(`The feed at '${shownName(url)}' cannot be used: ${whyRefused(outcome.reason)}`);
  if (outcome.kind !== 'body') return undefined;
  const text = new TextDecoder().decode(outcome.body);
  if (!/<opml[\s>]/i.test(text.slice(0, 4_096))) return [single(url, await titleIn(outcome))];
  const { feeds, problems } = readOpml(text);
  report(url, feeds.length, problems, log);
  return feeds;
}

function whyRefused(reason: string): string {
  return reason === 'private-address'
    ? 'it is at a private address. Allow your own network with --allow-private, such as --allow-private 192.168.1.0/24.'
    : 'it is, or leads to, no http(s) address.';
}

/** A title stands at the head of a feed. */
const headBytes = 100_000;

/** What a feed calls itself; '' when it does not say. */
async function titleIn({ body, url, contentType }: Extract<FetchOutcome, { kind: 'body' }>): Promise<string> {
  // Loaded for this alone: a start with lists needs no parser.
  const [{ readFeed }, { htmlToLine }] = await Promise.all([import('../feeds/read.ts'), import('../feeds/html.ts')]);
  const reading = readFeed(body.subarray(0, headBytes), { url, contentType });
  return reading.kind === 'feed' ? htmlToLine(reading.feed.title) : '';
}

function single(url: string, name: string): OpmlFeed {
  const title = name || (URL.parse(url)?.hostname.replace(/^www\./, '') ?? url);
  return { url, title, siteUrl: undefined, lang: undefined, country: undefined, category: undefined, folders: [] };
}

/** For logs and messages: anything after an address's host may be a secret. */
function shownName(name: string): string {
  const url = /^https?:/i.test(name) ? URL.parse(name) : null;
  return url === null ? name : `${url.protocol}//${url.host}/…`;
}

function report(name: string, count: number, problems: readonly string[], log: Log): void {
  if (problems.length === 0) return;
  log.warn(
    { list: shownName(name), feeds: count, problems: problems.slice(0, 5) },
    `${count} of ${count + problems.length} feeds could be read`,
  );
}

export function feedIdOf(url: string): FeedId {
  return digest(12, 'feed', url) as FeedId;
}

const foldersOf = ({ folders }: OpmlFeed) => (folders.length === 0 ? {} : { folders: [...folders] });

/** A record for a feed that was never read. */
export function newFeedRecord(feed: OpmlFeed, isShared: boolean, now: number): FeedRecord {
  return {
    id: feedIdOf(feed.url),
    url: feed.url,
    name: feed.outlet ?? feed.title,
    siteUrl: feed.siteUrl,
    lang: feed.lang,
    country: feed.country,
    category: feed.category,
    ...foldersOf(feed),
    isShared,
    chats: [],
    addedAt: now,
    isEnded: false,
    nextCheckAt: now,
    failures: 0,
    seen: [],
    reading: {},
  };
}

/** What the store must change so that it reads what the settings name, and what chats and administrators added. */
export async function followFeedLists(feeds: readonly OpmlFeed[], store: Store, now: number): Promise<void> {
  const wanted = new Map(feeds.map((feed) => [feedIdOf(feed.url), feed]));
  const known = new Set<string>();
  const writes: [string, FeedRecord][] = [];
  const gone: string[] = [];
  for await (const [id, record] of store.feeds.entries()) {
    known.add(id);
    const feed = wanted.get(id as FeedId);
    const isListed = record.isListed === true;
    if (feed !== undefined) {
      const { country, category } = feed;
      const next = {
        ...record,
        name: feed.outlet ?? feed.title,
        // What the list leaves open, the feed itself may have told.
        siteUrl: feed.siteUrl ?? record.siteUrl,
        lang: feed.lang ?? record.lang,
        country,
        category,
        ...foldersOf(feed),
        isShared: true,
        isListed: true,
      };
      if (JSON.stringify(next) !== JSON.stringify(record)) writes.push([id, next]);
    } else if (isListed && record.chats.length === 0) gone.push(id);
    else if (isListed) writes.push([id, { ...record, isShared: false, isListed: false }]);
  }
  for (const [id, feed] of wanted) {
    if (known.has(id)) continue;
    const record = newFeedRecord(feed, true, now);
    writes.push([id, { ...record, isListed: true }]);
  }
  if (writes.length > 0) await store.feeds.setMany(writes);
  if (gone.length > 0) await store.feeds.delete(...gone);
}
