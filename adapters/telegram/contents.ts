/** What is in a long brief, told at its beginning. */
import type { Block, Message, Span } from '../../src/model.ts';

/** With fewer headings a table of contents is in the way. */
export const leastHeadings = 3;

/** A heading that stands directly above another is the title of the whole; and what follows it. */
export function titleOf(blocks: readonly Block[]): readonly [title: readonly Block[], rest: readonly Block[]] {
  const [first, second] = blocks;
  const isTitle = first?.kind === 'heading' && second?.kind === 'heading';
  return isTitle ? [[first], blocks.slice(1)] : [[], blocks];
}

/** The message with a list of its headings, and how many stories stand under each, below its title. */
export function withContents(message: Message): Message {
  const [title, rest] = titleOf(message.blocks);
  const counts = new Map<Block, number>();
  let open: Block | undefined;
  for (const block of rest) {
    if (block.kind === 'heading') {
      open = block;
      counts.set(block, 0);
    } else if (block.kind === 'story' && open !== undefined) counts.set(open, (counts.get(open) ?? 0) + 1);
  }
  if (counts.size < leastHeadings) return message;
  const items = [...counts].map(([block, count]): readonly Span[] => [
    ...(block.kind === 'heading' ? block.spans : []),
    { text: ` · ${count}`, style: 'dim' },
  ]);
  return { ...message, blocks: [...title, { kind: 'list', isOrdered: false, items }, ...rest] };
}
