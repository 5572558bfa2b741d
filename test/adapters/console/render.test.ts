import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Look, plainText, renderMessage } from '../../../adapters/console/render.ts';
import { abilitiesOf, clean, safeHref, widthOf } from '../../../adapters/console/terminal.ts';
import { wrap } from '../../../adapters/console/wrap.ts';
import type { Block, Span } from '../../../src/model.ts';
import { makeStory } from '../../worlds/news.ts';
import { reply } from './world.ts';

const bare: Look = {
  hasColour: false,
  hasLinks: false,
  width: Number.POSITIVE_INFINITY,
  isAiry: false,
  say: (key) => key,
};
const rich: Look = { ...bare, hasColour: true, hasLinks: true, width: 40, isAiry: true };
const blocks = (...some: Block[]) => reply('', { blocks: some });

describe('a message in the terminal', () => {
  it('has headings, lists, quotes and buttons', () => {
    const message = reply('', {
      blocks: [
        { kind: 'heading', spans: [{ text: 'Topics' }] },
        {
          kind: 'list',
          isOrdered: true,
          items: [[{ text: 'Lavrov' }], [{ text: 'tea', href: 'https://tea.example/' }]],
        },
        { kind: 'list', isOrdered: false, items: [[{ text: 'one' }]] },
        { kind: 'quote', spans: [{ text: 'a\nb' }], isCollapsible: true },
        { kind: 'divider' },
      ],
      buttons: [
        [
          { label: 'More', action: 'more:s1' },
          { label: 'Search', action: 'run:/latest tea time' },
        ],
      ],
    });
    expect(renderMessage(message, bare).split('\n')).toEqual([
      'Topics',
      '1. Lavrov',
      '2. tea (https://tea.example/)',
      '• one',
      '> a',
      '> b',
      '———',
      '[more:s1] More [run:/latest tea time] Search',
    ]);
  });

  it('sets commands and what they do in two columns for a person, under titles that stand apart', () => {
    const command = (text: string, does: string): Span[] => [{ text, style: 'code' }, { text: ` ${does}` }];
    const message = blocks(
      { kind: 'paragraph', spans: [{ text: 'Topics', style: 'bold' }] },
      { kind: 'list', isOrdered: false, items: [command('/follow', 'a'), command('/unfollow', 'b')] },
      { kind: 'paragraph', spans: [{ text: 'Briefs', style: 'bold' }] },
      { kind: 'list', isOrdered: false, items: [command('/brief', 'c')] },
    );
    expect(
      renderMessage(message, { ...bare, isAiry: true })
        .replaceAll('\u00a0', ' ')
        .split('\n'),
    ).toEqual(['Topics', '• /follow   a', '• /unfollow b', '', 'Briefs', '• /brief c']);
    expect(renderMessage(message, bare).split('\n')).toContain('• /follow a');
  });

  it('a mention says so, and a headline is short', () => {
    const story = makeStory('s1', 'A ferry turns', { level: 'mention' });
    expect(
      plainText(
        blocks({ kind: 'story', story, detail: 'headline', lead: [], notes: [[{ text: 'you saw this at 14:05' }]] }),
        (key) => key,
      ).split('\n'),
    ).toEqual([
      'A ferry turns',
      'Harbour Post · 3 h ago · politics · card.mention',
      'you saw this at 14:05',
      'https://news.example/s1',
    ]);
  });

  it('words of the chat’s language win over those of the terminal, and a number stands before its title', () => {
    const source = { name: 'BBC', url: 'https://b.example/', title: 'x', publishedAt: 0 };
    const story = makeStory('s1', 'Ein Schiff dreht um', {
      level: 'mention',
      alsoIn: 'Auch bei: BBC',
      mentioned: 'erwähnt',
      sources: [source, source],
    });
    const text = plainText(
      blocks({ kind: 'story', story, detail: 'full', lead: [{ text: '1. ' }], notes: [] }),
      (key) => key,
    );
    expect(text.split('\n').slice(0, 2)).toEqual(['1. Ein Schiff dreht um', 'BBC +1 · 3 h ago · politics · erwähnt']);
    expect(text).toContain('Auch bei: BBC');
  });

  it('is a single block when piped: no empty line inside', () => {
    const paragraph: Block = { kind: 'paragraph', spans: [{ text: 'a\n\n\nb\n \nc' }] };
    expect(renderMessage(blocks(paragraph, paragraph), bare)).not.toMatch(/\n\s*\n/);
  });

  it('links open http(s) alone, and the address is not repeated where the terminal has links', () => {
    const story = makeStory('s1', 'A ferry turns');
    const text = renderMessage(blocks({ kind: 'story', story, detail: 'short', lead: [], notes: [] }), rich);
    expect(text).toContain('\u001b]8;;https://news.example/s1\u001b\\');
    expect(text.match(/https:/g)).toHaveLength(1);
    const hostile = renderMessage(
      blocks({ kind: 'story', story: { ...story, url: 'javascript:alert(1)' }, detail: 'short', lead: [], notes: [] }),
      rich,
    );
    expect(hostile).not.toContain('javascript');
    expect(safeHref('https://a.example/\u001b]8;;x')).not.toContain('\u001b');
  });

  it('nothing that a feed says steers the terminal', () => {
    const esc = fc.constantFrom(
      '\u001b[2J',
      '\u001b]8;;https://evil.example\u0007',
      '\u009b31m',
      '\r',
      '\b',
      '\u202e',
      '\u0000',
      'A',
    );
    const texts = fc.array(fc.oneof(esc, fc.string({ maxLength: 8 })), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const story = makeStory('s1', text, {
          summary: text,
          sources: [{ name: text, url: text, title: text, publishedAt: 0 }],
          url: text,
        });
        const message = reply('', {
          blocks: [
            { kind: 'story', story, detail: 'full', lead: [{ text }], notes: [[{ text }]] },
            { kind: 'paragraph', spans: [{ text, href: text }] },
            { kind: 'list', isOrdered: false, items: [[{ text }]] },
          ],
          buttons: [[{ label: text, action: text }]],
        });
        expect(renderMessage(message, bare)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

describe('wrapping', () => {
  const spans = fc.array(
    fc.record({
      text: fc.string({ unit: fc.constantFrom('a', 'é', ' ', '東', '🦊', '-', '\n', '\u0301'), maxLength: 30 }),
      style: fc.constantFrom('bold' as const, 'dim' as const),
    }),
    { maxLength: 5 },
  );

  it('no line is wider than the terminal unless one word is, and no letter is lost', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 4, max: 30 }), (some: Span[], width) => {
        const lines = wrap(some, width, bare);
        const squeeze = (text: string) => text.replace(/\s/g, '');
        expect(squeeze(lines.join(''))).toBe(squeeze(some.map(({ text }) => clean(text)).join('')));
        for (const line of lines) if (line.includes(' ')) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('counts wide characters twice and marks not at all', () => {
    expect([widthOf('abc'), widthOf('東京'), widthOf('e\u0301'), widthOf('🦊')]).toEqual([3, 4, 1, 2]);
    expect(wrap([{ text: '東京東京' }], 4, bare)).toEqual(['東京', '東京']);
  });

  it('indents what follows a list mark', () => {
    expect(wrap([{ text: '• ' }, { text: 'one two three' }], 9, bare, '  ')).toEqual(['• one two', '  three']);
  });
});

describe('what a terminal can show', () => {
  it.each([
    [false, { TERM_PROGRAM: 'iTerm.app' }, false, false],
    [true, {}, true, false],
    [true, { NO_COLOR: '1', TERM_PROGRAM: 'WezTerm' }, false, true],
    [true, { NO_COLOR: '' }, true, false],
    [true, { TERM: 'dumb', FORCE_HYPERLINK: '1' }, false, false],
    [true, { VTE_VERSION: '6003' }, true, true],
    [true, { VTE_VERSION: '4205' }, true, false],
    [true, { WT_SESSION: 'x', FORCE_HYPERLINK: '0' }, true, false],
  ])('terminal %s with %j: colour %s, links %s', (isTerminal, environment, hasColour, hasLinks) => {
    expect(abilitiesOf(isTerminal, environment)).toEqual({ hasColour, hasLinks });
  });
});
