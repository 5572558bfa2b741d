import { describe, expect, it } from 'vitest';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { itemAt } from '../../src/model.ts';
import { entry, now, parsed, source } from '../feeds/feeds.ts';

const published = (text: string | undefined): number | undefined =>
  normaliseEntries(parsed([entry({ published: text })]), source(), now, { sentences: {} }).items[0]?.publishedAt;

describe('a date that cannot be true', () => {
  it.each([
    'Thu, 01 Jan 2999 00:00:00 GMT',
    '2999-01-01',
    '9999-12-31T23:59:59Z',
    '4102444800',
    new Date(now + 3_600_000).toISOString(),
    new Date(now + 1_000).toISOString(),
  ])('%s counts as now: it pins nothing', (text) => {
    expect(published(text)).toBe(now);
  });

  it.each([
    '1970-01-01T00:00:00Z',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    '0001-01-01T00:00:00Z',
    '0000-00-00',
    'Wed, 30 Nov -0001 00:00:00 +0000',
    '',
    'yesterday',
    undefined,
  ])('%s counts as not given', (text) => {
    expect(published(text)).toBeUndefined();
  });

  it('is ordered by when the item was first seen', () => {
    const { items } = normaliseEntries(parsed([entry()]), source(), now, { sentences: {} });
    expect(items.map(itemAt)).toEqual([now]);
  });
});

describe('a date that is only written oddly', () => {
  it.each([
    ['two digits of year', 'Mon, 09 Jun 25 10:00 EDT', Date.UTC(2025, 5, 9, 14)],
    ['a wrong weekday', 'Sun, 09 Jun 2025 10:00:00 GMT', Date.UTC(2025, 5, 9, 10)],
    ['a zone of its own', 'Mon, 09 Jun 2025 10:00:00 XYZ', Date.UTC(2025, 5, 9, 10)],
    ['day first', '09/06/2025', Date.UTC(2025, 8, 6) > now ? now : Date.UTC(2025, 8, 6)],
  ])('with %s is read', (_, text, at) => {
    expect(published(text)).toBe(at);
  });
});
