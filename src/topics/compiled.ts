/** Queries made ready for reading texts; remembered, since the same topics meet many texts. */
import type { Item } from '../model.ts';
import { fold } from '../text/words.ts';
import { type Concept, conceptOf } from './concept.ts';
import { type Mention, mentionsOf } from './find.ts';
import type { Query, Term } from './query.ts';
import { type Reading, read } from './reading.ts';

export interface Compiled {
  readonly alternatives: readonly (readonly Concept[])[];
  readonly without: readonly Concept[];
  /** Whether it asks for anything but words. */
  readonly hasFilters: boolean;
}

const compiledOf = new WeakMap<Query, Compiled>();

/** The concepts of a query. */
export function compile(query: Query): Compiled {
  const known = compiledOf.get(query);
  if (known !== undefined) return known;
  const concept = (term: Term, isOnly: boolean): Concept => conceptOf(term, isOnly ? query.aliases : []);
  const compiled = {
    alternatives: query.alternatives.map((terms) => terms.map((term) => concept(term, terms.length === 1))),
    without: query.without.map((term) => concept(term, false)),
    hasFilters: filtersOf(query).some((list) => list.length > 0),
  };
  compiledOf.set(query, compiled);
  return compiled;
}

function filtersOf(query: Query): readonly (readonly string[])[] {
  const { sources, withoutSources, langs, withoutLangs, categories, withoutCategories } = query;
  return [sources, withoutSources, langs, withoutLangs, categories, withoutCategories];
}

function hasSource(item: Item, sources: readonly string[]): boolean {
  if (sources.length === 0) return false;
  const name = ` ${fold(item.source).replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')} ${fold(item.url)
    .replace(/^\w+:\/\/(?:www\.)?/u, '')
    .split('/')[0]!
    .replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return sources.some((source) => name.includes(` ${source} `));
}

/**
 * Whether an item passes the filters of a query: source, language, category. An unknown language is none of the wanted ones,
 * and none of the unwanted.
 */
export function passesFilters(query: Query, item: Item): boolean {
  return !compile(query).hasFilters || passesAll(query, item);
}

function passesAll(query: Query, item: Item): boolean {
  if (query.langs.length > 0 && !query.langs.some((code) => item.lang?.startsWith(code))) return false;
  if (query.withoutLangs.some((code) => item.lang?.startsWith(code)) || query.withoutCategories.includes(item.category))
    return false;
  if (query.categories.length > 0 && !query.categories.includes(item.category)) return false;
  if (query.sources.length > 0 && !hasSource(item, query.sources)) return false;
  return !hasSource(item, query.withoutSources);
}

export interface Found {
  readonly concept: Concept;
  readonly mentions: readonly Mention[];
}

function foundIn(concepts: readonly Concept[], reading: Reading): readonly Found[] | undefined {
  const found: Found[] = [];
  for (const concept of concepts) {
    const mentions = mentionsOf(concept, reading);
    if (mentions.length === 0) return undefined;
    found.push({ concept, mentions });
  }
  return found;
}

export interface FoundAll {
  readonly reading: Reading;
  /** One list for each alternative that holds. */
  readonly found: readonly (readonly Found[])[];
}

/** What the whole query finds in an item; undefined when the query does not accept it. */
export function findAll(query: Query, item: Item): FoundAll | undefined {
  return passesFilters(query, item) ? findWords(compile(query), read(item)) : undefined;
}

/** What the words of a query find in a text. Remembered for as long as the reading, since matching and assessing ask the same. */
export function findWords(compiled: Compiled, reading: Reading): FoundAll | undefined {
  const known = reading.answers.get(compiled);
  if (known !== undefined) return known ?? undefined;
  const found = search(compiled, reading);
  reading.answers.set(compiled, found ?? null);
  return found;
}

function search({ alternatives, without }: Compiled, reading: Reading): FoundAll | undefined {
  const found: (readonly Found[])[] = [];
  for (const concepts of alternatives) {
    const all = foundIn(concepts, reading);
    if (all !== undefined) found.push(all);
  }
  if (found.length === 0) return undefined;
  for (const concept of without) {
    for (const { kind } of mentionsOf(concept, reading)) if (kind !== 'apart' && kind !== 'surname') return undefined;
  }
  return { reading, found };
}
