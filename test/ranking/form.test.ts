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

test.each([
  'Live Oak mayor resigns',
  'Video game maker cuts 400 jobs',
  'Watch maker opens plant',
  'Harbour bridge closes',
])('the same words in news are news: %s', (title) => {
  expect(formOfTitles(title)).toBe(1);
});

test('an explainer beside the news takes nothing from it', () => {
  expect(formOfTitles('Explainer: the ferry strike', 'Ferry crews walk out')).toBe(1);
});
