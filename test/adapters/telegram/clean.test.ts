import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  breakAutoLinks,
  cleanLine,
  cleanSpan,
  cleanText,
  isolate,
  safeUrl,
  sourceName,
} from '../../../adapters/telegram/clean.ts';
import { format } from '../../worlds/telegram-entities.ts';

const harmful = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

describe('cleaning text', () => {
  it('takes out controls, overrides and invisible characters, and keeps what scripts need', () => {
    expect(cleanLine('a\u202Eb\u200Bc\u0007\u00ADd\uFEFF')).toBe('abcd');
    expect(cleanLine('می\u200Cخواهم 👩\u200D🚒')).toBe('می\u200Cخواهم 👩\u200D🚒');
    expect(cleanText('one\r\ntwo\n\n\n\nthree')).toBe('one\ntwo\n\nthree');
  });

  it('leaves at most four marks on a letter', () => {
    expect(cleanLine(`a${'\u0301'.repeat(50)}`)).toBe(`a${'\u0301'.repeat(4)}`);
  });

  it('gives well-formed text without anything invisible, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(harmful);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });

  it('keeps the slash of a command at its head in text from right to left', () => {
    expect(cleanSpan('اكتب /follow ثم الموضوع')).toBe('اكتب \u200e/follow ثم الموضوع');
    expect(cleanSpan('\u200e')).toBe('\u200e');
    expect(cleanSpan('Type /follow\u200e')).toBe('Type /follow');
    expect(cleanSpan('خبر https://x.example/a')).toBe('خبر https://x.example/a');
  });

  it('isolates what runs from right to left', () => {
    expect(isolate('الجزيرة')).toBe('\u2068الجزيرة\u2069');
    expect(isolate('BBC')).toBe('BBC');
  });
});

describe('links', () => {
  it('shows http(s) addresses only, without names and passwords in them', () => {
    expect(safeUrl('https://user:pass@paper.example/a')).toBe('https://paper.example/a');
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'tg://resolve?domain=x',
      'ftp://x.example',
      'x',
      '',
    ]) {
      expect(safeUrl(bad)).toBeUndefined();
    }
    expect(safeUrl(`https://paper.example/${'x'.repeat(2100)}`)).toBeUndefined();
  });

  it('breaks what Telegram would link by itself, and nothing that people see', () => {
    const words = [
      'https://evil.example/x',
      'evil.example',
      '@durov',
      '#tag',
      '$USD',
      '/start',
      'a@b.example',
      '1.2.3.4',
    ];
    for (const word of words) {
      const broken = breakAutoLinks(word);
      expect(format(broken)).toMatchObject({ entities: [] });
      expect(broken.replaceAll('\u2060', '')).toBe(word);
    }
  });

  it('breaks every chain of such words', () => {
    const piece = fc.constantFrom(
      '@',
      '.',
      '/',
      '#',
      '$',
      '://',
      'evil',
      'example',
      'com',
      'www',
      'a',
      '1',
      ' ',
      '-',
      '_',
      'ру',
      '。',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        expect(format(breakAutoLinks(parts.join('')))).toMatchObject({ entities: [] });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('names of sources', () => {
  const bbc = 'https://www.bbc.example/news/1';

  it.each([
    ['BBC News', bbc, 'BBC News'],
    ['Дойче Велле', 'https://dw.example/a', 'Дойче Велле'],
    ['Известия', 'https://iz.example/a', 'Известия'],
    ['ВВС', bbc, 'ВВС (bbc.example)'],
    ['BВC News', bbc, 'BВC News (bbc.example)'],
    ['Rеuters', 'https://evil.example/x', 'Rеuters (evil.example)'],
    ['ＢＢＣ', bbc, 'ＢＢＣ (bbc.example)'],
    ['bbc.example', bbc, 'bbc.example'],
    ['news.example', bbc, 'news.example (bbc.example)'],
    ['', bbc, 'bbc.example'],
    ['B\u200BB\u202EC', bbc, 'BBC'],
  ])('%s from %s is shown as %s', (name, address, shown) => {
    expect(sourceName(name, address)).toBe(shown);
  });
});
