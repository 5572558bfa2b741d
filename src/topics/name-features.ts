/** How two written names stand to each other, in numbers. */
import { soundOf } from '../text/inflect.ts';
import {
  commonParts,
  companyWords,
  formClasses,
  longForms,
  nicknames,
  numberWords,
  sameWords,
} from '../text/name-words.ts';
import { toLatin } from '../text/transliterate.ts';
import { givenNames, titles } from '../text/vocabulary.ts';
import { fold } from '../text/words.ts';

export const nameFeatureNames = [
  'single',
  'cover',
  'coverShorter',
  'conflict',
  'extra',
  'worst',
  'mean',
  'edits',
  'joined',
  'first',
  'last',
  'shorter',
  'longer',
  'forms',
  'numbers',
  'oneNumber',
  'isCompany',
  'initials',
  'acronym',
  'inverted',
  'scripts',
  'glued',
  'worstLength',
  'worstSound',
  'worstStart',
  'conflicts',
  'extras',
  'exact',
  'conflictLikeness',
  'orderFirst',
] as const;
type NameFeatureName = (typeof nameFeatureNames)[number];
export type NameFeatures = Readonly<Record<NameFeatureName, number>>;

interface Part {
  readonly word: string;
  readonly weight: number;
}

interface Name {
  readonly parts: readonly Part[];
  readonly numbers: readonly string[];
  readonly form: string | undefined;
  readonly isLatin: boolean;
  readonly isGlued: boolean;
}

function weightOf(word: string): number {
  if (commonParts.has(word)) return 0.15;
  if (word.length === 1) return 0.4;
  if (/^abd[eu]?l?$/.test(word)) return 0.5;
  if (companyWords.has(word)) return 0.6;
  return 1;
}

/** Figures that stand for letters within a word: 'Ig0r Sech1n'. */
function withoutDisguise(text: string): string {
  return text.replace(/\p{L}*\d\p{L}+|\p{L}+\d\p{L}*/gu, (word) =>
    /^\d+(?:st|nd|rd|th)$/.test(word) || /\d{2}/.test(word)
      ? word
      : word
          .replace(/0/g, 'o')
          .replace(/1/g, 'i')
          .replace(/3(?=\p{L})/gu, 'e')
          .replace(/5/g, 's')
          .replace(/9/g, 'g'),
  );
}

/** 'PolPot' and 'SiemensAG' are two words. */
function parted(text: string): string {
  return text.replace(/(\p{Ll}{2})(\p{Lu}\p{L})/gu, '$1 $2');
}

function plain(text: string): string {
  const latin = toLatin(
    parted(withoutDisguise(text))
      .replace(/[’'`ʼ‘](?=[sS]\b)[sS]/gu, '')
      .replace(/&/g, ' and '),
  );
  const spaced = latin
    .replace(/[’'`ʼ‘"“”.]/gu, (sign) => (sign === '.' ? '.' : ''))
    .replace(/\b(?:[a-z]\.){2,}(?:[a-z]\b)?/g, (letters) => `${letters.replace(/\./g, '')} `)
    .replace(/\./g, ' ');
  return longForms.reduce(
    (out, [pattern, short]) => out.replace(pattern, short),
    spaced.replace(/[^\p{L}\p{M}\p{N},%]+/gu, ' '),
  );
}

/** 'Smith, John' is 'John Smith'; a comma before a company's form is nothing. */
function turned(text: string): string {
  const at = text.indexOf(',');
  const tail = text.slice(at + 1).trim();
  if (at < 0 || tail === '' || tail.split(' ').some((word) => formClasses.has(word))) return text.replace(/,/g, ' ');
  return text.slice(0, at).trim().split(' ').length <= 2
    ? `${tail} ${text.slice(0, at)}`.replace(/,/g, ' ')
    : text.replace(/,/g, ' ');
}

function nameOf(text: string): Name {
  const words = turned(plain(text))
    .split(/\s+/u)
    .filter((word) => word !== '');
  let form: string | undefined;
  const kept: string[] = [];
  const numbers: string[] = [];
  for (const raw of words) {
    const word = sameWords.get(raw) ?? raw;
    const number = /^\d+$/.test(word) ? word : numberWords.get(word);
    const isForm = formClasses.has(word) && words.length > 1;
    if (isForm) form = formClasses.get(word);
    else if (number !== undefined && words.length > 1 && word !== 'v' && word !== 'i') numbers.push(number);
    else if (!titles.has(word) || words.length === 1) kept.push(word);
  }
  if (/\b(?:v|i|x)\b/.test(words.at(-2) ?? '') || /^(?:v|i|x)$/.test(words.at(-1) ?? '')) numbers.push('roman');
  const list = kept.length > 0 ? kept : words;
  const joined =
    numbers.length > 1 && numbers.every((number) => /^\d+$/.test(number))
      ? [String(numbers.reduce((a, b) => a + Number(b), 0))]
      : numbers;
  return {
    parts: list.map((word) => ({ word, weight: weightOf(word) })),
    numbers: joined,
    form,
    isLatin: /^[\x00-\u024f\s]*$/u.test(fold(text)),
    isGlued: /[\p{Script=Han}\p{Script=Hangul}\p{Script=Kana}]/u.test(text),
  };
}

/** Edits between two words; two letters that changed places are one. */
function editsBetween(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, older[j - 2]! + 1);
    }
    older = previous;
    previous = row;
  }
  return previous[b.length]!;
}

function skeleton(word: string): string {
  return soundOf(word).replace(/^[aeiou]/, 'a');
}

/** Likeness of two parts, 0 to 1. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 0.8 : 0;
  if (nicknames.get(a)?.some((group) => nicknames.get(b)?.includes(group)) === true) return 0.95;
  const longer = Math.max(a.length, b.length);
  const spelt = 1 - editsBetween(a, b) / longer;
  const isAlike = skeleton(a) === skeleton(b) && Math.min(a.length, b.length) > 2;
  return Math.max(spelt, isAlike ? 0.6 + spelt * 0.35 : 0);
}

interface Pairing {
  readonly a: number;
  readonly b: number;
  readonly like: number;
}

/** Below this likeness two parts are two different words. */
const leastLikeness = 0.58;

/** The best one-to-one pairing, greedily from the most alike on; neighbours written as one word are tried too. */
function pairUp(a: readonly Part[], b: readonly Part[]): Pairing[] {
  const all = a.flatMap((left, i) =>
    b.map((right, j): Pairing => ({ a: i, b: j, like: likeness(left.word, right.word) })),
  );
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  return all
    .filter(({ like }) => like >= leastLikeness)
    .sort((x, y) => y.like - x.like || Math.abs(x.a - x.b) - Math.abs(y.a - y.b))
    .filter(({ a: i, b: j }) => {
      if (usedA.has(i) || usedB.has(j)) return false;
      usedA.add(i);
      usedB.add(j);
      return true;
    });
}

/** Parts of one name that are written as one word in the other: 'Good Will' and 'Goodwill', 'Bin Laden' and 'Binladen'. */
function fused(parts: readonly Part[], other: readonly Part[]): readonly Part[] {
  const words = new Set(other.map(({ word }) => word));
  const out: Part[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const here = parts[at]!;
    const next = parts[at + 1];
    const both = next === undefined ? '' : here.word + next.word;
    const letters = next === undefined ? '' : `${here.word[0]}${next.word[0]}`;
    const isLong = next !== undefined && here.word.length > 1 && next.word.length > 1;
    if (isLong && words.has(letters)) {
      out.push({ word: letters, weight: 1 });
      at += 1;
    } else if (
      isLong &&
      !words.has(here.word) &&
      [...words].some((word) => word.length > 4 && editsBetween(word, both) <= 1)
    ) {
      out.push({ word: both, weight: 1 });
      at += 1;
    } else out.push(here);
  }
  return out;
}

function total(parts: readonly Part[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0);
}

function initialsOf(name: Name): string {
  return name.parts
    .filter(({ word }) => !commonParts.has(word))
    .map(({ word }) => word[0])
    .join('');
}

function joinedLikeness(a: readonly Part[], b: readonly Part[]): number {
  const x = a.map(({ word }) => word).join('');
  const y = b.map(({ word }) => word).join('');
  const longer = Math.max(x.length, y.length, 1);
  return 1 - editsBetween(x, y) / longer;
}

function isAcronymOf(short: Name, long: Name): boolean {
  const word = short.parts[0]?.word ?? '';
  return long.parts.length > 2 && word.length > 2 && initialsOf(long) === word;
}

/** The numbers for a pair of names; the order of the two does not matter. */
export function nameFeatures(one: string, other: string): NameFeatures {
  const x = nameOf(one < other ? one : other);
  const y = nameOf(one < other ? other : one);
  const a = fused(x.parts, y.parts);
  const b = fused(y.parts, x.parts);
  const pairs = pairUp(a, b);
  const weight = ({ a: i, b: j }: Pairing): number => Math.max(a[i]!.weight, b[j]!.weight);
  const matched = pairs.reduce((sum, pair) => sum + weight(pair) * pair.like, 0);
  const restA = total(a.filter((_, index) => !pairs.some((pair) => pair.a === index)));
  const restB = total(b.filter((_, index) => !pairs.some((pair) => pair.b === index)));
  const full = pairs.reduce((sum, pair) => sum + weight(pair), 0);
  const telling = pairs.filter((pair) => weight(pair) > 0.2);
  const worst = telling.reduce<Pairing | undefined>(
    (low, pair) => (low === undefined || pair.like < low.like ? pair : low),
    undefined,
  );
  const worstA = worst === undefined ? '' : a[worst.a]!.word;
  const worstB = worst === undefined ? '' : b[worst.b]!.word;
  const like = (i: number, j: number): number => (a[i] && b[j] ? likeness(a[i].word, b[j].word) : 0);
  const restWordsA = a.filter((part, index) => part.weight > 0.2 && !pairs.some((pair) => pair.a === index));
  const restWordsB = b.filter((part, index) => part.weight > 0.2 && !pairs.some((pair) => pair.b === index));
  const isCompany =
    x.form !== undefined || y.form !== undefined || [...a, ...b].some(({ word }) => companyWords.has(word));
  const inversions = pairs.filter((pair) => pairs.some((other) => other.a < pair.a && other.b > pair.b)).length;
  const counts = [a.filter(({ weight: w }) => w > 0.2).length, b.filter(({ weight: w }) => w > 0.2).length];
  const acronym = isAcronymOf(x, y) || isAcronymOf(y, x);
  return {
    cover: acronym ? 1 : matched / Math.max(0.1, full + Math.max(restA, restB)),
    coverShorter: matched / Math.max(0.1, full + Math.min(restA, restB)),
    conflict: acronym ? 0 : Math.min(restA, restB),
    extra: Math.abs(restA - restB),
    worst: worst?.like ?? 0,
    mean: telling.reduce((sum, pair) => sum + pair.like, 0) / Math.max(1, telling.length),
    edits: telling.reduce((sum, pair) => sum + editsBetween(a[pair.a]!.word, b[pair.b]!.word), 0),
    joined: joinedLikeness(a, b),
    first: like(0, 0),
    last: like(a.length - 1, b.length - 1),
    shorter: Math.min(...counts),
    longer: Math.max(...counts),
    forms: x.form !== undefined && y.form !== undefined ? (x.form === y.form ? 1 : -1) : 0,
    numbers: x.numbers.length > 0 && y.numbers.length > 0 ? (x.numbers.join() === y.numbers.join() ? 1 : -1) : 0,
    oneNumber: x.numbers.length > 0 === y.numbers.length > 0 ? 0 : 1,
    isCompany: isCompany ? 1 : 0,
    initials: pairs.filter((pair) => a[pair.a]!.word.length === 1 || b[pair.b]!.word.length === 1).length,
    acronym: acronym ? 1 : 0,
    inverted: pairs.length === 0 ? 0 : inversions / pairs.length,
    scripts: x.isLatin === y.isLatin ? 0 : 1,
    glued: x.isGlued && y.isGlued ? 1 : 0,
    worstLength: Math.min(worstA.length, worstB.length),
    worstSound: worst !== undefined && skeleton(worstA) === skeleton(worstB) ? 1 : 0,
    worstStart: worstA[0] === worstB[0] ? 1 : 0,
    conflicts: acronym ? 0 : Math.min(restWordsA.length, restWordsB.length),
    extras: Math.abs(restWordsA.length - restWordsB.length),
    exact: telling.filter(({ like: value }) => value === 1).length,
    conflictLikeness: Math.max(0, ...restWordsA.flatMap((p) => restWordsB.map((q) => likeness(p.word, q.word)))),
    single: Math.min(a.length, b.length) === 1 && a.length !== b.length ? 1 : 0,
    orderFirst: givenNames.has(a[0]?.word ?? '') && givenNames.has(b[0]?.word ?? '') ? 1 : 0,
  };
}
