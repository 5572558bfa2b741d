/** What the shipped tables know of words: which say nothing, which are common, which mean the same event or place. */
import frequencies from '../../config/frequencies.json' with { type: 'json' };
import table from '../../config/lexicon.json' with { type: 'json' };
import { stem } from '../text/stem.ts';
import { words } from '../text/words.ts';

/** Words that carry no news at all; they are left out. */
export const silent: ReadonlySet<string> = new Set(table.silent.flatMap((line) => words(line)));

/** Stem → how common it is in news, 0 (most) to 3. */
export const commonness: ReadonlyMap<string, number> = rankCommon();

/** Shares of all news that hold a word of general language, by how common it is. */
export const backgroundShares: readonly number[] = frequencies.known.map(({ share }) => share);

const background: ReadonlyMap<number, number> = new Map(
  frequencies.known.flatMap(({ share, marks }) => marksOf(marks).map((mark): [number, number] => [mark, share])),
);

/** The share of all news that holds a stem of general language, as the shipped table has it; 0 for others. */
export function backgroundShare(known: string): number {
  return background.get(stemMark(known)) ?? 0;
}

/** 32 bits that stand for a stem in the table: FNV-1a over its UTF-16 units, then mixed as MurmurHash3 ends. */
export function stemMark(known: string): number {
  let mark = 0x811c9dc5;
  for (let at = 0; at < known.length; at += 1) mark = Math.imul(mark ^ known.charCodeAt(at), 0x01000193);
  mark = Math.imul(mark ^ (mark >>> 16), 0x85ebca6b);
  mark = Math.imul(mark ^ (mark >>> 13), 0xc2b2ae35);
  return (mark ^ (mark >>> 16)) | 0;
}

function marksOf(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32LE(index * 4));
}

/** Stems, joined by '_' for phrases → the terms they stand for: an event '#quake', a thing '%ship', a place '@cl'. */
export const meanings: ReadonlyMap<string, string> = new Map([
  ...meaningsOf(table.events, '#'),
  ...meaningsOf(table.things, '%'),
  ...meaningsOf(table.places, '@'),
]);

/** Term of an event → a bit for each family of events that it is part of: one event may be told by any of a family. */
export const families: ReadonlyMap<string, number> = familiesOf(table.families);

/** Terms that say who a person is, or what kind of place it is: with the name they are one piece of evidence. */
export const attributes: ReadonlySet<string> = new Set(
  [...table.offices, ...table.scenes]
    .flatMap((line) => line.split(' ').map((phrase) => words(phrase.replaceAll('_', ' ')).map(stem).join('_')))
    .map((term) => meanings.get(term) ?? term),
);

/** Phrases of two words: stem of the first → stem of the second → the term they stand for. */
export const phrasesFrom: ReadonlyMap<string, ReadonlyMap<string, string>> = phrasesOf(meanings);

function rankCommon(): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const [rank, line] of table.common.entries()) {
    for (const word of words(line)) if (!ranks.has(stem(word))) ranks.set(stem(word), rank);
  }
  return ranks;
}

function meaningsOf(group: Readonly<Record<string, string>>, mark: string): [string, string][] {
  return Object.entries(group).flatMap(([name, line]) =>
    line
      .split(' ')
      .map((phrase): [string, string] => [words(phrase.replaceAll('_', ' ')).map(stem).join('_'), mark + name]),
  );
}

function familiesOf(lines: readonly string[]): Map<string, number> {
  const bits = new Map<string, number>();
  for (const [at, line] of lines.entries())
    for (const name of line.split(' ')) bits.set(`#${name}`, (bits.get(`#${name}`) ?? 0) | (1 << at));
  return bits;
}

function phrasesOf(known: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const phrases = new Map<string, Map<string, string>>();
  for (const [phrase, term] of known) {
    const [first, second, third] = phrase.split('_');
    if (first === undefined || second === undefined || third !== undefined) continue;
    phrases.set(first, (phrases.get(first) ?? new Map<string, string>()).set(second, term));
  }
  return phrases;
}
