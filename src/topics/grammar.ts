/** What the words around a mention tell: who speaks, who acts, who is only named beside others. Rough, for English above all. */
import { functionWords, legalForms, scenePrepositions, speechWords, titles } from '../text/vocabulary.ts';
import type { Mention } from './find.ts';
import type { Reading, Word } from './reading.ts';

const auxiliary = new Set('is was has had have will would are were did does may could can should must'.split(' '));
const asides = new Set(['also', 'who', 'later', 'then']);

function inSentence(reading: Reading, at: number, mention: Mention): Word | undefined {
  const word = reading.at(at);
  return word?.sentence === mention.sentence ? word : undefined;
}

function gapAfter(reading: Reading, mention: Mention): string {
  const last = reading.at(mention.to - 1);
  const next = reading.at(mention.to);
  if (last === undefined || next === undefined || next.sentence !== mention.sentence) return '.';
  return (mention.sentence === 0 ? reading.title : reading.text).slice(last.end, next.start);
}

/** 'Lavrov said', 'said Lavrov', 'Lavrov, the minister, told'. */
export function isSpeaker(reading: Reading, mention: Mention): boolean {
  const before = inSentence(reading, mention.from - 1, mention);
  if (before !== undefined && speechWords.has(before.word)) return true;
  if (isPossessive(reading, mention)) return false;
  for (let at = mention.to; at < mention.to + 2; at += 1) {
    const word = inSentence(reading, at, mention);
    if (word === undefined) return false;
    if (speechWords.has(word.word)) return true;
    if (!auxiliary.has(word.word) && !asides.has(word.word)) break;
  }
  return false;
}

function isVerbLike({ word }: Word): boolean {
  return endsLikeVerb(word) || auxiliary.has(word) || speechWords.has(word);
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

/** Whether nothing but white space stands there. */
function isBlank(gap: string): boolean {
  return gap === ' ' || gap.trim() === '';
}

/** Right before a verb, or at the beginning of its sentence. */
export function isActor(reading: Reading, mention: Mention): boolean {
  const next = inSentence(reading, mention.to, mention);
  if (next === undefined || isPossessive(reading, mention) || !isBlank(gapAfter(reading, mention))) return false;
  return isVerbLike(next) && (next.raw === next.word || mention.sentence === 0);
}

/** Whether it begins with a small letter. */
function isSmall(raw: string): boolean {
  const code = raw.charCodeAt(0);
  return code < 128 ? code >= 97 && code <= 122 : /^\p{Ll}/u.test(raw);
}

export function isPossessive(reading: Reading, mention: Mention): boolean {
  const raw = reading.at(mention.to - 1)?.raw ?? '';
  return (raw.includes("'") || raw.includes('’')) && /['’]s?$/iu.test(raw);
}

/** 'the Reagan administration', 'a Thatcher aide': the name only qualifies another noun. */
export function isAttributive(reading: Reading, mention: Mention): boolean {
  const next = inSentence(reading, mention.to, mention);
  if (next === undefined) return false;
  const gap = gapAfter(reading, mention);
  if (gap !== ' ' && !/^[\s-]*$/.test(gap)) return false;
  return isSmall(next.raw) && !functionWords.has(next.word) && !isVerbLike(next);
}

/** An office right before or right behind: 'Foreign Minister Lavrov', 'Lavrov, the foreign minister'. */
export function hasRole(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 3; at < mention.from; at += 1) {
    const word = inSentence(reading, at, mention);
    if (word !== undefined && titles.has(word.word)) return true;
  }
  const gap = gapAfter(reading, mention);
  if (gap === ' ' || !/^\s*,/.test(gap)) return false;
  for (let at = mention.to; at < mention.to + 5; at += 1) {
    const word = inSentence(reading, at, mention);
    if (word !== undefined && titles.has(word.word)) return true;
  }
  return false;
}

/** A company's form or ticker right behind: 'Lawson Products Inc', 'TAMURA CORP <…>'. */
export function isCompany(reading: Reading, mention: Mention): boolean {
  for (let at = mention.to; at < mention.to + 3; at += 1) {
    const word = inSentence(reading, at, mention);
    if (word === undefined) return false;
    if (legalForms.has(word.word) && word.raw !== word.word) return true;
    if (!/^\p{Lu}/u.test(word.raw)) return false;
  }
  return false;
}

/** Behind a preposition of place: the scene, not the actor. */
export function isScene(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 1; at >= mention.from - 2; at -= 1) {
    const word = inSentence(reading, at, mention);
    if (word === undefined) return false;
    if (scenePrepositions.has(word.word)) return true;
    if (!functionWords.has(word.word)) return false;
  }
  return false;
}

/** In a row of names: 'France, Italy and Spain'. */
export function isListed(reading: Reading, mention: Mention): boolean {
  const next = inSentence(reading, mention.to, mention);
  const before = inSentence(reading, mention.from - 1, mention);
  const afterNext = inSentence(reading, mention.to + 1, mention);
  const isBehindName = before?.word === 'and' || before?.word === 'or';
  const isBeforeName = next?.word === 'and' && afterNext?.isCapital === true;
  const isCommaName = next?.isCapital === true && /^\s*,\s*$/.test(gapAfter(reading, mention));
  return isBehindName || isBeforeName || isCommaName;
}

/** Direct speech of some length, in marks that cannot be taken for apostrophes. At most 800 characters, which keeps it linear. */
const quotation = /["“«„][^"“”«»„]{0,800}["”»]/gu;
/** Shorter ones are borrowed words, not speech. They are read all the same, or the gap between two would be taken for a quotation. */
const leastSpeech = 25;

/** The share of the text, 0 to 1, that is direct speech of whom the mentions name: quoted in a sentence where they speak. */
export function quotedShare(reading: Reading, mentions: readonly Mention[]): number {
  const speaking = new Set(mentions.filter((mention) => isSpeaker(reading, mention)).map(({ sentence }) => sentence));
  speaking.delete(0);
  if (speaking.size === 0) return 0;
  let quoted = 0;
  for (const match of reading.text.matchAll(quotation)) {
    if (match[0].length < leastSpeech + 2) continue;
    const end = match.index + match[0].length;
    if (reading.hasWordOf(speaking, match.index, end)) quoted += match[0].length;
  }
  return Math.min(1, quoted / Math.max(1, reading.text.length));
}
