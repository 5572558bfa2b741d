import { describe, expect, it } from 'vitest';
import { identify } from '../../src/feeds/identify.ts';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import type { Entry } from '../../src/model.ts';
import { entry, now, parsed, source } from '../feeds/feeds.ts';

const hour = 3_600_000;

/** How many items a feed shows as new over twenty reads, an hour apart, of which the first brings `count`. */
function freshOver(reads: number, entriesAt: (read: number) => readonly Entry[]): number[] {
  let seen: readonly string[] = [];
  let boilerplate = { sentences: {} };
  return Array.from({ length: reads }, (_, read) => {
    const result = normaliseEntries(parsed(entriesAt(read)), source(), now + read * hour, boilerplate);
    boilerplate = result.boilerplate as typeof boilerplate;
    const identified = identify(seen, result.items, result.identities);
    seen = identified.seen;
    return identified.fresh.length;
  });
}

const numbers = Array.from({ length: 30 }, (_, n) => n);
const base = (n: number): Partial<Entry> => ({
  id: `https://harbour.example/?p=${n}`,
  link: `https://harbour.example/news/report-${n}`,
  title: `Report ${n} from the harbour`,
  summary: `Pier ${n} was closed on Monday, the harbour master said. Boat ${n * 7} had struck its northern end at noon.`,
  published: new Date(now - n * hour).toUTCString(),
});

const twenty = (change: (n: number, read: number) => Partial<Entry>): number[] =>
  freshOver(20, (read) => numbers.map((n) => entry({ ...base(n), ...change(n, read) })));
const once = [30, ...Array.from({ length: 19 }, () => 0)];

describe('twenty reads give no repeat when a feed', () => {
  it.each<[string, (n: number, read: number) => Partial<Entry>]>([
    ['makes up ids at every read', (n, read) => ({ id: `${n}-${read}` })],
    [
      'makes up ids and has tracking links',
      (n, read) => ({ id: `${n}-${read}`, link: `${base(n).link}?utm_campaign=${read}&fbclid=${read}#r${read}` }),
    ],
    ['dates everything anew', (_, read) => ({ published: new Date(now + read * hour).toUTCString() })],
    [
      'makes up ids and dates everything anew',
      (n, read) => ({ id: `${n}-${read}`, published: new Date(now + read * hour).toUTCString() }),
    ],
    [
      'moves all its pages and dates, and makes up ids',
      (n, read) => ({
        id: `${n}-${read}`,
        link: `https://harbour.example/v${read}/${n}`,
        published: new Date(now + read * hour).toUTCString(),
      }),
    ],
    [
      'moves its pages and gives no ids',
      (n, read) => ({ id: undefined, link: `https://harbour.example/v${read}/${n}` }),
    ],
    ['gives neither ids nor links', () => ({ id: undefined, link: undefined })],
    ['gives no dates and makes up ids', (n, read) => ({ id: `${n}-${read}`, published: undefined })],
    ['edits its titles', (n, read) => ({ title: `Report ${n}, version ${read}` })],
    [
      'moves from http to https',
      (n, read) => ({ id: undefined, link: `${read % 2 === 0 ? 'http' : 'https'}://harbour.example/news/report-${n}` }),
    ],
    ['has one id for all', () => ({ id: 'harbour' })],
    ['numbers its places, while items move', () => ({ id: '1' })],
  ])('%s', (_, change) => {
    expect(twenty(change)).toEqual(once);
  });

  it('shuffles them', () => {
    expect(freshOver(20, (read) => numbers.map((n) => entry(base((n * 7 + read * 11) % 30))))).toEqual(once);
  });

  it('is empty for a read', () => {
    expect(freshOver(20, (read) => (read % 3 === 1 ? [] : numbers.map((n) => entry(base(n)))))).toEqual(once);
  });
});

describe('five hundred items published again', () => {
  it('with new ids and dates are none of them new', () => {
    const many = Array.from({ length: 500 }, (_, n) => n);
    const result = freshOver(2, (read) =>
      many.map((n) =>
        entry({ ...base(n), id: `${n}-${read}`, published: new Date(now + read * hour - n * 1_000).toUTCString() }),
      ),
    );
    expect(result).toEqual([500, 0]);
  });
});
