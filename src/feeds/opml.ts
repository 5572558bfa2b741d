/** OPML: lists of feeds, read as far as they go and written so that everything comes back. */
import { type Category, categories } from '../model.ts';

export interface OpmlFeed {
  readonly url: string;
  readonly title: string;
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

/** A tag, from `<outline` to where the next one begins. */
interface Outline {
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether other outlines stand inside. */
  readonly isFolder: boolean;
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
  { attributes, line, isFolder }: Outline,
  folders: readonly (string | undefined)[],
  feeds: Map<string, OpmlFeed>,
  problems: string[],
): void {
  const given = attributes.get('xmlurl') ?? attributes.get('url');
  const isMeant = given !== undefined || /^(?:rss|atom|feed)/i.test(attributes.get('type') ?? '');
  if (!isMeant && (isFolder || attributes.size > 0)) return;
  const url = given === undefined ? undefined : feedAddress(given);
  const title = titleOf(attributes);
  if (url === undefined) return report(problems, line, title, given === undefined ? 'no address' : 'not an address of the web');
  if (feeds.has(url)) return;
  if (feeds.size >= maxFeeds) return report(problems, line, title, `more than ${maxFeeds} feeds`);
  const path = folders.filter((folder) => folder !== undefined && folder !== '') as string[];
  feeds.set(url, {
    url,
    title: title || (URL.parse(url)?.hostname ?? url),
    siteUrl: feedAddress(attributes.get('htmlurl') ?? ''),
    lang: language(attributes.get('language') ?? attributes.get('lang')),
    country: /^[a-z]{2}$/i.exec(attributes.get('country') ?? '')?.[0].toLowerCase(),
    category: [attributes.get('category'), ...path.toReversed()].map(categoryOf).find((category) => category !== undefined),
    folders: path,
  });
}

function report(problems: string[], line: number, title: string, reason: string): void {
  if (problems.length < maxProblems) problems.push(`line ${line}: ${title === '' ? '' : `'${title.slice(0, 60)}': `}${reason}`);
}

/** The address of a feed as typed or listed (`feed:` forms too), normalised; undefined when it is none of the web. */
export function feedAddress(text: string): string | undefined {
  const trimmed = text.trim().replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'https://');
  const url = /^https?:\/\//i.test(trimmed) ? URL.parse(trimmed) : null;
  return url?.hostname ? url.href : undefined;
}

const titleOf = (attributes: ReadonlyMap<string, string>) => (attributes.get('title') || attributes.get('text')) ?? '';
const language = (text: string | undefined) => /^[a-z]{2,3}(?=$|[-_])/i.exec(text?.trim() ?? '')?.[0].toLowerCase();

const otherNames: Readonly<Record<string, Category>> = {
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
};

/** A category by its name, the last part of a path such as '/News/Sports'. */
function categoryOf(text: string | undefined): Category | undefined {
  const name = text?.split(',')[0]?.split('/').at(-1)?.trim().toLowerCase() ?? '';
  return categories.find((category) => category === name) ?? otherNames[name];
}

// ---------------------------------------------------------------- broken XML

const boundary = /<(outline\b|\/outline\b|\/body\b|!--)/gi;

/** Outlines and ends of outlines, in order. Comments are skipped. */
function* partsOf(text: string): Generator<Outline | 'end'> {
  const lineAt = createLineCounter(text);
  const marks = boundary;
  marks.lastIndex = 0;
  let mark = marks.exec(text);
  while (mark !== null) {
    const { index } = mark;
    const kind = mark[1]!.toLowerCase();
    if (kind === '!--') {
      const end = text.indexOf('-->', index);
      marks.lastIndex = end < 0 ? text.length : end;
    }
    const after = marks.lastIndex;
    const next = marks.exec(text);
    marks.lastIndex = next === null ? text.length : marks.lastIndex;
    if (kind === '/outline') yield 'end';
    else if (kind === 'outline') yield outlineFrom(text.slice(after, next?.index ?? text.length), lineAt(index), next?.[1]);
    mark = next;
  }
}

function outlineFrom(segment: string, line: number, next: string | undefined): Outline {
  const body = segment.trimEnd();
  const tag = body.slice(0, body.lastIndexOf('>') + 1) || body;
  const attributes = attributesOf(tag);
  const isOpen = !tag.endsWith('/>');
  // A feed whose tag stays open, with another outline after it: its end was forgotten.
  const isForgotten = attributes.has('xmlurl') && next?.toLowerCase() !== '/outline';
  return { line, attributes, isFolder: isOpen && !isForgotten };
}

const names = 'text|title|type|xmlurl|htmlurl|url|description|language|lang|country|category|version|created|iscomment|isbreakpoint|[\\w-]+:[\\w-]+';
const opening = new RegExp(`(?:^|[\\s"'])(${names})\\s*=\\s*(["'])`, 'gi');

/**
 * Attributes of a tag. A value ends where the next known attribute begins, or the tag: quotes and markup inside it do no harm.
 */
function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const starts = [...tag.matchAll(opening)];
  starts.forEach((start, index) => {
    const from = start.index + start[0].length;
    const rest = tag.slice(from, starts[index + 1] === undefined ? tag.length : starts[index + 1]!.index + 1);
    const name = start[1]!.toLowerCase();
    const end = rest.lastIndexOf(start[2]!);
    if (!found.has(name)) found.set(name, decode(end < 0 ? withoutEnd(rest) : rest.slice(0, end)));
  });
  return found;
}

const withoutEnd = (text: string) => text.trimEnd().replace(/\/?>$/, '');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text: string): string {
  const decoded = text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
  return decoded.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

function createLineCounter(text: string): (index: number) => number {
  let line = 1;
  let at = 0;
  return (index) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < index; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}

/** A list of addresses, one a line; what follows an address is its title. */
function readAddresses(text: string, feeds: Map<string, OpmlFeed>, problems: string[]): void {
  text.split('\n').forEach((content, index) => {
    const line = content.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('<')) return;
    const [address = '', ...title] = line.split(/\s+/);
    const attributes = new Map([['xmlurl', address], ['title', title.join(' ')]]);
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
    ([name, each]) => `${indent}<outline${attribute('text', name)}${attribute('title', name)}>\n${writeFolder(each, `${indent}  `)}${indent}</outline>\n`,
  );
  return folder.feeds.map((feed) => writeFeed(feed, indent)).join('') + inner.join('');
}

function writeFeed(feed: OpmlFeed, indent: string): string {
  const { title, url, siteUrl, lang, country, category } = feed;
  const pairs = { type: 'rss', text: title, title, xmlUrl: url, htmlUrl: siteUrl, language: lang, country, category };
  const attributes = Object.entries(pairs).map(([name, value]) => (value === undefined ? '' : attribute(name, value)));
  return `${indent}<outline${attributes.join('')}/>\n`;
}

const element = (name: string, text: string) => `<${name}>${escape(text)}</${name}>`;
const attribute = (name: string, value: string) => ` ${name}="${escape(value)}"`;

/** What XML 1.0 cannot hold is left out. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\ufffe\uffff]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}
