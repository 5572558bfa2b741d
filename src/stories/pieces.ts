/** A text cut into words and marks, and what each word is worth as a term; worked out once for each written word. */
import { alphanumeric, isAscii, kindAt } from '../text/ascii.ts';
import { skeletonsIn } from '../text/skeleton.ts';
import { stem } from '../text/stem.ts';
import { Words } from '../text/word-table.ts';
import { fold } from '../text/words.ts';
import { commonness, meanings, phrasesFrom, silent } from './lexicon.ts';
import type { Vocabulary } from './vocabulary.ts';

const none = -1;
export const several = -2;

export const traits = {
  /** Anything else is a mark that ends a sentence or a quotation. */
  word: 1,
  capital: 2,
  /** Longer than three letters: these tell Title Case from sentences. */
  long: 4,
  silent: 8,
  /** The tables know the word. */
  known: 16,
  /** Its case tells nothing: it stands for a meaning of the tables, or is written in characters. */
  uncased: 32,
  /** The tables know phrases that begin with it. */
  phrases: 64,
  /** It is a year, a day or a month, or may hold a name. */
  telling: 128,
  /** It was looked at. */
  noted: 256,
} as const;

/** What a word or a mark is worth; what every text asks for stands in the fields below. */
interface More {
  readonly traits: number;
  readonly stem: string;
  /** Terms of the phrases that begin with it, by the next word's stem. */
  readonly phrases: ReadonlyMap<string, string> | undefined;
  /** What it stands for by itself. */
  readonly terms: readonly string[];
  /** The numbers of several terms, in the era of the field. */
  numbers: readonly number[];
  /** As it is written. */
  readonly year: string | undefined;
  readonly day: string | undefined;
  /** Consonants of the names that it may hold. */
  readonly skeletons: readonly string[];
}

export const yearPattern = /\b(?:19|20)\d\d\b/gu;
export const dayPattern =
  /\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December)\b/gu;

const pattern = /[\p{L}\p{M}\p{N}]+|[.!?:;"“”|]/gu;
const letter = /^[\p{L}\p{M}\p{N}]/u;
const capital = /^\p{Lu}/u;
const ideograph = /[\u3040-\u30ff\u4e00-\u9fff]/;

function moreOf(raw: string): More {
  const word = fold(raw);
  const base = stem(word);
  const isSilent = silent.has(word);
  const isCapital = capital.test(raw);
  const isIdeographic = ideograph.test(word);
  const meaning = meanings.get(base);
  const more = {
    numbers: [],
    stem: base,
    phrases: phrasesFrom.get(base),
    terms: meaning === undefined ? termsOfWord(word, base, isSilent, isIdeographic) : [meaning],
    year: raw.length === 4 ? raw.match(yearPattern)?.[0] : undefined,
    day: isCapital && raw.length > 4 ? raw.match(dayPattern)?.[0] : undefined,
    skeletons: word === raw ? [] : [...skeletonsIn(raw)],
  };
  const bits = [
    letter.test(raw) && traits.word,
    isCapital && traits.capital,
    raw.length > 3 && traits.long,
    isSilent && traits.silent,
    (commonness.has(base) || isSilent) && traits.known,
    (meaning !== undefined || isIdeographic) && traits.uncased,
    more.phrases !== undefined && traits.phrases,
    (more.year !== undefined || more.day !== undefined || more.skeletons.length > 0) && traits.telling,
  ];
  return { traits: bits.reduce<number>((sum, bit) => sum + Number(bit), traits.noted), ...more };
}

function termsOfWord(word: string, base: string, isSilent: boolean, isIdeographic: boolean): string[] {
  if (isIdeographic) return pairsOf(word);
  return !isSilent && (word.length > 1 || /\p{N}/u.test(word)) ? [base] : [];
}

/** Scripts without spaces are compared by pairs of characters. */
function pairsOf(token: string): string[] {
  const characters = [...token];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}

/** Of each piece: its traits, then the era of a vocabulary (see `Vocabulary.era`) and the number of its one term in it. */
const known = new Words(moreOf, (more) => [more.traits]);
const fields = { traits: 0, era: 1, term: 2 } as const;

export function traitsOf(piece: number): number {
  return known.field(piece, fields.traits);
}

export function more(piece: number): More {
  return known.value(piece);
}

/** The number of a piece's one term, `none` or `several`; looked up once in an era. */
export function termOf(piece: number, vocabulary: Vocabulary): number {
  if (known.field(piece, fields.era) === vocabulary.era) return known.field(piece, fields.term);
  const own = more(piece);
  const numbers = own.terms.map((one) => vocabulary.idOf(one));
  if (numbers.length > 1) own.numbers = numbers;
  const term = numbers.length > 1 ? several : (numbers[0] ?? none);
  known.setField(piece, fields.era, vocabulary.era);
  known.setField(piece, fields.term, term);
  return term;
}

/** The pieces of a text in order, possessive endings left out. Linear in its length. */
export function piecesIn(text: string): number[] {
  return isAscii(text) ? plainPieces(text) : anyPieces(text);
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function anyPieces(text: string): number[] {
  return Array.from(text.replace(/['’]s\b/gu, '').match(pattern) ?? [], (raw) => known.of(raw));
}

/** To be called before a report is read: until the next, its pieces hold. */
export function beginPieces(): void {
  known.begin();
}

function plainPieces(text: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; ) {
    if (isPossessive(text, at)) {
      at += 2;
      continue;
    }
    const start = at;
    while ((kindAt(text, at) & alphanumeric) !== 0) at += 1;
    if (at === start) {
      if (isMark(text.charCodeAt(at))) found.push(known.at(text, at, at + 1));
      at += 1;
    } else found.push(known.at(text, start, at));
  }
  return found;
}

/** . ! ? : ; " | */
function isMark(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 58 || code === 59 || code === 34 || code === 124;
}

/** An apostrophe, an s, and no letter, digit or underscore behind them. */
function isPossessive(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === 39 &&
    text.charCodeAt(at + 1) === 115 &&
    (kindAt(text, at + 2) & alphanumeric) === 0 &&
    text.charCodeAt(at + 2) !== 95
  );
}
