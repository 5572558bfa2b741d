import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonRows, inFiveRows } from '../../../adapters/discord/buttons.ts';
import { breakAutoLinks, cleanSpan, cleanText, safeUrl, sourceName } from '../../../adapters/discord/clean.ts';
import { createSeal } from '../../../adapters/discord/seal.ts';
import { escapeMarkup, type Run, render, shorten, take } from '../../../adapters/discord/text.ts';
import { readMarkup } from '../../worlds/discord-markdown.ts';

const seal = createSeal('token');

const sign = fc.constantFrom(
  '*',
  '_',
  '~',
  '`',
  '|',
  '\\',
  '<',
  '>',
  '[',
  ']',
  '(',
  ')',
  '#',
  '-',
  '+',
  '1',
  '.',
  ':',
  '/',
  '@',
  '!',
  '&',
  'a',
  'é',
  ' ',
  '\n',
  '😀',
);
const text = fc.oneof(
  fc.array(sign, { maxLength: 40 }).map((signs) => signs.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

describe('text from right to left', () => {
  it('keeps the slash of a command at its head', () => {
    expect(cleanSpan('اكتب /follow ثم الموضوع')).toBe('اكتب \u200e/follow ثم الموضوع');
    expect(cleanSpan('Type /follow\u200e')).toBe('Type /follow');
  });
});

describe('text from outside', () => {
  it('formats nothing, links nowhere and calls nobody, and reads as it was written', () => {
    fc.assert(
      fc.property(text, (given) => {
        const read = readMarkup(escapeMarkup(given));
        expect([read.links, read.mentions, read.marks]).toEqual([[], [], []]);
        expect(read.text.replaceAll('\u2060', '')).toBe(given.replaceAll('\u2060', ''));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    'https://evil.example/x',
    'discord.gg/abc',
    '@everyone',
    '@here',
    '<@123>',
    '<@&123>',
    '<#123>',
    '</x:1>',
    '<t:1:R>',
  ])('%s stays words', (words) => {
    const read = readMarkup(escapeMarkup(words));
    expect([read.links, read.mentions]).toEqual([[], []]);
    expect(breakAutoLinks(words).replaceAll('\u2060', '')).toBe(words);
  });

  it('is without anything invisible', () => {
    expect(cleanText('a\u202Eb\u200Bc\u0007\u00ADd')).toBe('abcd');
  });

  it('names the real domain behind a name that only looks like another', () => {
    expect(sourceName('Rеuters', 'https://evil.example/x')).toBe('Rеuters (evil.example)');
    expect(sourceName('BBC News', 'https://www.bbc.example/x')).toBe('BBC News');
  });
});

describe('links', () => {
  it('lead to http(s) only, and end where they should', () => {
    expect(safeUrl('javascript:alert(1)')).toBeUndefined();
    expect(safeUrl('https://user:pass@paper.example/a')).toBe('https://paper.example/a');
    const url = safeUrl('https://paper.example/a_(b)_c?x=<y>&z=[1]*|\\"')!;
    expect(readMarkup(`[label](${url})`).links).toEqual([url]);
    expect(url).not.toMatch(/[()<>[\]\s\\"*|]/);
  });

  it('show their label whatever it holds, and lead to one place', () => {
    fc.assert(
      fc.property(
        text.filter((given) => given.trim() !== ''),
        (given) => {
          const read = readMarkup(render([{ text: given, url: 'https://paper.example/' }]));
          expect(read.links).toEqual(['https://paper.example/']);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('long text', () => {
  const run = fc.record(
    {
      text,
      style: fc.constantFrom('bold', 'italic', 'code'),
      url: fc.constantFrom('https://paper.example/', `https://paper.example/${'x'.repeat(80)}`),
      at: fc.constant(1_753_758_000_000),
    },
    { requiredKeys: ['text'] },
  ) as fc.Arbitrary<Run>;
  const runs = fc.array(run, { maxLength: 8 });

  it('is cut to fit in units of markup, and never in the middle of a character', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 40, max: 300 }), (given, room) => {
        const short = render(shorten(given, room));
        expect(short.length).toBeLessThanOrEqual(room);
        expect(short.isWellFormed()).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is split without losing a word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('one', 'two ', ' *three*', '\nfour', '[five]'), { maxLength: 200 }),
        (words) => {
          let rest: readonly Run[] = [{ text: words.join(' ') }];
          const parts: string[] = [];
          while (rest.some((one) => one.text !== '')) {
            const [head, more] = take(rest, 50);
            expect(render(head).length).toBeLessThanOrEqual(50);
            parts.push(head.map((one) => one.text).join(''));
            rest = more;
          }
          expect(parts.join('')).toBe(words.join(' '));
        },
      ),
    );
  });
});

describe('buttons', () => {
  it('are within Discord’s limits, without doubles and without what it would refuse', () => {
    const rows = buttonRows(seal, [
      Array.from({ length: 7 }, (_, index) => ({ label: `label ${index} `.repeat(20), action: `more:${index}` })),
      [
        { label: 'again', action: 'more:1' },
        { label: '', action: 'empty' },
        { label: 'long', action: 'x'.repeat(101) },
        { label: 'page', action: 'https://paper.example/a' },
        { label: 'long page', action: `https://paper.example/${'x'.repeat(600)}` },
        { label: 'bad page', action: 'https://' },
      ],
    ]);
    expect(rows.map(({ components }) => components.length)).toEqual([5, 2, 1]);
    expect(rows.flatMap(({ components }) => components).every((one) => 'label' in one && one.label!.length <= 80)).toBe(
      true,
    );
    const many = Array.from({ length: 9 }, (_, row) => [
      { label: 'a', action: `a:${row}` },
      { label: 'b', action: `b:${row}` },
    ]);
    // Seven rows stand as they were meant; the old form takes five.
    const seven = buttonRows(seal, many.slice(0, 7));
    expect(seven.map(({ components }) => components.length)).toEqual([2, 2, 2, 2, 2, 2, 2]);
    expect(inFiveRows(seven).map(({ components }) => components.length)).toEqual([5, 5, 4]);
    expect(buttonRows(seal, many).map(({ components }) => components.length)).toEqual([5, 5, 5, 3]);
  });
});
