/** What is new in a feed: identities that outlast changed ids, changed addresses and whole feeds published again. Pure. */
import { digest } from '../hash.ts';
import type { Entry, Item, ItemId } from '../model.ts';
import { fold } from '../text/words.ts';
import { canonicalLink } from './links.ts';

/** The marks by which an item is known again, each a digest of six characters; '' where an item has none of the kind. */
export interface Identity {
  /** What the item's own id is derived from: the feed's id, else the link, else title and day. */
  readonly primary: string;
  readonly guid: string;
  readonly link: string;
  /** Title and day. */
  readonly titled: string;
  /** Title and beginning of the text: a report published again under another address and date. */
  readonly told: string;
  /** Title and text as they were read: another one means an edit. */
  readonly version: string;
  /** The entry as it stands in the feed: the same one need not be cleaned again. */
  readonly raw: string;
}

const mark = (kind: string, value: string): string => digest(6, kind, value);
const day = 86_400_000;

/** Ids that count places in a list ('1', '12') name no report. */
const isNumbering = (id: string): boolean => /^\d{1,3}$/.test(id.trim());

/**
 * The identities of one entry. `text` is its text before anything learnt from other entries was taken out: it must not change
 * when they do. `shared` holds what several entries of the read have in common ('id …', 'link …').
 */
export function identityOf(
  entry: Entry,
  item: Omit<Item, 'id'>,
  text: string,
  { shared, isOwnNetwork }: { readonly shared: ReadonlySet<string>; readonly isOwnNetwork: boolean },
): Identity {
  const link = canonicalLink(entry.link ?? '', isOwnNetwork);
  const ownLink = link === undefined || shared.has(`link ${link}`) || isFrontPage(link) ? '' : link;
  const id = entry.id?.trim() ?? '';
  const ownId = id === '' || shared.has(`id ${entry.id}`) || isNumbering(id) ? '' : id;
  const title = fold(item.title);
  const beginning = fold(text.slice(0, 400));
  const dated = `${title} ${Math.floor((item.publishedAt ?? 0) / day)}`;
  return {
    primary: ownId !== '' ? `id ${ownId}` : ownLink !== '' ? `link ${ownLink}` : `title ${dated}`,
    guid: ownId === '' ? '' : mark('id', ownId),
    link: ownLink === '' ? '' : mark('link', schemeless(ownLink)),
    titled: mark('title', dated),
    told: beginning.length < 60 ? '' : mark('told', `${title} ${beginning}`),
    version: mark('version', `${item.title} ${text.slice(0, 1_000)}`),
    raw: rawMarkOf(entry),
  };
}

/** A mark of everything that the feed says in an entry. */
export function rawMarkOf(entry: Entry): string {
  return entry.raw ?? mark('raw', JSON.stringify(entry));
}

/** The same mark by the entry's text in the feed. */
export const markOfText = (text: string): string => mark('raw', text);

const schemeless = (link: string): string => link.replace(/^https?:\/\/(www\.|m\.|amp\.)?/, '').replace(/\/$/, '');

function isFrontPage(link: string): boolean {
  const url = URL.parse(link);
  return url !== null && url.pathname === '/' && url.search === '';
}

/** One line of a feed's `seen`: the item's id and its marks, of fixed width. */
const width = 6;
const idWidth = 12;

function lineOf(id: ItemId, identity: Identity): string {
  const marks = [identity.guid, identity.link, identity.titled, identity.told, identity.version, identity.raw];
  return `${id.padEnd(idWidth)}${marks.map((each) => each.padEnd(width)).join('')}`;
}

/** The lines of entries by their raw marks. */
export function linesByRaw(seen: readonly string[]): ReadonlyMap<string, string> {
  const lines = seen.map((line) => [line.slice(idWidth + 5 * width).trim(), line] as const);
  return new Map(lines.filter(([raw]) => raw !== ''));
}

interface Seen {
  readonly id: ItemId;
  readonly version: string;
}

/** Every mark → the item it belongs to. The newest line wins. */
function indexOf(lines: readonly string[]): Map<string, Seen> {
  const index = new Map<string, Seen>();
  for (const line of lines) {
    const id = line.slice(0, idWidth).trim() as ItemId;
    const marks = Array.from({ length: 5 }, (_, i) =>
      line.slice(idWidth + i * width, idWidth + (i + 1) * width).trim(),
    );
    const seen = { id, version: marks[4] ?? '' };
    marks.slice(0, 4).forEach((value, kind) => {
      if (value !== '' && !index.has(`${kind}${value}`)) index.set(`${kind}${value}`, seen);
    });
  }
  return index;
}

const keysOf = (identity: Identity): string[] =>
  [identity.guid, identity.link, identity.titled, identity.told].flatMap((value, kind) =>
    value === '' ? [] : [`${kind}${value}`],
  );

export interface Identified {
  readonly fresh: Item[];
  /** Known items with another title or text; each under the id by which it was first kept. */
  readonly edited: Item[];
  /** To be kept in the feed's record; newest first, bounded. */
  readonly seen: string[];
}

/** An item whose date or text changes leaves a line each time: so many of them, or they would push other items out. */
const linesOfAnItem = 2;

/** The newest lines, each once, at most `most`. `lines` are newest first. */
export function newestLines(lines: Iterable<string>, most: number): string[] {
  const counts = new Map<string, number>();
  const kept: string[] = [];
  for (const line of new Set(lines)) {
    const id = line.slice(0, idWidth);
    const count = counts.get(id) ?? 0;
    if (count >= linesOfAnItem) continue;
    counts.set(id, count + 1);
    kept.push(line);
    if (kept.length === most) break;
  }
  return kept;
}

/** Lines kept: twice the feed's own length, so that reports which leave it and come back are known. */
export const keptLines = (read: number): number => Math.min(1_200, Math.max(60, 2 * read + 20));

/**
 * Splits the items of a read into new, edited and known ones. An item is known when any of its marks is: id, link, title and
 * day, or title and text. `identities` runs parallel to `items`; `seen` is what the last call answered.
 */
export function identify(seen: readonly string[], items: readonly Item[], identities: readonly Identity[]): Identified {
  const index = indexOf(seen);
  const fresh: Item[] = [];
  const edited: Item[] = [];
  const lines: string[] = [];
  items.forEach((item, position) => {
    const identity = identities[position];
    if (identity === undefined) return;
    const keys = keysOf(identity);
    const known = keys.map((key) => index.get(key)).find((each) => each !== undefined);
    const id = known?.id ?? item.id;
    if (known === undefined) fresh.push(item);
    else if (known.version !== identity.version) edited.push({ ...item, id });
    for (const key of keys) index.set(key, { id, version: identity.version });
    lines.push(lineOf(id, identity));
  });
  return { fresh, edited, seen: newestLines([...lines, ...seen], keptLines(items.length)) };
}
