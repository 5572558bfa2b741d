/** Where a concept stands in a text, and whether it is really meant there. */
import { articles, genericWords, givenNames } from '../text/vocabulary.ts';
import type { Concept, Spelling, SpellingKind } from './concept.ts';
import type { Reading } from './reading.ts';
import { type Form, formOf, traits } from './written.ts';

export interface Mention {
  /** Place of the first and behind the last word. */
  readonly from: number;
  readonly to: number;
  readonly kind: SpellingKind;
  readonly sentence: number;
}

/** Whether two strings of Latin letters are much alike: at most a third of the longer one differs. */
function isNear(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length]! <= longer / 3;
}

const vowelless = /^[\u0590-\u06ff]/u;

/** Whether a word of a text is the word looked for, in whatever inflection and script. */
function isSameWord(wanted: Form, other: Form): boolean {
  if (wanted.spelling === other.spelling) return true;
  if (wanted.isLatin === other.isLatin || wanted.sound !== other.sound || wanted.sound.length < 3) return false;
  const foreign = wanted.isLatin ? other.word : wanted.word;
  return vowelless.test(foreign) || isNear(wanted.sounding, other.sounding);
}

/** The same across scripts, where only names are alike: what has a capital in scripts that know any. 'Трамп' is no 'trampa'. */
function isSameName(wanted: Form, reading: Reading, place: number): boolean {
  return reading.has(place, traits.capital) && isSameWord(wanted, reading.formAt(place));
}

/** Whether a word of the spelling stands there. */
function fits({ forms, crossesScripts }: Spelling, index: number, reading: Reading, place: number): boolean {
  const form = forms[index]!;
  if (reading.isSpelledAs(place, form)) return true;
  const isForeign = reading.has(place, traits.foreign);
  return crossesScripts && isForeign === form.isLatin && isSameName(form, reading, place);
}

/** The place behind the spelling when it begins at `from`, or -1. Articles may stand between its words. */
function endAt(spelling: Spelling, reading: Reading, from: number): number {
  const sentence = reading.sentenceAt(from);
  let at = from;
  for (let index = 0; index < spelling.words.length; index += 1) {
    const word = spelling.words[index]!;
    const isArticle = index > 0 && articles.has(word);
    if (isArticle && !(reading.has(at, traits.article) && reading.wordAt(at) === word)) continue;
    while (index > 0 && !isArticle && reading.has(at, traits.article)) at += 1;
    if (reading.sentenceAt(at) !== sentence || !fits(spelling, index, reading, at)) return -1;
    at += 1;
  }
  return at;
}

const doubled = /([a-z])\1/;

/** A lone name of the table has its spellings there: 'Kannada', a language, is not Kanada. */
function isTableName({ kind, words }: Spelling): boolean {
  return kind === 'alias' && words.length === 1;
}

/** Places where a word with this form stands; words of other scripts are compared by sound. */
function placesOf(reading: Reading, spelling: Spelling, index: number): readonly number[] {
  const form = spelling.forms[index]!;
  const all = reading.placesOf(form);
  const same =
    all.length > 0 && isTableName(spelling)
      ? all.filter((at) => doubled.test(reading.wordAt(at)) === doubled.test(form.word))
      : all;
  if (!spelling.crossesScripts) return same;
  const crossing = form.isLatin ? reading.foreign : reading.latinBySound().get(form.sound);
  if (crossing === undefined || crossing.length === 0 || form.sound.length < 3) return same;
  const others = crossing.filter((at) => isSameName(form, reading, at) && !same.includes(at));
  return others.length === 0 ? same : [...same, ...others].sort((a, b) => a - b);
}

function isUpper(raw: string): boolean {
  return /^(?:\p{Lu}\.?){2,}s?$/u.test(raw);
}

function hasItsCase(spelling: Spelling, reading: Reading, from: number, to: number): boolean {
  if (spelling.needsCapitals) {
    if (spelling.words.length > 1) return true;
    const isAbbreviation = reading.wordAt(from) === spelling.words[0] && isUpper(reading.rawAt(from));
    return isAbbreviation && !isShoutedTitle(reading, from);
  }
  if (!spelling.needsCapital) return true;
  for (let at = from; at < to; at += 1) if (!reading.has(at, traits.capital | traits.function)) return false;
  return true;
}

/** In a headline all in capitals, capitals say nothing. */
function isShoutedTitle(reading: Reading, at: number): boolean {
  return reading.sentenceAt(at) === 0 && reading.title === reading.title.toUpperCase();
}

/** Whether a word and the next one belong together: `gap` is what may stand between them. */
function areJoined(reading: Reading, left: number, gap: RegExp): boolean {
  if (left < 0 || reading.sentenceAt(left) !== reading.sentenceAt(left + 1)) return false;
  const between = reading.gapAfter(left);
  return between === ' ' ? gap === nameGap : gap.test(between);
}

const hyphen = /^-$/u;
const nameGap = /^[ .\u00a0-]{1,3}$/u;

/** Places of given names and initials that stand before a surname, nearest first. */
function namesBefore(reading: Reading, at: number): number[] {
  const found: number[] = [];
  for (let left = at - 1; left >= 0 && found.length < 3; left -= 1) {
    if (!reading.has(left, traits.name) || !areJoined(reading, left, nameGap)) break;
    found.push(left);
  }
  return found;
}

function isOwnGiven(concept: Concept, form: Form): boolean {
  const { word } = form;
  return concept.given.some((given) =>
    word.length === 1 || given.length === 1
      ? word[0] === given[0]
      : isSameWord(formOf(given), form) || word.startsWith(given) || given.startsWith(word),
  );
}

/** ours: with a given name of ours; other: with another's; alone: without any. */
function bearerAt(concept: Concept, reading: Reading, at: number): 'ours' | 'other' | 'alone' {
  const before = namesBefore(reading, at);
  const first = before[0];
  if (first === undefined) return 'alone';
  if (before.some((place) => isOwnGiven(concept, reading.formAt(place)))) return 'ours';
  // 'Russian Lavrov' and 'Treasury Baker' are no given names; a headline in capitals tells nothing.
  if (reading.sentenceAt(first) === 0 && reading.isOpeningAt(first)) return 'alone';
  const word = reading.wordAt(first);
  return givenNames.has(word) || word.length === 1 || !isAdjectival(word) ? 'other' : 'alone';
}

function isAdjectival(word: string): boolean {
  return genericWords.has(word) || /(?:ian|ese|ish|ican|ani|aeli|raqi)$/.test(word);
}

/** Bare surnames: taken when a full name of ours went before, refused when another bearer did. The headline is looked at last. */
function surnameMentions(concept: Concept, spelling: Spelling, reading: Reading, found: readonly Mention[]): Mention[] {
  const places = placesOf(reading, spelling, 0);
  const surnames: Mention[] = [];
  if (places.length === 0) return surnames;
  const full = found.filter(({ kind }) => kind === 'full');
  let bearer: 'ours' | 'other' | 'unknown' = 'unknown';
  const inTitle = places.findIndex((at) => reading.sentenceAt(at) > 0);
  const ordered = inTitle > 0 ? [...places.slice(inTitle), ...places.slice(0, inTitle)] : places;
  for (const at of ordered) {
    if (!reading.has(at, traits.capital)) continue;
    const isFull = full.some((mention) => at >= mention.from && at < mention.to);
    const here = isFull ? 'ours' : bearerAt(concept, reading, at);
    if (here !== 'alone') bearer = here;
    if (isFull || here === 'other' || (here === 'alone' && bearer === 'other')) continue;
    const isKnown = here === 'ours' || bearer === 'ours';
    surnames.push({ from: at, to: at + 1, kind: isKnown ? 'full' : 'surname', sentence: reading.sentenceAt(at) });
  }
  return surnames;
}

/** All words of the spelling within one sentence, in any order; the mention is the anchor's first place in it. */
function apartMentions(spelling: Spelling, reading: Reading): Mention[] {
  const found: Mention[] = [];
  const anchors = placesOf(reading, spelling, spelling.anchor);
  if (anchors.length === 0) return found;
  const others: { readonly places: readonly number[]; at: number }[] = [];
  for (let index = 0; index < spelling.words.length; index += 1) {
    if (index === spelling.anchor) continue;
    const places = placesOf(reading, spelling, index);
    if (places.length === 0) return found;
    others.push({ places, at: 0 });
  }
  let last = -1;
  for (const from of anchors) {
    const sentence = reading.sentenceAt(from);
    if (sentence === last) continue;
    last = sentence;
    // All places ascend, and so do their sentences.
    const areAll = others.every((other) => {
      while (other.at < other.places.length && reading.sentenceAt(other.places[other.at]!) < sentence) other.at += 1;
      return other.at < other.places.length && reading.sentenceAt(other.places[other.at]!) === sentence;
    });
    if (areAll) found.push({ from, to: from + 1, kind: 'apart', sentence });
  }
  return found;
}

function plainMentions(concept: Concept, spelling: Spelling, reading: Reading): Mention[] {
  const found: Mention[] = [];
  const anchorPlaces = placesOf(reading, spelling, spelling.anchor);
  if (anchorPlaces.length === 0) return found;
  for (const from of spelling.anchor === 0 ? anchorPlaces : placesOf(reading, spelling, 0)) {
    const to = endAt(spelling, reading, from);
    if (to < 0 || !hasItsCase(spelling, reading, from, to)) continue;
    const mention = { from, to, kind: spelling.kind, sentence: reading.sentenceAt(from) };
    // A bare part of a name that goes on with other words is part of another name.
    if (spelling.kind === 'part' && isWithinLongerName(concept, reading, mention)) continue;
    found.push(mention);
  }
  return found;
}

function literalMentions(literal: string, reading: Reading): Mention[] {
  const find = (text: string, sentence: number): Mention[] =>
    text.toLowerCase().includes(literal) ? [{ from: 0, to: 1, kind: 'full', sentence }] : [];
  return [...find(reading.title, 0), ...find(reading.text, 1)];
}

/** Scratch: the turn in which each place was last taken. */
let taken = new Int32Array(1024);
let turn = 0;

/** Every mention in order, each place once, with the best spelling that fits it. */
export function mentionsOf(concept: Concept, reading: Reading): Mention[] {
  if (concept.literal !== undefined) return literalMentions(concept.literal, reading);
  if (reading.length > taken.length) taken = new Int32Array(2 * reading.length);
  turn = (turn + 1) | 0;
  const found: Mention[] = [];
  for (const spelling of concept.spellings) {
    for (const mention of mentionsAs(spelling, concept, reading, found)) {
      if (taken[mention.from] === turn || taken[mention.to - 1] === turn) continue;
      for (let at = mention.from; at < mention.to; at += 1) taken[at] = turn;
      found.push(mention);
    }
  }
  return found.length > 1 ? found.sort((a, b) => a.from - b.from) : found;
}

/** Mentions in one spelling; `found` are those in better ones. */
function mentionsAs(
  spelling: Spelling,
  concept: Concept,
  reading: Reading,
  found: readonly Mention[],
): readonly Mention[] {
  if (spelling.kind === 'surname') return surnameMentions(concept, spelling, reading, found);
  return spelling.kind === 'apart' ? apartMentions(spelling, reading) : plainMentions(concept, spelling, reading);
}

/** Whether the mention is only part of a longer name: 'Air France', 'Lawson Products', 'Bank of America'. */
export function isWithinLongerName(concept: Concept, reading: Reading, { from, to }: Mention): boolean {
  if (reading.has(to, traits.name) && !reading.isOpeningAt(to) && areJoined(reading, to - 1, nameGap)) return true;
  if (to - from === 1 && reading.has(from - 1, traits.capital) && areJoined(reading, from - 1, hyphen)) return true;
  if (concept.kind !== 'place' || !areJoined(reading, from - 1, nameGap)) return false;
  if (reading.has(from - 1, traits.of)) return reading.has(from - 2, traits.name);
  return reading.has(from - 1, traits.name) && !reading.isOpeningAt(from - 1) && !isDirection(reading.wordAt(from - 1));
}

function isDirection(word: string): boolean {
  return /^(?:north|south|east|west|central|upper|lower|new|old|greater|mainland)(?:ern)?$/.test(word);
}
