/** Sentences for people to read: a quotation of several sentences stays in one piece, a dateline is taken off. */
import { sentences } from '../text/sentences.ts';

/** A quotation that is longer counts as never closed. */
const longestQuote = 400;

/** Sentences in order, trimmed; a bar between lines parts them; a quotation in curly or angled marks is never torn. Linear in the text's length. */
export function splitSentences(text: string): string[] {
  const whole: string[] = [];
  for (const paragraph of text.split(/\n| \| /u)) {
    let open = '';
    for (const { text: piece } of sentences(paragraph)) {
      open = open === '' ? piece : `${open} ${piece}`;
      if (hasOpenQuote(open)) continue;
      whole.push(open);
      open = '';
    }
    if (open !== '') whole.push(open);
  }
  return whole;
}

const leadLength = 800;
const leadSentences = 2;

/** The first sentences of the longest of some texts; '' when none has any. */
export function leadOf(reports: readonly { readonly text: string }[]): string {
  const longest = reports.reduce((long, { text }) => (text.length > long.length ? text : long), '');
  return splitSentences(longest.slice(0, leadLength)).slice(0, leadSentences).join(' ');
}

function hasOpenQuote(text: string): boolean {
  if (text.length > longestQuote) return false;
  return countOf('“', text) > countOf('”', text) || countOf('«', text) > countOf('»', text);
}

/** How often a mark stands in a text. */
export function countOf(mark: string, text: string): number {
  return text.split(mark).length - 1;
}

const dash = '(?:\\s*(?:[:–—―]|--)|\\s+-)\\s*';
const day = '(?:,?\\s*\\d{1,2}\\.?\\s+\\p{L}{3,12}\\.?|,?\\s*\\p{L}{3,9}\\.?\\s+\\d{1,2})';
const agency = '\\([\\p{L}\\p{N}][^()]{1,40}\\)';
const upperPlace = "\\p{Lu}{2}[\\p{Lu}\\s.,'’/-]{1,40}(?:,\\s*\\p{Lu}[\\p{L}. ]{1,24})?";
const place = "\\p{Lu}[\\p{L}.'’-]{1,20}(?:[ ,/]{1,2}\\p{Lu}[\\p{L}.'’-]{1,20}){0,3}";

/**
 * 'SEOUL: ', 'MUWASI, Gaza Strip — ', 'LONDON (Agency) — ', 'Moscow, May 3 (Agency) - ', '(Agency) - ROMA, 28 MAG - ': a place in
 * capitals before a dash, or any place when an agency stands with it.
 */
const dateline = new RegExp(
  `^(?:${agency}${dash}(?:${upperPlace}${day}?${dash})?|${upperPlace}${day}?\\.?\\s*(?:${agency}\\s*)?${dash}|${place}${day}?\\.?\\s*${agency}${dash})`,
  'u',
);

/** The text without the line that says where and for whom it was written. Looks at the first 140 characters. */
export function withoutDateline(text: string): string {
  const found = dateline.exec(text.slice(0, 140));
  if (found === null) return text;
  const rest = text.slice(found[0].length).trimStart();
  return rest.length < 20 ? text : rest;
}
