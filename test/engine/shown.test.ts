import { expect, test } from 'vitest';
import { rememberedView } from '../../src/engine/shown.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import { viewStory } from '../../src/messages/view.ts';
import { makeFollow, makeRanked, makeStory } from '../worlds/records.ts';

const catalogue = loadCatalogue();
const now = Date.UTC(2026, 2, 10, 12);
const story = makeStory('s1', now - 600_000);
const base = {
  found: { story, items: [], ranked: makeRanked('s1'), follow: makeFollow('lavrov') },
  earlier: undefined,
  locale: 'en',
  now,
  catalogue,
};
type Asked = typeof base;

function show(asked: Asked) {
  let made = 0;
  const view = rememberedView(asked, () => {
    made++;
    const { found, locale } = asked;
    const { items, ranked: assessment, follow } = found;
    return viewStory({ story: found.story, items, assessment, topic: follow.text, locale, now: asked.now, catalogue });
  });
  return { view, made };
}

test('the same story for the same topic and language is worded once within a minute', () => {
  const first = show(base);
  expect(show({ ...base, now: now + 59_000 })).toEqual({ view: first.view, made: 0 });
  expect(show({ ...base, found: { ...base.found, follow: { ...base.found.follow, since: 5 } } }).view).toBe(first.view);
});

test.each<[string, Asked]>([
  ['another minute', { ...base, now: now + 60_000 }],
  ['another language', { ...base, locale: 'de' }],
  ['another rank', { ...base, found: { ...base.found, ranked: makeRanked('s1', 'lavrov', { rank: 0.6 }) } }],
  ['another level', { ...base, found: { ...base.found, ranked: makeRanked('s1', 'lavrov', { level: 'mention' }) } }],
  ['another topic', { ...base, found: { ...base.found, follow: makeFollow('moscow') } }],
  ['other names of it', { ...base, found: { ...base.found, follow: makeFollow('lavrov', { aliases: ['Лавров'] }) } }],
  ['the story after it grew', { ...base, found: { ...base.found, story: { ...story, title: 'It goes on' } } }],
])('%s is worded anew', (_, asked) => {
  show(base);
  expect(show(asked).made).toBe(1);
});

test('a story with a report more, or fewer, is worded anew', () => {
  show(base);
  const item = { id: 'i1' } as never;
  const grown = { ...base, found: { ...base.found, items: [item] } };
  const made = () => ({ ...show(base).view, title: 'with a report' });
  expect(rememberedView(grown, made).title).toBe('with a report');
  expect(show(base).view.title).toBe(story.title);
});
