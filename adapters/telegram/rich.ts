/**
 * A long brief as one rich message (Bot API 10.1 and later): real headings, a table of contents, fold-out quotes.
 * Limits of rich messages: 32,768 characters, 500 blocks.
 */
import type { InputRichBlock, InputRichMessage, RichText } from 'grammy/types';
import type { Block, Message, Span } from '../../src/model.ts';
import { cleanSpan, cleanText, safeUrl } from './clean.ts';
import { leastHeadings, titleOf } from './contents.ts';
import { storyParts, withoutEchoes } from './story.ts';
import { join, plain, type Text } from './text.ts';

const maxCharacters = 32_768;
const maxBlocks = 500;

type RichBlock = InputRichBlock;

/** The message in rich form, or undefined when it is too long for one. */
export function richMessage(message: Message): InputRichMessage | undefined {
  const told = withoutEchoes(message);
  const [title, rest] = titleOf(told);
  const headings = rest.flatMap((block) =>
    block.kind === 'heading' && !isBlank(block.spans) ? [richSpans(block.spans)] : [],
  );
  const hasContents = headings.length >= leastHeadings;
  let heading = 0;
  const blocks = rest.flatMap((block): readonly RichBlock[] => {
    if (block.kind !== 'heading' || !hasContents || isBlank(block.spans)) return richBlocks(block);
    heading += 1;
    return [{ type: 'anchor', name: `part-${heading}` }, ...richBlocks(block)];
  });
  const all = [...title.flatMap(richBlocks), ...(hasContents ? [contents(headings)] : []), ...blocks];
  const rich = { blocks: [...all], skip_entity_detection: true };
  const isTooLong = countCharacters(all) > maxCharacters || countBlocks(all) > maxBlocks;
  return isTooLong ? undefined : rich;
}

function contents(headings: readonly RichText[]): RichBlock {
  const items = headings.map((text, index): { blocks: RichBlock[] } => ({
    blocks: [{ type: 'paragraph', text: { type: 'anchor_link', text, anchor_name: `part-${index + 1}` } }],
  }));
  return { type: 'list', items };
}

function richBlocks(block: Block): readonly RichBlock[] {
  switch (block.kind) {
    case 'heading':
      return isBlank(block.spans) ? [] : [{ type: 'heading', text: richSpans(block.spans), size: 3 }];
    case 'paragraph':
      return linesOf(block.spans).map((line) => paragraph(richSpans(line)));
    case 'quote':
      return quotes(block.spans, block.isCollapsible);
    case 'list':
      return richList(block.items, block.isOrdered);
    case 'divider':
      return [{ type: 'divider' }];
    case 'story':
      return storyBlocks(block);
  }
}

function paragraph(text: RichText): RichBlock {
  return { type: 'paragraph', text };
}

function quotes(spans: readonly Span[], isCollapsible: boolean): readonly RichBlock[] {
  const lines = linesOf(spans).map((line) => richSpans(line));
  if (!isCollapsible) return [{ type: 'blockquote', blocks: lines.map(paragraph) }];
  return lines.map((text): RichBlock => ({ type: 'expandable_blockquote', text }));
}

/** A story as paragraphs; what the other outlets wrote folds out. */
function storyBlocks(block: Extract<Block, { kind: 'story' }>): readonly RichBlock[] {
  const { lead, title, summary, quiet, others, notes } = storyParts(block);
  const heads = /\s$/.test(lead.text) ? [join([lead, title])] : [lead, title];
  const summaries = summary.text.split('\n').map((line) => plain(line));
  const paragraphs = (texts: readonly Text[]): readonly RichBlock[] =>
    texts.filter((text) => text.text.trim() !== '').map((text) => paragraph(richText(text)));
  const items = others.map((text) => ({ blocks: [paragraph(richText(text))] }));
  const folded: readonly RichBlock[] =
    items.length === 0 ? [] : [{ type: 'details', summary: `+${items.length}`, blocks: [{ type: 'list', items }] }];
  return [...paragraphs([...heads, ...summaries, quiet]), ...folded, ...paragraphs(notes)];
}

/** Rich paragraphs hold no line ends: spans are parted at them. */
function linesOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    span.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)!.push({ ...span, text });
    });
  }
  return lines.filter((line) => !isBlank(line));
}

/** Of nothing that can be seen: the server takes no empty paragraphs. */
function isBlank(spans: readonly Span[]): boolean {
  return spans.every(({ text }) => cleanText(text).trim() === '');
}

function richList(items: readonly (readonly Span[])[], isOrdered: boolean): readonly RichBlock[] {
  const shown = items.flatMap((item, index) => (isBlank(item) ? [] : [listItem(item, isOrdered, index)]));
  return shown.length === 0 ? [] : [{ type: 'list', items: shown }];
}

function listItem(spans: readonly Span[], isOrdered: boolean, index: number) {
  const blocks: RichBlock[] = [{ type: 'paragraph', text: richSpans(spans) }];
  return isOrdered ? { blocks, value: index + 1 } : { blocks };
}

function richSpans(spans: readonly Span[]): RichText {
  return spans.map((span): RichText => {
    const text = cleanSpan(span.text);
    const url = span.href === undefined ? undefined : safeUrl(span.href);
    const linked: RichText = url === undefined ? text : { type: 'url', text, url };
    if (span.style === undefined) return linked;
    return { type: span.style === 'dim' ? 'italic' : span.style, text: linked };
  });
}

type Node = { readonly start: number; readonly end: number; readonly wrap: (text: RichText) => RichText };

/** Text with entities as nested rich text. Entities of a story are well nested: the outer ones come first. */
function richText(text: Text): RichText {
  const nodes = text.entities.flatMap((entity): Node[] => {
    const wrap = wrapOf(entity);
    return wrap === undefined ? [] : [{ start: entity.offset, end: entity.offset + entity.length, wrap }];
  });
  return nest(text.text, 0, text.text.length, nodes);
}

function nest(text: string, from: number, to: number, nodes: readonly Node[]): RichText {
  const parts: RichText[] = [];
  let at = from;
  let rest = nodes;
  while (rest.length > 0) {
    const first = rest.reduce((best, node) => (node.start < best.start ? node : best));
    const inside = rest.filter((node) => node !== first && node.start < first.end);
    rest = rest.filter((node) => node !== first && node.start >= first.end);
    if (first.start > at) parts.push(text.slice(at, first.start));
    parts.push(first.wrap(nest(text, first.start, first.end, inside)));
    at = first.end;
  }
  if (at < to) parts.push(text.slice(at, to));
  return parts.length === 1 ? parts[0]! : parts;
}

function wrapOf(entity: Text['entities'][number]): Node['wrap'] | undefined {
  switch (entity.type) {
    case 'text_link':
      return (text) => ({ type: 'url', text, url: entity.url });
    case 'bold':
    case 'italic':
    case 'code':
      return (text) => ({ type: entity.type, text }) as RichText;
    case 'date_time': {
      const { unix_time, date_time_format } = entity;
      return (text) => ({ type: 'date_time', text, unix_time, date_time_format });
    }
    default:
      return undefined;
  }
}

function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + countCharacters(part), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, part]) => sum + (key === 'type' ? 0 : countCharacters(part)), 0);
}

function countBlocks(blocks: readonly RichBlock[]): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'list') return sum + 1 + block.items.reduce((n, item) => n + 1 + countBlocks(item.blocks), 0);
    if (block.type === 'blockquote' || block.type === 'details') return sum + 1 + countBlocks(block.blocks);
    return sum + 1;
  }, 0);
}
