/** Words as numbers, for telling texts apart without making strings of their words. */
import { alphanumeric, kinds, plainCodes, upper } from './ascii.ts';
import { words } from './words.ts';

/** A number of 32 bits for each word of `words`, in order: equal words have equal numbers, others nearly always another. */
export function wordHashes(text: string): number[] {
  const codes = plainCodes(text);
  return codes === undefined ? words(text).map(hashOf) : plainHashes(codes, text.length);
}

/** The number of one folded word. */
export function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = next(hash, word.charCodeAt(at));
  return hash;
}

function next(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

function plainHashes(codes: Uint8Array, length: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < length; at += 1) {
    let hash = 0;
    const start = at;
    for (let kind = kinds[codes[at]!]!; (kind & alphanumeric) !== 0; kind = kinds[codes[at]!]!) {
      hash = next(hash, codes[at]! + (kind === upper ? 32 : 0));
      at += 1;
    }
    if (at > start) found.push(hash);
  }
  return found;
}
