/** What a typed name may look like in a text: the spellings by which it is found. */
import { isGlued, tokens } from '../text/tokens.ts';
import { articles, functionWords, genericWords, givenNames, legalForms, titles } from '../text/vocabulary.ts';
import { findEntry } from './aliases.ts';
import type { Term } from './query.ts';
import { type Form, formOf } from './written.ts';

/**
 * full: the name itself; alias: another name of the same; adjective: 'French' for France; acronym: its initials;
 * surname: a person's last name alone; core: a longer name without the words for what it is ('Faryab Province'); part: some other part of it; apart: its words in one sentence.
 */
export type SpellingKind = 'full' | 'alias' | 'adjective' | 'acronym' | 'surname' | 'core' | 'part' | 'apart';

export interface Spelling {
  readonly kind: SpellingKind;
  /** Folded, in order. */
  readonly words: readonly string[];
  readonly forms: readonly Form[];
  /** The most telling word. */
  readonly anchor: number;
  /** Words telling enough for an index to file it under: it takes the one that fewest share. */
  readonly anchors: readonly number[];
  readonly needsCapital: boolean;
  readonly needsCapitals: boolean;
  /** Whether words of other scripts that sound alike are the same; not for names of the table, which has its own in each script. */
  readonly crossesScripts: boolean;
}

export interface Concept {
  readonly kind: 'person' | 'place' | 'other';
  readonly spellings: readonly Spelling[];
  /** A person's given names, by which another bearer of the surname is told apart. */
  readonly given: readonly string[];
  readonly surname: string | undefined;
  /** Signs looked for as they are. */
  readonly literal: string | undefined;
}

function weightOf(word: string): number {
  if (functionWords.has(word)) return 0;
  return (genericWords.has(word) || titles.has(word) ? 1 : 20) + Math.min(word.length, 12) + (/\d/.test(word) ? -3 : 0);
}

function spelling(
  kind: SpellingKind,
  words: readonly string[],
  options: { capital?: boolean; capitals?: boolean } = {},
): Spelling {
  let anchor = 0;
  words.forEach((word, index) => {
    if (weightOf(word) > weightOf(words[anchor]!)) anchor = index;
  });
  return {
    kind,
    words,
    forms: words.map(formOf),
    anchor,
    anchors: words.flatMap((word, index) => (index === anchor || weightOf(word) >= 20 ? [index] : [])),
    needsCapital: options.capital === true,
    needsCapitals: options.capitals === true,
    crossesScripts: kind === 'full' || kind === 'surname',
  };
}

function wordsOf(text: string): string[] {
  return tokens(text).map(({ word }) => word);
}

function trimForms(words: readonly string[]): readonly string[] {
  let from = 0;
  let to = words.length;
  while (to - from > 1 && legalForms.has(words[to - 1]!)) to -= 1;
  while (to - from > 1 && legalForms.has(words[from]!)) from += 1;
  return words.slice(from, to);
}

/** Two to four words, none of them a common noun: a person, the surer when the first is a usual given name. */
function isPersonLike(words: readonly string[]): boolean {
  if (words.length < 2 || words.length > 5 || words.some((word) => /\d/.test(word) || isGlued(word))) return false;
  const inner = words.filter((word) => word.length > 1);
  if (givenNames.has(words[0]!) || words.some((word) => word.length === 1)) {
    return (
      inner.length >= 1 && !genericWords.has(words.at(-1)!) && !words.some((word) => /^(?:of|the|and|for)$/.test(word))
    );
  }
  return words.length <= 3 && inner.every((word) => !genericWords.has(word) && !functionWords.has(word));
}

function hasGivenName(words: readonly string[]): boolean {
  return givenNames.has(words[0]!) || words.some((word) => word.length === 1);
}

const nobiliary = new Set(
  'al el bin ibn ben abu van von de der den du di da la le st mac mc dos del della ter'.split(' '),
);

/** Where a surname begins: 'van der Bellen' and 'al-Assad' have more than one word. */
function surnameStart(words: readonly string[]): number {
  let at = words.length - 1;
  while (at > 1 && nobiliary.has(words[at - 1]!)) at -= 1;
  return at;
}

function personSpellings(words: readonly string[]): Spelling[] {
  const at = surnameStart(words);
  const last = words.at(-1)!;
  const found = [spelling('surname', [last], { capital: true })];
  const short = words.filter((word, index) => word.length > 1 && (index === 0 || index >= at));
  if (short.length > 1 && short.length < words.length) found.push(spelling('full', short));
  if (words.length === 2) found.push(spelling('full', [words[1]!, words[0]!], { capital: true }));
  return found;
}

/** Words at the edges that only say what kind of thing it is: 'Typhoon Morakot', 'Faryab Province', 'Supreme Court of the United States'. */
function coreOf(words: readonly string[]): readonly string[] {
  const isPlain = (word: string): boolean =>
    genericWords.has(word) || functionWords.has(word) || titles.has(word) || /^\d{4}$/.test(word);
  let from = 0;
  let to = words.length;
  while (from < to && isPlain(words[from]!)) from += 1;
  while (to > from && isPlain(words[to - 1]!)) to -= 1;
  return words.slice(from, to);
}

const ofTail = /^(.+?) (?:of|in|for) (?:the )?(.+)$/;

/** 'supreme court' of 'supreme court of the united states', 'senate' of 'united states senate', without the country that it belongs to. */
function withoutCountry(words: readonly string[]): readonly string[] {
  const text = words.join(' ');
  const tail = ofTail.exec(text);
  if (tail !== null && findEntry(tail[2]!)?.kind === 'place') return tail[1]!.split(' ');
  for (const count of [3, 2, 1]) {
    if (words.length > count && findEntry(words.slice(0, count).join(' '))?.kind === 'place') return words.slice(count);
  }
  return [];
}

function acronymOf(words: readonly string[]): string {
  return words
    .filter((word) => !functionWords.has(word))
    .map((word) => word[0])
    .join('');
}

function subjectSpellings(words: readonly string[]): Spelling[] {
  const found: Spelling[] = [];
  const core = coreOf(words);
  if (core.length > 0 && core.length < words.length) found.push(spelling('core', core, { capital: true }));
  const own = withoutCountry(words);
  if (own.length > 0) found.push(spelling('part', own, { capital: true }));
  // 'Conservative Party', 'Olympic Games', 'Democratic Party': the first word does for the whole.
  if (
    core.length === 0 &&
    words.length === 2 &&
    /^(?:party|games|church|movement|alliance|championships?)$/.test(words[1]!)
  ) {
    found.push(spelling('part', [words[0]!], { capital: true }));
  }
  const acronym = acronymOf(words);
  if (acronym.length >= 3) found.push(spelling('acronym', [acronym], { capitals: true }));
  const year = words.filter((word) => !/^(?:19|20)\d\d$/.test(word));
  if (year.length > 1 && year.length < words.length) found.push(spelling('full', year));
  return found;
}

/** A name that somebody gave: an abbreviation in capitals is looked for in capitals. */
function givenAlias(alias: string): Spelling {
  return spelling('alias', wordsOf(alias), { capitals: /^(?:\p{Lu}\.?){2,5}$/u.test(alias) });
}

function aliasSpellings(words: readonly string[], extra: readonly string[]): Spelling[] {
  const entry = findEntry(words.join(' '));
  const isSurname = entry !== undefined && entry.kind === 'person' && words.length === 1;
  const own = (entry?.names ?? []).map((name) => {
    const parts = wordsOf(name.text);
    const short = isSurname && !parts.some(isGlued) ? parts.slice(surnameStart(parts)) : parts;
    return spelling(name.isAdjective ? 'adjective' : 'alias', short, {
      capital: name.isAdjective,
      capitals: name.isAcronym,
    });
  });
  return [...own, ...extra.map(givenAlias)].filter(({ words: alias }) => alias.length > 0);
}

function apart(words: readonly string[]): Spelling[] {
  const content = words.filter((word) => !functionWords.has(word) && !/^(?:19|20)\d\d$/.test(word));
  return content.length > 1 ? [spelling('apart', content)] : [];
}

function unique(spellings: readonly Spelling[]): Spelling[] {
  const seen = new Set<string>();
  return spellings.filter(({ kind, words }) => {
    const key = `${kind === 'apart' ? 'apart ' : ''}${words.map((word) => formOf(word).spelling).join(' ')}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** A comma or a bracket ends the name proper: 'Michael Martin, Baron Martin of Springburn', 'Phoenix (spacecraft)'. */
function properPart(text: string): string {
  const proper = text.replace(/\s*[,(].*$/u, '');
  return tokens(proper).length > 0 ? proper : text;
}

/** The spellings of a term, best first. `aliases` are other names that someone gave for it. */
export function conceptOf(term: Term, aliases: readonly string[] = []): Concept {
  if (term.kind === 'literal') {
    return { kind: 'other', spellings: [], given: [], surname: undefined, literal: term.text.toLowerCase() };
  }
  const isCapitals = /^(?:\p{Lu}\.?){2,5}$/u.test(term.text);
  const all = wordsOf(term.text);
  const isUpper = isCapitals && all.length === 1 && functionWords.has(all[0]!);
  if (term.kind === 'phrase') return phraseConcept(all, aliases);
  const proper = wordsOf(properPart(term.text));
  const named = trimForms(proper.filter((word, index) => index > 0 || !articles.has(word) || proper.length === 1));
  const isEntry = findEntry(named.join(' '));
  const isPerson = isEntry === undefined ? isPersonLike(named) : isEntry.kind === 'person' && named.length > 1;
  const spellings = unique([
    spelling('full', all, { capitals: isUpper }),
    ...(named.length < all.length ? [spelling('full', named, { capital: named.length === 1 })] : []),
    ...aliasSpellings(named, aliases),
    ...(isPerson && named.length > 1 ? personSpellings(named) : []),
    ...(!isPerson && named.length > 1 && isEntry?.kind !== 'place' ? subjectSpellings(named) : []),
    ...(isPerson || isEntry?.kind === 'place' ? [] : apart(named)),
  ]);
  return {
    kind:
      (isPerson && hasGivenName(named)) || isEntry?.kind === 'person'
        ? 'person'
        : isEntry?.kind === 'place'
          ? 'place'
          : 'other',
    spellings,
    given: isPerson ? named.slice(0, Math.max(1, surnameStart(named))) : [],
    surname: isPerson ? named.at(-1) : undefined,
    literal: undefined,
  };
}

/** A quoted phrase means these words in this order; a quoted full name may go on as its surname. */
function phraseConcept(all: readonly string[], aliases: readonly string[]): Concept {
  return {
    kind: 'other',
    spellings: unique([spelling('full', all), ...aliases.map(givenAlias)]),
    given: [],
    surname: undefined,
    literal: undefined,
  };
}
