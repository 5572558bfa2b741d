/** JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently: a field of another type counts as absent. */
import type { Entry, ParsedFeed } from '../model.ts';
import { resolveLink } from './links.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function string(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Titles and summaries are plain text, but many programs write entities into them. */
const escapeLine = (text: string): string =>
  text
    .replace(/&(?!(?:#\d{2,6}|#x[\da-f]{2,5}|amp|lt|gt|quot|apos|nbsp);)/gi, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\n/g, '<br>');

const escapeText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>');

function address(fields: Fields, name: string, base: string): string | undefined {
  const value = string(fields, name);
  return value === undefined ? undefined : resolveLink(value, base);
}

function authorOf(fields: Fields): string | undefined {
  const author = [...list(fields.authors), fields.author].find(isObject);
  return author === undefined ? undefined : string(author, 'name');
}

function imageOf(item: Fields, base: string): string | undefined {
  const attached = list(item.attachments)
    .filter(isObject)
    .find((each) => string(each, 'mime_type')?.startsWith('image/'));
  return (
    address(item, 'image', base) ?? address(item, 'banner_image', base) ?? (attached && address(attached, 'url', base))
  );
}

function entryOf(item: Fields, base: string): Entry {
  const plain = string(item, 'content_text');
  const text = plain === undefined ? undefined : escapeText(plain);
  const summary = string(item, 'summary');
  return {
    id: string(item, 'id'),
    link: address(item, 'url', base) ?? address(item, 'external_url', base),
    title: escapeLine(string(item, 'title') ?? ''),
    summary: summary === undefined ? '' : escapeLine(summary),
    content: string(item, 'content_html') ?? text ?? '',
    published: string(item, 'date_published'),
    updated: string(item, 'date_modified'),
    tags: list(item.tags).filter((tag) => typeof tag === 'string'),
    author: authorOf(item),
    source: undefined,
    lang: string(item, 'language'),
    image: imageOf(item, base),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** With what JSON forbids and programs write all the same: line breaks and tabs inside texts, and something behind the end. */
function parseMended(json: string): unknown {
  const text = json.replace(/[\u0000-\u001f]/g, ' ');
  return parse(text.slice(0, text.lastIndexOf('}') + 1)) ?? parseUpToLastItem(text);
}

/** Ends that are tried for a document that was cut off. */
const mostEnds = 5;

/** The whole items of a document that was cut off, or that has a comma too many at its end. */
function parseUpToLastItem(json: string): unknown {
  let tries = 0;
  for (let at = json.lastIndexOf('}'); at > 0 && tries < mostEnds; at = json.lastIndexOf('}', at - 1)) {
    let next = at + 1;
    while (json.charCodeAt(next) <= 32) next++;
    if (json[next] !== ',') continue;
    const parsed = parse(`${json.slice(0, at + 1)}]}`);
    if (parsed !== undefined) return parsed;
    tries++;
  }
  return undefined;
}

/** A JSON feed, or undefined when the text is none. `base` resolves relative addresses. */
export function readJsonFeed(text: string, base: string): ParsedFeed | undefined {
  const parsed = parse(text) ?? parseMended(text);
  if (!isObject(parsed) || !(Array.isArray(parsed.items) || String(parsed.version).includes('jsonfeed')))
    return undefined;
  const hubs = list(parsed.hubs).filter(isObject);
  const hub = hubs.find((each) => /websub/i.test(string(each, 'type') ?? '')) ?? hubs[0];
  return {
    title: escapeLine(string(parsed, 'title') ?? ''),
    link: address(parsed, 'home_page_url', base),
    lang: string(parsed, 'language'),
    entries: list(parsed.items)
      .filter(isObject)
      .map((item) => entryOf(item, base)),
    ttlMs: undefined,
    skipHours: [],
    skipDays: [],
    hub: hub === undefined ? undefined : string(hub, 'url'),
    self: address(parsed, 'feed_url', base),
  };
}
