import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onePiece, piecesOf } from '../../../adapters/telegram/pieces.ts';
import type { Block, Span } from '../../../src/model.ts';
import {
  sampleAlert,
  sampleBrief,
  sampleMessage,
  sampleSource,
  sampleStory,
  storyBlock,
} from '../../contracts/samples.ts';
import { format } from '../../worlds/telegram-entities.ts';

const words = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 400 });
const longWords = fc.tuple(words, fc.integer({ min: 1, max: 30 })).map(([text, times]) => text.repeat(times));
const style = fc.constantFrom(undefined, 'bold', 'italic', 'code', 'dim');
const href = fc.constantFrom(undefined, 'https://paper.example/a', 'javascript:x');
const span = fc.tuple(longWords, style, href).map(([text, look, link]): Span => {
  return { text, ...(look !== undefined && { style: look as 'bold' }), ...(link !== undefined && { href: link }) };
});
const spans = fc.array(span, { maxLength: 6 });
const story = fc
  .record({
    title: longWords,
    summary: longWords,
    age: words,
    sources: fc.array(words, { minLength: 1, maxLength: 40 }),
  })
  .map(({ sources, ...rest }) => sampleStory({ ...rest, sources: sources.map((name) => sampleSource(name)) }));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), spans }),
  fc.record({ kind: fc.constant('paragraph' as const), spans }),
  fc.record({ kind: fc.constant('quote' as const), spans, isCollapsible: fc.boolean() }),
  fc.record({ kind: fc.constant('list' as const), isOrdered: fc.boolean(), items: fc.array(spans, { maxLength: 30 }) }),
  fc.constant({ kind: 'divider' as const }),
  fc.record({
    kind: fc.constant('story' as const),
    story,
    detail: fc.constantFrom('headline' as const, 'short' as const, 'full' as const),
    lead: spans,
    notes: fc.array(spans, { maxLength: 3 }),
  }),
);

describe('a message in pieces', () => {
  it('keeps every piece within the limits, with entities that Telegram takes as they are', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), fc.constantFrom(4096, 1024), (blocks, length) => {
        for (const piece of piecesOf(sampleMessage({ blocks }), length)) {
          expect(piece.text.length).toBeGreaterThan(0);
          expect(piece.text.length).toBeLessThanOrEqual(length);
          expect(piece.entities.length).toBeLessThanOrEqual(100);
          const formatted = format(piece.text, piece.entities);
          if (typeof formatted === 'string') throw new Error(formatted);
          expect(formatted.complaints).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows an alert as lead, linked title, summary and one quiet line', () => {
    const [piece] = piecesOf(sampleAlert());
    expect(piece?.text.split('\n')).toEqual([
      '🔔 harbour',
      'Ministers agree to rebuild the harbour bridge',
      'The bridge fell in March. Work begins in autumn and takes two years.',
      'Harbour Post, Evening Courier · 3 h ago · Politics',
    ]);
    expect(piece?.entities).toContainEqual({
      type: 'text_link',
      url: 'https://harbour-post.example/harbour',
      offset: 11,
      length: 45,
    });
  });

  it('puts a number before the title on its line', () => {
    const [piece] = piecesOf(sampleMessage({ blocks: [storyBlock(sampleStory(), { lead: [{ text: '1. ' }] })] }));
    expect(piece?.text.split('\n')[0]).toBe('1. Ministers agree to rebuild the harbour bridge');
  });

  it('leaves a bare command pressable, and one with an argument to be copied', () => {
    const spans: Span[] = [
      { text: '/topics', style: 'code' },
      { text: ' or ' },
      { text: '/follow harbour', style: 'code' },
    ];
    const [piece] = piecesOf(sampleMessage({ blocks: [{ kind: 'paragraph', spans }] }));
    expect(format(piece!.text, piece!.entities)).toMatchObject({
      entities: [
        { type: 'code', offset: 11, length: 15 },
        { type: 'bot_command', offset: 0, length: 7 },
      ],
    });
  });

  it('counts the outlets that it does not name, and folds what they wrote away', () => {
    const sources = ['A', 'B', 'C', 'D', 'E'].map((name) => sampleSource(name));
    const full = sampleStory({ sources, url: sources[0]!.url });
    const [piece] = piecesOf(sampleMessage({ blocks: [storyBlock(full, { detail: 'full' })] }));
    expect(piece?.text).toContain('A, B, C +2 · 3 h ago');
    const quote = piece?.entities.find(({ type }) => type === 'expandable_blockquote');
    expect(piece?.text.slice(quote!.offset, quote!.offset + quote!.length).split('\n')).toHaveLength(4);
  });

  it('never ends a piece with a heading', () => {
    for (const piece of piecesOf(sampleBrief(60))) expect(piece.text).not.toMatch(/Part [\d.]+$/);
  });

  it('never breaks a story', () => {
    const brief = sampleBrief(60);
    for (const piece of piecesOf(brief)) {
      const titles = piece.text.match(/Headline number/g) ?? [];
      const quiet = piece.text.match(/3 h ago/g) ?? [];
      expect(titles.length).toBe(quiet.length);
    }
  });

  it('tells a story more briefly rather than send two messages where only one can be', () => {
    const sources = Array.from({ length: 12 }, (_, index) => sampleSource(`Paper ${index}`, 'x'.repeat(300)));
    const stories = Array.from({ length: 4 }, () => storyBlock(sampleStory({ sources }), { detail: 'full' }));
    const piece = onePiece(sampleMessage({ blocks: stories }));
    expect(piece.text.length).toBeLessThanOrEqual(4096);
    expect(piece.text.match(/Ministers agree/g)).toHaveLength(4);
  });
});
