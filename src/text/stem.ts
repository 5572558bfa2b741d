/** Light stemming: joins the inflected forms that headlines use, without a dictionary. */

/** English suffixes, longest first, and what stands in their place; the stem keeps at least three letters. */
const suffixes: readonly (readonly [string, string])[] = [
  ['ations', 'at'],
  ['ation', 'at'],
  ['ments', 'ment'],
  ['ingly', ''],
  ['edly', ''],
  ['ings', ''],
  ['iers', 'y'],
  ['ies', 'y'],
  ['ied', 'y'],
  ['ing', ''],
  ['ors', 'or'],
  ['ers', 'er'],
  ['ion', ''],
  ['ed', ''],
  ['es', ''],
  ['ly', ''],
  ['s', ''],
];

/** Last letters of the suffixes: most words have none of them and need no look at each. */
const lastLetters = new Set(suffixes.map(([suffix]) => suffix.charCodeAt(suffix.length - 1)));
const doubled = /([bdfglmnprt])\1$/;
const latin = /^[a-z]+$/;

/**
 * The stem of a folded word: 'convicts', 'convicted' and 'convicting' are one. After Lovins and Porter, cut down to the
 * endings that change between headlines on one event. Words of other scripts and words with digits stay as they are.
 */
export function stem(word: string): string {
  if (word.length < 4 || !latin.test(word) || word.endsWith('ss') || word.endsWith('us')) return word;
  if (!lastLetters.has(word.charCodeAt(word.length - 1))) return finish(word);
  for (const [suffix, put] of suffixes) {
    if (!word.endsWith(suffix) || word.length - suffix.length < 3) continue;
    return finish(word.slice(0, -suffix.length) + put);
  }
  return finish(word);
}

/** 'stopp' → 'stop', 'recognise' → 'recognis': what is left after an ending was taken off, or never had one. */
function finish(text: string): string {
  const isDoubled = text.charCodeAt(text.length - 1) === text.charCodeAt(text.length - 2) && doubled.test(text);
  const single = isDoubled ? text.slice(0, -1) : text;
  return single.length > 3 && single.endsWith('e') ? single.slice(0, -1) : single;
}
