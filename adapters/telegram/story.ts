/** How a story looks in a Telegram message. */
import type { Block, Message, SourceView, Span, StoryView } from '../../src/model.ts';
import { breakAutoLinks, cleanLine, cleanText, isolate, safeUrl, sourceName } from './clean.ts';
import { fromSpans, join, marked, nothing, plain, relativeTime, shorten, type Text } from './text.ts';

type StoryBlock = Extract<Block, { kind: 'story' }>;
type Detail = StoryBlock['detail'];

/** Outlets named on the quiet line, and in the fold-out list below a story in full. */
const namedSources = 3;
const listedSources = 12;
const titleLength = 300;
const lineLength = 160;

/**
 * A story as one piece of text of at most `room` UTF-16 units; told more briefly, and at last cut, where it does not fit.
 * Lead, title (the link), summary, a quiet line with sources, age and subject, other reports in a fold-out quote, notes.
 */
export function storyText(block: StoryBlock, room: number): Text {
  const details: readonly Detail[] = ['full', 'short', 'headline'];
  for (const detail of details.slice(details.indexOf(block.detail))) {
    const text = atDetail(block, detail);
    if (text.text.length <= room) return text;
  }
  return shorten(atDetail({ ...block, notes: [], lead: [] }, 'headline'), room);
}

/** A story's parts, each a line or two; empty where the detail leaves them out. */
export interface StoryParts {
  readonly lead: Text;
  readonly title: Text;
  readonly summary: Text;
  readonly quiet: Text;
  /** What the other outlets wrote, a line each. */
  readonly others: readonly Text[];
  readonly notes: readonly Text[];
}

/** The parts in the detail that the block asks for. */
export function storyParts(block: StoryBlock): StoryParts {
  const { story, detail } = block;
  return {
    lead: fromSpans(block.lead.map(onOneLine), 'story'),
    title: title(story),
    summary: detail === 'headline' ? nothing : summary(story),
    quiet: quietLine(block),
    others: detail === 'full' ? otherReports(story) : [],
    notes: block.notes.map((note) => marked(fromSpans(note.map(onOneLine), 'story'), { type: 'italic' })),
  };
}

function atDetail(block: StoryBlock, detail: Detail): Text {
  const { lead, title, summary, quiet, others, notes } = storyParts({ ...block, detail });
  const folded = marked(join(others, '\n'), { type: 'expandable_blockquote' });
  // A lead that ends in a space, such as a number, stands on the title's line.
  const head = join([lead, title], /\s$/.test(lead.text) ? '' : '\n');
  return join([head, summary, quiet, folded, ...notes], '\n');
}

function onOneLine(span: Span): Span {
  return { ...span, text: span.text.replace(/\s+/g, ' ') };
}

function title(story: StoryView): Text {
  return linked(cleanLine(story.title) || story.url, story.url, titleLength, true);
}

/** Text that links to `address`, or that links nowhere when the address is not http(s). */
function linked(text: string, address: string, length: number, isBold: boolean): Text {
  const url = safeUrl(address);
  const words = shorten(plain(url === undefined ? breakAutoLinks(text) : text), length);
  const link = url === undefined ? words : marked(words, { type: 'text_link', url });
  return isBold ? marked(link, { type: 'bold' }) : link;
}

function summary(story: StoryView): Text {
  const lines = cleanText(story.summary).trim();
  return shorten(plain(breakAutoLinks(lines)), 1500);
}

/** The message without the topic on a story's quiet line where the message, or the heading above, has named it. */
export function withoutEchoes(message: Message): readonly Block[] {
  const named = (text: string | undefined) => text?.trim().toLowerCase();
  let heading: string | undefined;
  return message.blocks.map((block) => {
    if (block.kind === 'heading') heading = named(block.spans.map(({ text }) => text).join(''));
    if (block.kind !== 'story') return block;
    const topic = named(block.story.topic);
    const isEcho = topic !== undefined && (topic === heading || topic === named(message.topic));
    return isEcho ? { ...block, story: { ...block.story, topic: undefined } } : block;
  });
}

/** 'BBC News, CNA +2 · 3 h ago · Lavrov' */
function quietLine(block: StoryBlock): Text {
  const { story } = block;
  const lead = block.lead.map((span) => span.text).join('');
  const category = story.category === 'other' ? '' : story.categoryName;
  const subject = story.topic !== undefined && !lead.includes(story.topic) ? story.topic : category;
  const parts = [
    sourceNames(story),
    marked(plain(breakAutoLinks(cleanLine(story.age))), relativeTime(story.publishedAt)),
    shorten(plain(isolate(breakAutoLinks(cleanLine(subject)))), 60),
  ];
  return marked(shorten(join(parts, ' · '), lineLength * 2), { type: 'italic' });
}

function sourceNames(story: StoryView): Text {
  const named = story.sources.slice(0, namedSources).map((source) => sourceLink(source));
  const more = story.sources.length - named.length;
  return join([join(named, ', '), plain(more > 0 ? `+${more}` : '')], ' ');
}

function sourceLink(source: SourceView): Text {
  return linked(sourceName(source.name, source.url), source.url, 90, false);
}

function otherReports(story: StoryView): readonly Text[] {
  const others = story.sources.filter((source) => source.url !== story.url).slice(0, listedSources);
  return others.map((source) => {
    const name = breakAutoLinks(sourceName(source.name, source.url));
    return join([plain(`${name}: `), linked(cleanLine(source.title) || source.url, source.url, lineLength, false)]);
  });
}
