import { describe, expect, test } from 'vitest';
import { healthOf, reasonClass } from '../../src/feeds/health.ts';
import { feedNamed } from '../worlds/poller.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2025, 6, 29);
const read = { lastGoodAt: now - hour, addedAt: now - 100 * day };

describe('a feed is shown as', () => {
  test('new until it was read', () => {
    expect(healthOf(feedNamed('a', { addedAt: now }), now)).toEqual({
      state: 'new',
      itemsAWeek: 0,
      note: { key: 'health.new' },
    });
  });

  test('good while items come, with their number a week', () => {
    const often = feedNamed('a', { ...read, rhythmMs: hour, lastItemAt: now - hour });
    expect(healthOf(often, now)).toEqual({ state: 'good', itemsAWeek: 168, note: undefined });
    expect(healthOf({ ...often, rhythmMs: 2 * day }, now).itemsAWeek).toBe(3.5);
  });

  test('good over a weekend, silent after eight times its usual gap', () => {
    const often = feedNamed('a', { ...read, rhythmMs: hour });
    expect(healthOf({ ...often, lastItemAt: now - 2.5 * day }, now).state).toBe('good');
    expect(healthOf({ ...often, lastItemAt: now - 4 * day }, now)).toMatchObject({
      state: 'silent',
      note: { key: 'health.silent', params: { days: 4, usual: 1 } },
    });
    const weekly = { ...often, rhythmMs: 7 * day };
    expect(healthOf({ ...weekly, lastItemAt: now - 50 * day }, now).state).toBe('good');
    expect(healthOf({ ...weekly, lastItemAt: now - 57 * day }, now).state).toBe('silent');
  });

  test('silent after a month when its rhythm is not known', () => {
    expect(healthOf(feedNamed('a', { ...read, addedAt: now - 31 * day }), now)).toMatchObject({
      state: 'silent',
      note: { params: { usual: 0 } },
    });
    expect(healthOf(feedNamed('a', { ...read, addedAt: now - 29 * day }), now).state).toBe('good');
  });

  test('failing with the reason, and since when', () => {
    const failing = feedNamed('a', {
      failures: 3,
      lastError: 'timeout',
      lastGoodAt: now - 5 * hour,
      nextCheckAt: now + 90_000,
    });
    expect(healthOf(failing, now)).toMatchObject({
      state: 'failing',
      note: { key: 'health.failing', params: { failures: 3, reason: 'timeout', hours: 5, nextMinutes: 2 } },
    });
    expect(healthOf(feedNamed('b', { failures: 1, lastError: 'no-connection' }), now)).toMatchObject({
      note: { params: { hours: -1 } },
    });
  });

  test('ended, by its publisher or by hand', () => {
    expect(healthOf(feedNamed('a', { isEnded: true, lastError: 'gone' }), now)).toMatchObject({
      state: 'ended',
      note: { key: 'health.gone' },
    });
    expect(healthOf(feedNamed('a', { isEnded: true }), now)).toMatchObject({
      state: 'ended',
      note: { key: 'health.removed' },
    });
  });
});

test.each([
  ['http-404', 'missing'],
  ['http-502', 'server'],
  ['http-418', 'forbidden'],
  ['too-large', 'large'],
  ['redirect-loop', 'redirects'],
  ['private-address', 'refused'],
  ['a web page, not a feed', 'unreadable'],
])('%s is a failure of the kind %s', (reason, kind) => {
  expect(reasonClass(reason)).toBe(kind);
});
