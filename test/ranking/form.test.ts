import { expect, test } from 'vitest';
import { formOf } from '../../src/ranking/form.ts';
import { makeStory } from '../worlds/records.ts';

function formOfTitles(...titles: string[]): number {
  const story = makeStory('s1', 0, titles, titles[0]);
  return formOf({ ...story, sources: story.sources.map((source, n) => ({ ...source, title: titles[n]! })) });
}

test.each([
  'Ferry strike: what it means and who it will affect',
  'Opinion: The harbour deserves better',
  'Video: Crowds at the quay',
  '[INTERVIEW] The harbour master looks back',
  'Storm in the north, live updates',
  'Última hora del temporal, en directo',
  'The bridge we need | Editorial',
  'The day in three minutes',
  'Evening briefing: what happened today',
  'What the papers say about the strike',
])('what explains, comments or follows weighs less: %s', (title) => {
  expect(formOfTitles(title)).toBeLessThan(0.5);
});

test.each(['The best summer deals on garden chairs', 'Today’s bargains: kettles', 'Gift guide for sailors'])(
  'what to buy is no news: %s',
  (title) => {
    expect(formOfTitles(title)).toBeLessThan(0.5);
  },
);

test('the section of an address says so as well, if every outlet’s does', () => {
  const at = (...paths: string[]) => {
    const story = makeStory('s1', 0, paths, 'A ferry for everybody');
    const sources = story.sources.map((source, n) => ({ ...source, url: `https://harbour.example/${paths[n]}` }));
    return formOf({ ...story, url: sources[0]!.url, sources });
  };
  for (const path of ['en/shopping/garden/a-ferry', 'deals/a-ferry', 'podcasts/a-ferry'])
    expect(at(path), path).toBeLessThan(0.5);
  for (const path of ['news/shopping-streets-empty', 'shopping', 'world/2025/deals']) expect(at(path), path).toBe(1);
  expect(at('podcasts/a-ferry', 'world/a-ferry')).toBe(1);
});

test.each([
  'Live Oak mayor resigns',
  'Video game maker cuts 400 jobs',
  'Watch maker opens plant',
  'Harbour bridge closes',
  'Ministers sign best trade deal in years',
  'Top court blocks arms deals',
])('the same words in news are news: %s', (title) => {
  expect(formOfTitles(title)).toBe(1);
});

test('an explainer beside the news takes nothing from it', () => {
  expect(formOfTitles('Explainer: the ferry strike', 'Ferry crews walk out')).toBe(1);
});
