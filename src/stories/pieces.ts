/** A text cut into words and marks, and what each word is worth as a term; worked out once for each written word. */
import { alphanumeric, isAscii, kindAt } from '../text/ascii.ts';
import { stem } from '../text/stem.ts';
import { WordCache } from '../text/word-cache.ts';
import { fold } from '../text/words.ts';
import { commonness, meanings, phrasesFrom, silent } from './lexicon.ts';

export interface Piece {
  /** Anything else is a mark that ends a sentence or a quotation. */
  readonly isWord: boolean;
  readonly stem: string;
  readonly isCapital: boolean;
  /** Longer than three letters: these tell Title Case from sentences. */
  readonly isLong: boolean;
  readonly isSilent: boolean;
  /** Whether the tables know the word. */
  readonly isKnown: boolean;
  /** The term that the word stands for by itself, and those that it stands for together with the next, by the next one's stem. */
  readonly meaning: string | undefined;
  readonly phrases: ReadonlyMap<string, string> | undefined;
  /** The terms that it gives without a meaning. */
  readonly terms: readonly string[];
  readonly isIdeographic: boolean;
}

const pattern = /[\p{L}\p{M}\p{N}]+|[.!?:;"“”|]/gu;
const letter = /^[\p{L}\p{M}\p{N}]/u;
const capital = /^\p{Lu}/u;
const ideograph = /[\u3040-\u30ff\u4e00-\u9fff]/;

function pieceOf(raw: string): Piece {
  const word = fold(raw);
  const base = stem(word);
  const isSilent = silent.has(word);
  const isIdeographic = ideograph.test(word);
  const isTerm = !isSilent && (word.length > 1 || /\p{N}/u.test(word));
  return {
    isWord: letter.test(raw),
    stem: base,
    isCapital: capital.test(raw),
    isLong: raw.length > 3,
    isSilent,
    isKnown: commonness.has(base) || isSilent,
    meaning: meanings.get(base),
    phrases: phrasesFrom.get(base),
    terms: isIdeographic ? pairsOf(word) : isTerm ? [base] : [],
    isIdeographic,
  };
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
