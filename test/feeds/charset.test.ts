import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/feeds/charset.ts';

const declared = (charset: string, text: string): string =>
  `<?xml version="1.0" encoding="${charset}"?><rss>${text}</rss>`;

describe('a feed is decoded', () => {
  it.each([
    ['windows-1251', 'Погода в порту'],
    ['koi8-r', 'Погода в порту'],
    ['windows-1252', 'Café “du port”'],
    ['iso-8859-15', 'Prix : 5 €'],
    ['iso-8859-2', 'Przystań łódź'],
    ['windows-1253', 'Λιμάνι'],
    ['windows-1254', 'Liman şehri'],
    ['windows-1255', 'נמל'],
    ['windows-1256', 'ميناء'],
    ['gb2312', '港口新闻'],
    ['gb18030', '港口新闻'],
    ['big5', '港口新聞'],
    ['euc-kr', '항구 소식'],
    ['shift_jis', '港のニュース'],
    ['euc-jp', '港のニュース'],
    ['utf-16le', 'Hafen'],
  ])('by its declaration: %s', (charset, text) => {
    expect(decodeBody(iconv.encode(declared(charset, text), charset), undefined)).toContain(text);
  });

  it('by the HTTP header, which goes before the declaration', () => {
    const body = iconv.encode(declared('iso-8859-1', 'Погода'), 'windows-1251');
    expect(decodeBody(body, 'text/xml; charset="windows-1251"')).toContain('Погода');
  });

  it('by its byte-order mark before everything', () => {
    for (const charset of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
      const body = iconv.encode('<rss>Häfen</rss>', charset, { addBOM: true });
      expect(decodeBody(body, 'text/xml; charset=koi8-r')).toBe('<rss>Häfen</rss>');
    }
  });

  it('as UTF-16 and UTF-32 without any mark', () => {
    for (const charset of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
      expect(decodeBody(iconv.encode('<rss>Häfen</rss>', charset, { addBOM: false }), undefined)).toBe(
        '<rss>Häfen</rss>',
      );
    }
  });

  it('as UTF-8 when its bytes are valid UTF-8, whatever a single-byte label claims', () => {
    expect(
      decodeBody(new TextEncoder().encode(declared('iso-8859-1', 'Öffnung')), 'text/xml; charset=latin1'),
    ).toContain('Öffnung');
  });

  it('with an unknown or false label, as UTF-8 or else windows-1252', () => {
    expect(decodeBody(iconv.encode(declared('x-none', 'Café'), 'windows-1252'), undefined)).toContain('Café');
    const spoilt = Uint8Array.from([...new TextEncoder().encode('Порт открыт '), 0xff, 0x41]);
    expect(decodeBody(spoilt, undefined)).toBe('Порт открыт \ufffdA');
  });
});
