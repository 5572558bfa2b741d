/** From elements to the one form that every feed is read into: which element speaks for which field, and in what order. */
import type { Entry, ParsedFeed } from '../model.ts';
import { parseDate } from './dates.ts';
import { resolveLink } from './links.ts';
import { childrenOf, contentOf, type Node } from './nodes.ts';

const titleNames = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'];
/** Where an item has both, the one it gives first. */
const ownSummaryNames: ReadonlySet<string> = new Set(['description', 'summary']);
const summaryNames = [
  'atom:summary',
  'dc:description',
  'itunes:summary',
  'atom:tagline',
  'media:description',
  'abstract',
  'excerpt:encoded',
  'itunes:subtitle',
  'googleplay:description',
];
const contentNames = [
  'content:encoded',
  'atom:content',
  'xhtml:body',
  'xhtml:div',
  'body',
  'fullitem',
  'content',
  'encoded',
];
const publishedNames = [
  'pubdate',
  'atom:published',
  'published',
  'atom:issued',
  'issued',
  'dcterms:issued',
  'dc:date',
  'dcterms:created',
  'atom:created',
  'created',
  'dcterms:date',
  'date',
  'prism:publicationdate',
  'prism:coverdate',
];
const updatedNames = ['atom:updated', 'updated', 'atom:modified', 'modified', 'dcterms:modified', 'lastmod'];
const idNames = ['guid', 'atom:id', 'id', 'dc:identifier'];
const categoryNames = ['category', 'atom:category', 'dc:subject', 'media:keywords', 'itunes:keywords'];
const authorNames = ['author', 'atom:author', 'dc:creator', 'itunes:author', 'managingeditor', 'dc:author'];

/** The first of these elements that says anything. */
function firstValue(node: Node, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const child of node.children) {
      if (typeof child === 'string' || child.name !== name) continue;
      const value = contentOf(child);
      if (value !== '') return value;
    }
  }
  return undefined;
}

/** The first date that can be read; else the first that is given. */
function firstDate(node: Node, names: readonly string[]): string | undefined {
  const given = childrenOf(node, ...names)
    .map(contentOf)
    .filter((value) => value !== '');
  return given.find((value) => parseDate(value) !== undefined) ?? given[0];
}

const linkAddress = (link: Node): string => (link.attributes.href ?? contentOf(link)).trim();

const otherRels = /^(self|hub|edit|enclosure|next|prev|first|last|replies|license|via|related|search|service)/i;

/** An entry's or a feed's page: RSS's own link (the last, where it gives several), else Atom's alternate (HTML first). */
function linkOf(node: Node): string | undefined {
  const given = childrenOf(node, 'link', 'atom:link').filter((link) => linkAddress(link) !== '');
  const own = given.filter((link) => link.name === 'link' && link.attributes.rel === undefined).at(-1);
  const alternates = given.filter((link) => /^(alternate)?$/i.test(link.attributes.rel?.trim() ?? ''));
  const page = alternates.find((link) => /html|^$/i.test(link.attributes.type ?? '')) ?? alternates[0];
  const chosen = own ?? page ?? given.find((link) => !otherRels.test(link.attributes.rel ?? ''));
  return chosen === undefined ? undefined : resolveLink(linkAddress(chosen), chosen.base);
}

function entryLink(node: Node): string | undefined {
  const link = linkOf(node);
  if (link !== undefined) return link;
  const guid = childrenOf(node, 'guid')[0];
  if (guid !== undefined && guid.attributes.ispermalink?.toLowerCase() !== 'false') {
    const value = contentOf(guid);
    if (/^https?:\/\//i.test(value)) return value;
  }
  const about = node.attributes['rdf:about'] ?? node.attributes.href ?? node.attributes['rdf:resource'];
  return about === undefined ? undefined : resolveLink(about, node.base);
}

function tagsOf(node: Node): string[] {
  const tags = childrenOf(node, ...categoryNames).flatMap((child) => {
    const named = child.attributes.label ?? child.attributes.term;
    if (named !== undefined) return [named];
    const value = contentOf(child);
    return child.name.endsWith(':keywords') ? value.split(',') : [value];
  });
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))].slice(0, 30);
}

function authorOf(node: Node): string | undefined {
  for (const child of childrenOf(node, ...authorNames)) {
    const name = firstValue(child, ['atom:name', 'name']) ?? contentOf(child);
    if (name !== '' && !name.includes('<')) return name;
  }
  return undefined;
}

function sourceOf(node: Node): string | undefined {
  for (const child of childrenOf(node, 'source', 'atom:source', 'dc:source')) {
    const name =
      firstValue(child, ['atom:title', 'title']) ??
      (childrenOf(child, 'atom:id', 'id').length > 0 ? '' : contentOf(child));
    if (name !== '' && !/^https?:/i.test(name) && !name.includes('<')) return name;
  }
  return undefined;
}

function imageOf(node: Node): string | undefined {
  const groups = [node, ...childrenOf(node, 'media:group')];
  const media = groups.flatMap((group) =>
    childrenOf(group, 'media:content', 'media:thumbnail', 'enclosure', 'itunes:image', 'atom:link'),
  );
  const found = media.find((child) => {
    const { type = '', medium = '', url = '', rel = '' } = child.attributes;
    if (child.name === 'atom:link') return rel === 'enclosure' && type.startsWith('image/');
    if (child.name === 'media:thumbnail' || child.name === 'itunes:image') return true;
    return type.startsWith('image/') || medium === 'image' || /\.(jpe?g|png|webp|gif)(\?|$)/i.test(url);
  });
  const address = found?.attributes.url ?? found?.attributes.href;
  return found === undefined || address === undefined ? undefined : resolveLink(address, found.base);
}

function ownSummary(node: Node): string | undefined {
  return node.children
    .filter((child) => typeof child !== 'string' && ownSummaryNames.has(child.name))
    .map((child) => contentOf(child as Node))
    .find((value) => value !== '');
}

/** Video sites put title and description into a group of media. */
function grouped(node: Node, name: string): string | undefined {
  return childrenOf(node, 'media:group')
    .map((group) => firstValue(group, [name]))
    .find((value) => value !== undefined);
}

/** One `<item>` or `<entry>`. */
export function entryFrom(node: Node): Entry {
  return {
    id: firstValue(node, idNames) ?? node.attributes['rdf:about'],
    link: entryLink(node),
    title: firstValue(node, titleNames) ?? grouped(node, 'media:title') ?? '',
    summary: ownSummary(node) ?? firstValue(node, summaryNames) ?? grouped(node, 'media:description') ?? '',
    content: firstValue(node, contentNames) ?? '',
    published: firstDate(node, publishedNames),
    updated: firstDate(node, updatedNames) ?? node.attributes.lastmod,
    tags: tagsOf(node),
    author: authorOf(node),
    source: sourceOf(node),
    lang: firstValue(node, ['dc:language', 'language']) ?? node.lang,
    image: imageOf(node),
  };
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const minute = 60_000;
const periods: ReadonlyMap<string, number> = new Map([
  ['hourly', 60 * minute],
  ['daily', 1_440 * minute],
  ['weekly', 7 * 1_440 * minute],
  ['monthly', 30 * 1_440 * minute],
  ['yearly', 365 * 1_440 * minute],
]);

function ttlOf(channel: Node): number | undefined {
  const ttl = Number.parseFloat(firstValue(channel, ['ttl']) ?? '');
  if (ttl > 0) return ttl * minute;
  const period = periods.get(firstValue(channel, ['sy:updateperiod'])?.toLowerCase() ?? '');
  const frequency = Number.parseFloat(firstValue(channel, ['sy:updatefrequency']) ?? '1');
  return period === undefined ? undefined : period / (frequency >= 1 ? frequency : 1);
}

function skipped(channel: Node, outer: string, inner: string, read: (value: string) => number): number[] {
  const values = childrenOf(channel, outer).flatMap((list) => childrenOf(list, inner));
  return values.map((value) => read(contentOf(value))).filter((value) => value >= 0 && value < 24);
}

function linkWithRel(channel: Node, rel: string): string | undefined {
  const link = childrenOf(channel, 'atom:link', 'link').find((each) => each.attributes.rel?.toLowerCase() === rel);
  return link?.attributes.href === undefined ? undefined : resolveLink(link.attributes.href, link.base);
}

/** Addresses that are still relative (nobody knew where the feed came from) are taken from the site that it names. */
function fromSite(entry: Entry, site: string | undefined): Entry {
  const { link } = entry;
  return site === undefined || link === undefined ? entry : { ...entry, link: resolveLink(link, site) };
}

/** The feed around its entries. `channel` holds its own elements. */
export function feedFrom(channel: Node, entries: readonly Entry[]): ParsedFeed {
  const link = linkOf(channel);
  // In RSS, relative links have always meant the site; in Atom, the document (RFC 4287, 2).
  const site = channel.name === 'channel' && link !== undefined && /^https?:/i.test(link) ? link : undefined;
  return {
    title: firstValue(channel, titleNames) ?? '',
    link,
    lang: firstValue(channel, ['language', 'dc:language', 'atom:language']) ?? channel.lang,
    entries: entries.map((entry) => fromSite(entry, site)),
    ttlMs: ttlOf(channel),
    skipHours: skipped(channel, 'skiphours', 'hour', (value) => Number.parseInt(value, 10) % 24),
    skipDays: skipped(channel, 'skipdays', 'day', (value) => days.indexOf(value.toLowerCase())),
    hub: linkWithRel(channel, 'hub'),
    self: linkWithRel(channel, 'self'),
  };
}

/** An entry's own instant, epoch ms, for keeping the newest. */
export function entryAt(entry: Pick<Entry, 'published' | 'updated'>): number | undefined {
  return parseDate(entry.published) ?? parseDate(entry.updated);
}
