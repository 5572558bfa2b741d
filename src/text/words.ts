/** Words of a text in any script, folded for comparison. */

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const marks = /\p{M}+/gu;

/** Lower case, compatibility forms and accents folded: 'Ångström' and 'ANGSTROM' are one. Length may change. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(marks, '').toLowerCase();
}

/** Folded words in order. Linear in the text's length. */
export function words(text: string): string[] {
  return fold(text).match(wordPattern) ?? [];
}
