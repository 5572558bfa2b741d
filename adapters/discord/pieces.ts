/** A message as pieces that Discord will take: split between blocks, never inside a story. */
import type { Block, Message, Span } from '../../src/model.ts';
import { safeUrl } from './clean.ts';
import { storyText } from './story.ts';
import { type Run, render, runsOf, take } from './text.ts';

/** Of Discord: 4,000 characters of all texts of a message (a few are left for a role that is called), 40 components. */
const maxText = 3960;
const maxComponents = 40;

/** One component of text, or a line between two. */
export interface Part {
  readonly kind: 'text' | 'heading' | 'story' | 'divider';
  /** Markup; '' for a divider. */
  readonly text: string;
  /** Address of a picture that stands beside a story. */
  readonly image: string | undefined;
}

export type Piece = readonly Part[];

/** What is done to the markup of a text that may name commands. */
type Link = (markup: string) => string;

const unlinked: Link = (markup) => markup;

/** Links are longer than what they stand for: where they do not fit, the text stays as it is. */
function linked(part: Part, link: Link): Part {
  const text = part.kind === 'story' ? part.text : link(part.text);
  return text.length > maxText - 10 ? part : { ...part, text };
}

/** The pieces of a message, each with room for `reserved` components besides; none when the message holds no text. */
export function piecesOf(message: Message, reserved = 0, link: Link = unlinked): readonly Piece[] {
  const pieces: Part[][] = [];
  let open: Part[] = [];
  // Without a page to preview the chat wants no pictures, or the message is a list of many stories.
  const hasPictures = message.previewUrl !== undefined;
  for (const part of message.blocks.flatMap((block) => partsOf(block, hasPictures).map((one) => linked(one, link)))) {
    if (fits([...open, part], reserved)) {
      open.push(part);
      continue;
    }
    // A heading must not be the last thing in a message.
    const body = open.findLastIndex(({ kind }) => kind !== 'heading') + 1;
    const headings = open.slice(body);
    const isCarried = body > 0 && fits([...headings, part], reserved);
    pieces.push(isCarried ? open.slice(0, body) : open);
    open = isCarried ? [...headings, part] : [part];
  }
  pieces.push(open);
  return pieces.map(withoutEdges).filter((piece) => piece.length > 0);
}

/** One piece for places that cannot take more: stories are told more briefly first, the rest is cut. */
export function onePiece(message: Message, reserved = 0, link: Link = unlinked): Piece {
  for (const detail of ['full', 'short'] as const) {
    const pieces = piecesOf(atMost(message, detail), reserved, link);
    if (pieces.length <= 1) return pieces[0] ?? [];
  }
  return piecesOf(atMost(message, 'headline'), reserved, link)[0] ?? [];
}

function atMost(message: Message, detail: 'full' | 'short' | 'headline'): Message {
  const order = ['headline', 'short', 'full'];
  const blocks = message.blocks.map((block) =>
    block.kind === 'story' && order.indexOf(block.detail) > order.indexOf(detail) ? { ...block, detail } : block,
  );
  return { ...message, blocks };
}

/** Texts are joined by an empty line in the old form: that is counted, too. */
function fits(parts: readonly Part[], reserved: number): boolean {
  const length = parts.reduce((sum, { text }) => sum + text.length + 2, 0);
  const components = parts.reduce((sum, { image }) => sum + (image === undefined ? 1 : 3), 1 + reserved);
  return length <= maxText && components <= maxComponents;
}

function withoutEdges(piece: Piece): Piece {
  const first = piece.findIndex(({ kind }) => kind !== 'divider');
  const last = piece.findLastIndex(({ kind }) => kind !== 'divider');
  return first < 0 ? [] : piece.slice(first, last + 1);
}

function partsOf(block: Block, hasPictures: boolean): readonly Part[] {
  if (block.kind === 'divider') return [{ kind: 'divider', text: '', image: undefined }];
  if (block.kind === 'story') {
    const image = hasPictures && block.detail !== 'headline' ? imageOf(block.story.image) : undefined;
    return [{ kind: 'story', text: storyText(block, maxText - 2), image }];
  }
  const kind = block.kind === 'heading' ? 'heading' : 'text';
  return textsOf(block)
    .filter((text) => text !== '')
    .map((text) => ({ kind, text, image: undefined }));
}

function imageOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : safeUrl(address);
}

function textsOf(block: Exclude<Block, { kind: 'story' | 'divider' }>): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return within(onOneLine(runsOf(block.spans)), maxText - 10).map((text) => `### ${text}`);
    case 'paragraph':
      return isDim(block.spans) ? quiet(block.spans) : within(runsOf(block.spans), maxText - 10);
    case 'quote':
      return within(runsOf(block.spans), maxText / 2).map((text) => text.replace(/^/gm, '> '));
    case 'list':
      return listed(block.items, block.isOrdered);
  }
}

function isDim(spans: readonly Span[]): boolean {
  return spans.length > 0 && spans.every(({ style, text }) => style === 'dim' || text.trim() === '');
}

/** Small grey lines. */
function quiet(spans: readonly Span[]): readonly string[] {
  return within(runsOf(spans), maxText / 2).map((text) => text.replace(/^(?=.)/gm, '-# '));
}

/** Items on lines of their own, as many in one text as fit. */
function listed(items: readonly (readonly Span[])[], isOrdered: boolean): readonly string[] {
  const room = maxText / 2;
  const lines = items.flatMap((item, index) => {
    const sign = isOrdered ? `${index + 1}. ` : '- ';
    return within(onOneLine(runsOf(item)), room - sign.length).map((text) => sign + text);
  });
  const texts: string[] = [];
  for (const line of lines) {
    const longer = texts.length === 0 ? line : `${texts.at(-1)}\n${line}`;
    if (texts.length > 0 && longer.length > room) texts.push(line);
    else texts.splice(-1, 1, longer);
  }
  return texts;
}

function onOneLine(runs: readonly Run[]): readonly Run[] {
  return runs.map((run) => ({ ...run, text: run.text.replace(/\s+/g, ' ') }));
}

/** Runs as texts of at most `room` units. */
function within(runs: readonly Run[], room: number): readonly string[] {
  const texts: string[] = [];
  let rest = runs;
  while (rest.length > 0) {
    const [head, more] = take(rest, room);
    texts.push(render(head).trim());
    rest = more.filter((run, index) => index > 0 || run.text !== '' || run.at !== undefined);
  }
  return texts;
}
