/** What an item is compared by: its words as stems, the events and places they name, its numbers. */
import type { Item } from '../model.ts';
import { type NumberInText, numbersIn } from '../text/numbers.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { scriptOf, skeletonsIn } from '../text/skeleton.ts';
import { stem } from '../text/stem.ts';
import { fold } from '../text/words.ts';
import { commonness, longestPhrase, meanings, silent } from './lexicon.ts';

/** A term and how much it weighs in the item: `titleWeight` in the title, less in the lead alone. */
export interface Terms {
  readonly weights: ReadonlyMap<string, number>;
  /** Terms whose case tells something: true where they stand capitalised inside a sentence. */
  readonly cases: ReadonlyMap<string, boolean>;
  /** Terms that stand capitalised side by side have one number: 'Osei' and 'Marto' are one name, not two. */
  readonly runs: ReadonlyMap<string, number>;
  readonly numbers: readonly NumberInText[];
  /** Years, and days of the week and months, that the title and the lead name. */
  readonly years: readonly string[];
  readonly days: readonly string[];
  /** 'weather' of 'Weather: rain in the north', with the outlet: titles of a series begin alike. */
  readonly column: string | undefined;
  readonly script: string;
  /** Consonants of what may be names, to be compared across scripts. */
  readonly skeletons: readonly string[];
}

export const titleWeight = 2;
const leadWeight = 1;
/** Words of the text that count as its lead. */
const leadWords = 45;

const ideograph = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Terms of an item's title and lead. Linear in their length. */
export function termsOf(item: Pick<Item, 'title' | 'text' | 'source'>): Terms {
  const weights = new Map<string, number>();
  const cases = new Map<string, boolean>();
  const runs = new Map<string, number>();
  const title = withoutOutlet(item.title, item.source);
  const inTitle = termsIn(title);
  for (const { term, isCapital } of inTitle) {
    weights.set(term, titleWeight);
    if (isCapital !== undefined) cases.set(term, isCapital);
  }
  numberRuns(inTitle, runs);
  const lead = firstWords(item.text, leadWords);
  const inLead = termsIn(lead);
  for (const { term, isCapital } of inLead) {
    if (!weights.has(term)) weights.set(term, leadWeight);
    if (isCapital !== undefined && cases.get(term) !== false) cases.set(term, isCapital);
  }
  numberRuns(inLead, runs);
  const whole = `${title} ${lead}`;
  return {
    weights,
    cases,
    runs,
    numbers: numbersIn(title),
    years: allOf(yearPattern, whole),
    days: allOf(dayPattern, whole),
    column: columnOf(title, item.source),
    script: scriptOf(title),
    skeletons: [...skeletonsIn(whole)],
  };
}

/** A run that repeats a word of an earlier one is the same name again: 'Osei Marto', then 'Marto'. */
function numberRuns(found: readonly Found[], runs: Map<string, number>): void {
  let run = 0;
  for (const { term, isCapital, isJoined } of found) {
    if (isCapital !== true) {
      run = 0;
      continue;
    }
    if (run === 0 || !isJoined) run = runs.size + 1;
    const known = runs.get(term);
    if (known !== undefined) run = known;
    else runs.set(term, run);
  }
}

function columnOf(title: string, source: string): string | undefined {
  const label = /^([^:]{4,40}):\s/u.exec(title)?.[1];
  return label === undefined || source === '' ? undefined : `${source}: ${fold(label)}`;
}

const yearPattern = /\b(?:19|20)\d\d\b/gu;
const dayPattern =
  /\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December)\b/gu;

function allOf(pattern: RegExp, text: string): string[] {
  return [...new Set(text.match(pattern) ?? [])];
}

function firstWords(text: string, count: number): string {
  return text.split(/\s+/, count).join(' ');
}

interface Token {
  readonly word: string;
  readonly stem: string;
  /** Whether it stands capitalised inside a sentence; undefined where its case tells nothing. */
  readonly isCapital: boolean | undefined;
  /** Whether nothing but a space stands before it. */
  readonly isJoined: boolean;
}

const pieces = /[\p{L}\p{M}\p{N}]+|[.!?:;"“”|]/gu;
const plainPieces = /[A-Za-z0-9]+|[.!?:;"|]/g;
const onlyAscii = /^[\x00-\x7f]*$/;
const letter = /^[\p{L}\p{M}\p{N}]/u;
const capital = /^\p{Lu}/u;

function tokensOf(text: string): Token[] {
  const found = text.replace(/['’]s\b/gu, '').match(onlyAscii.test(text) ? plainPieces : pieces) ?? [];
  const isTelling = isSentenceCase(found);
  const tokens: Token[] = [];
  for (const [at, piece] of found.entries()) {
    if (!letter.test(piece)) continue;
    const word = fold(piece);
    const base = stem(word);
    // The first word of a sentence has a capital anyway: it counts only when the tables do not know the word.
    const isInside = at > 0 && letter.test(found[at - 1]!);
    const isTold = isTelling && (isInside || !(commonness.has(base) || silent.has(word)));
    tokens.push({ word, stem: base, isCapital: isTold ? capital.test(piece) : undefined, isJoined: isInside });
  }
  return tokens;
}

/** In Title Case and in CAPITALS a capital tells nothing. */
function isSentenceCase(found: readonly string[]): boolean {
  const long = found.filter((piece) => piece.length > 3);
  return long.filter((piece) => capital.test(piece)).length < 0.6 * long.length;
}

type Found = Pick<Token, 'isCapital' | 'isJoined'> & { readonly term: string };

function termsIn(text: string): Found[] {
  const tokens = tokensOf(text);
  const found: Found[] = [];
  for (let at = 0; at < tokens.length; ) at += takeTerm(tokens, at, found);
  return found;
}

/** Adds the term at a position, as a phrase if the tables know one; answers how many words it took. */
function takeTerm(tokens: readonly Token[], at: number, found: Found[]): number {
  for (let length = Math.min(longestPhrase, tokens.length - at); length >= 1; length -= 1) {
    const phrase = length === 1 ? tokens[at]!.stem : `${tokens[at]!.stem}_${tokens[at + 1]!.stem}`;
    const meaning = meanings.get(phrase);
    if (meaning === undefined) continue;
    found.push({ term: meaning, isCapital: undefined, isJoined: false });
    return length;
  }
  const { word, stem: term, isCapital, isJoined } = tokens[at]!;
  if (ideograph.test(word))
    found.push(...pairsOf(word).map((pair) => ({ term: pair, isCapital: undefined, isJoined: false })));
  else if (!silent.has(word) && (word.length > 1 || /\p{N}/u.test(word))) found.push({ term, isCapital, isJoined });
  return 1;
}

const roundup =
  /\b(?:(?:morning|midday|evening|nightly|daily|weekly|news)\s+(?:briefing|digest|round-?up|wrap|newsletter)|things to know|news in brief|top (?:news )?(?:headlines|stories))\b/iu;

/** Whether a title announces a round-up of many matters: it stands alone and joins no two stories. */
export function isRoundup(title: string): boolean {
  return roundup.test(title);
}

/** Scripts without spaces are compared by pairs of characters. */
function pairsOf(token: string): string[] {
  const characters = [...token];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}
