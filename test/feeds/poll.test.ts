import { describe, expect, test } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import type { FeedId } from '../../src/model.ts';
import { bodyOf, failing, feedNamed, hour, makePollWorld, minute } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

const day = 24 * hour;
const titles = (world: { readonly accepted: readonly { readonly items: readonly { readonly title: string }[] }[] }) =>
  world.accepted.flatMap(({ items }) => items.map(({ title }) => title));

describe('the first poll', () => {
  test('tries every feed once and tells how it stands', async () => {
    const script = (request: { readonly url: string }) =>
      request.url.includes('bad') ? failing('timeout') : bodyOf(rss('Good', ['Ferry strike ends']));
    const world = await makePollWorld({
      script,
      feeds: [feedNamed('good'), feedNamed('bad'), feedNamed('old', { isEnded: true })],
    });
    const seen: string[] = [];
    world.poller.onFirstPoll(({ done, failed, total, isFinished }) =>
      seen.push(`${done}/${total} ${failed} ${isFinished}`),
    );
    await world.poller.start();
    await world.pass(0);
    await world.pass(1);
    await world.poller.firstPoll();
    expect(seen.at(-1)).toBe('2/2 1 true');
    expect(world.requests).toHaveLength(2);
  });

  test('is finished at once without feeds', async () => {
    const world = await makePollWorld({ script: () => failing('timeout') });
    await world.poller.start();
    await expect(world.poller.firstPoll()).resolves.toBeUndefined();
  });

  test('leaves alone what fails, what a server asked for, and what was read a moment ago', async () => {
    const { clock } = await makePollWorld({ script: () => failing('timeout') });
    const now = clock.now();
    const feeds = [
      feedNamed('failing', { failures: 3, lastTryAt: now - hour, nextCheckAt: now + hour }),
      feedNamed('asked', {
        lastTryAt: now - 10 * minute,
        nextCheckAt: now + hour,
        reading: { askedUntil: now + 30 * minute },
      }),
      feedNamed('just-read', { lastTryAt: now - 10_000, nextCheckAt: now + hour }),
      feedNamed('rested', { lastTryAt: now - 10 * minute, nextCheckAt: now + hour }),
    ];
    const world = await makePollWorld({ script: () => failing('timeout'), feeds });
    await world.poller.start();
    await world.pass(1);
    expect(world.requests.map(({ url }) => new URL(url).hostname)).toEqual(['rested.example']);
  });
});

describe('a feed that says odd things of its rhythm', () => {
  const odd = (channel: string) =>
    rss('Odd', ['Ferry strike ends']).replace('<channel>', `<channel>${channel}`).replace('<rss ', `<rss ${sy} `);
  const sy = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"';

  test.each([
    '<sy:updatePeriod>constructor</sy:updatePeriod>',
    '<sy:updatePeriod>__proto__</sy:updatePeriod>',
    '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>1e999</sy:updateFrequency>',
    '<ttl>1e999</ttl>',
    '<ttl>NaN</ttl><skipHours><hour>constructor</hour></skipHours><skipDays><day>constructor</day></skipDays>',
  ])('%s stops neither the others nor itself, and its record can be read again', async (channel) => {
    const script = ({ url }: { readonly url: string }) =>
      bodyOf(url.includes('odd') ? odd(channel) : rss('Good', ['Bridge opens']));
    const world = await makePollWorld({ script, feeds: [feedNamed('odd'), feedNamed('good')] });
    await world.poller.start();
    await world.pass(3 * hour, minute);
    const polls = (name: string) => world.requests.filter(({ url }) => url.includes(name)).length;
    expect(polls('good')).toBeGreaterThan(2);
    expect(polls('odd')).toBeGreaterThan(2);
    expect((await world.record('odd')).nextCheckAt).toBeGreaterThan(world.clock.now());
  });
});

describe('a clock that is set back', () => {
  test.each([
    ['an hour', hour],
    ['three days', 3 * day],
  ])('by %s delays no feed by as much, on its own host or beside others', async (_, backMs) => {
    const script = ({ url }: { readonly url: string }) => bodyOf(rss(url, ['Bridge opens']));
    const beside = ['a', 'b', 'c'].map((name) => feedNamed(name, { url: `https://many.example/${name}.xml` }));
    const world = await makePollWorld({ script, feeds: [feedNamed('alone'), ...beside] });
    await world.poller.start();
    await world.pass(20 * minute, minute);
    const before = world.requests.length;
    world.clock.jump(world.clock.now() - backMs);
    await world.pass(20 * minute, minute);
    const asked = new Set(world.requests.slice(before).map(({ url }) => url));
    expect(asked.size).toBe(4);
  });

  test('while feeds of one host wait for one another: all are read all the same', async () => {
    const script = ({ url }: { readonly url: string }) => bodyOf(rss(url, ['Bridge opens']));
    const feeds = Array.from({ length: 12 }, (_, at) => feedNamed(`f${at}`, { url: `https://many.example/${at}.xml` }));
    const world = await makePollWorld({ script, feeds });
    await world.poller.start();
    await world.pass(1);
    expect(world.requests.length).toBeLessThan(12);
    world.clock.jump(world.clock.now() - hour);
    await world.pass(10_000, 100);
    expect(new Set(world.requests.map(({ url }) => url)).size).toBe(12);
  });
});

describe('what a poll keeps', () => {
  test('only new items are handed on, and validators are sent back', async () => {
    const script = (_: unknown, count: number) =>
      bodyOf(rss('Harbour News', count === 1 ? ['One', 'Two'] : ['Three', 'One', 'Two']), {
        etag: `"${count}"`,
        lastModified: 'Tue, 29 Jul 2025 05:00:00 GMT',
      });
    const world = await makePollWorld({ script, feeds: [feedNamed('harbour')], settings: { intervalMs: 1_000 } });
    await world.poller.start();
    await world.pass(2_500, 500);
    expect(titles(world)).toEqual(['One', 'Two', 'Three']);
    expect(world.requests[1]).toMatchObject({ etag: '"1"', lastModified: 'Tue, 29 Jul 2025 05:00:00 GMT' });
  });

  test('the same bytes are not read again', async () => {
    const world = await makePollWorld({ script: () => bodyOf(rss('Same', ['One'])), feeds: [feedNamed('same')] });
    await world.poller.start();
    await world.pass(1);
    expect(await world.poller.pollNow('same' as FeedId)).toEqual({ kind: 'unchanged' });
    expect(world.accepted).toHaveLength(1);
  });

  test('items are accepted before the record says so: a crash in between repeats them', async () => {
    let isAccepted = false;
    const world = await makePollWorld({
      script: () => bodyOf(rss('Order', ['One']), { etag: '"1"' }),
      feeds: [feedNamed('order')],
      accept: async () => {
        expect((await world.record('order')).etag).toBeUndefined();
        isAccepted = true;
      },
    });
    await world.poller.start();
    await world.pass(1);
    expect(isAccepted).toBe(true);
    expect((await world.record('order')).etag).toBe('"1"');
  });

  test('items that could not be accepted come again', async () => {
    let failures = 2;
    const world = await makePollWorld({
      script: () => bodyOf(rss('Again', ['One'])),
      feeds: [feedNamed('again')],
      settings: { intervalMs: 1_000 },
      accept: async () => {
        if (failures-- > 0) throw new StoreError('The state could not be written.');
      },
    });
    await world.poller.start();
    await world.pass(4_000, 500);
    expect(titles(world)).toEqual(['One']);
    expect(world.requests.length).toBeGreaterThanOrEqual(3);
  });

  test('a store that does not answer for a while costs no feed its place', async () => {
    let isDown = true;
    const world = await makePollWorld({
      script: () => bodyOf(rss('Back', ['One'])),
      feeds: [feedNamed('back')],
      settings: { intervalMs: 1_000 },
      wrapFeeds: (feeds) => ({
        ...feeds,
        get: async (key) => (isDown ? Promise.reject(new StoreError('gone')) : feeds.get(key)),
      }),
    });
    await world.poller.start();
    await world.pass(3_000, 500);
    expect(world.requests).toHaveLength(0);
    isDown = false;
    await world.pass(2_000, 500);
    expect(titles(world)).toEqual(['One']);
  });

  test('calls of accept never overlap', async () => {
    let inside = 0;
    let most = 0;
    const world = await makePollWorld({
      script: ({ url }) => bodyOf(rss(url, ['One'])),
      feeds: Array.from({ length: 20 }, (_, index) => feedNamed(`f${index}`)),
      accept: async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      },
    });
    await world.poller.start();
    await world.pass(10);
    await world.poller.firstPoll();
    expect([most, world.accepted.length]).toEqual([1, 20]);
  });
});

describe('when feeds are asked', () => {
  test('each second when the operator says so, whatever the feed wishes', async () => {
    const script = () => bodyOf(rss('Wishes', ['One'], '<ttl>60</ttl>'), { freshForMs: hour });
    const world = await makePollWorld({ script, feeds: [feedNamed('wishes')], settings: { intervalMs: 1_000 } });
    await world.poller.start();
    await world.pass(10_000, 250);
    expect(world.requests.length).toBe(11);
  });

  test('as late as the feed wishes, within reason', async () => {
    const script = ({ url }: { readonly url: string }) =>
      url.includes('fresh')
        ? bodyOf(rss('A', ['One']), { freshForMs: 3 * hour })
        : bodyOf(rss('B', ['One'], '<ttl>100000</ttl>'));
    const world = await makePollWorld({ script, feeds: [feedNamed('fresh'), feedNamed('ttl')] });
    const start = world.clock.now();
    await world.poller.start();
    await world.pass(1);
    expect((await world.record('fresh')).nextCheckAt - start).toBeGreaterThanOrEqual(3 * hour);
    expect((await world.record('ttl')).nextCheckAt - start).toBe(hour);
  });

  test('one host is asked by two at a time and at a distance; one’s own machine is not spared', async () => {
    const feedsAt = (host: string) =>
      Array.from({ length: 6 }, (_, index) => feedNamed(`${host}${index}`, { url: `http://${host}/${index}` }));
    const world = await makePollWorld({
      script: ({ url }) => bodyOf(rss(url, ['One'])),
      feeds: [...feedsAt('127.0.0.1'), ...feedsAt('news.example')],
      settings: { allowPrivate: ['127.0.0.0/8'] },
    });
    const start = world.clock.now();
    await world.poller.start();
    await world.pass(3_000, 50);
    const startsAt = (host: string) =>
      world.requests.filter(({ url }) => url.includes(host)).map(({ at }) => at - start);
    expect(startsAt('127.0.0.1')).toEqual([0, 0, 0, 0, 0, 0]);
    expect(startsAt('news.example')).toEqual([0, 250, 500, 750, 1_000, 1_250]);
  });

  test('a feed that moved for good is asked at its new address, one that is gone no more', async () => {
    const script = ({ url }: { readonly url: string }) =>
      url.includes('gone')
        ? ({ kind: 'gone' } as const)
        : bodyOf(rss('Moved', ['One']), { movedTo: 'https://new.example/feed.xml' });
    const world = await makePollWorld({ script, feeds: [feedNamed('moving'), feedNamed('gone')] });
    await world.poller.start();
    await world.pass(1);
    expect((await world.record('moving')).url).toBe('https://new.example/feed.xml');
    expect((await world.record('gone')).isEnded).toBe(true);
    await world.pass(2 * day, hour);
    expect(world.requests.filter(({ url }) => url.includes('gone'))).toHaveLength(1);
    expect(world.requests.at(-1)?.url).toBe('https://new.example/feed.xml');
  });

  test('a page that moved but is no feed does not move it', async () => {
    const world = await makePollWorld({
      script: () => bodyOf('<html>Sign in</html>', { movedTo: 'https://login.example/' }),
      feeds: [feedNamed('trap')],
    });
    await world.poller.start();
    await world.pass(1);
    expect(await world.record('trap')).toMatchObject({ url: 'https://trap.example/feed.xml', failures: 1 });
  });
});

describe('feeds that come and go', () => {
  test('an added feed is read soon, a removed one is read no more and keeps its record', async () => {
    const world = await makePollWorld({ script: () => bodyOf(rss('New', ['One'])), settings: { intervalMs: 1_000 } });
    await world.poller.start();
    await world.poller.add(feedNamed('new'));
    await world.pass(1_500, 500);
    expect(titles(world)).toEqual(['One']);
    await world.poller.remove('new' as FeedId);
    const before = world.requests.length;
    await world.pass(5_000, 500);
    expect(world.requests.length).toBe(before);
    expect((await world.record('new')).isEnded).toBe(true);
  });

  test('a change made while its feed is being fetched is not lost', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof bodyOf>>();
    const world = await makePollWorld({ script: () => answer.promise, feeds: [feedNamed('busy')] });
    await world.poller.start();
    await world.pass(1);
    await world.poller.change('busy' as FeedId, (record) => ({ ...record, name: 'Renamed' }));
    answer.resolve(bodyOf(rss('Busy', ['One']), { etag: '"1"' }));
    await world.pass(1);
    expect(await world.record('busy')).toMatchObject({ name: 'Renamed', etag: '"1"' });
  });

  test('stopping lets go of fetches at once and counts no failure', async () => {
    const script = (request: { readonly signal?: AbortSignal }) =>
      new Promise<ReturnType<typeof failing>>((resolve) =>
        request.signal?.addEventListener('abort', () => resolve(failing('stopped'))),
      );
    const world = await makePollWorld({ script, feeds: [feedNamed('hanging')] });
    await world.poller.start();
    await world.pass(1);
    await world.poller.stop();
    await expect(world.poller.firstPoll()).resolves.toBeUndefined();
    expect((await world.record('hanging')).failures).toBe(0);
  });
});
