/** A report as the topics see it: every word with its sentence, case and the forms by which it can be found. */
import type { Item } from '../model.ts';
import { hashOf } from '../text/hashes.ts';
import { soundingOf, soundOf, spellingOf } from '../text/inflect.ts';
import { Rooms } from '../text/rooms.ts';
import { boundsIn } from '../text/sentences.ts';
import { spansIn, type Token, wordOf } from '../text/tokens.ts';
import { functionWords, genericWords } from '../text/vocabulary.ts';
import { Spans, Words } from '../text/word-table.ts';
import type { Compiled, FoundAll } from './compiled.ts';

/** A word by itself, whatever text it stands in. What few words need is made when first asked for. */
export class Form {
  readonly word: string;
  readonly spelling: string;
  readonly isLatin: boolean;
  /** Of the spelling, to compare many quickly: other spellings nearly always have another. */
  readonly hash: number;
  #sound: string | undefined;
  #sounding: string | undefined;

  constructor(word: string) {
    this.word = word;
    this.spelling = spellingOf(word);
    this.isLatin = /^[a-z0-9]*$/.test(word);
    this.hash = hashOf(this.spelling);
  }

  /** Consonants in rough classes, the same in every script. */
  get sound(): string {
    this.#sound ??= soundOf(this.word);
    return this.#sound;
  }

  /** In Latin letters of rough classes with the vowels kept, to tell apart what sounds alike. */
  get sounding(): string {
    this.#sounding ??= soundingOf(this.word);
    return this.#sounding;
  }
}

export interface Word extends Token {
  readonly form: Form;
  /** 0 is the title. */
  readonly sentence: number;
  readonly isCapital: boolean;
  /** First word of its sentence, where a capital says nothing; all words of a headline in capitals likewise. */
  readonly isOpening: boolean;
}

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
  /** What queries found in it. */
  readonly answers = new Map<Compiled, FoundAll | undefined>();
  /** For each word: its number, where it stands, its sentence, its spelling's hash, and its traits. */
  readonly #rows: Int32Array;
  readonly #words: readonly (Written | undefined)[];
  readonly #isShouted: boolean;
  #latinBySound: ReadonlyMap<string, readonly number[]> | undefined;
  #nameCounts: readonly number[] | undefined;
  #little = -1;
  /** The words that were asked for. */
  #made: (Word | undefined)[] | undefined;

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

  /** The word at a place; undefined beyond either end. */
  at(place: number): Word | undefined {
    if (place < 0 || place >= this.length) return undefined;
    this.#made ??= new Array<Word | undefined>(this.length).fill(undefined);
    const known = this.#made[place];
    if (known !== undefined) return known;
    const { word, raw, form, isCapital } = this.#writtenAt(place);
    const start = this.#rows[rowLength * place + row.start]!;
    const sentence = this.sentenceAt(place);
    const isOpening = this.#isOpening(place);
    const made = { word, raw, start, end: start + raw.length, form, sentence, isCapital, isOpening };
    this.#made[place] = made;
    return made;
  }

  /** Of its spelling. */
  hashAt(place: number): number {
    return this.#rows[rowLength * place + row.hash]!;
  }

  formAt(place: number): Form {
    return this.#writtenAt(place).form;
  }

  sentenceAt(place: number): number {
    return this.#rows[rowLength * place + row.sentence]!;
  }

  /** Whether a capital that tells something stands there. */
  isNamedAt(place: number): boolean {
    return this.#has(place, traits.capital) && !this.#isOpening(place);
  }

  /** Places of the words that are spelled alike, in order. */
  placesOf({ spelling, hash }: Form): number[] {
    const found: number[] = [];
    const rows = this.#rows;
    for (let at = row.hash, place = 0; at < rows.length; at += rowLength, place += 1) {
      if (rows[at] === hash && this.formAt(place).spelling === spelling) found.push(place);
    }
    return found;
  }

  /** How many of its words are little ones of which nearly every English sentence holds some. */
  littleWords(): number {
    if (this.#little >= 0) return this.#little;
    let count = 0;
    for (let place = 0; place < this.length; place += 1) if (this.#has(place, traits.little)) count += 1;
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
    return counts.sort((a, b) => b - a);
  }

  /** Adds how often the name at a place occurs, unless an earlier place counted it. */
  #countName(place: number, counts: number[]): void {
    const rows = this.#rows;
    const { spelling, hash } = this.formAt(place);
    let first = -1;
    let count = 0;
    for (let at = row.hash, other = 0; at < rows.length; at += rowLength, other += 1) {
      if (rows[at] !== hash || this.formAt(other).spelling !== spelling) continue;
      if (other < place && this.isNamedAt(other)) return;
      if (first < 0) first = other;
      count += 1;
    }
    if (this.#has(first, traits.telling)) counts.push(count);
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

  #has(place: number, trait: number): boolean {
    return (this.#rows[rowLength * place + row.traits]! & trait) !== 0;
  }

  #isOpening(place: number): boolean {
    const sentence = this.sentenceAt(place);
    return (this.#isShouted && sentence === 0) || place === 0 || this.sentenceAt(place - 1) !== sentence;
  }
}

/** What stands of each word in the rows of a reading. */
const row = { number: 0, start: 1, sentence: 2, hash: 3, traits: 4 } as const;
const rowLength = 5;
const rooms = new Rooms();
/** Rows of the text that is being read. */
let draft = new Int32Array(rowLength * 1024);

const forms = new Map<string, Form>();
/** Enough for the running vocabulary of the news; emptied when full, since a form can always be made again. */
const maxForms = 200_000;

/** The forms of a folded word. Remembered, since the same words come again and again. */
export function formOf(word: string): Form {
  const known = forms.get(word);
  if (known !== undefined) return known;
  if (forms.size >= maxForms) forms.clear();
  const form = new Form(word);
  forms.set(word, form);
  return form;
}

const uncased = /^[\p{Lo}\p{N}]/u;
const capital = /^(?:\p{Lu}|\p{Lt}|['’]\p{Lu}|(?:l|d|qu|dell)['’]\p{Lu})/u;

function isCapitalised(raw: string): boolean {
  const code = raw.charCodeAt(0);
  if (code >= 97 && code <= 122 && raw.charCodeAt(1) < 128 && !raw.includes("'")) return false;
  if (code < 128) return (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || capital.test(raw);
  return capital.test(raw) || uncased.test(raw);
}

/** A word as it is written, wherever it stands. */
interface Written {
  readonly word: string;
  readonly raw: string;
  readonly form: Form;
  readonly isCapital: boolean;
}

const traits = {
  noted: 1,
  /** Nothing is left of it when it is folded. */
  empty: 2,
  capital: 4,
  foreign: 8,
  /** Letters that are no little word: a headline's case is told by these. */
  tellsCase: 16,
  little: 32,
  /** It may tell whom or what a text names: no common word, and not short. */
  telling: 64,
} as const;

/** Little words of which nearly every English sentence holds some. */
const little = new Set('the of to in and a for on is that with by at as from was has have be are an it its'.split(' '));

/** Of each word: its traits and its spelling's hash. */
const fields = { traits: 0, hash: 1 } as const;

const written = new Words(
  (raw): Written => {
    const word = wordOf(raw);
    return { word, raw, form: formOf(word), isCapital: isCapitalised(raw) };
  },
  ({ word, raw, form, isCapital }) => {
    const isCommon = functionWords.has(word);
    let bits: number = traits.noted;
    if (word === '') bits |= traits.empty;
    if (isCapital) bits |= traits.capital;
    if (!form.isLatin) bits |= traits.foreign;
    if (!isCommon && /\p{L}/u.test(raw)) bits |= traits.tellsCase;
    if (little.has(word)) bits |= traits.little;
    if (!isCommon && !genericWords.has(word) && /^\p{L}{3}/u.test(word)) bits |= traits.telling;
    return [bits, form.hash];
  },
);

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

/** The last texts that were read. Few, since one reading takes some ten kilobytes. */
const readings = new Map<object, Reading>();
const maxReadings = 256;

/** Reads an item; the same item again, soon after, costs nothing. */
export function read(item: Pick<Item, 'title' | 'text'>): Reading {
  const known = readings.get(item);
  if (known !== undefined) return known;
  const reading = new Reading(item.title, item.text);
  if (readings.size >= maxReadings) readings.delete(readings.keys().next().value!);
  readings.set(item, reading);
  return reading;
}
