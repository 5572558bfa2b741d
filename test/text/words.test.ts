import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellingOf, stem } from '../../src/text/inflect.ts';
import { sentences } from '../../src/text/sentences.ts';
import { tokens } from '../../src/text/tokens.ts';
import { toLatin } from '../../src/text/transliterate.ts';
import { fold, words } from '../../src/text/words.ts';

describe('folding', () => {
  it.each([
    ['Ångström', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['ｆｕｌｌ', 'full'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['Київ', 'киів'],
    ['مُحَمَّد', 'محمد'],
  ])('makes %s and its plain form one', (written, folded) => {
    expect(fold(written)).toBe(folded);
  });

  it.each(['パリ', '라브로프', 'नरेन्द्र', 'ไทย'])('keeps the syllables of %s together', (written) => {
    expect(fold(written)).toBe(written.normalize('NFC'));
    expect(words(written)).toEqual([written]);
  });

  it('changes nothing more when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('words as written', () => {
  it('leave out possessives, apostrophes, points and elided articles', () => {
    const found = tokens("Lavrov’s U.S. trip, O'Brien in l'Ukraine");
    expect(found.map(({ word }) => word)).toEqual(['lavrov', 'us', 'trip', 'obrien', 'in', 'ukraine']);
  });

  it('are single characters in scripts without spaces', () => {
    expect(tokens('拉夫罗夫说').map(({ word }) => word)).toEqual(['拉', '夫', '罗', '夫', '说']);
  });

  it('stand where they say they stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const { raw, start, end } of tokens(text)) expect(text.slice(start, end)).toBe(raw);
      }),
    );
  });
});

describe('sentences', () => {
  it('do not end at abbreviations, initials and figures', () => {
    const text = 'Mr. Smith met Gen. J. R. Jones for 3.5 hours. He left. "Yes," she said.';
    expect(sentences(text).map((sentence) => sentence.text)).toEqual([
      'Mr. Smith met Gen. J. R. Jones for 3.5 hours.',
      'He left.',
      '"Yes," she said.',
    ]);
  });

  it('end at the full stops of other scripts', () => {
    expect(sentences('他说。他走了。').length).toBe(2);
  });

  it('lose nothing but white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const together = sentences(text)
          .map((sentence) => sentence.text)
          .join('');
        expect(together.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });

  it('are found in a long hostile text within half a second', () => {
    const startedAt = performance.now();
    sentences('A. '.repeat(60_000));
    sentences('.'.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe('spellings', () => {
  it.each([
    ['Лавров', 'lavrov'],
    ['Μητσοτάκης', 'mitsotakis'],
    ['შევარდნაძე', 'shevardnadze'],
    ['मोदी', 'modi'],
    ['ラブロフ', 'raburofu'],
    ['김정은', 'gimjeongeun'],
  ])('of %s in Latin letters are near its usual one', (written, latin) => {
    expect(toLatin(written)).toBe(latin);
  });

  it.each([
    ['lawrow', 'lavrov'],
    ['lugovoy', 'lugovoi'],
    ['fouad', 'fuad'],
    ['zelenskyy', 'zelensky'],
    ['sanctions', 'sanction'],
  ])('%s and %s are one', (one, other) => {
    expect(spellingOf(one)).toBe(spellingOf(other));
  });

  it.each([
    ['boeing', 'being'],
    ['wine', 'vine'],
    ['baker', 'bakery'],
  ])('%s and %s stay two', (one, other) => {
    expect(spellingOf(one)).not.toBe(spellingOf(other));
  });

  it.each(['лаврова', 'лаврову', 'лавровым'])('%s loses its case ending', (word) => {
    expect(stem(word)).toBe('лавров');
  });
});
