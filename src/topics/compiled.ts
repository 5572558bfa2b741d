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
  };
  compiledOf.set(query, compiled);
  return compiled;
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
  const { answers } = reading;
  const known = answers.get(compiled);
  if (known !== undefined || answers.has(compiled)) return known;
  const answer = search(compiled, reading);
  answers.set(compiled, answer);
  return answer;
}

function search({ alternatives, without }: Compiled, reading: Reading): FoundAll | undefined {
  const found = alternatives.flatMap((concepts) => {
    const all = foundIn(concepts, reading);
    return all === undefined ? [] : [all];
  });
  if (found.length === 0) return undefined;
  const isExcluded = without.some((concept) =>
    mentionsOf(concept, reading).some(({ kind }) => kind !== 'apart' && kind !== 'surname'),
  );
  return isExcluded ? undefined : { reading, found };
}
