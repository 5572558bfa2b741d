import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { bodyOf, failing, feedNamed, makePollWorld } from '../worlds/poller.ts';
import { rss, startWeb, type Web } from '../worlds/web.ts';

let web: Web;

beforeAll(async () => {
  web = await startWeb();
});

afterAll(() => web.stop());

describe('slow feeds', () => {
  test.each(['drip', 'hang', 'headers-only'])(
    'end at the deadline, not later for a byte now and then: %s',
    async (kind) => {
      web.page('/slow', (response) => {
        if (kind === 'hang') return;
        response.writeHead(200, { 'content-type': 'application/rss+xml' });
        response.flushHeaders();
        if (kind === 'headers-only') return;
        const timer = setInterval(() => response.write('<'), 20);
        response.on('close', () => clearInterval(timer));
      });
      const fetcher = createFetcher({ allowPrivate: ['127.0.0.1'], userAgent: 'test', clock: Date, totalMs: 500 });
      const startedAt = performance.now();
      const outcome = await fetcher.fetch({ url: `${web.url}/slow`, etag: undefined, lastModified: undefined });
      const took = performance.now() - startedAt;
      await fetcher.close();
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
      expect(took).toBeGreaterThanOrEqual(495);
      // The figure is ± 10 %; a busy machine gets some more.
      expect(took).toBeLessThan(1_500);
    },
  );

  test('a redirect does not begin the deadline anew', async () => {
    web.page('/round', (response, { path }) => {
      const step = Number(new URL(path, web.url).searchParams.get('step') ?? 0);
      setTimeout(() => response.writeHead(302, { location: `/round?step=${step + 1}` }).end(), 200);
    });
    const fetcher = createFetcher({ allowPrivate: ['127.0.0.1'], userAgent: 'test', clock: Date, totalMs: 500 });
    const outcome = await fetcher.fetch({ url: `${web.url}/round`, etag: undefined, lastModified: undefined });
    await fetcher.close();
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test('fifty that hang do not hold up fifty good ones', async () => {
    // Each hanging fetch ends after 20 s of the clock, as the fetcher's deadline would have it.
    const world = await makePollWorld({
      script: ({ url }) => {
        if (!url.includes('slow')) return bodyOf(rss(url, ['One']));
        return new Promise((resolve) => world.clock.after(20_000, () => resolve(failing('timeout'))));
      },
      feeds: Array.from({ length: 100 }, (_, index) => feedNamed(`${index % 2 === 0 ? 'slow' : 'good'}${index}`)),
      settings: { intervalMs: 60_000 },
    });
    const start = world.clock.now();
    await world.poller.start();
    await world.clock.advance(100);
    for (let turn = 0; turn < 300 && world.accepted.length < 50; turn++) await world.clock.advance(0);
    expect(world.accepted).toHaveLength(50);
    expect(world.clock.now() - start).toBeLessThanOrEqual(200);
  });

  test('known ones never take more than half of the places', async () => {
    const world = await makePollWorld({
      script: ({ url }) => (url.includes('slow') ? new Promise(() => undefined) : bodyOf(rss(url, ['One']))),
      feeds: [
        ...Array.from({ length: 200 }, (_, index) =>
          feedNamed(`slow${index}`, { failures: 1, lastTryAt: 1, nextCheckAt: 1 }),
        ),
        ...Array.from({ length: 50 }, (_, index) => feedNamed(`good${index}`)),
      ],
    });
    await world.poller.start();
    await world.clock.advance(100);
    for (let turn = 0; turn < 300 && world.accepted.length < 50; turn++) await world.clock.advance(0);
    expect(world.accepted).toHaveLength(50);
    expect(world.requests.filter(({ url }) => url.includes('slow'))).toHaveLength(32);
    await world.poller.stop();
  });
});
