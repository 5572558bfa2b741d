/** A text cut into words and marks, and what each word is worth as a term; worked out once for each written word. */
import { alphanumeric, kinds, plainCodes } from '../text/ascii.ts';
import { mayCount } from '../text/numbers.ts';
import { skeletonsIn } from '../text/skeleton.ts';
import { stem } from '../text/stem.ts';
import { Spans, Words } from '../text/word-table.ts';
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
  /** It is a number, or holds one. */
  counting: 512,
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
const dayNames =
  'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November December'.split(
    ' ',
  );
export const dayPattern = new RegExp(`\\b(?:${dayNames.join('|')})\\b`, 'gu');

const pattern = /[\p{L}\p{M}\p{N}]+|[.!?:;"“”|]/gu;
const letter = /^[\p{L}\p{M}\p{N}]/u;
const capital = /^\p{Lu}/u;
const ideograph = /[\u3040-\u30ff\u4e00-\u9fff]/;

const plain = /^[A-Za-z0-9]+$/;
const days = new Set(dayNames);

function moreOf(raw: string): More {
  const isPlain = plain.test(raw);
  const word = isPlain ? raw.toLowerCase() : fold(raw);
  const base = stem(word);
  const isSilent = silent.has(word);
  const isCapital = isPlain ? word.charCodeAt(0) !== raw.charCodeAt(0) : capital.test(raw);
  const isIdeographic = !isPlain && ideograph.test(word);
  const meaning = meanings.get(base);
  const phrases = phrasesFrom.get(base);
  const year = raw.length === 4 && raw <= '3' ? raw.match(yearPattern)?.[0] : undefined;
  const skeletons = word === raw ? [] : [...skeletonsIn(raw)];
  const day = isCapital && raw.length > 4 ? dayOf(raw, isPlain) : undefined;
  let bits: number = traits.noted;
  if (isPlain || letter.test(raw)) bits |= traits.word;
  if (isCapital) bits |= traits.capital;
  if (raw.length > 3) bits |= traits.long;
  if (isSilent) bits |= traits.silent;
  if (isSilent || commonness.has(base)) bits |= traits.known;
  if (meaning !== undefined || isIdeographic) bits |= traits.uncased;
  if (phrases !== undefined) bits |= traits.phrases;
  if (mayCount(word)) bits |= traits.counting;
  if (year !== undefined || day !== undefined || skeletons.length > 0) bits |= traits.telling;
  const terms = meaning === undefined ? termsOfWord(word, base, isSilent, isIdeographic) : [meaning];
  return { traits: bits, stem: base, phrases, terms, numbers: [], year, day, skeletons };
}

/** A plain word has no bounds within. */
function dayOf(raw: string, isPlain: boolean): string | undefined {
  if (isPlain) return days.has(raw) ? raw : undefined;
  return raw.match(dayPattern)?.[0];
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
  const { terms } = own;
  if (terms.length > 1) own.numbers = terms.map((one) => vocabulary.idOf(one));
  const term = terms.length > 1 ? several : terms.length === 1 ? vocabulary.idOf(terms[0]!) : none;
  known.setField(piece, fields.era, vocabulary.era);
  known.setField(piece, fields.term, term);
  return term;
}

/** The pieces of a text in order, possessive endings left out. Linear in its length. */
export function piecesIn(text: string): number[] {
  const codes = plainCodes(text);
  return codes === undefined ? anyPieces(text) : plainPieces(text, codes);
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function anyPieces(text: string): number[] {
  const bare = text.replace(/['’]s\b/gu, '');
  spans.count = 0;
  for (const { 0: raw, index } of bare.matchAll(pattern)) spans.add(bare, index, index + raw.length);
  return found(bare);
}

/** To be called before a report is read: until the next, its pieces hold. */
export function beginPieces(): void {
  known.begin();
}

/** Scratch: where the pieces of the text that is read stand. */
const spans = new Spans();

function plainPieces(text: string, codes: Uint8Array): number[] {
  spans.count = 0;
  for (let at = 0; at < text.length; ) {
    if (isPossessive(codes, at)) {
      at += 2;
      continue;
    }
    const start = at;
    while ((kinds[codes[at]!]! & alphanumeric) !== 0) at += 1;
    if (at === start) {
      if (isMark(codes[at]!)) spans.addPlain(codes, at, at + 1);
      at += 1;
    } else spans.addPlain(codes, start, at);
  }
  return found(text);
}

function found(text: string): number[] {
  const numbers = known.find(text, spans);
  const pieces: number[] = [];
  for (let at = 0; at < spans.count; at += 1) pieces.push(numbers[at]!);
  return pieces;
}

/** . ! ? : ; " | */
function isMark(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 58 || code === 59 || code === 34 || code === 124;
}

/** An apostrophe, an s, and no letter, digit or underscore behind them. */
function isPossessive(codes: Uint8Array, at: number): boolean {
  return (
    codes[at] === 39 && codes[at + 1] === 115 && (kinds[codes[at + 2]!]! & alphanumeric) === 0 && codes[at + 2] !== 95
  );
}
