import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../adapters/web/gate.ts';
import { webLink } from '../../../adapters/web/links.ts';
import { createShelf } from '../../../adapters/web/shelf.ts';
import { chooseLocale } from '../../../adapters/web/words.ts';

/** Any code points, lone surrogates and control characters included. */
const anyText = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength }).map((points) => String.fromCodePoint(...points));

describe('the limit of requests', () => {
  it('never lets an address have more than 60 and one a second, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }), (gaps) => {
        let at = 0;
        let taken = 0;
        const limiter = createLimiter(() => at);
        for (const gap of gaps) {
          at += gap;
          if (limiter.allows('a', 1)) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(60 + at / 1_000);
        expect(taken).toBeGreaterThanOrEqual(Math.min(gaps.length, 60));
      }),
    );
  });

  it('counts each address for itself, and lets one ask again after a while', () => {
    let at = 0;
    const limiter = createLimiter(() => at);
    for (let count = 0; count < 60; count += 1) limiter.allows('a', 1);
    expect(limiter.allows('a', 1)).toBe(false);
    expect(limiter.allows('b', 6)).toBe(true);
    at += 1_000;
    expect(limiter.allows('a', 1)).toBe(true);
    expect(limiter.allows('a', 1)).toBe(false);
  });
});

describe('the shelf', () => {
  it('makes an answer once for all who ask the same, anew after a while, and never keeps a failure', async () => {
    let at = 0;
    let made = 0;
    const shelf = createShelf(() => at);
    const make = async () => {
      made += 1;
      return made;
    };
    expect(await Promise.all([shelf.take('x', make), shelf.take('x', make), shelf.take('y', make)])).toEqual([1, 1, 2]);
    at += 20_000;
    expect(await shelf.take('x', make)).toBe(3);
    await expect(shelf.take('z', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await shelf.take('z', make)).toBe(4);
  });
});

describe('a link', () => {
  it('is one of the web or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(20),
          anyText(20).map((text) => `https://news.example/${text}`),
        ),
        (text) => {
          const link = webLink(text);
          if (link !== undefined) expect(['http:', 'https:']).toContain(new URL(link).protocol);
        },
      ),
    );
    expect(webLink('https://news.example/a?b=c')).toBe('https://news.example/a?b=c');
    expect(webLink('javascript:alert(1)')).toBeUndefined();
  });
});

describe('the language of a page', () => {
  it('is always one that there is, whatever the header says', () => {
    fc.assert(
      fc.property(anyText(20), (header) => {
        expect(['en', 'de']).toContain(chooseLocale(header, ['en', 'de']));
      }),
    );
    expect(chooseLocale('fr;q=0.9, de-CH;q=0.8', ['en', 'de'])).toBe('de');
    expect(chooseLocale(undefined, ['en', 'de'])).toBe('en');
  });
});
