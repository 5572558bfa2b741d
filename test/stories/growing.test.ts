/** A story that is described report by report is described as it would be at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, StoryId } from '../../src/model.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { report } from './news.ts';

const titles = [
  'Bridge falls in Velden',
  'Velden bridge collapses into river',
  'Live: Velden bridge',
  'Two dead as bridge falls',
];
const body =
  'Rescuers searched the river below the old bridge near Velden through the night and found the two drivers of the lorries alive on Monday morning';
const texts = [
  '',
  'Mayor Ada Marlow asked for patience.',
  body,
  `${body}, the police said`,
  'The court of Solano fined the builder after a year of talks with the town and both of its banks, Ada Marlow said',
];

const reports = fc.array(
  fc.record({
    title: fc.constantFrom(...titles),
    text: fc.constantFrom(...texts),
    source: fc.constantFrom('Wire', 'Harbour Post', 'Rheinbote'),
    lang: fc.constantFrom('en', 'de', undefined),
    category: fc.constantFrom('other' as const, 'world' as const, 'crime' as const),
    hours: fc.nat(3),
  }),
  { minLength: 1, maxLength: 12 },
);

function itemsOf(
  drafts: ReadonlyArray<{ title: string; text: string; source: string; hours: number } & Partial<Item>>,
): Item[] {
  return drafts.map(({ title, text, source, hours, ...more }) => report(hours, source, title, text, more));
}

describe('a story that grows', () => {
  it('is described as if all its reports had come at once, in whatever order they came', () => {
    let stories = 0;
    fc.assert(
      fc.property(reports, (drafts) => {
        stories += 1;
        const items = itemsOf(drafts);
        const id = `grown-${stories}` as StoryId;
        const grown = items.map((_, at) => describeStory(id, items.slice(0, at + 1))).at(-1)!;
        const fresh = describeStory(`fresh-${stories}` as StoryId, items);
        expect({ ...grown, id: fresh.id }).toEqual(fresh);
      }),
    );
  });

  it('is described anew when a report leaves it', () => {
    const items = itemsOf([
      { title: titles[0]!, text: texts[1]!, source: 'Wire', hours: 0 },
      { title: titles[1]!, text: body, source: 'Harbour Post', hours: 1 },
      { title: titles[3]!, text: body, source: 'Rheinbote', hours: 2 },
    ]);
    const id = 'parted' as StoryId;
    expect(describeStory(id, items).originals).toBe(2);
    const left = [items[0]!, items[2]!];
    const after = describeStory(id, left);
    expect(after).toEqual({ ...describeStory('other' as StoryId, left), id });
    expect(after.originals).toBe(2);
    expect(after.itemIds).toHaveLength(2);
  });
});
