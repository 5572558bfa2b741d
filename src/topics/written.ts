/** What topics ask of a word wherever it stands: the forms by which it can be found, and its traits, worked out once. */
import { kinds, letters, lower, upper } from '../text/ascii.ts';
import { hashOf } from '../text/hashes.ts';
import { soundingOf, soundOf, spellingOf } from '../text/inflect.ts';
import { wordOf } from '../text/tokens.ts';
import {
  articles,
  functionWords,
  genericWords,
  legalForms,
  scenePrepositions,
  speechWords,
  titles,
} from '../text/vocabulary.ts';
import { Words } from '../text/word-table.ts';

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
    this.isLatin = latin.test(word);
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

const latin = /^[a-z0-9]*$/;

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

/** A word as it is written. */
export class Written {
  /** Folded. */
  readonly word: string;
  readonly raw: string;
  #form: Form | undefined;

  constructor(raw: string) {
    this.raw = raw;
    this.word = wordOf(raw);
  }

  get form(): Form {
    this.#form ??= formOf(this.word);
    return this.#form;
  }
}

/** What a written word is, one bit for each answer. */
export const traits = {
  noted: 1,
  /** Nothing is left of it when it is folded. */
  empty: 1 << 1,
  /** It begins with a capital, a figure, or a letter of a script that has no capitals. */
  capital: 1 << 2,
  /** It begins with a capital letter, or with a small one. */
  upper: 1 << 3,
  small: 1 << 4,
  /** Written as it is folded. */
  asFolded: 1 << 5,
  possessive: 1 << 6,
  /** Not in Latin letters. */
  foreign: 1 << 7,
  /** Letters that are no little word: a headline's case is told by these. */
  tellsCase: 1 << 8,
  /** It may tell whom or what a text names: no common word, and not short. */
  telling: 1 << 9,
  /** With a capital, and neither a common word nor a title. */
  name: 1 << 10,
  verbLike: 1 << 11,
  // What the word lists say of it.
  little: 1 << 12,
  function: 1 << 13,
  generic: 1 << 14,
  article: 1 << 15,
  title: 1 << 16,
  speech: 1 << 17,
  auxiliary: 1 << 18,
  aside: 1 << 19,
  scene: 1 << 20,
  legalForm: 1 << 21,
  and: 1 << 22,
  or: 1 << 23,
  of: 1 << 24,
} as const;

/** Little words of which nearly every English sentence holds some. */
const little = 'the of to in and a for on is that with by at as from was has have be are an it its'.split(' ');
const auxiliary = 'is was has had have will would are were did does may could can should must'.split(' ');

/** Each word of the lists with its bits: one look-up tells all that they say. */
const listed = new Map<string, number>();
for (const [words, bit] of [
  [little, traits.little],
  [functionWords, traits.function],
  [genericWords, traits.generic],
  [articles, traits.article],
  [titles, traits.title],
  [speechWords, traits.speech],
  [auxiliary, traits.auxiliary],
  [['also', 'who', 'later', 'then'], traits.aside],
  [scenePrepositions, traits.scene],
  [legalForms, traits.legalForm],
  [['and'], traits.and],
  [['or'], traits.or],
  [['of', 'de'], traits.of],
] as const)
  for (const word of words) listed.set(word, (listed.get(word) ?? 0) | bit);

/** The numbers kept of each written word: its traits and its spelling's hash. */
export const fields = { traits: 0, hash: 1 } as const;

export const written = new Words(
  (raw) => new Written(raw),
  ({ word, raw }) => [traitsOf(word, raw), hashOf(spellingOf(word))],
);

function traitsOf(word: string, raw: string): number {
  let bits = traits.noted | (listed.get(word) ?? 0);
  const is = (trait: number) => (bits & trait) !== 0;
  const note = (trait: number, isSo: boolean) => {
    if (isSo) bits |= trait;
  };
  note(traits.empty, word === '');
  note(traits.capital, isCapitalised(raw));
  note(traits.upper, beginsWith(raw, upper, /^\p{Lu}/u));
  note(traits.small, beginsWith(raw, lower, /^\p{Ll}/u));
  note(traits.asFolded, raw === word);
  note(traits.possessive, isPossessive(raw));
  note(traits.foreign, !latin.test(word));
  note(traits.tellsCase, !is(traits.function) && (beginsWith(raw, letters, /^\p{L}/u) || /\p{L}/u.test(raw)));
  note(traits.telling, !is(traits.function | traits.generic) && /^\p{L}{3}/u.test(word));
  note(traits.name, is(traits.capital) && is(traits.tellsCase) && !is(traits.title));
  note(traits.verbLike, is(traits.auxiliary | traits.speech) || endsLikeVerb(word));
  return bits;
}

/** Whether the first character is of a kind: a plain one is looked up, any other is matched. */
function beginsWith(raw: string, kind: number, pattern: RegExp): boolean {
  const code = raw.charCodeAt(0);
  return code < 128 ? (kinds[code]! & kind) !== 0 : pattern.test(raw);
}

const uncased = /^[\p{Lo}\p{N}]/u;
const capital = /^(?:\p{Lu}|\p{Lt}|['’]\p{Lu}|(?:l|d|qu|dell)['’]\p{Lu})/u;

function isCapitalised(raw: string): boolean {
  const code = raw.charCodeAt(0);
  if (code >= 97 && code <= 122 && raw.charCodeAt(1) < 128 && !raw.includes("'")) return false;
  if (code < 128) return (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || capital.test(raw);
  return capital.test(raw) || uncased.test(raw);
}

function isPossessive(raw: string): boolean {
  return (raw.includes("'") || raw.includes('’')) && /['’]s?$/iu.test(raw);
}

/** A plain letter and 'ed', or three of them and an 's'. */
function endsLikeVerb(word: string): boolean {
  if (word.endsWith('ed')) return arePlain(word, word.length - 3, word.length - 2);
  return word.endsWith('s') && arePlain(word, word.length - 4, word.length - 1);
}

function arePlain(word: string, from: number, to: number): boolean {
  if (from < 0) return false;
  for (let at = from; at < to; at += 1) {
    const code = word.charCodeAt(at);
    if (code < 97 || code > 122) return false;
  }
  return true;
}
