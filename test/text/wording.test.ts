import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesIn } from '../../src/text/names-in-text.ts';
import { numbersIn } from '../../src/text/numbers.ts';
import { withoutOutlet } from '../../src/text/outlet.ts';
import { scriptOf, skeletonsIn } from '../../src/text/skeleton.ts';
import { stem } from '../../src/text/stem.ts';

describe('stems', () => {
  it('joins the forms that headlines use', () => {
    expect(new Set(['convict', 'convicts', 'convicted', 'convicting'].map(stem)).size).toBe(1);
    expect(stem('companies')).toBe(stem('company'));
    expect(stem('stopped')).toBe(stem('stops'));
  });

  it('leaves short words and other scripts as they are', () => {
    expect(['gas', 'bus', 'сестры', '地震'].map(stem)).toEqual(['gas', 'bus', 'сестры', '地震']);
  });

  it('never grows and never empties a word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
        expect(stem(word).length).toBeGreaterThan(0);
        expect(stem(word).length).toBeLessThanOrEqual(word.length);
      }),
    );
  });
});

describe('numbers in a text', () => {
  it('reads digits, thousands, decimals and words, with what they count', () => {
    expect(numbersIn('Voltan recalls 60,000 cars; 6.8 quake hurts eleven people')).toEqual([
      { value: 60_000, counted: 'cars' },
      { value: 6.8, counted: 'quake' },
      { value: 11, counted: 'people' },
    ]);
    expect(numbersIn('zwei Lastwagen, deux camions').map(({ value }) => value)).toEqual([2, 2]);
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const { value } of numbersIn(text)) expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

describe('titles without their outlet', () => {
  it('takes off the name at the end and the numbering at the front', () => {
    expect(withoutOutlet('Mine in Velden to close - Harbour Post', 'harbourpost.example')).toBe(
      'Mine in Velden to close',
    );
    expect(withoutOutlet('Update 3: Mine in Velden to close', 'Wire')).toBe('Mine in Velden to close');
    expect(withoutOutlet('Mine in Velden to close | The Daily', '')).toBe('Mine in Velden to close');
  });

  it('keeps a dash that belongs to the sentence', () => {
    const title = 'Mine in Velden to close – and nobody was told';
    expect(withoutOutlet(title, 'Wire')).toBe(title);
  });

  it('answers a part of the title, in linear time', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (title, source) => title.includes(withoutOutlet(title, source))));
    expect(withoutOutlet('a - '.repeat(5_000), 'a').length).toBeGreaterThan(0);
  });
});

describe('names in a text', () => {
  it('takes runs of capitals inside sentences and not the first word alone', () => {
    expect(namesIn('Yesterday the minister met Ursula von der Halm in Velden.')).toEqual([
      'Ursula von der Halm',
      'Velden',
    ]);
  });

  it('says nothing where every word has a capital', () => {
    expect(namesIn('Mine In Velden To Close Next Spring With Jobs At Risk')).toEqual([]);
  });
});

describe('names across scripts', () => {
  it('has one skeleton for a name in Latin, Cyrillic, Arabic and Han letters', () => {
    const names = ['Kolev', 'Колев', 'كوليف', '科列夫'].map((name) => [...skeletonsIn(name)]);
    expect(new Set(names.map((found) => found.join())).size).toBe(1);
  });

  it('tells the script by the first letter', () => {
    expect(['12 Kolev', 'Колев', 'كوليف', '科列夫', '42'].map(scriptOf)).toEqual([
      'Latin',
      'Cyrillic',
      'Arabic',
      'Han',
      'other',
    ]);
  });
});
