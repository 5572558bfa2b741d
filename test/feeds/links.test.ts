import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLink, resolveLink } from '../../src/feeds/links.ts';

describe('a canonical link', () => {
  it.each([
    ['https://Harbour.Example:443/News?utm_source=rss&utm_medium=feed#top', 'https://harbour.example/News'],
    ['https://harbour.example/a?id=7&fbclid=abc&gclid=x&page=2', 'https://harbour.example/a?id=7&page=2'],
    ['https://harbour.example/a?ref=rss', 'https://harbour.example/a'],
    ['https://harbour.example/a?ref=main', 'https://harbour.example/a?ref=main'],
    ['http://harbour.example', 'http://harbour.example/'],
    ['https://user:pw@harbour.example./a', 'https://harbour.example/a'],
    ['https://harbour.example/#!/news/1', 'https://harbour.example/#!/news/1'],
    ['  https://harbour.example/a b ', 'https://harbour.example/a%20b'],
    ['https://harbour.example/a?q=%E4%B8%AD&x', 'https://harbour.example/a?q=%E4%B8%AD&x'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('%s', (link, expected) => {
    expect(canonicalLink(link)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://harbour.example/a',
    'mailto:a@harbour.example',
    '//harbour.example/a',
    '/a',
    'harbour.example/a',
    'http://127.0.0.1:22/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://10.1.2.3/',
    'http://169.254.169.254/latest',
    'http://100.64.0.1/',
    'http://localhost/',
    'http://printer.local/',
    'http://intranet/',
    'http://',
    '',
  ])('is never made of %s', (link) => {
    expect(canonicalLink(link)).toBeUndefined();
  });

  it('of a canonical link is itself, and always http(s) without fragment or trackers', () => {
    const parameters = fc.array(
      fc.tuple(
        fc.constantFrom('utm_source', 'fbclid', 'id', 'ref', 'a', 'cmpid'),
        fc.constantFrom('rss', '1', 'x y', 'é'),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), parameters, (base, extra) => {
        const query = extra.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
        const page = base.split('#')[0] ?? '';
        const link = canonicalLink(`${page}${page.includes('?') ? '&' : '?'}${query}`);
        if (link === undefined) return;
        expect(canonicalLink(link)).toBe(link);
        expect(link).toMatch(/^https?:/);
        expect(link).not.toMatch(/#(?!!)|utm_|fbclid/);
      }),
    );
  });

  it('never fails on any text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (link, base) => typeof resolveLink(link, base) === 'string' && canonicalLink(link) !== '',
      ),
    );
  });
});

describe('a relative link', () => {
  it('is resolved against its base; one with a scheme stays as written', () => {
    expect(resolveLink('b.html', 'https://harbour.example/a/')).toBe('https://harbour.example/a/b.html');
    expect(resolveLink('//harbour.example/x', 'https://other.example/')).toBe('https://harbour.example/x');
    expect(resolveLink('HTTP://Harbour.example', 'https://other.example/')).toBe('HTTP://Harbour.example');
    expect(resolveLink('b.html', '')).toBe('b.html');
  });
});
