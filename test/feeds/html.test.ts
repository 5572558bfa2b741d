import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToLine, htmlToLines, htmlToText, withoutControls } from '../../src/feeds/html.ts';

describe('HTML becomes text', () => {
  it.each([
    ['paragraphs as lines', '<p>One.</p>\n<p>Two <b>bold</b>.</p>', 'One.\nTwo bold.'],
    ['line breaks as lines', 'One<br>Two<br/>Three', 'One\nTwo\nThree'],
    ['entities as characters', 'Fish &amp; chips &#8212; caf&eacute;', 'Fish & chips — café'],
    [
      'scripts, styles, forms and frames as nothing',
      'a<script>x()</script><style>b{}</style><iframe>old</iframe>c',
      'ac',
    ],
    ['markup that was escaped twice as text', '&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;', 'One\nTwo'],
    ['comments as nothing, a broken one too', 'a<!-- x -->b<!-- y >c', 'abc'],
    ['plain text as it is', 'if a < b and b > c\nthen', 'if a < b and b > c\nthen'],
    [
      'what a margin broke as one line',
      'The ferry to the island left at seven on Monday morning, and\nsome two hundred people were on board.\nIt was calm.',
      'The ferry to the island left at seven on Monday morning, and some two hundred people were on board.\nIt was calm.',
    ],
    ['spaces single', 'a\u00a0 \t b', 'a b'],
  ])('%s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('an element that is never closed hides nothing behind it, a script does', () => {
    expect(htmlToText('safe<iframe src="x"> text')).toBe('safe text');
    expect(htmlToText('safe<script>text')).toBe('safe');
  });

  it('knows which lines are links only, and which are captions', () => {
    const lines = htmlToLines(
      '<p>News <a href="x">here</a>.</p><ul><li><a href="y">Other news</a></li></ul><figcaption>At sea</figcaption>',
    );
    expect(lines.map((line) => [line.text, line.isLink, line.isCaption])).toEqual([
      ['News here.', false, false],
      ['Other news', true, false],
      ['At sea', false, true],
    ]);
  });

  it('is one line for a headline', () => {
    expect(htmlToLine('<h1>One</h1><br>two')).toBe('One two');
  });

  it('never holds a tag that could run, whatever was nested or escaped', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '&lt;',
      '&amp;lt;',
      'script',
      '/script',
      '<script>',
      'iframe',
      '!',
      '/',
      ' ',
      'onload=',
      '<!--',
      '-->',
      'a',
      '"',
      '<svg ',
      '\u0000',
      '\n',
      '&#60;',
    );
    const html = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(html, (given) => {
        expect(htmlToText(given)).not.toMatch(/<\s*(script|iframe|object|embed|applet|base|meta|link|style)\b/i);
        expect(htmlToLine(given)).not.toContain('\n');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('invisible characters', () => {
  it('that turn or hide text are gone', () => {
    expect(withoutControls('\u202eevil\u202c \u2066a\u2069 z\u200be\u200dr\u200co\ufeff\u00ad')).toBe('evil a zero');
  });

  it('that a script or an emoji needs stay', () => {
    expect(withoutControls('می\u200cروم')).toBe('می\u200cروم');
    expect(withoutControls('👩\u200d🚀')).toBe('👩\u200d🚀');
  });
});
