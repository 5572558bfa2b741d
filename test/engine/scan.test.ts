import { describe, expect, it } from 'vitest';
import { createArchive } from '../../src/engine/archive.ts';
import { createQueueOfOne, scanStories } from '../../src/engine/scan.ts';
import type { FeedId, Item, ItemId, StoryId } from '../../src/model.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { parseQuery } from '../../src/topics/query.ts';

const noon = Date.parse('2026-03-10T12:00:00Z');

function itemOf(n: number, title: string): Item {
  return {
    id: `item${n}` as ItemId,
    feedId: 'feed' as FeedId,
    source: 'Harbour Wire',
    url: `https://harbour-wire.example/${n}`,
    title,
    text: `${title}. ${'The rest of the report says little that is new. '.repeat(10)}`,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: noon - n * 60_000,
    firstSeenAt: noon - n * 60_000,
    image: undefined,
  };
}

function windowOf(size: number) {
  const archive = createArchive();
  const put = (n: number, title: string) => {
    const id = `s${n}` as StoryId;
    const item = itemOf(n, title);
    archive.putItem(item, id);
    archive.putStory(describeStory(id, [item]));
  };
  for (let n = 0; n < size; n += 1) put(n, n % 10 === 0 ? 'Kestrov opens a dam' : 'Ferries stop in winter');
  return { archive, put };
}

function kestrov() {
  const parsed = parseQuery('Kestrov');
  if (parsed.kind !== 'query') throw new Error('no query');
  return parsed.query;
}

describe('reading the window of news', () => {
  it('lets other work run in between', async () => {
    const { archive } = windowOf(3_000);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const found = await scanStories(archive, kestrov());
    clearInterval(timer);
    expect(found.size).toBe(300);
    expect(turns).toBeGreaterThan(2);
  });

  it('answers for the moment at which it ends, whatever came and went meanwhile', async () => {
    const { archive, put } = windowOf(3_000);
    const scanning = scanStories(archive, kestrov());
    await new Promise((resolve) => setImmediate(resolve));
    put(0, 'Ferries stop again');
    put(1, 'Kestrov retires');
    put(5_000, 'Kestrov writes a book');
    archive.dropStory('s10' as StoryId, undefined);
    const found = await scanning;
    expect(['s0', 's1', 's5000', 's10', 's20'].map((id) => found.has(id as StoryId))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('ends when enough was found, the newest first', async () => {
    const { archive } = windowOf(500);
    const found = await scanStories(archive, kestrov(), ({ size }) => size === 3);
    expect([...found.keys()]).toEqual(['s0', 's10', 's20']);
  });
});

describe('a queue of one', () => {
  it('does one thing at a time, refuses what would wait too long, and goes on after a failure', async () => {
    const inTurn = createQueueOfOne(1);
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      if (name === 'a') throw new Error('a fails');
      return name;
    };
    const [a, b, c] = [inTurn(work('a')), inTurn(work('b')), inTurn(work('c'))];
    expect(c).toBeUndefined();
    await expect(a).rejects.toThrow('a fails');
    expect(await b).toBe('b');
    expect(await inTurn(work('d'))).toBe('d');
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'd begins', 'd ends']);
  });
});
