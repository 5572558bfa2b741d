import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSample } from '../../src/demo/sample.ts';
import { type ServedSample, serveSample } from '../../src/demo/serve.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { createManualClock, type ManualClock } from '../worlds/clock.ts';

const noon = Date.parse('2026-03-11T12:00:30Z');
const { sources, items } = readSample();

describe('the served sample day', () => {
  let clock: ManualClock;
  let served: ServedSample;

  beforeEach(async () => {
    clock = createManualClock(noon);
    served = await serveSample({ clock });
  });
  afterEach(() => served.close());

  const addresses = async () => {
    const opml = await (await fetch(served.opmlUrl)).text();
    return [...opml.matchAll(/xmlUrl="([^"]+)"/g)].map(([, url]) => url as string);
  };
  const entriesOf = async (url: string) => {
    const response = await fetch(url);
    const body = new Uint8Array(await response.arrayBuffer());
    const reading = readFeed(body, { url, contentType: response.headers.get('content-type') ?? undefined });
    if (reading.kind !== 'feed') throw new Error(reading.reason);
    return reading.feed;
  };

  it('lists one feed for each outlet', async () => {
    expect(await addresses()).toHaveLength(sources.length);
    const opml = await (await fetch(served.opmlUrl)).text();
    expect(opml).toContain('text="Ledger &amp; Rate"');
    expect(opml).toContain('language="ru"');
  });

  it('serves each in its own format, with all reports up to now and none after', async () => {
    const urls = await addresses();
    for (const [index, source] of sources.entries()) {
      const feed = await entriesOf(urls[index] as string);
      const due = items.filter((item) => item.source === source.name && item.published <= noon);
      expect(feed.title).toBe(source.name);
      expect(feed.entries.map(({ title }) => title).toSorted()).toEqual(due.map(({ title }) => title).toSorted());
      for (const entry of feed.entries) {
        const item = due.find(({ title }) => title === entry.title)!;
        expect(entry.link?.startsWith(item.link)).toBe(true);
        expect(Date.parse(entry.published ?? '')).toBe(item.published);
      }
    }
    expect(new Set(sources.map(({ format }) => format))).toEqual(new Set(['rss', 'atom', 'json']));
  });

  it('shows a report when its minute comes', async () => {
    const ledger = (await addresses()).find((url) => url.includes('ledger')) as string;
    const titles = async () => (await entriesOf(ledger)).entries.map(({ title }) => title);
    expect(await titles()).not.toContain('Shock half-point cut from Bank of Arvenia');
    await clock.advance(6 * 60_000);
    expect(await titles()).toContain('Shock half-point cut from Bank of Arvenia');
  });

  it('answers 304 until there is something new', async () => {
    const ledger = (await addresses()).find((url) => url.includes('ledger')) as string;
    const etag = (await fetch(ledger)).headers.get('etag') as string;
    const again = () => fetch(ledger, { headers: { 'if-none-match': etag } }).then(({ status }) => status);
    expect(await again()).toBe(304);
    await clock.advance(10 * 60_000);
    expect(await again()).toBe(200);
  });

  it('listens on this machine alone and knows no other path', async () => {
    expect(new URL(served.opmlUrl).hostname).toBe('127.0.0.1');
    expect((await fetch(new URL('/feeds/../sources.json', served.opmlUrl))).status).toBe(404);
  });

  it('puts the lines of promotion under the reports, as outlets do', async () => {
    const beacon = (await addresses()).find((url) => url.includes('beacon')) as string;
    for (const entry of (await entriesOf(beacon)).entries)
      expect(entry.summary).toContain('Sign up for our free newsletter');
  });
});
