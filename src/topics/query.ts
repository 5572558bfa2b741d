/** The query language in which people say what they follow. Reading it takes time linear in its length. */
import { type Category, categories, type Phrase } from '../model.ts';
import { tokens } from '../text/tokens.ts';
import { functionWords } from '../text/vocabulary.ts';
import { words } from '../text/words.ts';
import { type Piece, scan } from './scan.ts';

/** Longest topic that is read, in characters, and how many words, phrases and filters it may have. */
const maxLength = 200;
const maxTerms = 20;
/** Aliases come from an alias source and may be many. */
const maxAliasLength = 4000;

export interface Term {
  /** name: words in a row, understood as a name or subject; phrase: exactly these words; literal: signs such as an emoji. */
  readonly kind: 'name' | 'phrase' | 'literal';
  /** As typed. */
  readonly text: string;
}

export interface Query {
  /** Any of these; all terms of one. */
  readonly alternatives: readonly (readonly Term[])[];
  /** None of these. */
  readonly without: readonly Term[];
  /** Other names of the first term of every alternative that has one term. */
  readonly aliases: readonly string[];
  /** Folded words of outlets' names, any of them, and none of the others; the same for languages and categories. */
  readonly sources: readonly string[];
  readonly withoutSources: readonly string[];
  readonly langs: readonly string[];
  readonly withoutLangs: readonly string[];
  readonly categories: readonly Category[];
  readonly withoutCategories: readonly Category[];
  readonly isAboutOnly: boolean;
}

export type Parsed =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'problem'; readonly problem: Phrase };

interface Draft {
  alternatives: Term[][];
  without: Term[];
  aliases: string[];
  sources: string[];
  withoutSources: string[];
  langs: string[];
  withoutLangs: string[];
  categories: Category[];
  withoutCategories: Category[];
  isAboutOnly: boolean;
  /** Whether the next bare word goes on with the last name. */
  isOpen: boolean;
}

function problem(key: string, params: Record<string, string | number> = {}): Parsed {
  return { kind: 'problem', problem: { key: `topic.problem.${key}`, params } };
}

const sign = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const onlySigns = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\u200d|\ufe0f)+$/u;
const pointed = /^[\p{L}\p{N}][+#]+$/u;

/** The term that typed words make; undefined when they hold nothing to look for. */
function termOf(text: string, kind: 'name' | 'phrase'): Term | undefined {
  const trimmed = text.trim();
  if (pointed.test(trimmed)) return { kind: 'literal', text: trimmed };
  if (tokens(trimmed).length > 0) return { kind, text: trimmed };
  return sign.test(trimmed) ? { kind: 'literal', text: trimmed } : undefined;
}

function addWord(draft: Draft, piece: Piece): void {
  const term = termOf(piece.text, piece.isQuoted ? 'phrase' : 'name');
  if (term === undefined) return;
  if (draft.alternatives.length === 0) draft.alternatives.push([]);
  const last = draft.alternatives.at(-1)!;
  const previous = last.at(-1);
  if (draft.isOpen && term.kind === 'name' && previous?.kind === 'name') {
    last[last.length - 1] = { kind: 'name', text: `${previous.text} ${term.text}` };
  } else last.push(term);
  draft.isOpen = term.kind === 'name';
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** 'en' is one, 'xx' is none. */
function isLanguage(code: string): boolean {
  return /^[a-z]{2}$/.test(code) && languages.of(code) !== undefined;
}

/** Takes up a filter; answers what is wrong with it, if anything. */
function addFilter(draft: Draft, piece: Piece & { kind: 'filter' }): Parsed | undefined {
  const value = piece.text.trim();
  const name = words(value).join(' ');
  if (name === '') return problem('emptyFilter', { filter: piece.name });
  if (piece.name === 'source') (piece.isNegative ? draft.withoutSources : draft.sources).push(name);
  else if (piece.name === 'lang') {
    const code = name.split(' ')[0]!;
    if (!isLanguage(code)) return problem('lang', { value });
    (piece.isNegative ? draft.withoutLangs : draft.langs).push(code);
  } else if (piece.name === 'category') {
    const category = categories.find((known) => known === name);
    if (category === undefined) return problem('category', { value, categories: categories.join(', ') });
    (piece.isNegative ? draft.withoutCategories : draft.categories).push(category);
  } else if (piece.isNegative) return problem('negativeFilter', { filter: piece.name });
  else if (tokens(value).length > 0) draft.aliases.push(value);
  return undefined;
}

function take(draft: Draft, piece: Piece): Parsed | undefined {
  if (piece.kind === 'or') {
    if (draft.alternatives.length > 0 && draft.alternatives.at(-1)!.length > 0) draft.alternatives.push([]);
    draft.isOpen = false;
  } else if (piece.kind === 'and') draft.isOpen = false;
  else if (piece.kind === 'word') {
    const filter = piece.isQuoted ? undefined : foreignFilter.exec(piece.text)?.[1];
    if (filter !== undefined) return problem('filter', { filter: filter.toLowerCase() });
    if (!piece.isQuoted && piece.text === 'NOT') return undefined;
    if (!piece.isNegative) addWord(draft, piece);
    else {
      const term = termOf(piece.text, piece.isQuoted ? 'phrase' : 'name');
      if (term !== undefined) draft.without.push(term);
    }
  } else if (piece.name === 'about' && !piece.isNegative) {
    draft.isAboutOnly = true;
    draft.isOpen = draft.isOpen && !piece.isQuoted;
    addWord(draft, { ...piece, kind: 'word' });
  } else return addFilter(draft, piece);
  return undefined;
}

/** Whether a term is too common to follow: 'the', 'a', one letter. An abbreviation in capitals (US, WHO) is not. */
function isEmptyTerm(term: Term): boolean {
  if (term.kind === 'literal') return false;
  return tokens(term.text).every(
    ({ word, raw }) => (functionWords.has(word) && !isCapitals(raw)) || /^[a-z]$/.test(word),
  );
}

function isCapitals(raw: string): boolean {
  return /^(?:\p{Lu}\.?){2,5}$/u.test(raw);
}

function checked(draft: Draft): Parsed {
  const { isOpen: _, ...rest } = draft;
  const alternatives = rest.alternatives.filter((terms) => terms.length > 0);
  if (alternatives.length === 0) {
    if (rest.without.length > 0) return problem('onlyNot');
    const { sources, withoutSources, langs, withoutLangs, categories: wanted, withoutCategories: unwanted } = rest;
    const hasFilter = [sources, withoutSources, langs, withoutLangs, wanted, unwanted].some(({ length }) => length > 0);
    return problem(hasFilter ? 'onlyFilter' : 'empty');
  }
  const common = alternatives.find((terms) => terms.every(isEmptyTerm));
  if (common !== undefined) return problem('tooCommon', { word: common[0]!.text });
  return { kind: 'query', query: { ...rest, alternatives } };
}

/** What is wrong with the size of a text, if anything. Known aliases do not count as typed. */
function oversize(text: string): Parsed | undefined {
  if (text.length > maxAliasLength) return problem('tooLong', { max: maxLength });
  const typed = text.replace(/(?:^|\s)aka:"[^"]*"/giu, '');
  if (typed.length > maxLength) return problem('tooLong', { max: maxLength });
  return scan(typed).length > maxTerms ? problem('tooMany', { max: maxTerms }) : undefined;
}

/** What people know from other searches and this one reads otherwise or not at all. */
const bracketed = /\([^()"]*(?:^|\s)(?:OR|AND)(?:\s|$)[^()"]*\)/u;
const address = /^https?:\/\/\S+$/iu;
const foreignFilter = /^(site|from|in|by|after|before|since|until|url|inurl|author|title|intitle|date|country):\S/iu;

function foreign(text: string): Parsed | undefined {
  if (address.test(text.trim())) return problem('address', { url: text.trim() });
  return bracketed.test(text) ? problem('brackets') : undefined;
}

/** Reads a typed topic: words, "phrases", OR, -not, source:, lang:, category: (each also with a minus), about:, aka:. */
export function parseQuery(typed: string): Parsed {
  if (typed.length > maxAliasLength) return problem('tooLong', { max: maxLength });
  const text = typed.normalize('NFKC').replace(/[\u0000-\u001f\u200b\u202a-\u202e\u2066-\u2069]+/gu, ' ');
  const large = oversize(text);
  if (large !== undefined) return large;
  const strange = foreign(text);
  if (strange !== undefined) return strange;
  const draft: Draft = {
    alternatives: [],
    without: [],
    aliases: [],
    sources: [],
    withoutSources: [],
    langs: [],
    withoutLangs: [],
    categories: [],
    withoutCategories: [],
    isAboutOnly: false,
    isOpen: false,
  };
  for (const piece of scan(text)) {
    const wrong = take(draft, piece);
    if (wrong !== undefined) return wrong;
  }
  const parsed = checked(draft);
  // Folding may lengthen a text ('ß' is 'ss'), and what is kept must be readable again.
  return parsed.kind === 'query' ? (oversize(canonicalQuery(parsed.query)) ?? parsed) : parsed;
}

/** The same query with more names for what it follows, such as those an alias source knows. */
export function withAliases(query: Query, aliases: readonly string[]): Query {
  const clean = aliases.map((alias) => alias.replace(/"/gu, ' ').trim()).filter((alias) => tokens(alias).length > 0);
  return { ...query, aliases: [...query.aliases, ...clean] };
}

/** Folded, but for abbreviations that would be read as little words: 'US' is not 'us', 'WHO' is not 'who'. */
function canonicalText(term: Term): string {
  if (term.kind === 'literal') return term.text.normalize('NFC').toLowerCase();
  let previousEnd = 0;
  return tokens(term.text)
    .map(({ word, raw, start, end }) => {
      // What follows a comma or a bracket only qualifies the name, which must survive.
      const join =
        start === previousEnd
          ? ''
          : previousEnd === 0
            ? ''
            : /[,(]/u.test(term.text.slice(previousEnd, start))
              ? ', '
              : ' ';
      previousEnd = end;
      return join + (isCapitals(raw) && functionWords.has(word) ? word.toUpperCase() : word);
    })
    .join('');
}

function canonicalTerm(term: Term): string {
  const text = canonicalText(term);
  // What the language would read as its own is protected by quotes, as is a phrase.
  const isPlain = term.kind === 'literal' ? pointed.test(text) || onlySigns.test(text) : !/^(?:or|and)$/i.test(text);
  return term.kind === 'phrase' || !isPlain ? `"${text}"` : text;
}

function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

/** Abbreviations stay in capitals, and are looked for in capitals only. */
function canonicalAlias(alias: string): string {
  const found = tokens(alias);
  return found.length === 1 && isCapitals(found[0]!.raw)
    ? found[0]!.word.toUpperCase()
    : found.map(({ word }) => word).join(' ');
}

/** Equal topics have equal strings, whatever their order, case and accents; `parseQuery` reads it back. */
export function canonicalQuery(query: Query): string {
  const alternatives = query.alternatives.map((terms) => sorted(terms.map(canonicalTerm)).join(' AND '));
  return [
    ...(query.isAboutOnly ? [`about:${sorted(alternatives).join(' OR ')}`] : [sorted(alternatives).join(' OR ')]),
    ...sorted(
      query.without.map(
        (term) => `-${/\s/u.test(canonicalText(term)) ? `"${canonicalText(term)}"` : canonicalTerm(term)}`,
      ),
    ),
    ...sorted(query.sources).map((name) => `source:"${name}"`),
    ...sorted(query.withoutSources).map((name) => `-source:"${name}"`),
    ...sorted(query.langs).map((code) => `lang:${code}`),
    ...sorted(query.withoutLangs).map((code) => `-lang:${code}`),
    ...sorted(query.categories).map((name) => `category:${name}`),
    ...sorted(query.withoutCategories).map((name) => `-category:${name}`),
    ...sorted(query.aliases.map(canonicalAlias)).map((alias) => `aka:"${alias}"`),
  ].join(' ');
}

function shown(term: Term): string {
  return term.kind === 'phrase' ? `"${term.text}"` : term.text;
}

/** A short name to show, and how the query was understood, one phrase a part. */
export function describeQuery(query: Query): { readonly label: string; readonly parts: readonly Phrase[] } {
  const named = query.alternatives.map((terms) => terms.map(shown).join(' + ')).join(' / ');
  const label = [named, ...query.without.map((term) => `−${shown(term)}`)].join(' ');
  const parts: Phrase[] = query.alternatives.flatMap((terms, index) =>
    terms.map((term, place) => ({
      key: `topic.part.${place > 0 ? 'and' : index > 0 ? 'or' : 'is'}.${term.kind}`,
      params: { text: term.text },
    })),
  );
  const list = (key: string, values: readonly string[]): void => {
    if (values.length > 0) parts.push({ key: `topic.part.${key}`, params: { list: values.join(', ') } });
  };
  list(
    'without',
    query.without.map((term) => term.text),
  );
  list('sources', query.sources);
  list('withoutSources', query.withoutSources);
  list('langs', query.langs);
  list('withoutLangs', query.withoutLangs);
  list('categories', query.categories);
  list('withoutCategories', query.withoutCategories);
  list('aliases', query.aliases);
  if (query.isAboutOnly) parts.push({ key: 'topic.part.aboutOnly' });
  return { label, parts };
}
