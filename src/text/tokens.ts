/** Words of a text as they stand in it: with their case and place, for finding names. */
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
const asciiTokenPattern = /(?:[A-Z]\.){2,}|[A-Za-z0-9]+(?:'[A-Za-z]+)*/g;
const onlyAscii = /^[\x00-\x7f]*$/;
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

/** The folded word of one written word. */
function wordOf(raw: string): string {
  if (simple.test(raw)) return raw.toLowerCase();
  const bare = /['’ʼ‘.]/u.test(raw) ? raw.replace(elision, '').replace(possessive, '').replace(apostrophes, '') : raw;
  return fold(bare).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** Hands over every token of a text in order. Linear in the text's length. */
export function eachToken(text: string, visit: (word: string, raw: string, start: number) => void): void {
  for (const match of text.matchAll(onlyAscii.test(text) ? asciiTokenPattern : tokenPattern)) {
    const word = wordOf(match[0]);
    if (word !== '') visit(word, match[0], match.index);
  }
}

/** Tokens of a text in order. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  eachToken(text, (word, raw, start) => found.push({ word, raw, start, end: start + raw.length }));
  return found;
}
