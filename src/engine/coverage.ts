/** How widely a topic is read, and which feeds of the catalogue would show it from elsewhere. */
import { readFileSync } from 'node:fs';
import { type OpmlFeed, readOpml } from '../feeds/opml.ts';
import type { FeedId } from '../model.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Found } from './desk.ts';

export interface Coverage {
  /** Feeds that told of the topic, and the one country they are of (ISO 3166-1 alpha-2, lower case). */
  readonly feeds: number;
  readonly country: string;
  readonly suggestions: readonly { readonly url: string; readonly title: string }[];
}

export interface CoverageInput {
  readonly found: readonly Pick<Found, 'items'>[];
  readonly feed: (id: FeedId) => FeedRecord | undefined;
  readonly catalogue: readonly OpmlFeed[];
  /** Addresses that the chat reads already. */
  readonly known: ReadonlySet<string>;
  /** ISO 639-1 of the reader. */
  readonly lang: string;
}

/** Fewer stories say nothing of who covers a topic. */
const leastStories = 3;
const narrow = 3;
const suggested = 3;
/** An address must fit into a button. */
const longestUrl = 46;

let shipped: readonly OpmlFeed[] | undefined;

/** The feeds of `config/catalogue.opml`, read once. */
export function feedCatalogue(): readonly OpmlFeed[] {
  shipped ??= readOpml(readFileSync(new URL('../../config/catalogue.opml', import.meta.url), 'utf8')).feeds;
  return shipped;
}

/** Undefined when the topic is read widely enough, when nobody knows where its feeds are from, or when the catalogue holds nothing that helps. Pure. */
export function coverageOf({ found, feed, catalogue, known, lang }: CoverageInput): Coverage | undefined {
  const ids = new Set(found.flatMap(({ items }) => items.map(({ feedId }) => feedId)));
  const countries = new Set([...ids].map((id) => feed(id)?.country));
  const [country] = countries;
  if (found.length < leastStories || ids.size > narrow || countries.size !== 1 || country === undefined)
    return undefined;
  const others = catalogue.filter(
    (one) =>
      one.country !== undefined &&
      one.country !== country &&
      one.lang === lang &&
      one.category === 'world' &&
      one.url.length <= longestUrl &&
      !known.has(one.url),
  );
  const suggestions = [...Map.groupBy(others, (one) => one.country).values()]
    .flatMap(([first]) => (first === undefined ? [] : [{ url: first.url, title: first.title }]))
    .slice(0, suggested);
  return suggestions.length === 0 ? undefined : { feeds: ids.size, country, suggestions };
}
