/** Words of a text in any script, folded for comparison. */

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const asciiWordPattern = /[a-z0-9]+/g;
const onlyAscii = /^[\x00-\x7f]*$/;

/**
 * Marks that only colour a letter (accents, Arabic and Hebrew points) and the Arabic stretcher.
 * Vowel signs of Indic scripts and kana's voicing marks carry meaning and stay.
 */
const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+/gu;
const singleLetters = /[ßøłđðþæœıħŀŋ]/gu;
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŀ: 'l',
  ŋ: 'n',
};

/**
 * Lower case, compatibility forms and accents folded: 'Ångström' and 'ANGSTROM' are one. Length may change.
 * Hangul, kana and Indic syllables stay composed. Folding twice gives the same as folding once.
 */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(singleLetters, (letter) => spelledOut[letter] ?? letter);
}

/** Folded words in order. Linear in the text's length. */
export function words(text: string): string[] {
  const folded = fold(text);
  return folded.match(onlyAscii.test(folded) ? asciiWordPattern : wordPattern) ?? [];
}
