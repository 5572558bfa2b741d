/** Names as scripts with capitals show them: runs of capitalised words inside sentences. */
import { alphanumeric, kinds, letters, plainCodes, upper } from './ascii.ts';

const token = /\p{L}[\p{L}\p{M}\p{N}'’-]*|[.!?:;\n"“”«»]/gu;
const capital = /^\p{Lu}/u;
const shouted = /^\p{Lu}[\p{Lu}\p{N}'’-]{4,}$/u;
/** Small words that stand inside names: 'Ministry of Defence', 'Ursula von der Leyen'. */
const joints = new Set([
  'of',
  'the',
  'de',
  'del',
  'della',
  'di',
  'da',
  'du',
  'von',
  'van',
  'der',
  'den',
  'al',
  'bin',
  'ibn',
  'la',
  'le',
]);
/** Words that open a sentence with a capital and are no part of a name. */
const openers = new Set(
  'a after an and as at before but by during for from he her his how if in it its meanwhile no not on our she since so that the their then there these they this those to under we what when where while who why with without you your'.split(
    ' ',
  ),
);
const sentenceEnds = /^[.!?:;\n"“”«»]$/u;

/** What may be a token: a mark that ends a sentence or a quotation, a word that is small, a word with a capital. */
const shapes = { end: 0, small: 1, capital: 2 } as const;

/** Tokens of a text by where they stand; one is filled again and again. */
class Tokens {
  text = '';
  length = 0;
  starts = new Int32Array(512);
  ends = new Int32Array(512);
  shapes = new Uint8Array(512);

  begin(text: string): void {
    this.text = text;
    this.length = 0;
    // No text has more tokens than letters.
    if (text.length <= this.starts.length) return;
    this.starts = new Int32Array(2 * text.length);
    this.ends = new Int32Array(2 * text.length);
    this.shapes = new Uint8Array(2 * text.length);
  }

  add(start: number, end: number, shape: number): void {
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.shapes[this.length] = shape;
    this.length += 1;
  }

  word(at: number): string {
    return at < this.length ? this.text.slice(this.starts[at], this.ends[at]) : '';
  }

  isCapital(at: number): boolean {
    return at < this.length && this.shapes[at] === shapes.capital;
  }
}

const found = new Tokens();

/**
 * Names in a text, in order, repeated as often as they stand there. The first word of a sentence counts only when the next
 * is capitalised too. A text in Title Case or CAPITALS gives none: there a capital tells nothing. Linear in time.
 */
export function namesIn(text: string): string[] {
  const codes = plainCodes(text);
  return namesOf(codes === undefined ? anyTokens(text) : plainTokens(text, codes));
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function namesInAny(text: string): string[] {
  return namesOf(anyTokens(text));
}

function namesOf(tokens: Tokens): string[] {
  if (isTitleCase(tokens)) return [];
  const names: string[] = [];
  for (let at = 0; at < tokens.length; ) at = takeName(tokens, at, names);
  return names;
}

function anyTokens(text: string): Tokens {
  found.begin(text);
  for (const { 0: word, index } of text.matchAll(token)) {
    const shape = sentenceEnds.test(word) ? shapes.end : capital.test(word) ? shapes.capital : shapes.small;
    found.add(index, index + word.length, shape);
  }
  return found;
}

function plainTokens(text: string, codes: Uint8Array): Tokens {
  found.begin(text);
  const { starts, ends, shapes: shapesOf } = found;
  const length = text.length;
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const first = kinds[codes[at]!]!;
    const start = at;
    if ((first & letters) !== 0) {
      while (goesOn[codes[at + 1]!]! !== 0) at += 1;
      shapesOf[count] = first === upper ? shapes.capital : shapes.small;
    } else if (isEnd(codes[at]!)) shapesOf[count] = shapes.end;
    else continue;
    starts[count] = start;
    ends[count] = at + 1;
    count += 1;
  }
  found.length = count;
  return found;
}

/** Letters, figures, apostrophes and hyphens: a word that has begun goes on with them. */
const goesOn = Uint8Array.from(kinds, (kind, code) => Number((kind & alphanumeric) !== 0 || isJoining(code)));

/** ' - */
function isJoining(code: number): boolean {
  return code === 39 || code === 45;
}

/** . ! ? : ; " and the end of a line */
function isEnd(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 58 || code === 59 || code === 34 || code === 10;
}

function takeName(tokens: Tokens, from: number, names: string[]): number {
  if (!tokens.isCapital(from)) return from + 1;
  let end = from + 1;
  while (end < tokens.length) {
    if (tokens.isCapital(end)) end += 1;
    else {
      const joined = afterJoints(tokens, end);
      if (joined === end || !tokens.isCapital(joined)) break;
      end = joined + 1;
    }
  }
  const isFirst = from === 0 || tokens.shapes[from - 1] === shapes.end;
  if (isFirst && openers.has(tokens.word(from).toLowerCase()))
    return end === from + 1 ? end : takeName(tokens, from + 1, names);
  if (isFirst && end === from + 1) return end;
  let name = tokens.word(from);
  for (let at = from + 1; at < end; at += 1) name += ` ${tokens.word(at)}`;
  if (name.endsWith('s')) name = name.replace(/['’]s$/u, '');
  if (name.length > 1) names.push(name);
  return end;
}

/** Two joints at most: 'von der'. */
function afterJoints(tokens: Tokens, from: number): number {
  let at = from;
  while (at < from + 2 && at < tokens.length && tokens.shapes[at] === shapes.small && joints.has(tokens.word(at)))
    at += 1;
  return at;
}

/** Words of so many letters are capitalised in Title Case, but for a stray one; in a sentence hardly half are. */
const longWord = 5;

function isTitleCase(tokens: Tokens): boolean {
  let long = 0;
  let small = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens.ends[at]! - tokens.starts[at]! < longWord) continue;
    long += 1;
    if (tokens.shapes[at] !== shapes.capital) small += 1;
  }
  if (long >= 3) return small < 0.15 * long;
  return long > 0 && small === 0 && areShouted(tokens);
}

function areShouted(tokens: Tokens): boolean {
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens.ends[at]! - tokens.starts[at]! >= longWord && !shouted.test(tokens.word(at))) return false;
  }
  return true;
}
