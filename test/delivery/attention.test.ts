import { expect, test } from 'vitest';
import { decide, type Question } from '../../src/delivery/attention.ts';
import type { StoryId, TopicId } from '../../src/model.ts';
import { importanceOf } from '../../src/ranking/importance.ts';
import type { ChatSettings, HeardStory, Mute } from '../../src/store/records.ts';
import { makeChat, makeFollow, makeRanked, makeStory, settings } from '../worlds/records.ts';

const hour = 3_600_000;
const now = Date.parse('2025-07-29T12:00:00Z');

interface Changes extends Omit<Partial<Question>, 'heard' | 'chat'> {
  readonly settings?: Partial<ChatSettings>;
  readonly mutes?: Mute[];
  readonly heard?: Partial<Question['heard']>;
  readonly chat?: Partial<Question['chat']>;
}

function ask({ settings: own, mutes = [], heard, chat, ...rest }: Changes = {}) {
  return decide({
    chat: makeChat('1', { settings: { ...settings, ...own }, mutes, ...chat }),
    heard: { chatId: 'fake:1' as never, stories: [], day: '2025-07-29', loud: {}, ...heard },
    follow: makeFollow(),
    ranked: makeRanked('s1'),
    story: makeStory('s1', now),
    storyAt: now - hour,
    isDevelopment: false,
    isBurst: false,
    isEcho: false,
    now,
    ...rest,
  });
}

function told(changes: Partial<HeardStory> = {}): HeardStory {
  return {
    storyId: 's1' as StoryId,
    topicId: 'lavrov' as TopicId,
    how: 'pushed',
    firstAt: now - hour,
    lastAt: now - hour,
    edition: 1,
    sources: 1,
    facts: [],
    ...changes,
  };
}

const night = { quiet: [{ from: '11:00', to: '13:00', days: [0, 1, 2, 3, 4, 5, 6] }] };

test('a fresh story about the topic interrupts', () => {
  expect(ask()).toEqual({ kind: 'loud' });
});

test('a passing mention never does, unless the chat follows this very story', () => {
  const ranked = makeRanked('s1', 'lavrov', { level: 'mention', rank: 0.9 });
  expect(ask({ ranked })).toEqual({ kind: 'nothing', why: 'mention' });
  expect(ask({ ranked, follow: makeFollow('x', { storyId: 's1' as StoryId }) })).toEqual({ kind: 'loud' });
});

test('an item older than 48 hours at its first sight never does', () => {
  expect(ask({ storyAt: now - 48 * hour - 1 })).toEqual({ kind: 'nothing', why: 'old' });
  expect(ask({ storyAt: now - 48 * hour })).toEqual({ kind: 'loud' });
});

test('the threshold holds what ranks below it; low lets it through without a sound', () => {
  const weak = makeRanked('s1', 'lavrov', { rank: 0.2 });
  expect(ask({ ranked: weak })).toMatchObject({ kind: 'hold', why: 'threshold' });
  expect(ask({ ranked: weak, settings: { threshold: 'low' } })).toEqual({ kind: 'silent' });
});

test('high takes big stories only, however much a lone report is about the topic', () => {
  const lone = makeRanked('s1', 'lavrov', { rank: 0.6, importance: importanceOf(makeStory('s1', now)) });
  const big = { ...lone, importance: importanceOf(makeStory('s1', now, ['Harbour Post', 'Daily Pier', 'Gull'])) };
  const high = { settings: { threshold: 'high' as const } };
  expect(ask({ ranked: lone, ...high })).toMatchObject({ kind: 'hold', why: 'threshold' });
  expect(ask({ ranked: big, ...high })).toEqual({ kind: 'loud' });
  expect(ask({ ranked: lone, ...high, follow: makeFollow('x', { threshold: 'normal' }) })).toEqual({ kind: 'loud' });
});

test('a story that was held for its rank may interrupt when it has grown', () => {
  const stories = [told({ how: 'held', why: 'threshold' })];
  expect(ask({ heard: { stories } })).toEqual({ kind: 'loud' });
});

test('the caps of the day hold what is over them, for the topic and in all', () => {
  expect(ask({ heard: { loud: { all: 12 } } })).toMatchObject({ kind: 'hold', why: 'cap' });
  expect(ask({ heard: { loud: { all: 5, lavrov: 5 } } })).toMatchObject({ kind: 'hold', why: 'cap' });
  expect(ask({ heard: { loud: { all: 5, other: 5 } } })).toEqual({ kind: 'loud' });
  expect(ask({ heard: { day: '2025-07-28', loud: { all: 12 } } })).toEqual({ kind: 'loud' });
  expect(ask({ settings: { cap: 0 } })).toMatchObject({ kind: 'hold', why: 'cap' });
});

test("the day of the caps is the chat's own", () => {
  const heard = { day: '2025-07-29', loud: { all: 12 } };
  expect(ask({ heard, settings: { zone: 'Pacific/Auckland' } })).toEqual({ kind: 'loud' });
});

test('quiet hours hold until they end, or silence, or let only the critical through', () => {
  const until = Date.parse('2025-07-29T13:00:00Z');
  const critical = makeRanked('s1', 'lavrov', { importance: 0.9 });
  expect(ask({ settings: night })).toEqual({ kind: 'hold', why: 'quiet', until });
  expect(ask({ settings: { ...night, quietmode: 'silent' } })).toEqual({ kind: 'silent' });
  expect(ask({ settings: { ...night, quietmode: 'critical' } })).toEqual({ kind: 'hold', why: 'quiet', until });
  expect(ask({ settings: { ...night, quietmode: 'critical' }, ranked: critical })).toEqual({ kind: 'loud' });
  expect(ask({ settings: night, ranked: critical })).toMatchObject({ kind: 'hold' });
});

test('a snooze holds until it is over', () => {
  expect(ask({ settings: { snoozedUntil: now + hour } })).toEqual({ kind: 'hold', why: 'snooze', until: now + hour });
  expect(ask({ settings: { snoozedUntil: now } })).toEqual({ kind: 'loud' });
});

test.each<readonly [string, Mute]>([
  ['a word', { kind: 'word', value: 'HARBOUR fire', label: '' }],
  ['a source that tells it alone', { kind: 'source', value: 'harbour', label: '' }],
  ['the topic', { kind: 'topic', value: 'lavrov', label: '' }],
  ['the story', { kind: 'story', value: 's1', label: '' }],
])('a mute of %s stops it, until the mute ends', (_, mute) => {
  const story = makeStory('s1', now, ['Harbour Post'], 'Harbour fire under control');
  expect(ask({ story, mutes: [mute] })).toEqual({ kind: 'nothing', why: 'muted' });
  expect(ask({ story, mutes: [{ ...mute, until: now + 1 }] })).toEqual({ kind: 'nothing', why: 'muted' });
  expect(ask({ story, mutes: [{ ...mute, until: now }] })).toEqual({ kind: 'loud' });
});

test('a mute stops whole words only, and a source only where nobody else tells the story', () => {
  const story = makeStory('s1', now, ['Harbour Post', 'City News'], 'Harbourmaster speaks');
  expect(ask({ story, mutes: [{ kind: 'word', value: 'harbour', label: '' }] })).toEqual({ kind: 'loud' });
  expect(ask({ story, mutes: [{ kind: 'source', value: 'Harbour Post', label: '' }] })).toEqual({ kind: 'loud' });
});

test('a story interrupts a chat once: more of the same is an edit, a development is loud', () => {
  expect(ask({ heard: { stories: [told()] } })).toEqual({ kind: 'edit' });
  expect(ask({ heard: { stories: [told()] }, isDevelopment: true })).toEqual({ kind: 'loud' });
  expect(ask({ heard: { stories: [told()] }, isDevelopment: true, settings: night })).toEqual({ kind: 'edit' });
});

test('a message stops growing after a day, and one of a brief never grows', () => {
  expect(ask({ heard: { stories: [told({ firstAt: now - 24 * hour - 1 })] } })).toMatchObject({ kind: 'nothing' });
  expect(ask({ heard: { stories: [told({ how: 'briefed' })] } })).toEqual({ kind: 'nothing', why: 'told' });
  expect(ask({ heard: { stories: [told({ firstAt: now - 30 * hour })] }, isDevelopment: true })).toEqual({
    kind: 'loud',
  });
});

test('what is held stays held, whatever comes to it', () => {
  const stories = [told({ how: 'held', why: 'quiet' })];
  expect(ask({ heard: { stories }, isDevelopment: true })).toEqual({ kind: 'nothing', why: 'held' });
});

test('a fourth story for a topic within a minute waits: it may be one of hundreds', () => {
  const recent = (topicId?: TopicId) =>
    ['s7', 's8', 's9'].map((id) =>
      told({ storyId: id as StoryId, firstAt: now - 10_000, ...(topicId === undefined ? {} : { topicId }) }),
    );
  expect(ask({ heard: { stories: recent() } })).toEqual({ kind: 'hold', why: 'burst', until: now + 60_000 });
  expect(ask({ heard: { stories: recent().slice(1) } })).toEqual({ kind: 'loud' });
  expect(ask({ heard: { stories: recent().map((one) => ({ ...one, firstAt: now - 60_000 })) } })).toEqual({
    kind: 'loud',
  });
  expect(ask({ heard: { stories: recent('other' as TopicId) } })).toEqual({ kind: 'loud' });
});

test('one of many stories that a feed brings at once waits', () => {
  expect(ask({ isBurst: true })).toEqual({ kind: 'hold', why: 'burst', until: now + 60_000 });
  // Told in another language already: the brief may name it.
  expect(ask({ isEcho: true })).toEqual({ kind: 'hold', why: 'threshold', until: undefined });
});

test('nothing goes to a chat that is banned or cannot be reached', () => {
  expect(ask({ chat: { state: 'banned' } })).toEqual({ kind: 'nothing', why: 'inactive' });
  expect(ask({ chat: { state: 'unreachable' } })).toEqual({ kind: 'nothing', why: 'inactive' });
});
