/** A report as the topics see it: every word with its sentence, case and the forms by which it can be found. */
import type { Item } from '../model.ts';
import { hashOf } from '../text/hashes.ts';
import { soundingOf, soundOf, spellingOf } from '../text/inflect.ts';
import { sentences } from '../text/sentences.ts';
import { eachSpan, type Token, wordOf } from '../text/tokens.ts';
import { functionWords } from '../text/vocabulary.ts';
import { WordCache } from '../text/word-cache.ts';
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
  readonly titleLength: number;
  readonly title: string;
  readonly text: string;
  /** Places of the words in other scripts than Latin. */
  readonly foreign: readonly number[];
  /** What queries found in it. */
  readonly answers = new Map<Compiled, FoundAll | undefined>();
  readonly #written: readonly Written[];
  /** For each word: where it stands, its sentence, and its spelling's hash. */
  readonly #starts: readonly number[];
  readonly #sentences: readonly number[];
  readonly #hashes: readonly number[];
  readonly #isShouted: boolean;
  #latinBySound: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(title: string, text: string) {
    const draft: Draft = { written: [], starts: [], sentences: [], hashes: [], foreign: [] };
    addWords(title, 0, 0, draft);
    this.titleLength = draft.written.length;
    this.#isShouted = hasManyCapitals(draft.written);
    const body = sentences(text);
    for (const [index, { text: sentence, start }] of body.entries()) addWords(sentence, start, index + 1, draft);
    this.sentenceCount = body.length + 1;
    this.title = title;
    this.text = text;
    this.#written = draft.written;
    this.#starts = draft.starts;
    this.#sentences = draft.sentences;
    this.#hashes = draft.hashes;
    this.foreign = draft.foreign;
  }

  /** How many words. */
  get length(): number {
    return this.#written.length;
  }

  /** The word at a place; undefined beyond either end. */
  at(place: number): Word | undefined {
    const written = this.#written[place];
    if (written === undefined) return undefined;
    const { word, raw, form, isCapital } = written;
    const start = this.#starts[place]!;
    const sentence = this.#sentences[place]!;
    return { word, raw, start, end: start + raw.length, form, sentence, isCapital, isOpening: this.#isOpening(place) };
  }

  /** Of its spelling. */
  hashAt(place: number): number {
    return this.#hashes[place]!;
  }

  formAt(place: number): Form {
    return this.#written[place]!.form;
  }

  /** Whether a capital that tells something stands there. */
  isNamedAt(place: number): boolean {
    return this.#written[place]!.isCapital && !this.#isOpening(place);
  }

  /** Places of the words that are spelled alike, in order. */
  placesOf({ spelling, hash }: Form): number[] {
    const found: number[] = [];
    const hashes = this.#hashes;
    for (let at = 0; at < hashes.length; at += 1) {
      if (hashes[at] === hash && this.#written[at]!.form.spelling === spelling) found.push(at);
    }
    return found;
  }

  /** Places of the words in Latin letters by their sound. */
  latinBySound(): ReadonlyMap<string, readonly number[]> {
    this.#latinBySound ??= Map.groupBy(this.#written.keys(), (place) => {
      const { isLatin, sound } = this.formAt(place);
      return isLatin ? sound : '';
    });
    return this.#latinBySound;
  }

  /** Whether a word of one of the sentences begins between two places of the text. */
  hasWordOf(sentences: ReadonlySet<number>, from: number, to: number): boolean {
    return this.#starts.some(
      (start, place) =>
        place >= this.titleLength && start >= from && start < to && sentences.has(this.#sentences[place]!),
    );
  }

  #isOpening(place: number): boolean {
    const sentence = this.#sentences[place]!;
    return (this.#isShouted && sentence === 0) || place === 0 || this.#sentences[place - 1] !== sentence;
  }
}

interface Draft {
  readonly written: Written[];
  readonly starts: number[];
  readonly sentences: number[];
  readonly hashes: number[];
  readonly foreign: number[];
}

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
  /** Letters that are no little word: a headline's case is told by these. */
  readonly tellsCase: boolean;
}

const written = new WordCache((raw): Written => {
  const word = wordOf(raw);
  const tellsCase = !functionWords.has(word) && /\p{L}/u.test(raw);
  return { word, raw, form: formOf(word), isCapital: isCapitalised(raw), tellsCase };
});

/** Whether most words of a headline have capitals, so that a capital says nothing. */
function hasManyCapitals(title: readonly Written[]): boolean {
  let all = 0;
  let capitals = 0;
  for (const { isCapital, tellsCase } of title) {
    if (!tellsCase) continue;
    all += 1;
    if (isCapital) capitals += 1;
  }
  return all > 3 && capitals > all * 0.7;
}

function addWords(text: string, offset: number, sentence: number, into: Draft): void {
  eachSpan(text, (start, end) => {
    const one = written.at(text, start, end);
    if (one.word === '') return;
    if (!one.form.isLatin) into.foreign.push(into.written.length);
    into.written.push(one);
    into.starts.push(offset + start);
    into.sentences.push(sentence);
    into.hashes.push(one.form.hash);
  });
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
