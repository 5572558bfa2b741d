/** One door for every feed: bytes in, `ParsedFeed` or a reason out. Pure: fetches nothing, expands nothing, never throws. */
import type { Entry, ParsedFeed } from '../model.ts';
import { decodeBody } from './charset.ts';
import { entryAt, entryFrom, feedFrom } from './entries.ts';
import { markOfText } from './identify.ts';
import { readJsonFeed } from './json-feed.ts';
import { withoutLogin } from './links.ts';
import { childrenOf, type Node } from './nodes.ts';
import { isPlain, readPlainly } from './plain.ts';
import { repairXml } from './repair.ts';
import { slicesOf, withoutSlices } from './slices.ts';
import { feedRoots, readTolerantly } from './tolerant.ts';

export type Reading =
  | {
      readonly kind: 'feed';
      readonly feed: ParsedFeed;
      /** The marks of the entries that were left out, in the feed's order. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ReadContext {
  /** Where the body came from, after redirects; relative addresses are resolved against it. '' when unknown. */
  readonly url: string;
  /** The header as sent; may name the charset. */
  readonly contentType: string | undefined;
  /**
   * Which entries need not be read, by the marks of all of them (`Entry.raw`), in the feed's order; called where they can be told
   * apart before they are parsed. None, when it is left out.
   */
  readonly chooseLeftOut?: (marks: readonly string[]) => readonly boolean[];
}

/** What is read of a longer body: its first 20 MB. */
const maxBytes = 20_000_000;
/** Entries kept: the newest by their own dates; where fewer are dated, the first ones. */
const maxEntries = 1_000;
/** Of one field; longer ones are cut. */
const maxField = 200_000;

/** Reads a body as a feed of any kind. Time and memory are bounded by the body's length; see the limits above. */
export function readFeed(body: Uint8Array, context: ReadContext): Reading {
  try {
    const url = withoutLogin(context.url);
    return readText(decodeBody(body.subarray(0, maxBytes), context.contentType), { ...context, url });
  } catch (error) {
    // A fault of ours or of a library on bytes that nobody foresaw: it costs this fetch, never the process.
    return { kind: 'unreadable', reason: `reading failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

function readText(text: string, context: ReadContext): Reading {
  const base = context.url;
  const start = text.trimStart();
  if (start === '') return { kind: 'unreadable', reason: 'the answer is empty' };
  if (start.startsWith('{') || start.startsWith('[')) {
    const feed = readJsonFeed(start, base);
    if (feed === undefined) return { kind: 'unreadable', reason: 'JSON, but not a JSON feed' };
    return { kind: 'feed', feed: { ...feed, entries: newest(feed.entries.map(trimmed)) }, leftOut: [] };
  }
  const reading = readSlices(start, context) ?? readWhole(start, base);
  if (reading !== undefined) return reading;
  const isPage = /<(!doctype html|html|body|head)\b/i.test(start.slice(0, 20_000));
  return { kind: 'unreadable', reason: isPage ? 'a web page, not a feed' : 'not a feed' };
}

function readWhole(xml: string, base: string): Reading | undefined {
  const feed = readXml(repairXml(xml), base);
  return feed === undefined ? undefined : { kind: 'feed', feed, leftOut: [] };
}

/** The same without the entries that the caller knows; undefined when they cannot be told apart in the text. */
function readSlices(xml: string, { url, chooseLeftOut }: ReadContext): Reading | undefined {
  const slices = chooseLeftOut === undefined ? [] : slicesOf(xml, maxEntries);
  if (chooseLeftOut === undefined || slices.length === 0) return undefined;
  const marks = slices.map(({ from, to }) => markOfText(xml.slice(from, to)));
  const isLeftOut = chooseLeftOut(marks);
  const feed = readXml(repairXml(withoutSlices(xml, slices, isLeftOut)), url);
  const kept = marks.filter((_, index) => isLeftOut[index] !== true);
  if (feed === undefined) return undefined;
  // What looked like an entry was none, or an entry did not look like one.
  if (feed.entries.length !== kept.length)
    return kept.length === marks.length ? { kind: 'feed', feed, leftOut: [] } : undefined;
  const entries = feed.entries.map((entry, index) => ({ ...entry, raw: kept[index] ?? '' }));
  return { kind: 'feed', feed: { ...feed, entries }, leftOut: marks.filter((_, index) => isLeftOut[index]) };
}

function readXml(xml: string, base: string): ParsedFeed | undefined {
  const plain = isPlain(xml) ? readPlainly(xml, base) : undefined;
  // Fewer than the text shows: some stand where the first reader does not look, or in capitals.
  if (plain !== undefined && plain.entries.length >= countEntries(xml))
    return feedFrom(plain.root, newest(plain.entries.map((node) => trimmed(entryFrom(node)))));
  let entries: Entry[] = [];
  const root = readTolerantly(xml, base, (node) => {
    entries.push(trimmed(entryFrom(node)));
    if (entries.length >= 4 * maxEntries) entries = newest(entries);
  });
  const channel = root === undefined ? undefined : channelOf(root);
  if (channel === undefined && entries.length === 0) return undefined;
  return feedFrom(channel ?? root ?? nobody, newest(entries));
}

const countEntries = (xml: string): number => xml.match(/<(?:[\w.-]{1,40}:)?(?:item|entry)[\s/>]/gi)?.length ?? 0;

/** Speaks for an entry that stands by itself. */
const nobody: Node = { name: '', attributes: {}, children: [], base: '', lang: undefined };

/** The element that speaks for the whole feed: `channel` inside RSS, the root of Atom. */
function channelOf(root: Node): Node | undefined {
  if (!feedRoots.has(root.name)) return undefined;
  return childrenOf(root, 'channel')[0] ?? root;
}

/** At most `maxEntries`, in the feed's order. */
function newest(entries: readonly Entry[]): Entry[] {
  if (entries.length <= maxEntries) return [...entries];
  const dated = entries.map((entry, index) => ({ index, at: entryAt(entry) ?? Number.NEGATIVE_INFINITY }));
  dated.sort((a, b) => b.at - a.at || a.index - b.index);
  const kept = new Set(dated.slice(0, maxEntries).map((each) => each.index));
  return entries.filter((_, index) => kept.has(index));
}

function trimmed(entry: Entry): Entry {
  if (entry.title.length + entry.summary.length + entry.content.length <= maxField) return entry;
  const cut = (text: string): string => text.slice(0, maxField);
  return { ...entry, title: cut(entry.title), summary: cut(entry.summary), content: cut(entry.content) };
}
