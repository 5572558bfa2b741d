/** Names as scripts with capitals show them: runs of capitalised words inside sentences. */
import { words } from './words.ts';

const token = /\p{L}[\p{L}\p{M}\p{N}'’-]*|[.!?:;\n"“”«»]/gu;
const capital = /^\p{Lu}/u;
const shouted = /^\p{Lu}[\p{Lu}\p{N}'’-]{4,}$/u;
/** Small words that stand inside names: 'Ministry of Defence', 'Ursula von der Leyen'. */
const joints = new Set([
  'of',
  'the',
  'de',
  'del',
  'della',
  'di',
  'da',
  'du',
  'von',
  'van',
  'der',
  'den',
  'al',
  'bin',
  'ibn',
  'la',
  'le',
]);
/** Words that open a sentence with a capital and are no part of a name. */
const openers = new Set(
  'a after an and as at before but by during for from he her his how if in it its meanwhile no not on our she since so that the their then there these they this those to under we what when where while who why with without you your'.split(
    ' ',
  ),
);
const sentenceEnds = /^[.!?:;\n"“”«»]$/u;

/**
 * Names in a text, in order, repeated as often as they stand there. The first word of a sentence counts only when the next
 * is capitalised too. A text in Title Case or CAPITALS gives none: there a capital tells nothing. Linear in time.
 */
export function namesIn(text: string): string[] {
  const tokens = text.match(token) ?? [];
  if (isTitleCase(tokens)) return [];
  const found: string[] = [];
  for (let at = 0; at < tokens.length; ) at = takeName(tokens, at, found);
  return found;
}

function takeName(tokens: readonly string[], from: number, found: string[]): number {
  if (!capital.test(tokens[from]!)) return from + 1;
  let end = from + 1;
  while (end < tokens.length) {
    if (capital.test(tokens[end]!)) end += 1;
    else {
      const joined = afterJoints(tokens, end);
      if (joined === end || !capital.test(tokens[joined] ?? '')) break;
      end = joined + 1;
    }
  }
  const isFirst = from === 0 || sentenceEnds.test(tokens[from - 1]!);
  if (isFirst && openers.has(tokens[from]!.toLowerCase()))
    return end === from + 1 ? end : takeName(tokens, from + 1, found);
  const name = tokens
    .slice(from, end)
    .join(' ')
    .replace(/['’]s$/u, '');
  if (!(isFirst && end === from + 1) && name.length > 1) found.push(name);
  return end;
}

/** Two joints at most: 'von der'. */
function afterJoints(tokens: readonly string[], from: number): number {
  let at = from;
  while (at < from + 2 && joints.has(tokens[at] ?? '')) at += 1;
  return at;
}

/** In Title Case words of five letters and more are capitalised, but for a stray one; in a sentence hardly half are. */
function isTitleCase(tokens: readonly string[]): boolean {
  const long = tokens.filter((word) => word.length > 4 && words(word).length > 0);
  if (long.length < 3) return long.length > 0 && long.every((word) => shouted.test(word));
  return long.filter((word) => !capital.test(word)).length < 0.15 * long.length;
}
