/** A message as lines of text: a block for a person to read. */
import type { Block, Button, Message, Span, StoryView } from '../../src/model.ts';
import { type Abilities, clean, paint, safeHref, widthOf } from './terminal.ts';
import { wrap } from './wrap.ts';

export interface Look extends Abilities {
  /** Columns; Infinity for no wrapping. */
  readonly width: number;
  /** Empty lines between a message's cards. Without them a message is one block that an empty line ends. */
  readonly isAiry: boolean;
  /** Short names of buttons for a person to type; their actions when left out. */
  readonly codeOf?: (button: Button) => string;
  readonly say: (key: string, params?: Readonly<Record<string, string | number>>) => string;
}

/** The whole message with its buttons, without the empty line that ends it. */
export function renderMessage(message: Message, look: Look): string {
  const blocks = message.blocks.map((block, index) => {
    const lines = renderBlock(block, look);
    const isApart = look.isAiry && index > 0 && (block.kind === 'story' || isTitle(block));
    return (isApart ? ['', ...lines] : lines).join('\n');
  });
  const rows = message.buttons.map((row) => renderButtons(row, look)).filter((row) => row !== '');
  const file = message.file === undefined ? [] : [clean(message.file.content).trimEnd()];
  const text = [...blocks, ...file, ...(look.isAiry && rows.length > 0 ? ['', ...rows] : rows)].join('\n');
  return look.isAiry ? text : text.replace(/\n\s*\n/g, '\n');
}

/** What the message says, for scripts: neither colours nor buttons, nothing wrapped. */
export function plainText(message: Message, say: Look['say']): string {
  const look: Look = { hasColour: false, hasLinks: false, width: Number.POSITIVE_INFINITY, isAiry: false, say };
  return renderMessage({ ...message, buttons: [], file: undefined }, look);
}

function renderBlock(block: Block, look: Look): string[] {
  switch (block.kind) {
    case 'heading':
      return wrap(
        block.spans.map((span) => ({ style: 'bold' as const, ...span })),
        look.width,
        look,
      );
    case 'paragraph':
      return wrap(withAddresses(block.spans, look), look.width, look);
    case 'list':
      if (look.isAiry && block.items.every(([first, second]) => first?.style === 'code' && second !== undefined))
        return renderTable(block.items, look);
      return block.items.flatMap((item, index) => renderItem(item, block.isOrdered ? `${index + 1}. ` : '• ', look));
    case 'quote':
      return wrap(withAddresses(block.spans, look), look.width - 2, look).map((line) => `> ${line}`);
    case 'divider':
      return ['—'.repeat(3)];
    case 'story':
      return renderStory(block, look);
  }
}

/** A heading, or a bold line that stands for one. */
function isTitle(block: Block): boolean {
  if (block.kind === 'heading') return true;
  return block.kind === 'paragraph' && block.spans.length > 0 && block.spans.every(({ style }) => style === 'bold');
}

/** Commands and what they do stand in two columns. */
function renderTable(items: readonly (readonly Span[])[], look: Look): string[] {
  const widest = Math.max(...items.map(([first]) => widthOf(first!.text)));
  const indent = widest + 3;
  return items.flatMap(([first, ...rest]) => {
    const name = clean(first!.text);
    const head = `• ${paint(name, first!, look)}${' '.repeat(widest - widthOf(name) + 1)}`;
    const lines = wrap(withAddresses(rest, look), Math.max(20, look.width - indent), look);
    return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line.trimStart());
  });
}

function renderItem(item: readonly Span[], mark: string, look: Look): string[] {
  return wrap([{ text: mark }, ...withAddresses(item, look)], look.width, look, ' '.repeat(mark.length));
}

/** Where the terminal has no links, an address stands after its text. */
function withAddresses(spans: readonly Span[], look: Look): Span[] {
  if (look.hasLinks) return [...spans];
  return spans.flatMap((span) => {
    const href = safeHref(span.href);
    return href === undefined || href === span.text ? [span] : [span, { text: ` (${href})`, style: 'dim' as const }];
  });
}

function renderStory(block: Extract<Block, { kind: 'story' }>, look: Look): string[] {
  const { story, detail } = block;
  const url = safeHref(story.url);
  const title: Span = { text: oneLine(story.title), style: 'bold', ...(url === undefined ? {} : { href: url }) };
  const lead = block.lead.length === 0 || isInline(block.lead) ? block.lead : [...block.lead, { text: ' ' }];
  const address = look.hasLinks || url === undefined ? [] : [url];
  return [
    // On a line of its own an alert's topic reads as the reason for the message; a number or 'Update:' belongs to the title.
    ...(detail === 'full' && block.lead.length > 0 && !isInline(block.lead)
      ? [...wrap(block.lead, look.width, look), ...wrap([title], look.width, look)]
      : wrap([...lead, title], look.width, look)),
    ...wrap([{ text: quietLine(story, look), style: 'dim' }], look.width, look),
    ...(detail === 'headline' || story.summary === '' ? [] : wrap([{ text: story.summary }], look.width, look)),
    ...(detail === 'full' ? alsoIn(story, look) : []),
    ...block.notes.flatMap((note) =>
      wrap(
        note.map((span) => ({ style: 'dim' as const, ...span })),
        look.width,
        look,
      ),
    ),
    ...address,
  ];
}

function quietLine(story: StoryView, look: Look): string {
  const source = story.sources[0]?.name;
  const more = story.sources.length > 1 ? [`+${story.sources.length - 1}`] : [];
  const passing = story.level === 'mention' ? [story.mentioned ?? look.say('card.mention')] : [];
  const name = source === undefined ? [] : [[source, ...more].join(' ')];
  const category = story.category === 'other' ? '' : story.categoryName;
  return [...name, story.age, category, ...passing].filter(Boolean).map(oneLine).join(' · ');
}

function alsoIn(story: StoryView, look: Look): string[] {
  const names = story.sources.slice(1).map(({ name }) => name);
  if (names.length === 0) return [];
  const text = story.alsoIn ?? look.say('card.alsoIn', { names: names.join(', ') });
  return wrap([{ text, style: 'dim' }], look.width, look);
}

/** A lead that ends with a space runs on into the title. */
function isInline(lead: readonly Span[]): boolean {
  return lead.at(-1)?.text.endsWith(' ') === true;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function renderButtons(row: readonly Button[], look: Look): string {
  const spans = row.flatMap((button): Span[] => [
    { text: `[${look.codeOf?.(button) ?? button.action.replace(/\s+/g, '\u00a0')}]`, style: 'code' },
    { text: ` ${oneLine(button.label)}   ` },
  ]);
  return wrap(spans, look.width, look).join('\n').replaceAll('\u00a0', ' ');
}
