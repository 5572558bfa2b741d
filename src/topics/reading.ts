/** A report as the topics see it: every word with its sentence, case and the forms by which it can be found. */
import type { Item } from '../model.ts';
import { soundingOf, soundOf, spellingOf } from '../text/inflect.ts';
import { sentences } from '../text/sentences.ts';
import { eachToken, type Token, tokens } from '../text/tokens.ts';
import { functionWords } from '../text/vocabulary.ts';

/** A word by itself, whatever text it stands in. What few words need is made when first asked for. */
export class Form {
  readonly word: string;
  readonly spelling: string;
  readonly isLatin: boolean;
  #sound: string | undefined;
  #sounding: string | undefined;

  constructor(word: string) {
    this.word = word;
    this.spelling = spellingOf(word);
    this.isLatin = /^[a-z0-9]*$/.test(word);
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

export interface Reading {
  readonly words: readonly Word[];
  /** How many sentences there are, the title among them. */
  readonly sentenceCount: number;
  readonly titleLength: number;
  readonly bySpelling: ReadonlyMap<string, readonly number[]>;
  /** Places of the words in other scripts than Latin. */
  readonly foreign: readonly number[];
  /** Places of the words in Latin letters by their sound; made when first asked for. */
  latinBySound(): ReadonlyMap<string, readonly number[]>;
  readonly title: string;
  readonly text: string;
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

/** Whether most words of a headline have capitals, so that a capital says nothing. */
function hasManyCapitals(title: string): boolean {
  const letters = tokens(title).filter(({ word, raw }) => !functionWords.has(word) && /\p{L}/u.test(raw));
  const capitals = letters.filter(({ raw }) => isCapitalised(raw)).length;
  return letters.length > 3 && capitals > letters.length * 0.7;
}

function addWords(text: string, offset: number, sentence: number, into: Word[]): void {
  const isShouted = sentence === 0 && hasManyCapitals(text);
  const from = into.length;
  eachToken(text, (word, raw, start) => {
    into.push({
      word,
      raw,
      start: offset + start,
      end: offset + start + raw.length,
      form: formOf(word),
      sentence,
      isCapital: isCapitalised(raw),
      isOpening: isShouted || into.length === from,
    });
  });
}

/** The last texts that were read. Few, since one reading takes some ten kilobytes. */
const readings = new Map<object, Reading>();
const maxReadings = 256;

/** Reads an item; the same item again, soon after, costs nothing. */
export function read(item: Pick<Item, 'title' | 'text'>): Reading {
  const known = readings.get(item);
  if (known !== undefined) return known;
  const reading = readingOf(item.title, item.text);
  if (readings.size >= maxReadings) readings.delete(readings.keys().next().value!);
  readings.set(item, reading);
  return reading;
}

function readingOf(title: string, text: string): Reading {
  const words: Word[] = [];
  addWords(title, 0, 0, words);
  const titleLength = words.length;
  const body = sentences(text);
  for (const [index, { text: sentence, start }] of body.entries()) addWords(sentence, start, index + 1, words);
  return {
    words,
    sentenceCount: body.length + 1,
    titleLength,
    bySpelling: groupBy(words, ({ form }) => form.spelling),
    foreign: words.flatMap(({ form }, index) => (form.isLatin ? [] : [index])),
    latinBySound: once(() => groupBy(words, ({ form }) => (form.isLatin ? form.sound : ''))),
    title,
    text,
  };
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
