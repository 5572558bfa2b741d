import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, inOrder, selectStories } from '../../src/briefs/select.ts';
import type { HeardStory } from '../../src/store/records.ts';
import { makeStory } from '../worlds/records.ts';

function choice(
  id: string,
  topic: string,
  rank: number,
  extra: Partial<Choice> & { level?: 'about' | 'mention' } = {},
): Choice {
  const { level = 'about', ...rest } = extra;
  const story = makeStory(id, 0);
  const ranked = {
    level,
    score: rank,
    reasons: [],
    storyId: story.id,
    topicId: topic as Choice['ranked']['topicId'],
    rank,
    importance: rank,
  };
  return {
    story,
    ranked,
    topic,
    lead: '',
    isForeign: false,
    heard: undefined,
    change: undefined,
    isRecent: false,
    ...rest,
  };
}

const heard = (how: HeardStory['how']): HeardStory => ({
  storyId: makeStory('x', 0).id,
  topicId: 't' as HeardStory['topicId'],
  how,
  firstAt: 0,
  lastAt: 0,
  edition: 1,
  sources: 1,
  facts: [],
});

describe('the choice of a brief', () => {
  it('gives every topic its best story before any topic a second', () => {
    const loud = Array.from({ length: 9 }, (_, index) => choice(`loud${index}`, 'Loud', 0.9 - index / 100));
    const { sections } = selectStories([...loud, choice('quiet', 'Quiet', 0.2)], 'short');
    expect(sections.map(({ topic }) => topic)).toEqual(['Loud', 'Quiet']);
    expect(sections[0]?.choices).toHaveLength(4);
  });

  it('tells a story once, under the topic that ranks it best', () => {
    const { sections } = selectStories([choice('one', 'A', 0.3), choice('one', 'B', 0.6)], 'short');
    expect(sections).toHaveLength(1);
    expect(sections[0]?.topic).toBe('B');
  });

  it('repeats what an earlier brief told only with a new fact', () => {
    const told = choice('one', 'A', 0.5, { heard: heard('briefed') });
    expect(selectStories([told], 'short').sections).toEqual([]);
    expect(selectStories([{ ...told, change: 'Toll rises to 48' }], 'short').sections).toHaveLength(1);
  });

  it('does not name again what was pushed, unless it changed', () => {
    const many = Array.from({ length: 9 }, (_, index) => choice(`s${index}`, 'A', 0.9 - index / 100));
    const pushed = choice('pushed', 'A', 0.1, { heard: heard('pushed'), isRecent: true });
    const ids = (choices: readonly Choice[]) => choices.map(({ story }) => String(story.id));
    expect(ids(selectStories([...many, pushed], 'short').also)).not.toContain('pushed');
    const changed = { ...pushed, change: 'Toll rises to 48' };
    expect(ids(selectStories([...many, changed], 'short').also)).toContain('pushed');
    expect(ids(selectStories([pushed], 'short').sections.flatMap(({ choices }) => choices))).toEqual(['pushed']);
  });

  it('gives a place to what the reader may not read only where nothing else is told of the topic', () => {
    const foreign = choice('foreign', 'A', 0.9, { isForeign: true });
    const ids = (choices: readonly Choice[]) =>
      selectStories(choices, 'short').sections.flatMap((one) => one.choices.map(({ story }) => String(story.id)));
    expect(ids([foreign, choice('own', 'A', 0.2)])).toEqual(['own']);
    expect(ids([foreign, choice('own', 'B', 0.2)])).toEqual(['foreign', 'own']);
    expect(selectStories([foreign, choice('own', 'A', 0.2)], 'short').also).toHaveLength(1);
  });

  it('gives a round-up of the day a place only where its topic has nothing else', () => {
    const title = 'The day in three minutes: a treaty, a rescue and a lander';
    const roundUp = choice('round', 'A', 0.9, { story: makeStory('round', 0, ['Harbour Post'], title) });
    const ids = (choices: readonly Choice[]) =>
      selectStories(choices, 'short').sections.flatMap((one) => one.choices.map(({ story }) => String(story.id)));
    expect(ids([roundUp, choice('own', 'A', 0.2)])).toEqual(['own']);
    expect(selectStories([roundUp, choice('own', 'A', 0.2)], 'short').also).toEqual([]);
    expect(ids([roundUp, choice('own', 'B', 0.2)])).toEqual(['round', 'own']);
  });

  it('puts what went on nearly beside what begins, and what did not behind', () => {
    const change = 'Three tugs freed the ferry';
    const went = choice('went', 'A', 0.5, { heard: heard('pushed'), change, isRecent: true });
    const still = choice('still', 'A', 0.5, { heard: heard('pushed'), isRecent: true });
    const order = (...all: Choice[]) => inOrder(all).map(({ story }) => String(story.id));
    expect(order(still, went, choice('new', 'A', 0.5))).toEqual(['new', 'went', 'still']);
    expect(order(went, choice('small', 'A', 0.3))).toEqual(['went', 'small']);
  });

  it('shows what was held, before equals that were not', () => {
    const { sections } = selectStories(
      [choice('a', 'A', 0.5), choice('b', 'B', 0.5, { heard: heard('held') })],
      'short',
    );
    expect(sections.map(({ topic }) => topic)).toEqual(['B', 'A']);
  });

  it('loses nothing: what is not shown is named or counted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(999), { maxLength: 60 }),
        fc.constantFrom('headlines' as const, 'short' as const, 'full' as const),
        (ids, length) => {
          const choices = ids.map((id) =>
            choice(`s${id}`, `T${id % 7}`, (id % 100) / 100, { level: id % 3 === 0 ? 'mention' : 'about' }),
          );
          const { sections, also, leftOut } = selectStories(choices, length);
          const shown = sections.flatMap((section) => section.choices).length;
          return shown + also.length + leftOut === ids.length;
        },
      ),
    );
  });
});
