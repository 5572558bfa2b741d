/** Where a concept stands in a text, and whether it is really meant there. */
import { articles, functionWords, genericWords, givenNames, titles } from '../text/vocabulary.ts';
import type { Concept, Spelling, SpellingKind } from './concept.ts';
import { type Form, formOf, type Reading, type Word } from './reading.ts';

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
function isSameWord(wanted: Form, wantedWord: string, word: Word): boolean {
  if (wanted.spelling === word.form.spelling) return true;
  if (wanted.isLatin === word.form.isLatin || wanted.sound !== word.form.sound || wanted.sound.length < 3) return false;
  const other = wanted.isLatin ? word.word : wantedWord;
  return vowelless.test(other) || isNear(soundingOf(wantedWord), soundingOf(word.word));
}

function soundingOf(word: string): string {
  return formOf(word).sounding;
}

function fits(spelling: Spelling, index: number, word: Word): boolean {
  const form = spelling.forms[index]!;
  return spelling.crossesScripts
    ? isSameWord(form, spelling.words[index]!, word)
    : form.spelling === word.form.spelling;
}

/** The place behind the spelling when it begins at `from`, or -1. Articles may stand between its words. */
function endAt(spelling: Spelling, reading: Reading, from: number): number {
  let at = from;
  for (let index = 0; index < spelling.words.length; index += 1) {
    if (index > 0 && articles.has(spelling.words[index]!) && reading.at(at)?.word !== spelling.words[index]) continue;
    while (
      index > 0 &&
      at < reading.length &&
      articles.has(reading.at(at)!.word) &&
      !articles.has(spelling.words[index]!)
    )
      at += 1;
    const word = reading.at(at);
    if (word === undefined || word.sentence !== reading.at(from)!.sentence) return -1;
    if (!fits(spelling, index, word)) return -1;
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
  const word = spelling.words[index]!;
  const same = isTableName(spelling)
    ? reading.placesOf(form).filter((at) => doubled.test(reading.at(at)!.word) === doubled.test(word))
    : reading.placesOf(form);
  const crossing = form.isLatin ? reading.foreign : reading.latinBySound().get(form.sound);
  if (!spelling.crossesScripts || crossing === undefined || crossing.length === 0 || form.sound.length < 3) return same;
  const others = crossing.filter((at) => isSameWord(form, word, reading.at(at)!) && !same.includes(at));
  return others.length === 0 ? same : [...same, ...others].sort((a, b) => a - b);
}

function isUpper(raw: string): boolean {
  return /^(?:\p{Lu}\.?){2,}s?$/u.test(raw);
}

function hasItsCase(spelling: Spelling, reading: Reading, from: number, to: number): boolean {
  if (spelling.needsCapitals) {
    const word = reading.at(from)!;
    const isAbbreviation = word.word === spelling.words[0] && isUpper(word.raw);
    return spelling.words.length > 1 || (isAbbreviation && !isShoutedTitle(reading, from));
  }
  if (!spelling.needsCapital) return true;
  for (let at = from; at < to; at += 1) {
    const word = reading.at(at)!;
    if (!word.isCapital && !functionWords.has(word.word)) return false;
  }
  return true;
}

/** In a headline all in capitals, capitals say nothing. */
function isShoutedTitle(reading: Reading, at: number): boolean {
  return reading.at(at)!.sentence === 0 && reading.title === reading.title.toUpperCase();
}

function isName(word: Word | undefined): boolean {
  return word?.isCapital === true && /\p{L}/u.test(word.raw) && !functionWords.has(word.word) && !titles.has(word.word);
}

function areJoined(reading: Reading, left: number, gap: RegExp): boolean {
  const a = reading.at(left);
  const b = reading.at(left + 1);
  if (a === undefined || b === undefined || a.sentence !== b.sentence) return false;
  const text = a.sentence === 0 ? reading.title : reading.text;
  const between = text.slice(a.end, b.start);
  return between === ' ' ? gap === nameGap : gap.test(between);
}

const hyphen = /^-$/u;
const nameGap = /^[ .\u00a0-]{1,3}$/u;

/** Given names and initials that stand before a surname, nearest first. */
function namesBefore(reading: Reading, at: number): Word[] {
  const found: Word[] = [];
  for (let left = at - 1; left >= 0 && found.length < 3; left -= 1) {
    const word = reading.at(left)!;
    if (!areJoined(reading, left, nameGap) || !isName(word)) break;
    found.push(word);
  }
  return found;
}

function isOwnGiven(concept: Concept, word: Word): boolean {
  return concept.given.some((given) =>
    word.word.length === 1 || given.length === 1
      ? word.word[0] === given[0]
      : isSameWord(formOf(given), given, word) || word.word.startsWith(given) || given.startsWith(word.word),
  );
}

/** ours: with a given name of ours; other: with another's; alone: without any. */
function bearerAt(concept: Concept, reading: Reading, at: number): 'ours' | 'other' | 'alone' {
  const before = namesBefore(reading, at);
  if (before.length === 0) return 'alone';
  if (before.some((word) => isOwnGiven(concept, word))) return 'ours';
  const first = before[0]!;
  // 'Russian Lavrov' and 'Treasury Baker' are no given names; a headline in capitals tells nothing.
  if (first.isOpening && first.sentence === 0) return 'alone';
  return givenNames.has(first.word) || first.word.length === 1 || !isAdjectival(first.word) ? 'other' : 'alone';
}

function isAdjectival(word: string): boolean {
  return genericWords.has(word) || /(?:ian|ese|ish|ican|ani|aeli|raqi)$/.test(word);
}

/** Bare surnames: taken when a full name of ours went before, refused when another bearer did. */
function surnameMentions(concept: Concept, spelling: Spelling, reading: Reading, full: readonly Mention[]): Mention[] {
  const places = placesOf(reading, spelling, 0);
  const found: Mention[] = [];
  let bearer: 'ours' | 'other' | 'unknown' = 'unknown';
  const inBody = places.filter((at) => reading.at(at)!.sentence > 0);
  const inTitle = places.filter((at) => reading.at(at)!.sentence === 0);
  for (const at of [...inBody, ...inTitle]) {
    const word = reading.at(at)!;
    if (!word.isCapital) continue;
    const isFull = full.some((mention) => at >= mention.from && at < mention.to);
    const here = isFull ? 'ours' : bearerAt(concept, reading, at);
    if (here !== 'alone') bearer = here;
    if (isFull || here === 'other' || (here === 'alone' && bearer === 'other')) continue;
    const isKnown = here === 'ours' || bearer === 'ours';
    found.push({ from: at, to: at + 1, kind: isKnown ? 'full' : 'surname', sentence: word.sentence });
  }
  return found;
}

/** All words of the spelling within one sentence, in any order; the mention is the anchor's place. */
function apartMentions(spelling: Spelling, reading: Reading): Mention[] {
  const sets = spelling.forms.map((_, index) => {
    const at = new Map<number, number>();
    for (const place of placesOf(reading, spelling, index)) {
      const sentence = reading.at(place)!.sentence;
      if (!at.has(sentence)) at.set(sentence, place);
    }
    return at;
  });
  const found: Mention[] = [];
  for (const [sentence, place] of sets[spelling.anchor]!) {
    if (sets.every((set) => set.has(sentence))) found.push({ from: place, to: place + 1, kind: 'apart', sentence });
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
    const mention = { from, to, kind: spelling.kind, sentence: reading.at(from)!.sentence };
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

/** Every mention in order, each place once, with the best spelling that fits it. */
export function mentionsOf(concept: Concept, reading: Reading): Mention[] {
  if (concept.literal !== undefined) return literalMentions(concept.literal, reading);
  const taken = new Set<number>();
  const found: Mention[] = [];
  const take = (mentions: readonly Mention[]): void => {
    for (const mention of mentions) {
      if (taken.has(mention.from) || taken.has(mention.to - 1)) continue;
      for (let at = mention.from; at < mention.to; at += 1) taken.add(at);
      found.push(mention);
    }
  };
  for (const spelling of concept.spellings) {
    if (spelling.kind === 'surname')
      take(
        surnameMentions(
          concept,
          spelling,
          reading,
          found.filter(({ kind }) => kind === 'full'),
        ),
      );
    else if (spelling.kind === 'apart') take(apartMentions(spelling, reading));
    else take(plainMentions(concept, spelling, reading));
  }
  return found.length > 1 ? found.sort((a, b) => a.from - b.from) : found;
}

/** Whether the mention is only part of a longer name: 'Air France', 'Lawson Products', 'Bank of America'. */
export function isWithinLongerName(concept: Concept, reading: Reading, mention: Mention): boolean {
  const next = reading.at(mention.to);
  if (next !== undefined && !next.isOpening && isName(next) && areJoined(reading, mention.to - 1, nameGap)) return true;
  const before = reading.at(mention.from - 1);
  if (before?.isCapital === true && mention.to - mention.from === 1 && areJoined(reading, mention.from - 1, hyphen))
    return true;
  if (concept.kind === 'person') return false;
  if (before === undefined || !areJoined(reading, mention.from - 1, nameGap)) return false;
  if (/^(?:of|de)$/.test(before.word)) return isName(reading.at(mention.from - 2)) && concept.kind === 'place';
  return concept.kind === 'place' && !before.isOpening && isName(before) && !isDirection(before.word);
}

function isDirection(word: string): boolean {
  return /^(?:north|south|east|west|central|upper|lower|new|old|greater|mainland)(?:ern)?$/.test(word);
}
