/** A message as the texts that Telegram will take: split between blocks, never inside a story. */
import type { Block, Message, Span } from '../../src/model.ts';
import { breakBefore } from '../../src/plain/text.ts';
import { storyText, withoutEchoes } from './story.ts';
import { fromSpans, join, marked, nothing, plain, slice, type Text, trimmed } from './text.ts';

/** Of the Bot API: characters are UTF-16 units; entities past the hundredth are dropped by the server. */
const maxLength = 4096;
const maxEntities = 100;
export const maxCaption = 1024;

interface Part {
  readonly text: Text;
  /** A heading must not be the last thing in a message. */
  readonly isHeading: boolean;
}

/** The texts of a message, each within Telegram's limits; none when the message holds no text. */
export function piecesOf(message: Message, length: number = maxLength): readonly Text[] {
  const pieces: Text[] = [];
  let open: Part[] = [];
  for (const part of withoutEchoes(message).flatMap((block) => partsOf(block, length))) {
    if (fits([...open, part], length)) {
      open.push(part);
      continue;
    }
    const headings = trailingHeadings(open);
    const closed = open.slice(0, open.length - headings.length);
    if (closed.length > 0 && fits([...headings, part], length)) {
      pieces.push(glued(closed));
      open = [...headings, part];
    } else {
      pieces.push(glued(open));
      open = [part];
    }
  }
  if (open.length > 0) pieces.push(glued(open));
  return pieces.filter((piece) => piece.text !== '');
}

/** One text for places that cannot take more: stories are told more briefly first, the rest is cut. */
export function onePiece(message: Message, length: number = maxLength): Text {
  for (const detail of ['full', 'short', 'headline'] as const) {
    const pieces = piecesOf(atMost(message, detail), length);
    if (pieces.length <= 1) return pieces[0] ?? nothing;
  }
  return piecesOf(atMost(message, 'headline'), length)[0] ?? nothing;
}

/** The message as the caption of a picture; undefined when its summaries would have to go. */
export function captionOf(message: Message): Text | undefined {
  for (const detail of ['full', 'short'] as const) {
    const pieces = piecesOf(atMost(message, detail), maxCaption);
    if (pieces.length === 1 && !isToldBriefly(message, detail)) return pieces[0];
  }
  return undefined;
}

/** A story that does not fit the length is told in less detail by itself. */
function isToldBriefly(message: Message, detail: 'full' | 'short'): boolean {
  return atMost(message, detail).blocks.some(
    (block) => block.kind === 'story' && storyText(block, maxCaption).text !== storyText(block, maxLength).text,
  );
}

function atMost(message: Message, detail: 'full' | 'short' | 'headline'): Message {
  const order = ['headline', 'short', 'full'];
  const blocks = message.blocks.map((block) =>
    block.kind === 'story' && order.indexOf(block.detail) > order.indexOf(detail) ? { ...block, detail } : block,
  );
  return { ...message, blocks };
}

function fits(parts: readonly Part[], length: number): boolean {
  const text = glued(parts);
  return text.text.length <= length && text.entities.length <= maxEntities;
}

function glued(parts: readonly Part[]): Text {
  return trimmed(
    join(
      parts.map((part) => part.text),
      '\n\n',
    ),
  );
}

function trailingHeadings(parts: readonly Part[]): readonly Part[] {
  const last = parts.findLastIndex((part) => !part.isHeading);
  return parts.slice(last + 1);
}

function partsOf(block: Block, length: number): readonly Part[] {
  return textsOf(block, length)
    .map((text) => ({ text: trimmed(text), isHeading: block.kind === 'heading' }))
    .filter((part) => part.text.text !== '');
}

function textsOf(block: Block, length: number): readonly Text[] {
  switch (block.kind) {
    case 'heading':
      return within(fromSpans(block.spans, 'story'), length).map((text) => marked(text, { type: 'bold' }));
    case 'paragraph':
      return within(fromSpans(block.spans, 'chat'), length);
    case 'quote':
      return quoted(block.spans, block.isCollapsible, length);
    case 'list':
      return listed(block.items, block.isOrdered, length);
    case 'divider':
      return [plain('———')];
    case 'story':
      return [storyText(block, length)];
  }
}

function quoted(spans: readonly Span[], isCollapsible: boolean, length: number): readonly Text[] {
  const type = isCollapsible ? 'expandable_blockquote' : 'blockquote';
  return within(fromSpans(spans, 'chat'), length).map((text) => marked(text, { type }));
}

/** Items on lines of their own, as many in one text as fit. */
function listed(items: readonly (readonly Span[])[], isOrdered: boolean, length: number): readonly Text[] {
  const lines = items.flatMap((item, index) => {
    const sign = isOrdered ? `${index + 1}. ` : '• ';
    return within(join([plain(sign), fromSpans(item, 'chat')]), length);
  });
  const texts: Text[] = [];
  let open: Text = nothing;
  for (const line of lines) {
    const longer = join([open, line], '\n');
    if (longer.text.length <= length && longer.entities.length <= maxEntities) open = longer;
    else {
      texts.push(open);
      open = line;
    }
  }
  return [...texts, open];
}

/** A text cut into lengths that fit, in length and in the number of entities. */
function within(text: Text, length: number): readonly Text[] {
  const texts: Text[] = [];
  let rest = trimmed(text);
  while (rest.text.length > length || rest.entities.length > maxEntities) {
    const crowded = [...rest.entities].sort((a, b) => a.offset - b.offset)[maxEntities]?.offset ?? length;
    const most = Math.max(1, Math.min(length, crowded, rest.text.length - 1));
    const at = Math.max(1, breakBefore(rest.text, most));
    texts.push(trimmed(slice(rest, 0, at)));
    rest = trimmed(slice(rest, at, rest.text.length));
  }
  return [...texts, rest];
}
