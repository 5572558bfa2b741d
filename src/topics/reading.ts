/** A report as the topics see it: every word with its sentence, case and the forms by which it can be found. */
import type { Item } from '../model.ts';
import { Rooms } from '../text/rooms.ts';
import { boundsIn } from '../text/sentences.ts';
import { spansIn, type Token } from '../text/tokens.ts';
import { Spans } from '../text/word-table.ts';
import type { Compiled, FoundAll } from './compiled.ts';
import { Recent } from './recent.ts';
import { type Form, fields, traits, type Written, written } from './written.ts';

export interface Word extends Token {
  readonly form: Form;
  /** 0 is the title. */
  readonly sentence: number;
  readonly isCapital: boolean;
}

const space = 32;

/**
 * Made once for each text; what only some topics ask for is made when first asked for. It is kept in little memory, and words
 * are put together when asked for, as few of them ever are.
 */
export class Reading {
  /** How many sentences there are, the title among them. */
  readonly sentenceCount: number;
  /** How many words, and how many of them in the title. */
  readonly length: number;
  readonly titleLength: number;
  readonly title: string;
  readonly text: string;
  /** Places of the words in other scripts than Latin. */
  readonly foreign: readonly number[];
  /** What queries found in it; null for nothing. */
  readonly answers = new Map<Compiled, FoundAll | null>();
  /** For each word: its number, where it stands, its sentence, its spelling's hash, and its traits. */
  readonly #rows: Int32Array;
  readonly #words: readonly (Written | undefined)[];
  readonly #isShouted: boolean;
  #latinBySound: ReadonlyMap<string, readonly number[]> | undefined;
  #nameCounts: readonly number[] | undefined;
  #little = -1;

  constructor(title: string, text: string) {
    const foreign: number[] = [];
    written.begin();
    const inTitle = addWords(title, onlyOne, 0, 0, foreign);
    this.titleLength = inTitle / rowLength;
    this.#isShouted = hasManyCapitals(inTitle);
    const bounds = boundsIn(text);
    const filled = addWords(text, bounds, 1, inTitle, foreign);
    this.sentenceCount = 1 + bounds.length / 2;
    this.title = title;
    this.text = text;
    this.#rows = rooms.numbers(filled);
    this.#rows.set(draft.subarray(0, filled));
    this.length = filled / rowLength;
    this.#words = written.values;
    this.foreign = foreign;
  }

  /** All about the word at a place; undefined beyond either end. Made anew each time: who asks often asks for single things. */
  at(place: number): Word | undefined {
    if (!this.holds(place)) return undefined;
    const { word, raw, form } = this.#writtenAt(place);
    const sentence = this.sentenceAt(place);
    const isCapital = this.has(place, traits.capital);
    return { word, raw, start: this.startAt(place), end: this.endAt(place), form, sentence, isCapital };
  }

  holds(place: number): boolean {
    return place >= 0 && place < this.length;
  }

  /** Whether the word there has one of the traits; none beyond either end. */
  has(place: number, some: number): boolean {
    return this.holds(place) && (this.#rows[rowLength * place + row.traits]! & some) !== 0;
  }

  /** Folded. */
  wordAt(place: number): string {
    return this.#writtenAt(place).word;
  }

  /** As written. */
  rawAt(place: number): string {
    return this.#writtenAt(place).raw;
  }

  startAt(place: number): number {
    return this.#rows[rowLength * place + row.start]!;
  }

  endAt(place: number): number {
    return this.#rows[rowLength * place + row.end]!;
  }

  /** What stands between a word and the next one, which must be of the same sentence. */
  gapAfter(place: number): string {
    const end = this.endAt(place);
    const next = this.startAt(place + 1);
    const text = this.sentenceAt(place + 1) === 0 ? this.title : this.text;
    return next === end + 1 && text.charCodeAt(end) === space ? ' ' : text.slice(end, next);
  }

  /** Of its spelling. */
  hashAt(place: number): number {
    return this.#rows[rowLength * place + row.hash]!;
  }

  formAt(place: number): Form {
    return this.#writtenAt(place).form;
  }

  /** 0 is the title; −1 beyond either end. */
  sentenceAt(place: number): number {
    return this.holds(place) ? this.#rows[rowLength * place + row.sentence]! : -1;
  }

  /** Whether a capital that tells something stands there. */
  isNamedAt(place: number): boolean {
    return this.has(place, traits.capital) && !this.isOpeningAt(place);
  }

  /** Whether it is the first word of its sentence, where a capital says nothing; all words of a headline in capitals likewise. */
  isOpeningAt(place: number): boolean {
    const sentence = this.sentenceAt(place);
    return (this.#isShouted && sentence === 0) || place === 0 || this.sentenceAt(place - 1) !== sentence;
  }

  /** Whether a word is spelled alike. Few have the same hash, most of those are the same word, and need no forms to tell. */
  isSpelledAs(place: number, form: Form): boolean {
    if (this.hashAt(place) !== form.hash) return false;
    const own = this.#writtenAt(place);
    return own.word === form.word || own.form.spelling === form.spelling;
  }

  /** Places of the words that are spelled alike, in order. */
  placesOf(form: Form): number[] {
    const found: number[] = [];
    const rows = this.#rows;
    const { hash } = form;
    for (let at = row.hash, place = 0; at < rows.length; at += rowLength, place += 1)
      if (rows[at] === hash && this.isSpelledAs(place, form)) found.push(place);
    return found;
  }

  /** How many of its words are little ones of which nearly every English sentence holds some. */
  littleWords(): number {
    if (this.#little >= 0) return this.#little;
    let count = 0;
    for (let place = 0; place < this.length; place += 1) if (this.has(place, traits.little)) count += 1;
    this.#little = count;
    return count;
  }

  /** How often each name of the text occurs, most frequent first. */
  nameCounts(): readonly number[] {
    this.#nameCounts ??= this.#countNames();
    return this.#nameCounts;
  }

  #countNames(): number[] {
    const counts: number[] = [];
    for (let place = 0; place < this.length; place += 1) if (this.isNamedAt(place)) this.#countName(place, counts);
    return counts.length > 1 ? counts.sort((a, b) => b - a) : counts;
  }

  /** Adds how often the name at a place occurs, unless an earlier place counted it. */
  #countName(place: number, counts: number[]): void {
    const hash = this.hashAt(place);
    const own = this.#writtenAt(place);
    let first = -1;
    let count = 0;
    const rows = this.#rows;
    for (let at = row.hash, other = 0; at < rows.length; at += rowLength, other += 1) {
      if (rows[at] !== hash) continue;
      const found = this.#writtenAt(other);
      if (found !== own && found.word !== own.word && found.form.spelling !== own.form.spelling) continue;
      if (other < place && this.isNamedAt(other)) return;
      if (first < 0) first = other;
      count += 1;
    }
    if (this.has(first, traits.telling)) counts.push(count);
  }

  /** Places of the words in Latin letters by their sound. */
  latinBySound(): ReadonlyMap<string, readonly number[]> {
    this.#latinBySound ??= Map.groupBy(Array(this.length).keys(), (place) => {
      const { isLatin, sound } = this.formAt(place);
      return isLatin ? sound : '';
    });
    return this.#latinBySound;
  }

  /** Whether a word of one of the sentences begins between two places of the text. */
  hasWordOf(sentences: ReadonlySet<number>, from: number, to: number): boolean {
    for (let place = this.titleLength; place < this.length; place += 1) {
      const start = this.#rows[rowLength * place + row.start]!;
      if (start >= from && start < to && sentences.has(this.sentenceAt(place))) return true;
    }
    return false;
  }

  #writtenAt(place: number): Written {
    return this.#words[this.#rows[rowLength * place]!]!;
  }
}

/** What stands of each word in the rows of a reading. */
const row = { number: 0, start: 1, end: 2, sentence: 3, hash: 4, traits: 5 } as const;
const rowLength = 6;
const rooms = new Rooms();
/** Rows of the text that is being read. */
let draft = new Int32Array(rowLength * 1024);

/** Whether most words of a headline have capitals, so that a capital says nothing; it fills so much of the rows. */
function hasManyCapitals(filled: number): boolean {
  let all = 0;
  let capitals = 0;
  for (let at = row.traits; at < filled; at += rowLength) {
    if ((draft[at]! & traits.tellsCase) === 0) continue;
    all += 1;
    if ((draft[at]! & traits.capital) !== 0) capitals += 1;
  }
  return all > 3 && capitals > all * 0.7;
}

/** Scratch: where the words of the text that is read stand. */
const spans = new Spans();
/** The bounds of a title: it is one sentence, wherever it ends. */
const onlyOne = [0, 0];

/**
 * Adds the words of a text behind what the rows hold already; answers how much they hold then. `bounds` are those of its
 * sentences, of which the first has the number `first`.
 */
function addWords(text: string, bounds: readonly number[], first: number, filled: number, foreign: number[]): number {
  spansIn(text, spans);
  const numbers = written.find(text, spans);
  let end = filled;
  let sentence = 0;
  for (let at = 0; at < spans.count; at += 1) {
    const number = numbers[at]!;
    const bits = written.field(number, fields.traits);
    if ((bits & traits.empty) !== 0) continue;
    if ((bits & traits.foreign) !== 0) foreign.push(end / rowLength);
    if (end + rowLength > draft.length) makeRoom();
    const start = spans.starts[at]!;
    while (bounds[2 * sentence + 2]! <= start) sentence += 1;
    draft[end] = number;
    draft[end + row.start] = start;
    draft[end + row.end] = spans.ends[at]!;
    draft[end + row.sentence] = first + sentence;
    draft[end + row.hash] = written.field(number, fields.hash);
    draft[end + row.traits] = bits;
    end += rowLength;
  }
  return end;
}

function makeRoom(): void {
  const known = draft;
  draft = new Int32Array(2 * known.length);
  draft.set(known);
}

/** The last texts that were read, together so many words: a word takes some thirty bytes. */
const readings = new Recent<object, Reading>(60_000);
/** What a reading takes beside its words, in words. */
const ownSize = 20;

/** Reads an item; the same item again, soon after, costs nothing. */
export function read(item: Pick<Item, 'title' | 'text'>): Reading {
  const known = readings.get(item);
  if (known !== undefined) return known;
  const reading = new Reading(item.title, item.text);
  readings.add(item, reading, ownSize + reading.length);
  return reading;
}
