/** Plain texts are read letter by letter: that way must read what the way for any script reads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, wordHashes } from '../../src/text/hashes.ts';
import { eachAnySpan, eachSpan } from '../../src/text/tokens.ts';
import { WordCache } from '../../src/text/word-cache.ts';
import { words } from '../../src/text/words.ts';

const plain = fc
  .array(fc.constantFrom('a', 'Ab', 'U.S.', 'A.', "'s", "'", 'S', ' ', '. ', '_', '-', '7', '\n', 'x9', '"', ':'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const any = fc.oneof(plain, fc.string(), fc.string({ unit: 'grapheme' }));

function spans(text: string, read: typeof eachSpan): string[] {
  const found: string[] = [];
  read(text, (start, end) => found.push(`${start}-${end} ${text.slice(start, end)}`));
  return found;
}

describe('plain texts read letter by letter', () => {
  it('fall into the same written words as by the patterns', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(spans(text, eachSpan)).toEqual(spans(text, eachAnySpan));
      }),
    );
    expect(spans("The U.S. and O'Brien's A. B. team", eachSpan).map((span) => span.split(' ')[1])).toEqual([
      'The',
      'U.S.',
      'and',
      "O'Brien's",
      'A',
      'B',
      'team',
    ]);
  });

  it('give every word the number that its folded word has', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(wordHashes(text)).toEqual(words(text).map(hashOf));
      }),
    );
  });
});

describe('what is remembered of written words', () => {
  it('belongs to the word, wherever it stands and however many there are', () => {
    const made: string[] = [];
    const cache = new WordCache((raw) => {
      made.push(raw);
      return raw.toUpperCase();
    });
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 70 })), (list) => {
        const text = list.join('');
        let at = 0;
        for (const word of list) {
          expect(cache.at(text, at, at + word.length)).toBe(word.toUpperCase());
          at += word.length;
        }
      }),
    );
    const short = made.filter((raw) => raw.length <= 64);
    expect(new Set(short).size).toBe(short.length);
  });

  it('is forgotten rather than growing without end', () => {
    let made = 0;
    const cache = new WordCache((raw) => {
      made += 1;
      return raw;
    });
    for (let n = 0; n < 140_000; n += 1) expect(cache.of(`word${n}`)).toBe(`word${n}`);
    expect(made).toBe(140_000);
    expect(cache.of('word1')).toBe('word1');
    expect(made).toBe(140_001);
    expect(cache.of('word139999')).toBe('word139999');
    expect(made).toBe(140_001);
  });
});
