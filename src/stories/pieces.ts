/** A text cut into words and marks, and what each word is worth as a term; worked out once for each written word. */
import { alphanumeric, isAscii, kindAt } from '../text/ascii.ts';
import { skeletonsIn } from '../text/skeleton.ts';
import { stem } from '../text/stem.ts';
import { WordCache } from '../text/word-cache.ts';
import { fold } from '../text/words.ts';
import { commonness, meanings, phrasesFrom, silent } from './lexicon.ts';

/** A word or a mark. What every text asks for stands in the first fields, as words lie all over the memory. */
export interface Piece {
  /** Bits of `traits`. */
  readonly traits: number;
  /** The number of its one term in a vocabulary of that era (see `Vocabulary.era`), `none` or `several`. */
  number: number;
  era: number;
  readonly more: More;
}

export const none = -1;
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
} as const;

interface More {
  readonly stem: string;
  /** Terms of the phrases that begin with it, by the next word's stem. */
  readonly phrases: ReadonlyMap<string, string> | undefined;
  /** What it stands for by itself. */
  readonly terms: readonly string[];
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

function pieceOf(raw: string): Piece {
  const word = fold(raw);
  const base = stem(word);
  const isSilent = silent.has(word);
  const isCapital = capital.test(raw);
  const isIdeographic = ideograph.test(word);
  const meaning = meanings.get(base);
  const more: More = {
    stem: base,
    phrases: phrasesFrom.get(base),
    terms: meaning === undefined ? termsOfWord(word, base, isSilent, isIdeographic) : [meaning],
    numbers: [],
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
  return { traits: bits.reduce<number>((sum, bit) => sum + Number(bit), 0), number: none, era: 0, more };
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

const known = new WordCache(pieceOf);

/** The pieces of a text in order, possessive endings left out. Linear in its length. */
export function piecesIn(text: string): Piece[] {
  return isAscii(text) ? plainPieces(text) : anyPieces(text);
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function anyPieces(text: string): Piece[] {
  return Array.from(text.replace(/['’]s\b/gu, '').match(pattern) ?? [], (raw) => known.of(raw));
}

function plainPieces(text: string): Piece[] {
  const found: Piece[] = [];
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
