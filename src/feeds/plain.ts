/** The first reader: rss-parser, for documents that it can tell faithfully. See docs/decisions/0005-two-readers-of-feeds.md. */
import Parser from 'rss-parser';
import { type Node, prefixFor } from './nodes.ts';
import { prologEnd } from './repair.ts';
import type { Document } from './tolerant.ts';
import { inContext } from './tolerant.ts';

/** xml2js gives an element as its text, or as attributes (`$`), text (`_`) and lists of children. */
type Xml = string | { readonly [name: string]: unknown };

/** rss-parser's own steps, which its type declarations leave out; a subclass may take the place of each. */
interface Steps {
  parseString(xml: string): Promise<unknown>;
  buildRSS(channel: Xml, items: readonly Xml[] | undefined): unknown;
  buildAtomFeed(document: { readonly feed: Xml }): unknown;
}
const RssParser = Parser as unknown as new () => Steps;

/** Takes what rss-parser recognised before its own steps drop attributes and stop at a date they cannot read. */
class FeedTaker extends RssParser {
  taken: { readonly channel: Xml; readonly items: readonly Xml[]; readonly prefix: string } | undefined;

  override buildRSS(channel: Xml, items: readonly Xml[] | undefined): unknown {
    this.taken = { channel, items: items ?? [], prefix: '' };
    return { items: [] };
  }

  override buildAtomFeed(document: { readonly feed: Xml }): unknown {
    const { feed } = document;
    const entries = typeof feed === 'string' ? [] : ((feed.entry ?? []) as readonly Xml[]);
    this.taken = { channel: feed, items: entries, prefix: 'atom:' };
    return { items: [] };
  }
}

/** xml2js builds the whole document in memory, at some twenty times its size. */
const maxLength = 2_000_000;

/**
 * Whether rss-parser loses nothing of this document: it knows no xml:base, no markup inside a field (its order is lost),
 * no prefix but the usual ones, no upper-case element; and its XML parser needs what is well-formed.
 */
export function isPlain(xml: string): boolean {
  if (xml.length > maxLength || /xml:base|type\s*=\s*["']xhtml|mode\s*=|w3\.org\/1999\/xhtml/.test(xml)) return false;
  // Cut off or a document of another kind: it would refuse after all the work. Declarations: its time for them grows with their square.
  if (!/<\/(?:rss|feed|rdf:RDF)\s*>\s*$/.test(xml.slice(-40)) || /<!(?!\[CDATA\[|--)/.test(xml)) return false;
  // Several channels, or items behind them: it reads the first channel alone.
  const channelEnd = xml.indexOf('</channel>');
  if (channelEnd !== xml.lastIndexOf('</channel>')) return false;
  const start = prologEnd(xml);
  if (xml.startsWith('<rss', start) && xml.indexOf('<item', channelEnd) !== -1) return false;
  const root = /^<(?:rss\s[^>]*version\s*=\s*["'](?:2|0\.9)|feed[\s>]|rdf:RDF[\s>])[^>]*/.exec(
    xml.slice(start, start + 4_000),
  );
  // What the root of RSS says of its language, rss-parser does not hand on.
  if (root === null || /^<(?!feed)[\s\S]*xml:lang/.test(root[0])) return false;
  for (const [, prefix = '', uri = ''] of xml.matchAll(/xmlns:?([\w.-]{0,40})\s*=\s*["']([^"'<]{0,200})/g)) {
    const known = prefixFor(uri);
    const isUsual = prefix === '' ? known === '' || known === 'atom:' : known === undefined || known === `${prefix}:`;
    if (!isUsual) return false;
  }
  return true;
}

/** The document as rss-parser reads it; undefined when it refuses. */
export function readPlainly(xml: string, base: string): Document | undefined {
  const parser = new FeedTaker();
  // It does its work before it answers; only handing over is asynchronous, and its refusal is ours to know by `taken`.
  parser.parseString(xml).catch(() => undefined);
  const { taken } = parser;
  if (taken === undefined || typeof taken.channel === 'string') return undefined;
  const { item: _, entry: __, ...rest } = taken.channel;
  try {
    const root = nodeFrom(taken.prefix === '' ? 'channel' : 'atom:feed', rest, { base, lang: undefined }, taken.prefix);
    return { root, entries: taken.items.map((item) => nodeFrom('item', item, root, taken.prefix)) };
  } catch (error) {
    // Nested deeper than recursion goes, or mixed with markup: the second reader copes with both.
    if (error instanceof OrderLost || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Text and elements side by side: xml2js forgets which came first. */
class OrderLost extends Error {}

const noAttributes: Readonly<Record<string, string>> = {};

function nodeFrom(name: string, xml: unknown, parent: Pick<Node, 'base' | 'lang'>, prefix: string): Node {
  if (typeof xml !== 'object' || xml === null) {
    const leaf = inContext(name, noAttributes, parent);
    if (typeof xml === 'string') leaf.children.push(xml);
    return leaf;
  }
  const parts = xml as Readonly<Record<string, unknown>>;
  const node = inContext(name, lowered(parts.$ as Record<string, string> | undefined), parent);
  for (const childName of Object.keys(parts)) {
    if (childName === '$' || childName === '_') continue;
    const full = childName.includes(':') ? childName.toLowerCase() : prefix + childName.toLowerCase();
    const list = parts[childName];
    for (const child of Array.isArray(list) ? list : [list]) node.children.push(nodeFrom(full, child, node, prefix));
  }
  if (typeof parts._ === 'string') {
    if (node.children.length > 0 && parts._.trim() !== '') throw new OrderLost();
    node.children.push(parts._);
  }
  return node;
}

function lowered(given: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  if (given === undefined) return noAttributes;
  const attributes: Record<string, string> = {};
  for (const key of Object.keys(given)) attributes[key.toLowerCase()] = given[key] ?? '';
  return attributes;
}
