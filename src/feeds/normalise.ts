/** Entries as feeds give them into items as people read them. Pure. */
import { digest } from '../hash.ts';
import type { Entry, FeedSource, Item, ItemId, ParsedFeed } from '../model.ts';
import { type Boilerplate, learnBoilerplate, withoutBoilerplate } from './boilerplate.ts';
import { categoryOf } from './category.ts';
import { endsOpenByHabit, joinParagraphs, newsParagraphs, type Paragraphs, withoutTrail } from './clean.ts';
import { parseDate, saneInstant } from './dates.ts';
import { entryAt } from './entries.ts';
import { withoutControls } from './html.ts';
import { type Identity, identityOf } from './identify.ts';
import { languageCode, languageOf } from './language.ts';
import { canonicalLink, isOnOwnNetwork, resolveLink } from './links.ts';
import { hostOf, shownName } from './source-name.ts';
import { cleanTitle, cutAtWord } from './title.ts';

export type { Boilerplate } from './boilerplate.ts';

export interface Normalised {
  /** In the feed's order, without entries that have neither title nor text nor any public link. */
  readonly items: Item[];
  /** What each item of `items` is known by, in the same order: for `identify`. */
  readonly identities: Identity[];
  /** To be kept in the feed's record until the next read. */
  readonly boilerplate: Boilerplate;
  /** What the titles of a feed that declares no language are in, where there were enough to tell once and for all. */
  readonly ownLang: string | undefined;
}

/** Items made of one read: the newest by their dates. */
const maxItems = 500;

/**
 * Cleans a feed's entries. `now` (epoch ms) is when they were first seen: no item is dated later. `boilerplate` is what earlier
 * reads taught (`{ sentences: {} }` at first).
 */
export function normaliseEntries(
  feed: ParsedFeed,
  source: FeedSource,
  now: number,
  boilerplate: Boilerplate,
): Normalised {
  const entries = newestOf(feed.entries);
  const cleaned = entries.map((entry) => richerText(entry));
  const isHabit = endsOpenByHabit(cleaned);
  const texts = cleaned.map((text) => withoutTrail(text, isHabit));
  const learnt = learnBoilerplate(boilerplate, texts);
  const frame = frameOf(feed, source, now, entries);
  const items: Item[] = [];
  const identities: Identity[] = [];
  entries.forEach((entry, index) => {
    const item = itemOf(entry, withoutBoilerplate(texts[index] ?? [], learnt), frame);
    if (item === undefined) return;
    const identity = identityOf(entry, item, joinParagraphs(cleaned[index] ?? []), frame);
    items.push({ ...item, id: digest(12, source.id, identity.primary) as ItemId });
    identities.push(identity);
  });
  const ownLang = entries.length < tellingTitles || hasLanguage(feed, source) ? undefined : frame.lang;
  return { items, identities, boilerplate: learnt, ownLang };
}

function newestOf(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= maxItems) return entries;
  const order = entries.map((entry, index) => ({ index, at: entryAt(entry) ?? Number.NEGATIVE_INFINITY }));
  order.sort((a, b) => b.at - a.at || a.index - b.index);
  const kept = new Set(order.slice(0, maxItems).map((each) => each.index));
  return entries.filter((_, index) => kept.has(index));
}

/** Of summary and content the one that tells more; the summary when the content is hardly longer. */
function richerText(entry: Entry): Paragraphs {
  const summary = newsParagraphs(entry.summary);
  if (entry.content === '' || entry.content === entry.summary) return summary;
  const content = newsParagraphs(entry.content);
  return lengthOf(content) > lengthOf(summary) ? content : summary;
}

const lengthOf = (paragraphs: Paragraphs): number =>
  paragraphs.flat().reduce((sum, sentence) => sum + sentence.length, 0);

/** What all items of a read have in common. */
interface Frame {
  readonly feed: ParsedFeed;
  readonly source: FeedSource;
  readonly now: number;
  readonly lang: string | undefined;
  /** Where an item leads that has no link of its own. */
  readonly site: string | undefined;
  readonly isAggregator: boolean;
  /** The feed is of the operator's own network: what it links to may be there, too. */
  readonly isOwnNetwork: boolean;
  /** Links and ids that several entries have: they identify none. */
  readonly shared: ReadonlySet<string>;
}

function frameOf(feed: ParsedFeed, source: FeedSource, now: number, entries: readonly Entry[]): Frame {
  const isOwnNetwork = isOnOwnNetwork(source.url);
  const linkOf = (link: string | undefined) => canonicalLink(link ?? '', isOwnNetwork);
  const site = [feed.link, source.siteUrl].map(linkOf);
  const origins = new Set(entries.map((entry) => entry.source).filter((name) => name !== undefined));
  return {
    feed,
    source,
    now,
    lang: languageCode(feed.lang) ?? languageCode(source.lang) ?? ownLanguage(entries),
    site: site.find((link) => link !== undefined),
    isAggregator: origins.size > 1,
    isOwnNetwork,
    shared: repeatedOf(entries.flatMap((entry) => [`id ${entry.id}`, `link ${linkOf(entry.link)}`])),
  };
}

const hasLanguage = (feed: ParsedFeed, source: FeedSource): boolean =>
  languageCode(feed.lang) !== undefined || languageCode(source.lang) !== undefined;

const tellingTitles = 8;

/** Of a feed that declares none: what its first titles are in. */
function ownLanguage(entries: readonly Entry[]): string | undefined {
  const titles = entries.slice(0, tellingTitles).map((entry) => entry.title.slice(0, 80));
  return languageOf(titles.join(' '), undefined);
}

function repeatedOf(values: readonly string[]): Set<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) (once.has(value) ? twice : once).add(value);
  return twice;
}

function itemOf(entry: Entry, paragraphs: Paragraphs, frame: Frame): Omit<Item, 'id'> | undefined {
  const { feed, source, now } = frame;
  const own = linkOf(entry, frame.isOwnNetwork);
  const url = own ?? frame.site;
  if (url === undefined) return undefined;
  const outlet = outletOf(entry, own, frame);
  const given = cleanTitle(entry.title, [outlet, source.name, feed.title, entry.source, hostOf(url)]);
  const text = withoutTitle(joinParagraphs(paragraphs), given);
  const title = given === '' ? cutAtWord(text.split('\n')[0] ?? '', 120) : given;
  if (title === '') return undefined;
  const tags = entry.tags
    .map((tag) => withoutControls(tag).trim())
    .filter((tag) => tag !== '' && tag.length <= 80)
    .slice(0, 12);
  return {
    feedId: source.id,
    source: outlet,
    url,
    title,
    text: given === '' && text === title ? '' : text,
    lang: languageOf(`${title} ${text}`, languageCode(entry.lang) ?? frame.lang),
    category: categoryOf({ title, text, tags, url, feed: source.category }),
    tags,
    publishedAt: saneInstant(parseDate(entry.published) ?? parseDate(entry.updated), now),
    firstSeenAt: now,
    image: entry.image === undefined ? undefined : canonicalLink(entry.image),
  };
}

/** The entry's page; a permanent id that is an address will do. */
function linkOf(entry: Entry, isOwnNetwork: boolean): string | undefined {
  const link = entry.link === undefined ? undefined : canonicalLink(entry.link, isOwnNetwork);
  return (
    link ??
    (entry.id !== undefined && /^https?:/i.test(entry.id)
      ? canonicalLink(resolveLink(entry.id, ''), isOwnNetwork)
      : undefined)
  );
}

/** Aggregators name the outlet of each entry; any other feed speaks for itself. */
function outletOf(entry: Entry, link: string | undefined, frame: Frame): string {
  const host = hostOf(link) ?? hostOf(frame.site) ?? hostOf(frame.source.url);
  const own = shownName(frame.source.name, host) ?? shownName(frame.feed.title, host);
  const named = frame.isAggregator ? shownName(entry.source, host) : undefined;
  return named ?? own ?? host ?? frame.source.name;
}

/** Many feeds begin the text with the title again. */
function withoutTitle(text: string, title: string): string {
  if (title === '' || !text.startsWith(title)) return text;
  const rest = text.slice(title.length);
  return /^\s*\n|^$/.test(rest) ? rest.trim() : text;
}
