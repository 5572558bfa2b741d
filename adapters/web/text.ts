/** A message as plain text, for programs that take nothing else. */
import type { Block, Message, Span } from '../../src/model.ts';
import { webLink } from './links.ts';

export function plainText({ blocks }: Message): string {
  return blocks.map(blockText).join('\n\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `# ${wordsOf(block.spans)}`;
    case 'paragraph':
    case 'quote':
      return wordsOf(block.spans);
    case 'list':
      return block.items.map((spans) => `- ${wordsOf(spans)}`).join('\n');
    case 'divider':
      return '---';
    case 'story':
      return storyText(block);
  }
}

function storyText({ story, detail, lead, notes }: Extract<Block, { kind: 'story' }>): string {
  const outlets = story.sources.map(({ name }) => name).join(', ');
  return [
    `- ${lead.map(({ text }) => text).join('')}${story.title}`,
    [outlets, story.age, story.categoryName].filter((part) => part !== '').join(' · '),
    ...(detail === 'headline' || story.summary === '' ? [] : [story.summary]),
    ...notes.map(wordsOf),
    ...(webLink(story.url) === undefined ? [] : [story.url]),
  ].join('\n  ');
}

function wordsOf(spans: readonly Span[]): string {
  return spans
    .map(({ text, href }) => (href === undefined || webLink(href) === undefined ? text : `${text} (${href})`))
    .join('');
}
