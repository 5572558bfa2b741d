/** Whether two written names are the same, and who else in the news bears a name. */
import { z } from 'zod';
import type { Item } from '../model.ts';
import { tokens } from '../text/tokens.ts';
import { givenNames, titles } from '../text/vocabulary.ts';
import { fold } from '../text/words.ts';
import { findEntry } from './aliases.ts';
import { compile } from './compiled.ts';
import { nameFeatureNames, nameFeatures } from './name-features.ts';
import shipped from './name-weights.json' with { type: 'json' };
import type { Query } from './query.ts';
import { type Reading, read, type Word } from './reading.ts';
import { forestOf } from './trees.ts';
import type { Form } from './written.ts';

const model = z
  .object({ origin: z.string(), threshold: z.number(), bias: z.number(), trees: z.array(z.string()) })
  .parse(shipped);
const forest = forestOf(model.trees, model.bias, nameFeatureNames);

const gluedLetters = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function keyOf(text: string): string {
  return tokens(text)
    .map(({ word }) => word)
    .join(' ');
}

/** The main name of whom the table of aliases knows under this name or, in scripts without spaces, under a part of it. */
function knownAs(name: string): string | undefined {
  const parts = gluedLetters.test(name) ? [name, ...name.split(/[·・＝\s]/u)] : [name];
  return parts.flatMap((part) => findEntry(keyOf(part))?.names[0]?.text ?? [])[0];
}

function scoreOf(a: string, b: string): number {
  if (keyOf(a) === keyOf(b)) return 1;
  // One other character is another name where each is a syllable or a word.
  if (gluedLetters.test(a) && gluedLetters.test(b)) return 0.1;
  return forest.chance(nameFeatures(a, b));
}

/**
 * Compares two names of people, companies or vessels in any scripts. The score is the probability, 0 to 1, that they are spellings
 * of one name; it does not depend on their order.
 */
export function compareNames(a: string, b: string): { readonly score: number; readonly match: boolean } {
  const direct = scoreOf(a, b);
  const isForeign = gluedLetters.test(a) !== gluedLetters.test(b);
  const known = isForeign ? scoreOf(knownAs(a) ?? a, knownAs(b) ?? b) : 0;
  const score = Math.max(direct, known);
  return { score, match: score >= model.threshold };
}

const nameGap = /^[ .\u00a0-]{1,2}$/u;

/** `Amid Talks` of a headline is no name where the same reports write 'amid', nor is the owner in `Ada Berg’s Lamps`. */
function isGiven(word: Word, ordinary: ReadonlySet<string>): boolean {
  const isName = word.isCapital && /^\p{Lu}\p{Ll}/u.test(word.raw) && !/['’]s?$/u.test(word.raw);
  return isName && !titles.has(word.word) && !ordinary.has(word.word);
}

/** Words that some report writes without a capital. */
function ordinaryWords(readings: readonly Reading[]): Set<string> {
  const places = readings.flatMap((reading) =>
    Array.from({ length: reading.length }, (_, place) => reading.at(place)!),
  );
  return new Set(places.filter(({ raw }) => /^\p{Ll}/u.test(raw)).map(({ word }) => word));
}

/** The full name that ends at a place, if capitalised words stand before it; the sentence's first word only if it is a usual given name. */
function fullNameAt(reading: Reading, at: number, ordinary: ReadonlySet<string>): string | undefined {
  const parts: string[] = [reading.at(at)!.raw];
  for (let left = at - 1; left >= 0 && parts.length < 4; left -= 1) {
    const word = reading.at(left)!;
    const next = reading.at(left + 1)!;
    const gap = (word.sentence === 0 ? reading.title : reading.text).slice(word.end, next.start);
    if (word.sentence !== next.sentence || !nameGap.test(gap) || !isGiven(word, ordinary)) break;
    if (!givenNames.has(word.word) && (reading.isOpeningAt(left) || parts.length > 1)) break;
    parts.unshift(word.raw);
  }
  return parts.length < 2 ? undefined : parts.join(' ');
}

/** Full names ending in the surname within one text. */
function bearersIn(reading: Reading, surname: Form, ordinary: ReadonlySet<string>): string[] {
  return reading.placesOf(surname).flatMap((at) => fullNameAt(reading, at, ordinary) ?? []);
}

/**
 * Full names in the texts that share the surname which a topic follows and may not be meant: for `Lavrov` 'Igor Lavrov' beside
 * 'Sergei Lavrov', for `James Baker` 'Howard Baker'. Most frequent first.
 */
export function namesakes(query: Query, items: readonly Item[]): string[] {
  const counts = new Map<string, { readonly name: string; count: number }>();
  const readings = items.map(read);
  const ordinary = ordinaryWords(readings);
  for (const concept of compile(query).alternatives.flat()) {
    const full = concept.spellings[0];
    if (full === undefined || concept.kind === 'place') continue;
    const surname = full.forms.at(-1)!;
    if (ordinary.has(surname.word)) continue;
    for (const reading of readings) {
      for (const name of new Set(bearersIn(reading, surname, ordinary))) {
        const own = full.words.length > 1 && compareNames(name, full.words.join(' ')).match;
        const key = fold(name);
        const known = counts.get(key);
        if (known !== undefined) known.count += 1;
        else if (!own) counts.set(key, { name, count: 1 });
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}
