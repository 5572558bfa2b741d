/** Sentences of a text, without being misled by abbreviations, initials and figures. */
import { blank, digit, kinds, letters, plainCodes, upper } from './ascii.ts';

export interface Sentence {
  readonly text: string;
  readonly start: number;
}

const boundary = /(?<=[.!?…]["'”’»)\]]*)\s+(?=["'“‘«([¿¡„]*[\p{Lu}\p{Lo}\p{N}])|(?<=[。！？｡۔।])\s*|\n+/gu;
const abbreviation =
  /(?:^|[\s("'“‘«])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Sgt|Lt|Col|Capt|Cmdr|Adm|Maj|Rev|Hon|Pres|Sec|St|Mt|Ft|vs|etc|No|Nos|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|e\.g|i\.e|Sra|Srta|Dña|Mme|Mlle|Nr|bzw|z\.B|u\.a|г|гг|им|ул|тыс|млн|млрд|т\.е|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})\.$/u;
/** A day's number as German and the Nordic languages write it: 'am 28. Mai'. */
const ordinal = /(?:^|\s)\d{1,2}\.$/u;
const afterOrdinal =
  /^(?:Jan|Feb|Mär|Apr|Mai|Juni|Juli|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Etappe|Runde|Spieltag|Platz|Geburtstag)/u;

/** Sentences in order with their place in the text; nothing but white space is lost between them. Linear in the text's length. */
export function sentences(text: string): Sentence[] {
  return sentencesAt(text, boundsIn(text));
}

/** The same for a text in any script; for a plain one it only takes longer. */
export function anySentences(text: string): Sentence[] {
  return sentencesAt(text, anyBoundsIn(text));
}

function sentencesAt(text: string, bounds: readonly number[]): Sentence[] {
  const found: Sentence[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const start = bounds[at]!;
    found.push({ text: text.slice(start, bounds[at + 1]), start });
  }
  return found;
}

/** Two numbers for each sentence: where it begins, and the place behind it. */
export function boundsIn(text: string): number[] {
  const codes = plainCodes(text);
  return codes === undefined ? anyBoundsIn(text) : plainBoundsIn(text, codes);
}

function anyBoundsIn(text: string): number[] {
  const found: number[] = [];
  let start = 0;
  const push = (end: number): void => {
    const piece = text.slice(start, end);
    const first = start + piece.length - piece.trimStart().length;
    const length = piece.trim().length;
    if (length > 0) found.push(first, first + length);
  };
  for (const match of text.matchAll(boundary)) {
    const next = match.index + match[0].length;
    if (!match[0].includes('\n') && goesOn(text, start, match.index, next)) continue;
    push(match.index);
    start = next;
  }
  push(text.length);
  return found;
}

/** What plain characters mean where sentences meet. */
const marks = { closing: 1, opening: 2 } as const;
const marksOf = new Uint8Array(128);
for (const character of '"\')]') marksOf[character.charCodeAt(0)]! |= marks.closing;
for (const character of '"\'([') marksOf[character.charCodeAt(0)]! |= marks.opening;

function plainBoundsIn(text: string, codes: Uint8Array): number[] {
  const found: number[] = [];
  let start = 0;
  nextEnds.fill(-1);
  for (let at = nextEnd(text, 0); at < text.length; at = nextEnd(text, at + 1)) {
    let end = at;
    if (codes[at] !== newLine) {
      end += 1;
      while ((marksOf[codes[end]!]! & marks.closing) !== 0) end += 1;
    }
    let next = end;
    let hasLine = false;
    for (; kinds[codes[next]!] === blank; next += 1) hasLine ||= codes[next] === newLine;
    if (next === end) continue;
    at = next - 1;
    if (!hasLine && (!mayBegin(codes, next) || (!isBehindLongWord(codes, end) && goesOn(text, start, end, next))))
      continue;
    pushTrimmed(found, codes, start, end);
    start = next;
  }
  pushTrimmed(found, codes, start, text.length);
  return found;
}

/** What may end a sentence, and scratch: where each comes next. One character is found far faster than any of several. */
const ends = ['.', '!', '?', '\n'];
const nextEnds = [-1, -1, -1, -1];

/** The place of the next of them; the text's length where there is none. */
function nextEnd(text: string, from: number): number {
  let next = text.length;
  for (let one = 0; one < ends.length; one += 1) {
    if (nextEnds[one]! < from) {
      const at = text.indexOf(ends[one]!, from);
      nextEnds[one] = at < 0 ? text.length : at;
    }
    next = Math.min(next, nextEnds[one]!);
  }
  return next;
}

const newLine = 10;

/** A capital or a figure, and whatever opens before it. */
function mayBegin(codes: Uint8Array, start: number): boolean {
  let at = start;
  while ((marksOf[codes[at]!]! & marks.opening) !== 0) at += 1;
  const kind = kinds[codes[at]!]!;
  return kind === upper || kind === digit;
}

function pushTrimmed(found: number[], codes: Uint8Array, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && kinds[codes[start]!] === blank) start += 1;
  while (end > start && kinds[codes[end - 1]!] === blank) end -= 1;
  if (end > start) found.push(start, end);
}

/** Longer than any abbreviation. */
const longWord = 7;

function isBehindLongWord(codes: Uint8Array, stop: number): boolean {
  let at = stop - 2;
  while (at >= 0 && at > stop - 2 - longWord && (kinds[codes[at]!]! & letters) !== 0) at -= 1;
  return at === stop - 2 - longWord;
}

/** Whether the full stop at `end` closes no sentence. Only the last few characters matter, and looking at no more keeps this linear. */
function goesOn(text: string, start: number, end: number, next: number): boolean {
  if (text.charCodeAt(end - 1) !== point) return false;
  const tail = text.slice(Math.max(start, end - 12), end);
  return abbreviation.test(tail) || (ordinal.test(tail) && afterOrdinal.test(text.slice(next, next + 12)));
}

const point = 46;
