import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createLedger } from '../../src/feeds/ledger.ts';
import { createOnePoll } from '../../src/feeds/one-poll.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import type { Log } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { createManualClock } from '../worlds/clock.ts';
import { feedNamed } from '../worlds/poller.ts';
import { runProgram } from '../worlds/program.ts';
import { rss, sends, startWeb } from '../worlds/web.ts';

test('a login in the address of a feed gets into nothing that is shown, or told to a hub', async () => {
  const web = await startWeb();
  const feed = `<rss version="2.0"><channel><title>Harbour Wire</title><link>/home</link><item><title>Ferry strike ends</title>
    <link>/a/1</link><guid>/a/1</guid><enclosure url="/b.jpg" type="image/jpeg"/></item></channel></rss>`;
  web.page('/feed', sends(feed, { link: '</hub>; rel="hub", </self>; rel="self"' }));
  const store = await openStore(openMemory());
  const clock = createManualClock();
  const fetcher = createFetcher({ allowPrivate: ['127.0.0.0/8'], userAgent: 'test', clock });
  const accepted: unknown[] = [];
  const silent = () => undefined;
  const poll = createOnePoll({
    ...{ ledger: createLedger(store.feeds), fetcher, reader: createReaderPool(), clock },
    ...{ log: { debug: silent, info: silent, warn: silent, error: silent }, intervalMs: 1_000, chance: () => 0 },
    accept: async (_, items) => void accepted.push(...items),
    signal: new AbortController().signal,
  });
  const place = `127.0.0.1:${web.port}`;
  const kept = feedNamed('wire', { url: `http://canary1:canary2@${place}/feed` });
  await store.feeds.set(kept.id, kept);
  await poll(kept.id);
  const { url, ...shown } = (await store.feeds.get(kept.id))!;
  expect(url).toBe(kept.url);
  expect(shown).toMatchObject({
    siteUrl: `http://${place}/home`,
    reading: { hub: `http://${place}/hub`, self: `http://${place}/self` },
  });
  expect(accepted).toMatchObject([{ url: `http://${place}/a/1` }]);
  expect(JSON.stringify([shown, accepted])).not.toContain('canary');
  await fetcher.close();
  await web.stop();
});

test('a feed at a private address ends the program in one line that says how to allow it, without its login', async () => {
  const feeds = ['--feeds', 'http://canary1:canary2@127.0.0.1:9/feed.xml'];
  const { code, stderr } = await runProgram({ args: ['--store', 'memory:', ...feeds] });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^The feed at 'http:\/\/127\.0\.0\.1:9\/…' cannot be used: [^\n]*--allow-private[^\n]+\n$/);
});

test('logins and tokens in the addresses of feeds are neither logged nor sent to another host, whatever happens', async () => {
  const web = await startWeb();
  const other = await startWeb('127.0.0.2');
  web.page('/good-canary3', sends(rss('Good', ['One'])));
  web.page('/moved-canary3', sends('', { location: `${other.url}/landed` }, 302));
  web.page('/loop-canary3', sends('', { location: '/loop-canary3?token=canary4' }, 302));
  web.page('/broken-canary3', sends('nothing', {}));
  web.page('/reset-canary3', (response) => response.destroy());
  other.page('/landed', sends(rss('Landed', ['Two'])));
  const logged: string[] = [];
  const note = (fields: Record<string, unknown>, message: string) =>
    logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const store = await openStore(openMemory());
  const clock = createManualClock();
  const fetcher = createFetcher({ allowPrivate: ['127.0.0.0/8'], userAgent: 'test', clock, totalMs: 2_000 });
  const accept = async (feed: { readonly name: string }) => {
    if (feed.name === 'throwing') throw new Error('the store says canary9 in its message');
  };
  const poll = createOnePoll({
    ...{ ledger: createLedger(store.feeds), fetcher, reader: createReaderPool(), clock, log, accept },
    ...{ intervalMs: 1_000, chance: () => 0, signal: new AbortController().signal },
  });
  const pages = ['good', 'moved', 'loop', 'broken', 'reset', 'missing'];
  for (const page of [...pages, 'throwing']) {
    const path = page === 'throwing' ? 'good' : page;
    const url = `http://canary1:canary2@127.0.0.1:${web.port}/${path}-canary3?token=canary4`;
    await store.feeds.set(page, feedNamed(page, { url }));
    const { id } = (await store.feeds.get(page))!;
    await poll(id);
  }
  for (const page of pages) expect((await store.feeds.get(page))?.lastError ?? '').not.toContain('canary');
  expect(logged.length).toBeGreaterThan(3);
  expect(logged.join('\n')).not.toContain('canary');
  expect(web.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('canary1:canary2').toString('base64')}`);
  expect(JSON.stringify(other.asked)).not.toMatch(/canary[12]|authorization/);
  await fetcher.close();
  await Promise.all([web.stop(), other.stop()]);
});
