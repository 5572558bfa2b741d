import { describe, expect, it } from 'vitest';
import { byRelevance, findStories, heardByStory, viewOf } from '../../src/engine/desk.ts';
import type { StoryId } from '../../src/model.ts';
import { chatOf, heardOf, heardStory, openDesk } from '../worlds/desk.ts';

const reports = [
  { source: 'Северный маяк', lang: 'ru', title: 'Паром «Аурелия» сел на мель у Тарнхольма', hoursAgo: 3 },
  { source: 'Harbour Post', title: 'Ferry Aurelia runs aground off Tarnholm', hoursAgo: 2 },
  { source: 'Meridian', title: 'All 212 leave ferry Aurelia near Tarnholm', hoursAgo: 1 },
];

describe('a story under a topic with filters', () => {
  it.each([
    ['Aurelia source:meridian', 'Meridian', /^All 212/],
    ['Aurelia lang:en', /^(?:Harbour Post|Meridian)$/, /Aurelia/],
    ['Аурелия lang:ru', 'Северный маяк', /^Паром/],
  ] as const)('carries a headline that %s wants, with its source first and its link', (topic, source, title) => {
    const desk = openDesk();
    desk.tell('ferry', ...reports);
    const chat = { ...chatOf([topic]), locale: undefined };
    const found = findStories(desk, chat, chat.follows, 0, new Map());
    expect(found).toHaveLength(1);
    const view = viewOf(desk, chat, found[0]!);
    expect(view.title).toMatch(title);
    expect(view.sources[0]?.name).toEqual(typeof source === 'string' ? source : expect.stringMatching(source));
    expect(view.url).toBe(view.sources[0]?.url);
    expect(view.sources).toHaveLength(3);
  });
});

it('a summary is in the language of the headline, though the topic is met in other words', () => {
  const desk = openDesk();
  desk.tell(
    'treaty',
    {
      source: 'Северный маяк',
      lang: 'ru',
      title: 'Кестров и Орса подписали договор',
      text: 'Министр Кестров подписал договор о реке в Женеве.',
    },
    {
      source: 'The Continental',
      title: 'Can Milena Orsa get it through?',
      text: 'The opposition will vote against the treaty on the river, which its leader calls a surrender.',
    },
  );
  const chat = { ...chatOf(['Кестров']), locale: 'en' };
  const [found] = findStories(desk, chat, chat.follows, 0, new Map());
  const { title, summary } = viewOf(desk, chat, found!);
  expect(title).toMatch(/^Can Milena/);
  expect(summary).toMatch(/^The opposition/);
});

it('what a headline tells of the topic comes before what touches it, however new, and before what mentions it', () => {
  const desk = openDesk();
  desk.tell('talks', {
    source: 'Meridian',
    title: 'Kestrov and Orsa open talks on the river',
    text: 'Foreign minister Renata Kestrov said the talks may last a week. Kestrov met Orsa for three hours.',
    hoursAgo: 100,
  });
  desk.tell('seaside', {
    source: 'Harbour Post',
    title: 'Minister opens seaside hotel',
    text: 'Renata Kestrov cut the ribbon. Kestrov said the rooms were fine. Kestrov then walked on the beach.',
    hoursAgo: 1,
  });
  desk.tell('museum', {
    source: 'Harbour Post',
    title: 'Museum of coats is a success',
    text: 'It has sold 40,000 tickets since May. The director is proud. Among the coats is one that Kestrov once wore. Children like the buttons.',
    hoursAgo: 1,
  });
  const chat = chatOf(['Kestrov']);
  const found = findStories(desk, chat, chat.follows, 0, new Map()).sort(byRelevance);
  expect(found.map(({ story, ranked }) => [story.id, ranked.level])).toEqual([
    ['talks', 'about'],
    ['seaside', 'about'],
    ['museum', 'mention'],
  ]);
  expect(found[1]!.ranked.rank).toBeGreaterThan(found[0]!.ranked.rank);
});

describe('what a chat heard of stories that became one', () => {
  it('is what it was told, not what is held for it', () => {
    const desk = openDesk();
    desk.tell('ferry', { source: 'Meridian', title: 'Tarnholm ferry runs aground' });
    const ferry = desk.archive.story('ferry' as StoryId)!;
    desk.archive.putStory({ ...ferry, mergedFrom: ['a', 'b'] as StoryId[] });
    const [pushed, held] = [heardStory('a', 'pushed', 1, []), heardStory('b', 'held', 2, [])];
    for (const stories of [
      [pushed, held],
      [held, pushed],
    ])
      expect(heardByStory(desk.archive, heardOf({ stories })).get('ferry' as StoryId)).toBe(pushed);
  });
});
