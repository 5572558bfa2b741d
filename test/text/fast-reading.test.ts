/** Plain texts are read letter by letter: that way must read what the way for any script reads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, wordHashes } from '../../src/text/hashes.ts';
import { namesIn, namesInAny } from '../../src/text/names-in-text.ts';
import { anySentences, sentences } from '../../src/text/sentences.ts';
import { anySpansIn, spansIn } from '../../src/text/tokens.ts';
import { Spans, Words } from '../../src/text/word-table.ts';
import { words } from '../../src/text/words.ts';

const plain = fc
  .array(fc.constantFrom('a', 'Ab', 'U.S.', 'A.', "'s", "'", 'S', ' ', '. ', '_', '-', '7', '\n', 'x9', '"', ':'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const any = fc.oneof(plain, fc.string(), fc.string({ unit: 'grapheme' }));

function spans(text: string, read: typeof spansIn): string[] {
  const found = new Spans();
  read(text, found);
  return Array.from({ length: found.count }, (_, at) => {
    const [start, end] = [found.starts[at]!, found.ends[at]!];
    return `${start}-${end} ${text.slice(start, end)} ${found.firsts[at]} ${found.seconds[at]}`;
  });
}

describe('plain texts read letter by letter', () => {
  it('fall into the same written words as by the patterns', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(spans(text, spansIn)).toEqual(spans(text, anySpansIn));
      }),
    );
    expect(spans("The U.S. and O'Brien's A. B. team", spansIn).map((span) => span.split(' ')[1])).toEqual([
      'The',
      'U.S.',
      'and',
      "O'Brien's",
      'A',
      'B',
      'team',
    ]);
  });

  it('fall into the same sentences as by the patterns', () => {
    const parts = [
      '.',
      '!',
      '?',
      '"',
      "'",
      ')',
      '(',
      '[',
      ']',
      ' ',
      '  ',
      '\n',
      '\t',
      'Mr',
      'No',
      'a',
      'B',
      '7',
      '28',
      'Mai',
      'announced',
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(text, text, any), (read) => {
        expect(sentences(read)).toEqual(anySentences(read));
      }),
    );
  });

  it('give every word the number that its folded word has', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(wordHashes(text)).toEqual(words(text).map(hashOf));
      }),
    );
  });
});

describe('names in plain texts read letter by letter', () => {
  it('are those that the patterns find', () => {
    const parts = [
      'Ada',
      'Brevik',
      "O'Neil",
      'of',
      'the',
      'THE',
      'port',
      '7x',
      'A',
      '-',
      "'s",
      ' ',
      ' ',
      '. ',
      ', ',
      '_',
      '\n',
      '"',
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(text, any), (read) => {
        expect(namesIn(read)).toEqual(namesInAny(read));
      }),
    );
    expect(namesIn("the mayor quietly met Ada O'Neil-Brevik of the Port Board, and Ada")).toEqual([
      "Ada O'Neil-Brevik of the Port Board",
      'Ada',
    ]);
  });
});

describe('what is remembered of written words', () => {
  it('belongs to the word, wherever it stands and whoever reads it', () => {
    const made: string[] = [];
    const long = new Words(
      (raw) => {
        made.push(raw);
        return raw.toUpperCase();
      },
      (upper) => [1, upper.length],
    );
    const short = new Words(
      (raw) => raw.length,
      (length) => [length],
    );
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 70 })), (list) => {
        const text = list.join('');
        let at = 0;
        long.begin();
        const spans = new Spans();
        for (const word of list) {
          spans.add(text, at, at + word.length);
          at += word.length;
        }
        const numbers = [...long.find(text, spans)];
        for (const [place, word] of list.entries()) {
          expect(long.value(numbers[place]!)).toBe(word.toUpperCase());
          expect(long.field(numbers[place]!, 1)).toBe(word.toUpperCase().length);
          expect(short.value(short.of(word))).toBe(word.length);
        }
      }),
    );
    expect(new Set(made).size).toBe(made.length);
  });

  it('is forgotten between two texts rather than growing without end, but not by who holds it', () => {
    let made = 0;
    const words = new Words(
      (raw) => {
        made += 1;
        return raw;
      },
      () => [1],
    );
    words.begin();
    const numbers = Array.from({ length: 140_000 }, (_, n) => words.of(`word${n}`));
    const before = words.values;
    expect(made).toBe(140_000);
    expect(numbers.every((number, n) => words.value(number) === `word${n}`)).toBe(true);
    words.begin();
    expect(words.value(words.of('word1'))).toBe('word1');
    expect(made).toBe(140_001);
    expect(before[numbers[139_999]!]).toBe('word139999');
  });

  it('takes long words for many, so that they cannot fill the memory', () => {
    let made = 0;
    const words = new Words(
      () => {
        made += 1;
        return made;
      },
      () => [1],
    );
    for (let n = 0; n < 20; n += 1) {
      words.begin();
      words.of(`${n}${'x'.repeat(1_000_000)}`);
    }
    const asked = made;
    words.begin();
    words.of(`0${'x'.repeat(1_000_000)}`);
    expect(made).toBe(asked + 1);
  });
});
