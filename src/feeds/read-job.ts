/** From a body to what is new in it: one pure step, which runs on either thread. */
import { hash } from 'node:crypto';
import type { Entry, FeedSource, Item } from '../model.ts';
import type { Boilerplate } from './boilerplate.ts';
import { identify, keptLines, linesByRaw, newestLines, rawMarkOf } from './identify.ts';
import { languageCode } from './language.ts';
import { normaliseEntries } from './normalise.ts';
import { readFeed } from './read.ts';

export interface ReadJob {
  readonly body: Uint8Array;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly contentType: string | undefined;
  /** Hash of the body that was read last. */
  readonly knownHash: string | undefined;
  readonly source: FeedSource;
  readonly now: number;
  /** As the last reading gave it. */
  readonly boilerplate: Boilerplate;
  readonly seen: readonly string[];
}

export type ReadResult =
  /** The same bytes as last time. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The thread that read it crashed or hung. */
  | { readonly kind: 'lost'; readonly reason: string }
  | {
      readonly kind: 'feed';
      readonly hash: string;
      readonly title: string;
      readonly link: string | undefined;
      /** ISO 639-1: as declared, and as found in the titles of a feed that declares none. */
      readonly lang: string | undefined;
      readonly ownLang: string | undefined;
      readonly ttlMs: number | undefined;
      readonly skipHours: readonly number[];
      readonly skipDays: readonly number[];
      readonly hub: string | undefined;
      readonly self: string | undefined;
      /** New ones only. */
      readonly items: readonly Item[];
      readonly edited: readonly Item[];
      readonly seen: readonly string[];
      readonly boilerplate: Boilerplate;
      /** Mean time between the newest items, and when the newest was published; undefined without dates. */
      readonly rhythmMs: number | undefined;
      readonly newestAt: number | undefined;
    };

/** Reads, cleans and compares. Never throws: what nobody foresaw costs this body only. */
export function runReadJob(job: ReadJob): ReadResult {
  try {
    return readBody(job);
  } catch (error) {
    return { kind: 'lost', reason: `reading-failed-${error instanceof Error ? error.name : 'unknown'}` };
  }
}

function readBody({ body, url, contentType, knownHash, source, now, boilerplate, seen }: ReadJob): ReadResult {
  const bodyHash = hash('sha256', body, 'base64url').slice(0, 22);
  if (bodyHash === knownHash) return { kind: 'unchanged' };
  const known = linesByRaw(seen);
  const chooseLeftOut = (marks: readonly string[]) => unneeded(marks.map((mark) => known.has(mark)));
  const reading = readFeed(body, { url, contentType, chooseLeftOut });
  if (reading.kind === 'unreadable') return reading;
  const { title, link, lang, ttlMs, skipHours, skipDays, hub, self } = reading.feed;
  const { entries, skipped } = changedEntries(reading.feed.entries, known);
  const leftOut = reading.leftOut.flatMap((mark) => known.get(mark) ?? []);
  const normal = normaliseEntries({ ...reading.feed, entries }, source, now, boilerplate);
  const news = identify(seen, normal.items, normal.identities);
  const length = reading.leftOut.length + reading.feed.entries.length;
  return {
    kind: 'feed',
    hash: bodyHash,
    lang: languageCode(lang),
    ownLang: normal.ownLang,
    ...{ title, link, ttlMs, skipHours, skipDays, hub, self },
    items: news.fresh,
    edited: news.edited,
    seen: newestLines([...leftOut, ...skipped, ...news.seen, ...seen], keptLines(length)),
    boilerplate: normal.boilerplate,
    ...rhythmOf(normal.items),
  };
}

/** Unchanged entries that are cleaned all the same: what feeds repeat under every report shows only beside others. */
const context = 8;

/**
 * Which entries need not be looked at: all when nothing changed, else the known ones but a few.
 * Cleaning costs ten times what parsing does, and most entries of a feed that changed are as they were.
 */
function unneeded(isKnown: readonly boolean[]): readonly boolean[] {
  if (isKnown.every(Boolean)) return isKnown;
  let companions = 0;
  return isKnown.map((each) => each && companions++ >= context);
}

/** The entries to look at, in the feed's order; and the `seen` lines of the others. */
function changedEntries(
  entries: readonly Entry[],
  known: ReadonlyMap<string, string>,
): { readonly entries: readonly Entry[]; readonly skipped: readonly string[] } {
  if (known.size === 0) return { entries, skipped: [] };
  const lines = entries.map((entry) => known.get(rawMarkOf(entry)));
  const isUnneeded = unneeded(lines.map((line) => line !== undefined));
  return {
    entries: entries.filter((_, index) => !isUnneeded[index]),
    skipped: lines.filter((_, index) => isUnneeded[index]) as string[],
  };
}

/** Over so many of the newest items. */
const rhythmItems = 20;

function rhythmOf(items: readonly Item[]): {
  readonly rhythmMs: number | undefined;
  readonly newestAt: number | undefined;
} {
  const times = items
    .flatMap(({ publishedAt }) => publishedAt ?? [])
    .sort((a, b) => b - a)
    .slice(0, rhythmItems);
  const [newestAt] = times;
  const oldestAt = times.at(-1);
  if (newestAt === undefined || oldestAt === undefined || oldestAt === newestAt)
    return { rhythmMs: undefined, newestAt };
  return { rhythmMs: (newestAt - oldestAt) / (times.length - 1), newestAt };
}
