/** What the words around a mention tell: who speaks, who acts, who is only named beside others. Rough, for English above all. */
import type { Mention } from './find.ts';
import type { Reading } from './reading.ts';
import { traits } from './written.ts';

/** Whether a word of the mention's sentence that has one of the traits stands there. */
function has(reading: Reading, at: number, mention: Mention, some: number): boolean {
  return reading.has(at, some) && reading.sentenceAt(at) === mention.sentence;
}

/** What stands between the mention and the next word of its sentence. */
function gapAfter(reading: Reading, mention: Mention): string {
  return reading.sentenceAt(mention.to) === mention.sentence ? reading.gapAfter(mention.to - 1) : '.';
}

/** 'Lavrov said', 'said Lavrov', 'Lavrov, the minister, told'. */
export function isSpeaker(reading: Reading, mention: Mention): boolean {
  if (has(reading, mention.from - 1, mention, traits.speech)) return true;
  if (isPossessive(reading, mention)) return false;
  for (let at = mention.to; at < mention.to + 2; at += 1) {
    if (has(reading, at, mention, traits.speech)) return true;
    if (!has(reading, at, mention, traits.auxiliary | traits.aside)) return false;
  }
  return false;
}

/** Right before a verb, or at the beginning of its sentence. */
export function isActor(reading: Reading, mention: Mention): boolean {
  if (!has(reading, mention.to, mention, traits.verbLike) || isPossessive(reading, mention)) return false;
  if (mention.sentence !== 0 && !reading.has(mention.to, traits.asFolded)) return false;
  return gapAfter(reading, mention).trim() === '';
}

export function isPossessive(reading: Reading, mention: Mention): boolean {
  return reading.has(mention.to - 1, traits.possessive);
}

/** 'the Reagan administration', 'a Thatcher aide': the name only qualifies another noun. */
export function isAttributive(reading: Reading, mention: Mention): boolean {
  if (!has(reading, mention.to, mention, traits.small)) return false;
  if (reading.has(mention.to, traits.function | traits.verbLike)) return false;
  const gap = gapAfter(reading, mention);
  return gap === ' ' || /^[\s-]*$/.test(gap);
}

/** An office right before or right behind: 'Foreign Minister Lavrov', 'Lavrov, the foreign minister'. */
export function hasRole(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 3; at < mention.from; at += 1) {
    if (has(reading, at, mention, traits.title)) return true;
  }
  const gap = gapAfter(reading, mention);
  if (gap === ' ' || !/^\s*,/.test(gap)) return false;
  for (let at = mention.to; at < mention.to + 5; at += 1) {
    if (has(reading, at, mention, traits.title)) return true;
  }
  return false;
}

/** A company's form or ticker right behind: 'Lawson Products Inc', 'TAMURA CORP <…>'. */
export function isCompany(reading: Reading, mention: Mention): boolean {
  for (let at = mention.to; at < mention.to + 3; at += 1) {
    if (has(reading, at, mention, traits.legalForm) && !reading.has(at, traits.asFolded)) return true;
    if (!has(reading, at, mention, traits.upper)) return false;
  }
  return false;
}

/** Behind a preposition of place: the scene, not the actor. */
export function isScene(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 1; at >= mention.from - 2; at -= 1) {
    if (has(reading, at, mention, traits.scene)) return true;
    if (!has(reading, at, mention, traits.function)) return false;
  }
  return false;
}

/** In a row of names: 'France, Italy and Spain'. */
export function isListed(reading: Reading, mention: Mention): boolean {
  if (has(reading, mention.from - 1, mention, traits.and | traits.or)) return true;
  const isBeforeAnd = has(reading, mention.to, mention, traits.and);
  if (isBeforeAnd && has(reading, mention.to + 1, mention, traits.capital)) return true;
  return has(reading, mention.to, mention, traits.capital) && /^\s*,\s*$/.test(gapAfter(reading, mention));
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
