/** OPML: lists of feeds, read as far as they go and written so that everything comes back. */
import { type Category, categories } from '../model.ts';
import { type Outline, partsOf } from './opml-tags.ts';

export interface OpmlFeed {
  readonly url: string;
  readonly title: string;
  /** The publisher's name where the list tells it from the feed's (`text` and `title`), such as 'BBC News' for 'BBC News: World'. */
  readonly outlet?: string;
  readonly siteUrl: string | undefined;
  readonly lang: string | undefined;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string | undefined;
  readonly category: Category | undefined;
  /** From the outside in. */
  readonly folders: readonly string[];
}

export interface Opml {
  /** Each address once, in the file's order. */
  readonly feeds: readonly OpmlFeed[];
  /** One line for each feed that could not be read: where, and what is missing. */
  readonly problems: readonly string[];
}

/** Feeds of one file. More are left out, and said so. */
const maxFeeds = 50_000;
const maxProblems = 100;

/**
 * Reads OPML of any kind, broken XML included (bare `&`, quotes and tags inside attributes, missing ends), and plain lists of addresses.
 * Linear in the text's length; never throws.
 */
export function readOpml(text: string): Opml {
  const feeds = new Map<string, OpmlFeed>();
  const problems: string[] = [];
  const folders: (string | undefined)[] = [];
  for (const part of partsOf(text)) {
    if (part === 'end') folders.pop();
    else {
      readOutline(part, folders, feeds, problems);
      if (part.isFolder) folders.push(part.attributes.has('xmlurl') ? undefined : titleOf(part.attributes));
    }
  }
  if (feeds.size === 0 && problems.length === 0) readAddresses(text, feeds, problems);
  return { feeds: [...feeds.values()], problems };
}

function readOutline(
  outline: Outline,
  folders: readonly (string | undefined)[],
  feeds: Map<string, OpmlFeed>,
  problems: string[],
): void {
  const { attributes, line, isFolder } = outline;
  const given = attributes.get('xmlurl') ?? attributes.get('url');
  const isMeant = given !== undefined || /^(?:rss|atom|feed)/i.test(attributes.get('type') ?? '');
  if (!isMeant && (isFolder || attributes.size > 0)) return;
  const url = given === undefined ? undefined : feedAddress(given);
  if (url !== undefined && feeds.has(url)) return;
  if (url !== undefined && feeds.size < maxFeeds) feeds.set(url, feedFrom(attributes, url, folders));
  else if (problems.length < maxProblems) problems.push(problemWith(line, titleOf(attributes), given, url));
}

function feedFrom(
  attributes: ReadonlyMap<string, string>,
  url: string,
  folders: readonly (string | undefined)[],
): OpmlFeed {
  const path = folders.filter((folder) => folder !== undefined && folder !== '') as string[];
  const names = [attributes.get('category'), ...path.toReversed()];
  const title = titleOf(attributes) || (URL.parse(url)?.hostname ?? url);
  const text = attributes.get('text') ?? '';
  return {
    url,
    title,
    ...(text === '' || text === title ? {} : { outlet: text }),
    siteUrl: feedAddress(attributes.get('htmlurl') ?? ''),
    lang: language(attributes.get('language') ?? attributes.get('lang')),
    country: /^[a-z]{2}$/i.exec(attributes.get('country') ?? '')?.[0].toLowerCase(),
    category: names.map(categoryOf).find((category) => category !== undefined),
    folders: path,
  };
}

function problemWith(line: number, title: string, given: string | undefined, url: string | undefined): string {
  const tooMany = url === undefined ? undefined : `more than ${maxFeeds} feeds`;
  const reason = tooMany ?? (given === undefined ? 'no address' : 'not an address of the web');
  return `line ${line}: ${title === '' ? '' : `'${title.slice(0, 60)}': `}${reason}`;
}

/** The address of a feed as typed or listed (`feed:` forms too), normalised; undefined when it is none of the web. */
export function feedAddress(text: string): string | undefined {
  const trimmed = text
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://');
  const url = /^https?:\/\//i.test(trimmed) ? URL.parse(trimmed) : null;
  return url?.hostname ? url.href : undefined;
}

const titleOf = (attributes: ReadonlyMap<string, string>) => (attributes.get('title') || attributes.get('text')) ?? '';
const language = (text: string | undefined) => /^[a-z]{2,3}(?=$|[-_])/i.exec(text?.trim() ?? '')?.[0].toLowerCase();

const otherNames: ReadonlyMap<string, Category> = new Map(
  Object.entries({
    sports: 'sport',
    football: 'sport',
    cricket: 'sport',
    tennis: 'sport',
    tech: 'technology',
    programming: 'technology',
    economy: 'business',
    finance: 'business',
    movies: 'culture',
    music: 'culture',
    books: 'culture',
    arts: 'culture',
    entertainment: 'culture',
    space: 'science',
    climate: 'environment',
    news: 'world',
  } satisfies Record<string, Category>),
);

/** A category by its name, the last part of a path such as '/News/Sports'. */
function categoryOf(text: string | undefined): Category | undefined {
  const name = text?.split(',')[0]?.split('/').at(-1)?.trim().toLowerCase() ?? '';
  return categories.find((category) => category === name) ?? otherNames.get(name);
}

/** A list of addresses, one a line; what follows an address is its title. */
function readAddresses(text: string, feeds: Map<string, OpmlFeed>, problems: string[]): void {
  text.split('\n').forEach((content, index) => {
    const line = content.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('<')) return;
    const [address = '', ...title] = line.split(/\s+/);
    const attributes = new Map([
      ['xmlurl', address],
      ['title', title.join(' ')],
    ]);
    readOutline({ line: index + 1, attributes, isFolder: false }, [], feeds, problems);
  });
}

// ---------------------------------------------------------------- writing

interface Folder {
  readonly feeds: OpmlFeed[];
  readonly folders: Map<string, Folder>;
}

/** OPML 2.0 with folders and our attributes; `readOpml` gives the same feeds back. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const root: Folder = { feeds: [], folders: new Map() };
  for (const feed of feeds) folderFor(root, feed.folders).feeds.push(feed);
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head>${element('title', title)}</head>\n<body>\n`;
  return `${head}${writeFolder(root, '')}</body>\n</opml>\n`;
}

function folderFor(root: Folder, path: readonly string[]): Folder {
  return path.reduce((folder, name) => {
    const known = folder.folders.get(name) ?? { feeds: [], folders: new Map() };
    folder.folders.set(name, known);
    return known;
  }, root);
}

function writeFolder(folder: Folder, indent: string): string {
  const inner = [...folder.folders].map(
    ([name, each]) =>
      `${indent}<outline${attribute('text', name)}${attribute('title', name)}>\n${writeFolder(each, `${indent}  `)}${indent}</outline>\n`,
  );
  return folder.feeds.map((feed) => writeFeed(feed, indent)).join('') + inner.join('');
}

function writeFeed(feed: OpmlFeed, indent: string): string {
  const { title, outlet = title, url, siteUrl, lang, country, category } = feed;
  const pairs = { type: 'rss', text: outlet, title, xmlUrl: url, htmlUrl: siteUrl, language: lang, country, category };
  const attributes = Object.entries(pairs).map(([name, value]) => (value === undefined ? '' : attribute(name, value)));
  return `${indent}<outline${attributes.join('')}/>\n`;
}

const element = (name: string, text: string) => `<${name}>${escapeText(text)}</${name}>`;
const attribute = (name: string, value: string) => ` ${name}="${escapeText(value)}"`;

/** What XML 1.0 cannot hold is left out. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\ufffe\uffff]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}
