/** What stays of a word when its endings are taken off, and what stays of a name's sound: keys for comparing spellings. */
import { romanise } from './transliterate.ts';

const cyrillicWord = /^\p{Script=Cyrillic}+$/u;
/** Case endings of Russian, Ukrainian, Bulgarian and Serbian nouns and names, longest first. */
const slavicEnding =
  /(?:ами|ями|ого|его|ому|ему|ыми|ими|ской|ская|ским|ский|ском|ою|ею|ой|ей|ом|ем|ым|им|ых|их|ам|ям|ах|ях|ую|юю|ая|яя|ое|ее|ые|ие|ий|ый|ів|ові|еві|а|я|у|ю|ы|и|і|ї|е|о|ь|й)$/u;
const arabicPrefix = /^(?:وال|بال|كال|فال|لل|ال)(?=\p{L}{3})/u;

/** Plural and possessive endings of English taken off: 'sanctions' gives 'sanction', 'parties' 'party'. */
function withoutPlural(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** The word without its usual endings, in its own script. Expects a folded word. */
export function stem(word: string): string {
  if (/^[a-z]+$/.test(word)) return withoutPlural(word);
  if (word.length > 4 && cyrillicWord.test(word)) {
    const bare = word.replace(slavicEnding, '');
    return bare.length >= 3 ? bare : word;
  }
  return word.replace(arabicPrefix, '');
}

/** Spellings of one sound in the many ways of writing foreign names in Latin letters. Longest first. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/x/g, 'ks'],
  [/ph/g, 'f'],
  [/^(?:kh|gh|qu|q|c(?=[aou])|g(?=h?add))/, 'k'],
  [/shch|sch|sh|ch|cz|tsch|tch/g, 'x'],
  [/kh|gh/g, 'k'],
  [/zh|dj|dzh/g, 'j'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/tz|ts/g, 's'],
  [/ck|q|c(?![eiy])/g, 'k'],
  [/c/g, 's'],
  [/[wv]/g, 'f'],
  [/z/g, 's'],
  [/p/g, 'b'],
];

/** A word's stem in Latin letters of rough classes, vowels kept: 'lafrof' for 'Lavrov', 'Lawrow' and 'Лаврова'. */
export function soundingOf(word: string): string {
  let latin = romanise(stem(word));
  for (const [pattern, letter] of sounds) latin = latin.replace(pattern, letter);
  return latin.replace(/(.)\1+/g, '$1');
}

/**
 * The consonants of a word in rough classes, the same for 'Lavrov', 'Lawrow', 'Лаврова' and 'لافروف'. Words with fewer than
 * three consonants keep their vowels, lest half the dictionary sound alike.
 */
export function soundOf(word: string): string {
  const latin = soundingOf(word);
  const skeleton = latin.replace(/(?<=.)[aeiouyhj]+/g, '').replace(/(.)\1+/g, '$1');
  if (skeleton.replace(/^[aeiouyhj]/, '').length < 3) return latin.replace(/[yj]/g, 'i').replace(/ou|o/g, 'u');
  return skeleton.replace(/^[aeiouyhj]/, 'a');
}

/** What any of the rules below begins with: most words have none of it. */
const respelt = /w|[yij]$|ou|^q|q$|[gkdp]h|sation|([a-z])\1/;

/**
 * One form for the common ways of spelling a foreign word within Latin letters: 'Lawrow' and 'Lavrov', 'Lugovoy' and 'Lugovoi',
 * 'Fouad' and 'Fuad'. Keeps its vowels otherwise, so that 'Boeing' and 'being' stay apart. Words of other scripts give their stem.
 */
export function spellingOf(word: string): string {
  const bare = stem(word);
  if (bare.length < 4 || !respelt.test(bare) || !/^[a-z]+$/.test(bare)) return bare;
  let text = bare;
  // Each rule is asked for only where a word holds what it begins with.
  if (text.includes('w')) text = text.replace(/w(?![aeiouwh]|n$)/g, 'v');
  if (/[yij]$/.test(text)) text = text.replace(/[yij]+$/, 'i');
  if (text.includes('ou')) text = text.replace(/ou(?=[a-z])/g, 'u');
  if (text.includes('q')) text = text.replace(/^q(?!u)|q$/g, 'k');
  if (text.includes('h')) text = text.replace(/gh|kh/g, 'k').replace(/dh/g, 'd').replace(/ph/g, 'f');
  if (text.includes('sation')) text = text.replace(/sation(?=$|al)/, 'zation');
  return doubled.test(text) ? text.replace(/([a-z])\1+/g, '$1') : text;
}

const doubled = /([a-z])\1/;
