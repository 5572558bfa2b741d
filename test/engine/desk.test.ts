import { describe, expect, it } from 'vitest';
import { findStories, viewOf } from '../../src/engine/desk.ts';
import { chatOf, openDesk } from '../worlds/desk.ts';

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
