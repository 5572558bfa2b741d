/** Words of a text as they stand in it: with their case and place, for finding names. */
import { alphanumeric, kinds, letters, plainCodes, upper } from './ascii.ts';
import { Spans } from './word-table.ts';
import { fold } from './words.ts';

export interface Token {
  /** Folded, without apostrophes, points and a possessive ending: 'obrien', 'us', 'lavrov'. */
  readonly word: string;
  /** As written. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** Scripts written without spaces (or, as Hangul, with endings glued on): each character is a token of its own. */
const glued =
  '\\p{Script=Han}|\\p{Script=Hiragana}|\\p{Script=Katakana}|\\p{Script=Hangul}|(?:\\p{Script=Thai}|\\p{Script=Lao}|\\p{Script=Khmer}|\\p{Script=Myanmar})\\p{M}*';
const tokenPattern = new RegExp(
  `(?:\\p{Lu}\\.){2,}|${glued}|(?:(?!${glued})[\\p{L}\\p{M}\\p{N}\\u200c])+(?:['’ʼ‘](?!${glued})[\\p{L}\\p{M}]+)*`,
  'gu',
);
const gluedCharacter = new RegExp(`^(?:${glued})$`, 'u');
/** French and Italian articles before a vowel: l'Ukraine, dell'Italia. */
const elision = /^(?:l|d|qu|dell|all|nell|dall|sull)['’ʼ]/i;
const possessive = /['’ʼ](?:s|S)$/u;
const apostrophes = /['’ʼ‘.]+/gu;

/** Whether a token stands for one character of a script that is not written in separate words. */
export function isGlued(word: string): boolean {
  return word.charCodeAt(0) > 0x0dff && gluedCharacter.test(word);
}

const simple = /^[A-Za-z0-9]+$/;

/** The folded word of one written word; '' when nothing is left of it. */
export function wordOf(raw: string): string {
  if (simple.test(raw)) return raw.toLowerCase();
  const bare = /['’ʼ‘.]/u.test(raw) ? raw.replace(elision, '').replace(possessive, '').replace(apostrophes, '') : raw;
  return fold(bare).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** Notes where every written word of a text stands, in order, in place of what was noted before. Linear in the text's length. */
export function spansIn(text: string, spans: Spans): void {
  const codes = plainCodes(text);
  if (codes === undefined) anySpansIn(text, spans);
  else plainSpansIn(codes, text.length, spans);
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function anySpansIn(text: string, spans: Spans): void {
  spans.count = 0;
  for (const match of text.matchAll(tokenPattern)) spans.add(text, match.index, match.index + match[0].length);
}

function plainSpansIn(codes: Uint8Array, length: number, spans: Spans): void {
  spans.count = 0;
  for (let at = 0; at < length; ) {
    const end = endOfPlain(codes, at);
    if (end > at) spans.addPlain(codes, at, end);
    at = Math.max(end, at + 1);
  }
}

const point = 46;
const apostrophe = 39;

/** Where the word ends that begins there; the same place where none does. */
function endOfPlain(codes: Uint8Array, start: number): number {
  let at = start;
  while (kinds[codes[at]!] === upper && codes[at + 1] === point) at += 2;
  if (at - start >= 4) return at;
  at = start;
  while ((kinds[codes[at]!]! & alphanumeric) !== 0) at += 1;
  while (at > start && codes[at] === apostrophe && (kinds[codes[at + 1]!]! & letters) !== 0) {
    at += 1;
    while ((kinds[codes[at]!]! & letters) !== 0) at += 1;
  }
  return at;
}

/** Scratch: where the words of the text that is cut stand. */
const cut = new Spans();

/** Tokens of a text in order. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  spansIn(text, cut);
  for (let at = 0; at < cut.count; at += 1) {
    const start = cut.starts[at]!;
    const end = cut.ends[at]!;
    const raw = text.slice(start, end);
    const word = wordOf(raw);
    if (word !== '') found.push({ word, raw, start, end });
  }
  return found;
}
