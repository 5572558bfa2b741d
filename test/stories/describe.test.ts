import { describe, expect, it } from 'vitest';
import type { FeedId, Item, ItemId, StoryId } from '../../src/model.ts';
import { describeStory } from '../../src/stories/describe.ts';

let count = 0;
function item(source: string, title: string, more: Partial<Item> = {}): Item {
  count += 1;
  return {
    id: `item-${count}` as ItemId,
    feedId: source as FeedId,
    source,
    url: `https://example.org/${count}`,
    title,
    text: '',
    lang: 'en',
    category: 'other',
    tags: [],
    publishedAt: undefined,
    firstSeenAt: count * 60_000,
    image: undefined,
    ...more,
  };
}
const story = 'story' as StoryId;

describe('describing a story', () => {
  it('counts wire copies once: 5 outlets, 2 originals', () => {
    const title = 'Copper mine in Arrona to close next year, 600 jobs at risk';
    const told = describeStory(story, [
      item('Wire', title),
      item('Harbour Post', `${title} - Harbour Post`),
      item('Northern Daily', title.toUpperCase()),
      item('Energy Record', `Update 1: ${title}`),
      item('Arrona Times', 'Arrona loses its copper mine: what 600 families face'),
    ]);
    expect(told.sources).toHaveLength(5);
    expect(told.originals).toBe(2);
    expect(told.sources.map(({ isReprint }) => isReprint)).toEqual([false, true, true, true, false]);
  });

  it('heads the story with a plain report, not with the live page, the opinion or the longest title', () => {
    const told = describeStory(story, [
      item('Live Desk', 'Live: bridge collapse in Novigrad - latest updates as rescue goes on through the night'),
      item('Columnist', 'Opinion: why the Novigrad bridge had to fall'),
      item('Wire', 'Bridge collapses in Novigrad, two lorries in the river'),
      item('Daily', 'Novigrad bridge collapses into river'),
    ]);
    expect([
      'Bridge collapses in Novigrad, two lorries in the river',
      'Novigrad bridge collapses into river',
    ]).toContain(told.title);
  });

  it('takes the headline from the language of most reports', () => {
    const told = describeStory(story, [
      item('Rheinbote', 'Brücke in Novigrad eingestürzt, zwei Lastwagen im Fluss', { lang: 'de' }),
      item('Wire', 'Bridge collapses in Novigrad, two lorries in the river'),
      item('Daily', 'Novigrad bridge collapses, lorries fall into river'),
    ]);
    expect(told.lang).toBe('en');
    expect(told.title).toMatch(/bridge/i);
  });

  it('names whom and what most reports name', () => {
    const told = describeStory(story, [
      item('Wire', 'Minister resigns', {
        text: 'The foreign minister, Dimo Karel, told parliament in Arrona that he would go.',
      }),
      item('Daily', 'Foreign minister Dimo Karel steps down', { text: 'In Arrona, the opposition called for a vote.' }),
      item('Post', 'Why Dimo Karel left', { text: 'A look back by Jane Doe.' }),
    ]);
    expect(told.entities.slice(0, 2)).toEqual(['Dimo Karel', 'Arrona']);
    expect(told.entities).not.toContain('Jane Doe');
  });

  it('votes on the category and keeps the time of the first report and of the last arrival', () => {
    const told = describeStory(
      story,
      [
        item('Late', 'Storm reaches the coast', {
          firstSeenAt: 9_000_000,
          publishedAt: 8_000_000,
          category: 'environment',
        }),
        item('Early', 'Storm nears the coast', {
          firstSeenAt: 7_500_000,
          publishedAt: 7_000_000,
          category: 'environment',
        }),
        item('Other', 'Storm: markets shrug', { firstSeenAt: 8_500_000, category: 'business' }),
      ],
      'earlier' as StoryId,
    );
    expect(told).toMatchObject({
      category: 'environment',
      startedAt: 7_000_000,
      updatedAt: 9_000_000,
      follows: 'earlier',
    });
    expect(told.sources.map(({ name }) => name)).toEqual(['Early', 'Other', 'Late']);
  });
});
