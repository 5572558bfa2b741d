/** Numbers in a text, in digits or words, so that '60 000', '60,000' and 'sixty thousand' can be compared. */
import { fold } from './words.ts';

const numberWords: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwolf: 12,
  due: 2,
  quattro: 4,
  cinque: 5,
  sei: 6,
  sette: 7,
  otto: 8,
  dieci: 10,
  dois: 2,
  duas: 2,
  quatro: 4,
  sete: 7,
  oito: 8,
  dez: 10,
  два: 2,
  две: 2,
  три: 3,
  четыре: 4,
  пять: 5,
  шесть: 6,
  семь: 7,
  восемь: 8,
  девять: 9,
  десять: 10,
};

const pattern = /\p{N}+(?:[.,]\p{N}+)*|\p{L}[\p{L}\p{M}]*/gu;
const thousands = /[.,](?=\p{N}{3}(?:\p{N}|$|[.,]))/gu;

export interface NumberInText {
  readonly value: number;
  /** The folded word after it, '' at the end: what is counted. */
  readonly counted: string;
}

/** Numbers of a text in order, each with what it counts. 'One' is left out: it is mostly a pronoun. Linear in time. */
export function numbersIn(text: string): NumberInText[] {
  const tokens = fold(text).match(pattern) ?? [];
  const found: NumberInText[] = [];
  for (const [index, token] of tokens.entries()) {
    const value = readNumber(token);
    if (value !== undefined) found.push({ value, counted: tokens[index + 1] ?? '' });
  }
  return found;
}

/** Whether a folded word is a number, or holds a digit: a text of others counts nothing. */
export function mayCount(word: string): boolean {
  return spelledOut.has(word) || anyDigit.test(word);
}

const spelledOut = new Set(Object.keys(numberWords));
const anyDigit = /\p{N}/u;

function readNumber(token: string): number | undefined {
  if (Object.hasOwn(numberWords, token)) return numberWords[token];
  if (!/^\p{N}/u.test(token)) return undefined;
  const value = Number(token.replace(thousands, '').replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}
