import { describe, expect, it } from 'vitest';
import { ago, clockTime, dayNames, languageName, listOf, longDate, span } from '../../src/messages/text.ts';

const now = Date.UTC(2025, 6, 29, 18);
const hour = 3_600_000;

describe('dates and times', () => {
  it.each([
    ['en', 0, 'now'],
    ['en', -hour, 'now'],
    ['en', 5 * 60_000, '5 min ago'],
    ['en', 3 * hour, '3 h ago'],
    ['en', 30 * hour, '1 d ago'],
    ['en', 8 * 24 * hour, 'Jul 21'],
    ['de', 3 * hour, 'vor 3 Std.'],
    ['fr', 3 * hour, 'il y a 3\u00a0h'],
    ['ru', 3 * hour, '3 ч назад'],
    ['ja', 3 * hour, '3 時間前'],
  ])('%s: %d ms ago is “%s”', (locale, ms, text) => expect(ago(locale, now - ms, now)).toBe(text));

  it('times are of the zone, in 24 hours', () => {
    expect(clockTime('en', 'Asia/Tokyo', now)).toBe('03:00');
    expect(clockTime('en', 'UTC', Date.UTC(2025, 0, 1))).toBe('00:00');
    expect(longDate('en', 'Asia/Tokyo', now)).toBe('Wednesday, July 30');
  });

  it('spans, lists and names are worded', () => {
    expect(span('en', 90 * 60_000)).toBe('1 hour, 30 minutes');
    expect(span('de', 3 * 24 * hour)).toBe('3 Tage');
    expect(span('en', 1)).toBe('0 minutes');
    expect(listOf('en', ['a', 'b', 'c'])).toBe('a, b, and c');
    expect(dayNames('en', 'short')[0]).toBe('Sun');
    expect(['de', 'uk', 'ja'].map(languageName)).toEqual(['Deutsch', 'Українська', '日本語']);
  });
});
