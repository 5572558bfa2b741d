/** What an item is compared by: its words as stems, the events and places they name, its numbers. */
import type { Item } from '../model.ts';
import { type NumberInText, numbersIn } from '../text/numbers.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { stem } from '../text/stem.ts';
import { words } from '../text/words.ts';
import { longestPhrase, meanings, silent } from './lexicon.ts';

/** A term and how much it weighs in the item: `titleWeight` in the title, less in the lead alone. */
export interface Terms {
  readonly weights: ReadonlyMap<string, number>;
  readonly numbers: readonly NumberInText[];
}

const titleWeight = 2;
const leadWeight = 1;
/** Words of the text that count as its lead. */
const leadWords = 45;

const ideograph = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Terms of an item's title and lead. Linear in their length. */
export function termsOf(item: Pick<Item, 'title' | 'text' | 'source'>): Terms {
  const weights = new Map<string, number>();
  const title = withoutOutlet(item.title, item.source);
  for (const term of termsIn(title)) weights.set(term, titleWeight);
  const lead = firstWords(item.text, leadWords);
  for (const term of termsIn(lead)) if (!weights.has(term)) weights.set(term, leadWeight);
  return { weights, numbers: numbersIn(title) };
}

function firstWords(text: string, count: number): string {
  return text.split(/\s+/, count).join(' ');
}

function termsIn(text: string): string[] {
  const tokens = words(text.replace(/['’]s\b/gu, ''));
  const stems = tokens.map(stem);
  const found: string[] = [];
  for (let at = 0; at < tokens.length; ) at += takeTerm(tokens, stems, at, found);
  return found;
}

/** Adds the term at a position, as a phrase if the tables know one; answers how many words it took. */
function takeTerm(tokens: readonly string[], stems: readonly string[], at: number, found: string[]): number {
  for (let length = longestPhrase; length >= 1; length -= 1) {
    const meaning = meanings.get(stems.slice(at, at + length).join('_'));
    if (meaning === undefined || at + length > stems.length) continue;
    found.push(meaning);
    return length;
  }
  const [token = '', word = ''] = [tokens[at], stems[at]];
  if (ideograph.test(token)) found.push(...pairsOf(token));
  else if (!silent.has(token) && (token.length > 1 || /\p{N}/u.test(token))) found.push(word);
  return 1;
}

/** Scripts without spaces are compared by pairs of characters. */
function pairsOf(token: string): string[] {
  const characters = [...token];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}
