import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assessment, FeedId, ItemId, Story, StoryId, TopicId } from '../../src/model.ts';
import { diversify } from '../../src/ranking/diversify.ts';
import { importanceOf } from '../../src/ranking/importance.ts';
import { rankStory } from '../../src/ranking/rank.ts';
import { learnTaste } from '../../src/ranking/taste.ts';

const hourMs = 3_600_000;
const now = Date.parse('2026-03-01T12:00:00Z');
const topicId = 'topic' as TopicId;

function story(outlets: number, extra: Partial<Story> = {}): Story {
  const sources = Array.from({ length: outlets }, (_, index) => ({
    name: `Outlet ${index}`,
    feedId: `f${index}` as FeedId,
    itemId: `i${index}` as ItemId,
    url: `https://outlet${index}.example/1`,
    title: 'Harbour bridge closes after crash',
    at: now,
    isReprint: false,
  }));
  return {
    id: 'story' as StoryId,
    itemIds: sources.map(({ itemId }) => itemId),
    title: 'Harbour bridge closes after crash',
    url: 'https://outlet0.example/1',
    category: 'world',
    lang: 'en',
    image: undefined,
    sources,
    originals: outlets,
    entities: [],
    startedAt: now,
    updatedAt: now,
    follows: undefined,
    mergedFrom: [],
    ...extra,
  };
}

const about: Assessment = { level: 'about', score: 0.8, reasons: [] };
const mention: Assessment = { level: 'mention', score: 0.3, reasons: [] };
const rank = (one: Story, assessment = about, taste = {}) =>
  rankStory({ story: one, topicId, assessment, chat: { taste }, heard: undefined, now }).rank;

describe('the rank of a story', () => {
  it('rises with the outlets that carry it, and less with each', () => {
    const gains = [1, 2, 4, 8, 16].map((count) => importanceOf(story(count)));
    expect(gains).toEqual(gains.toSorted((a, b) => a - b));
    expect(importanceOf(story(16)) - importanceOf(story(8))).toBeLessThan(
      importanceOf(story(4)) - importanceOf(story(2)),
    );
  });

  it('counts twelve copies of one dispatch far below twelve reports', () => {
    expect(importanceOf(story(12, { originals: 1 }))).toBeLessThan(importanceOf(story(5)));
  });

  it('puts what is about the topic before what only names it', () => {
    expect(rank(story(1))).toBeGreaterThan(rank(story(12), mention));
  });

  it('falls with age', () => {
    const old = story(3, { startedAt: now - 72 * hourMs, updatedAt: now - 72 * hourMs });
    expect(rank(old)).toBeLessThan(rank(story(3)) / 3);
  });

  it('falls when the chat was told and nothing was added', () => {
    const heard = {
      storyId: 'story' as StoryId,
      topicId,
      how: 'pushed',
      firstAt: now,
      lastAt: now,
      edition: 1,
      sources: 3,
      facts: [],
    } as const;
    const again = rankStory({
      story: story(3),
      topicId,
      assessment: about,
      chat: { taste: {} },
      heard: { ...heard, facts: [] },
      now,
    });
    expect(again.rank).toBeLessThan(rank(story(3)) / 3);
  });

  it('follows what the chat taught, and forgets it in time', () => {
    const liked = learnTaste({}, story(1), topicId, 1, now);
    const disliked = learnTaste({}, story(1), topicId, -1, now);
    expect(rank(story(1), about, liked)).toBeGreaterThan(rank(story(1)));
    expect(rank(story(1), about, disliked)).toBeLessThan(rank(story(1)));
    const longAgo = learnTaste({}, story(1), topicId, -1, now - 400 * 24 * hourMs);
    expect(rank(story(1), about, longAgo)).toBeCloseTo(rank(story(1)), 2);
  });

  it('stays between 0 and 1 whatever was pressed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.constantFrom(1 as const, -1 as const), { maxLength: 40 }),
        (outlets, score, presses) => {
          const taste = presses.reduce((learnt, press) => learnTaste(learnt, story(1), topicId, press, now), {});
          const value = rank(story(outlets), { ...about, score }, taste);
          return value >= 0 && value <= 1;
        },
      ),
    );
  });
});

describe('variety', () => {
  it('never puts three of one source in a row while another is left, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (sources) => {
        const ordered = diversify(sources, (one) => one);
        expect(ordered.toSorted()).toEqual(sources.toSorted());
        for (let at = 2; at < ordered.length; at += 1) {
          const isRow = ordered[at] === ordered[at - 1] && ordered[at] === ordered[at - 2];
          if (isRow) expect(ordered.slice(at).every((one) => one === ordered[at])).toBe(true);
        }
      }),
    );
  });
});
