import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/messages/say.ts';
import { viewStory } from '../../src/messages/view.ts';
import type { Item, Story } from '../../src/model.ts';

const at = Date.UTC(2026, 2, 11, 9);

function report(source: string): Item {
  return {
    title: `${source} on the bridge`,
    text: '',
    url: `https://${source}.example/bridge`,
    source,
    lang: 'en',
    publishedAt: at,
    fetchedAt: at,
  } as unknown as Item;
}

describe('the card of a story', () => {
  it('names first the source whose headline and link it shows, whoever reported first', () => {
    const items = ['harbour', 'island', 'coast'].map(report);
    const story = {
      title: 'coast on the bridge',
      url: 'https://coast.example/bridge',
      category: 'world',
      startedAt: at,
      updatedAt: at,
      lang: 'en',
      sources: items.map(({ source, url, title }) => ({
        name: source,
        url: source === 'coast' ? `${url}?first` : url,
        title,
        at,
      })),
    } as unknown as Story;
    const viewIn = (locale: string) =>
      viewStory({ story, items, assessment: undefined, topic: undefined, locale, now: at, catalogue: loadCatalogue() });
    const view = viewIn('en');
    expect(view.sources.map(({ name }) => name)).toEqual(['coast', 'harbour', 'island']);
    expect(view.alsoIn).toBe('Also in: harbour, island');
    expect(viewIn('zh').alsoIn).toBe('另见：harbour、island');
    expect(viewIn('ar').alsoIn).toBe('أيضًا في: harbour، island');
  });
});
