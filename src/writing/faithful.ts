/**
 * Whether a translation says of whom, how many, when and in whose words what its source says. Meaning beyond names, numbers, dates,
 * quotations and denials cannot be checked without knowing both languages; what is in doubt is refused. Pure.
 */
import { datesIn } from '../text/dates.ts';
import { soundOf, stem } from '../text/inflect.ts';
import { numbersIn } from '../text/numbers.ts';
import { functionWords } from '../text/vocabulary.ts';
import { fold, words } from '../text/words.ts';
import { hasNegation } from './grounding.ts';

/** Where a capital inside a sentence marks a name. */
const capitalsTell: ReadonlySet<string> = new Set(['en', 'es', 'fr', 'it', 'pt', 'ru', 'uk', 'tr', 'nl', 'pl']);
/** Whose denials and doubts are known by their words. */
const marksKnown: ReadonlySet<string> = new Set(['en', 'de', 'es', 'fr', 'it', 'pt', 'ru', 'uk']);
/** Number words of one language that are something else in another. */
const falseFriends: Readonly<Record<string, string>> = {
  en: 'once due dos sei otto elf dix sept',
  de: 'sei due once dos dix',
  es: 'due sei elf sept dix',
  fr: 'due once dos elf sei',
  it: 'once elf dos dix',
  pt: 'due elf sept once dix',
};
/** One union or alliance under its names. */
const aliases = ['eu ue ес єс', 'un onu оон uno', 'nato otan нато', 'us usa eeuu сша', 'uk'].map((row) =>
  row.split(' '),
);
/** What only may be, is said to be, or is planned. Beginnings of folded words. */
const doubts =
  /(?<!\p{L})(?:(?:may|might|puo|pode|peut|wohl|plan|plans|planned|planning)(?!\p{L})|could|would|should|alleged|suspect|reportedly|apparent|possib|likely|perhaps|potential|propos|unconfirmed|konnt|sollt?e?n?|mutmaß|mutmass|angeblich|offenbar|vielleicht|moglich|geplant|podri|puede|podra|presunt|posibl|supuest|quiza|tal vez|propon|pourrai|pourra|aurai|serai|presum|possibl|potrebb|forse|presunt|propo|poderi|suposto|talvez|possiv|мог|может|возможн|вероятн|предполож|якобы|планир|предлож|можлив|імовірн|ймовірн|нібито|пропон)/u;
/** What no sentence of news needs: addresses, handles, markup, marks of a masked quotation that went astray. */
const furniture = /https?:|www\.|@|[<>{}[\]|#*_`\\]/u;

/** Whether an invented name would show: only then can a translation into the language be checked by itself. */
export function showsNames(language: string): boolean {
  return capitalsTell.has(language);
}

/**
 * Every name of the translation is in the source, in its order; numbers, sums and days are the same; denials and doubts stay; it is
 * about as long, and in other words. `from` and `to` are ISO 639-1.
 */
export function isFaithful(source: string, translation: string, from: string, to: string): boolean {
  return (
    !furniture.test(translation) &&
    hasLikeLength(source, translation) &&
    same(countsIn(source, from), countsIn(translation, to)) &&
    same(datesIn(source, from), datesIn(translation, to)) &&
    keepsMarks(source, translation, from, to) &&
    (!showsNames(to) || keepsNames(source, translation, from, to)) &&
    (from === to ? hasLikeTerms(source, translation) : isInOtherWords(source, translation))
  );
}

function hasLikeLength(source: string, translation: string): boolean {
  const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
  const lengthOf = (text: string) => text.length + 1.5 * (text.match(dense)?.length ?? 0);
  const ratio = lengthOf(translation) / Math.max(1, lengthOf(source));
  return ratio > 0.4 && ratio < 2.5;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join(' ') === b.join(' ');
}

/** Numbers by value, and whether millions or billions are meant; sorted. */
function countsIn(text: string, language: string): string[] {
  const foreign = new Set(falseFriends[language]?.split(' '));
  const plain = text
    .replace(/(?<=\p{N})[\s’'](?=\p{N}{3}(?!\p{N}))/gu, '')
    .replace(/\p{L}+/gu, (word) => (foreign.has(fold(word)) ? '' : word));
  const sums = words(text).flatMap((word) => {
    if (/^(?:milliard|miliard|bill?[io]|bilh|миллиард|млрд|мільярд|milyar)/u.test(word)) return 'billion';
    return /^(?:mill?i?on|milh|миллион|млн|мільйон|milyon)/u.test(word) ? 'million' : [];
  });
  return [...numbersIn(plain).map(({ value }) => String(value)), ...sums].sort();
}

function keepsMarks(source: string, translation: string, from: string, to: string): boolean {
  if (!marksKnown.has(from) || !marksKnown.has(to)) return true;
  return hasNegation(source) === hasNegation(translation) && isInDoubt(source) === isInDoubt(translation);
}

function isInDoubt(text: string): boolean {
  return doubts.test(fold(text));
}

/** The model was asked to begin in lower case, so that a capital tells a name there, too. */
function keepsNames(source: string, translation: string, from: string, to: string): boolean {
  const told = words(source);
  let at = -1;
  for (const word of capitalised(translation)) {
    const folded = words(word).join('');
    if (functionWords.has(folded) || isCalendar(folded, to)) continue;
    const next = told.findIndex((other, index) => index > at && isOneName(folded, other, from, to));
    if (next < 0) return false;
    at = next;
  }
  return true;
}

function capitalised(text: string): string[] {
  return text.match(/(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]*(?:\.\p{Lu})*/gu) ?? [];
}

function isCalendar(word: string, language: string): boolean {
  return datesIn(`1 ${word}`, language).length > 0;
}

function isOneName(a: string, b: string, from: string, to: string): boolean {
  if (a === b) return true;
  if (aliases.some((row) => row.includes(a) && row.includes(b))) return true;
  if (a.length > 2 && b.length > 2 && soundOf(a) === soundOf(b)) return true;
  const country = countryOf(a, to);
  return country !== undefined && country === countryOf(b, from);
}

const countries = new Map<string, ReadonlyMap<string, string>>();

/** The country whose name begins as the word does: 'German', 'Germany', 'deutsche'. */
function countryOf(word: string, language: string): string | undefined {
  const names = countries.get(language) ?? countryNames(language);
  countries.set(language, names);
  const exact = names.get(word);
  if (exact !== undefined || word.length < 5) return exact;
  const near = [...names].filter(([name]) => name.length > 4 && name.slice(0, 5) === word.slice(0, 5));
  return new Set(near.map(([, code]) => code)).size === 1 ? near[0]?.[1] : undefined;
}

/** Names of one word. */
function countryNames(language: string): Map<string, string> {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return new Map(
    letters.flatMap((first) =>
      letters.flatMap((second): [string, string][] => {
        const [name, ...more] = words(names.of(first + second) ?? '');
        return name === undefined || more.length > 0 ? [] : [[name, first + second]];
      }),
    ),
  );
}

const leastTerms = 0.4;

/** Translated there and back, a text has other words for some things and the same for most. */
function hasLikeTerms(source: string, translation: string): boolean {
  const told = new Set(words(translation).map(stem));
  const asked = words(source)
    .filter((word) => !functionWords.has(word))
    .map(stem);
  return asked.filter((term) => told.has(term)).length >= leastTerms * asked.length;
}

/** A text that was handed back as it was is no translation. */
function isInOtherWords(source: string, translation: string): boolean {
  const told = new Set(words(source));
  const plain = (translation.match(/(?<!\p{L})\p{Ll}[\p{L}\p{M}]+|[\p{Script=Han}\p{Script=Arabic}]+/gu) ?? []).map(
    fold,
  );
  return plain.length > 0 && plain.filter((word) => told.has(word)).length * 2 < plain.length;
}
