/** What the words around a mention tell: who speaks, who acts, who is only named beside others. Rough, for English above all. */
import { functionWords, legalForms, scenePrepositions, speechWords, titles } from '../text/vocabulary.ts';
import type { Mention } from './find.ts';
import type { Reading, Word } from './reading.ts';

const auxiliary = /^(?:is|was|has|had|have|will|would|are|were|did|does|may|could|can|should|must)$/;

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
    if (!auxiliary.test(word.word) && !/^(?:also|who|later|then)$/.test(word.word)) break;
  }
  return false;
}

function isVerbLike(word: Word): boolean {
  return auxiliary.test(word.word) || speechWords.has(word.word) || /(?:[a-z]ed|[a-z]{3}s)$/.test(word.word);
}

/** Right before a verb, or at the beginning of its sentence. */
export function isActor(reading: Reading, mention: Mention): boolean {
  const next = inSentence(reading, mention.to, mention);
  if (next === undefined || isPossessive(reading, mention) || !/^\s*$/.test(gapAfter(reading, mention))) return false;
  return isVerbLike(next) && (next.raw === next.word || mention.sentence === 0);
}

export function isPossessive(reading: Reading, mention: Mention): boolean {
  return /['’]s?$/iu.test(reading.at(mention.to - 1)?.raw ?? '');
}

/** 'the Reagan administration', 'a Thatcher aide': the name only qualifies another noun. */
export function isAttributive(reading: Reading, mention: Mention): boolean {
  const next = inSentence(reading, mention.to, mention);
  if (next === undefined || !/^[\s-]*$/.test(gapAfter(reading, mention))) return false;
  return !functionWords.has(next.word) && !isVerbLike(next) && /^\p{Ll}/u.test(next.raw);
}

/** An office right before or right behind: 'Foreign Minister Lavrov', 'Lavrov, the foreign minister'. */
export function hasRole(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 3; at < mention.from; at += 1) {
    const word = inSentence(reading, at, mention);
    if (word !== undefined && titles.has(word.word)) return true;
  }
  if (!/^\s*,/.test(gapAfter(reading, mention))) return false;
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
  const isCommaName = /^\s*,\s*$/.test(gapAfter(reading, mention)) && next?.isCapital === true;
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
