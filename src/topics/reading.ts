/** A report as the topics see it: every word with its sentence, case and the forms by which it can be found. */
import type { Item } from '../model.ts';
import { soundingOf, soundOf, spellingOf } from '../text/inflect.ts';
import { sentences } from '../text/sentences.ts';
import { eachSpan, type Token, wordOf } from '../text/tokens.ts';
import { functionWords } from '../text/vocabulary.ts';
import { WordCache } from '../text/word-cache.ts';

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

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

export interface Word extends Token {
  readonly form: Form;
  /** 0 is the title. */
  readonly sentence: number;
  readonly isCapital: boolean;
  /** First word of its sentence, where a capital says nothing; all words of a headline in capitals likewise. */
  readonly isOpening: boolean;
}

/** Made once for each text; what only some topics ask for is made when first asked for. */
export class Reading {
  readonly words: readonly Word[];
  /** How many sentences there are, the title among them. */
  readonly sentenceCount: number;
  readonly titleLength: number;
  readonly title: string;
  readonly text: string;
  /** Places of the words in other scripts than Latin. */
  readonly foreign: readonly number[];
  readonly #hashes: Int32Array;
  #latinBySound: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(title: string, text: string) {
    const words: Word[] = [];
    addWords(title, 0, 0, words);
    this.titleLength = words.length;
    const body = sentences(text);
    for (const [index, { text: sentence, start }] of body.entries()) addWords(sentence, start, index + 1, words);
    this.words = words;
    this.sentenceCount = body.length + 1;
    this.title = title;
    this.text = text;
    this.#hashes = Int32Array.from(words, ({ form }) => form.hash);
    this.foreign = words.flatMap(({ form }, index) => (form.isLatin ? [] : [index]));
  }

  /** Places of the words that are spelled alike, in order. */
  placesOf({ spelling, hash }: Form): number[] {
    const found: number[] = [];
    const hashes = this.#hashes;
    for (let at = 0; at < hashes.length; at += 1) {
      if (hashes[at] === hash && this.words[at]!.form.spelling === spelling) found.push(at);
    }
    return found;
  }

  /** Places of the words in Latin letters by their sound. */
  latinBySound(): ReadonlyMap<string, readonly number[]> {
    this.#latinBySound ??= groupBy(this.words, ({ form }) => (form.isLatin ? form.sound : ''));
    return this.#latinBySound;
  }
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
function hasManyCapitals(title: string): boolean {
  let all = 0;
  let capitals = 0;
  eachSpan(title, (start, end) => {
    const { word, isCapital, tellsCase } = written.at(title, start, end);
    if (word === '' || !tellsCase) return;
    all += 1;
    if (isCapital) capitals += 1;
  });
  return all > 3 && capitals > all * 0.7;
}

function addWords(text: string, offset: number, sentence: number, into: Word[]): void {
  const isShouted = sentence === 0 && hasManyCapitals(text);
  const from = into.length;
  eachSpan(text, (start, end) => {
    const { word, raw, form, isCapital } = written.at(text, start, end);
    if (word === '') return;
    const isOpening = isShouted || into.length === from;
    into.push({ word, raw, start: offset + start, end: offset + end, form, sentence, isCapital, isOpening });
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

function groupBy(words: readonly Word[], keyOf: (word: Word) => string): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>();
  words.forEach((word, index) => {
    const key = keyOf(word);
    const places = groups.get(key);
    if (places === undefined) groups.set(key, [index]);
    else places.push(index);
  });
  return groups;
}
