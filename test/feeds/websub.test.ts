import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { readingOf } from '../../src/feeds/reading.ts';
import { createWebSub, isSigned, readVerification } from '../../src/feeds/websub.ts';
import type { HubCall } from '../../src/model.ts';
import { bodyOf, feedNamed, hour, makePollWorld } from '../worlds/poller.ts';
import { until } from '../worlds/wait.ts';
import { rss, startWeb } from '../worlds/web.ts';

const day = 24 * hour;
const links =
  '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://live.example/feed.xml"/>';

async function world() {
  const posts: { readonly url: string; readonly form: URLSearchParams }[] = [];
  const polls = await makePollWorld({
    script: (_, count) => bodyOf(rss('Live', [`Item ${count}`], links)),
    feeds: [feedNamed('live'), feedNamed('plain', { isEnded: true })],
  });
  await polls.poller.start();
  await polls.pass(1);
  const websub = createWebSub({
    ...{ feeds: polls.feeds, poller: polls.poller, clock: polls.clock },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    post: async (url, form) => {
      posts.push({ url, form });
      return 202;
    },
    callbackBase: 'https://bot.example/websub',
    secret: 'installation',
  });
  websub.start();
  await polls.pass(1);
  let bodiesRead = 0;
  /** As a hub that knows the address would; `body` is what it sends. */
  const ask = ({ body, ...over }: Partial<HubCall> & { readonly body?: Uint8Array }) =>
    websub.handle({
      method: 'GET',
      feedId: 'live',
      door: posts[0]?.form.get('hub.callback')?.split('/').at(-1) ?? '',
      query: new URLSearchParams(),
      signature: undefined,
      async readBody() {
        bodiesRead++;
        return body;
      },
      ...over,
    });
  const confirm = (leaseSeconds: string) =>
    ask({
      query: new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.topic': 'https://live.example/feed.xml',
        'hub.challenge': 'c0de',
        'hub.lease_seconds': leaseSeconds,
      }),
    });
  return { polls, posts, websub, ask, confirm, bodiesRead: () => bodiesRead };
}

describe('a feed with a hub', () => {
  test('is subscribed to, and the hub’s question is answered', async () => {
    const { posts, confirm, polls } = await world();
    expect(posts).toHaveLength(1);
    expect(posts[0]?.url).toBe('https://hub.example/');
    expect(Object.fromEntries(posts[0]!.form)).toMatchObject({
      'hub.mode': 'subscribe',
      'hub.topic': 'https://live.example/feed.xml',
      'hub.callback': expect.stringMatching(/^https:\/\/bot\.example\/websub\/live\/[\w-]{22}$/),
    });
    expect(await confirm('864000')).toEqual({ status: 200, body: 'c0de' });
    expect(readingOf(await polls.record('live')).websub?.until).toBe(polls.clock.now() + 10 * day);
  });

  test('is renewed a day before the end, and asked again when the hub stays silent', async () => {
    const { posts, confirm, polls } = await world();
    await polls.pass(7 * hour, hour);
    expect(posts).toHaveLength(2);
    await confirm(String((2 * day) / 1000));
    await polls.pass(23 * hour, hour);
    expect(posts).toHaveLength(2);
    await polls.pass(2 * hour, hour);
    expect(posts).toHaveLength(3);
  });

  test('is polled when a signed notification comes, and not for a forged one', async () => {
    const { posts, ask, polls } = await world();
    const body = new TextEncoder().encode('<rss/>');
    const secret = posts[0]!.form.get('hub.secret')!;
    const before = polls.requests.length;
    const forged = `sha256=${createHmac('sha256', 'guess').update(body).digest('hex')}`;
    expect((await ask({ method: 'POST', body, signature: forged })).status).toBe(202);
    expect((await ask({ method: 'POST', body })).status).toBe(202);
    await polls.pass(10_000);
    expect(polls.requests.length).toBe(before);
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    expect((await ask({ method: 'POST', body, signature })).status).toBe(202);
    await polls.pass(1);
    expect(polls.requests.length).toBe(before + 1);
  });

  test('is polled every few seconds at most, however often its hub calls', async () => {
    const { posts, ask, polls } = await world();
    await polls.pass(10_000);
    const body = new TextEncoder().encode('<rss/>');
    const signature = `sha256=${createHmac('sha256', posts[0]!.form.get('hub.secret')!).update(body).digest('hex')}`;
    const before = polls.requests.length;
    for (let second = 0; second < 10; second++) {
      await ask({ method: 'POST', body, signature });
      await polls.pass(1_000);
    }
    // At once, after five seconds, after ten.
    expect(polls.requests.length - before).toBe(3);
  });

  test('answers for no other feed and no other topic', async () => {
    const { ask, bodiesRead } = await world();
    expect((await ask({ feedId: 'unknown' })).status).toBe(404);
    expect((await ask({ feedId: 'plain' })).status).toBe(404);
    expect((await ask({ method: 'POST', door: 'x'.repeat(22) })).status).toBe(404);
    expect((await ask({ method: 'POST', door: 'é'.repeat(22) })).status).toBe(404);
    expect(bodiesRead()).toBe(0);
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': 'https://other.example/',
      'hub.challenge': 'x',
    });
    expect((await ask({ query })).status).toBe(404);
    expect((await ask({ method: 'DELETE' })).status).toBe(405);
  });
});

test('a hub that only the Link header names is asked for the topic that the header names', async () => {
  const web = await startWeb();
  const fetcher = createFetcher({ allowPrivate: ['127.0.0.1'], userAgent: 'Dateline test', clock: { now: Date.now } });
  const inBody = links.replace('hub.example', 'body.example');
  web.page('/feed.xml', (response) =>
    response
      .writeHead(200, { link: ['</hub>; rel="hub"', '</topic.xml>; rel="self"'] })
      .end(rss('Live', ['One'], inBody)),
  );
  web.page('/hub', (response) => response.writeHead(202).end());
  const polls = await makePollWorld({
    script: (request) => fetcher.fetch(request),
    settings: { allowPrivate: ['127.0.0.1'] },
    feeds: [feedNamed('live', { url: `${web.url}/feed.xml` })],
  });
  await polls.poller.start();
  await polls.poller.firstPoll();
  const websub = createWebSub({
    ...{ feeds: polls.feeds, poller: polls.poller, clock: polls.clock, post: fetcher.post },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    callbackBase: 'https://bot.example/websub',
    secret: 'installation',
  });
  websub.start();
  await until(() => web.asked.some(({ path }) => path === '/hub'));
  const form = new URLSearchParams(web.asked.find(({ path }) => path === '/hub')?.body);
  expect([form.get('hub.mode'), form.get('hub.topic')]).toEqual(['subscribe', `${web.url}/topic.xml`]);
  websub.stop();
  await polls.poller.stop();
  await fetcher.close();
  await web.stop();
});

test('a denied subscription is taken as denied, an unasked-for one as unknown', () => {
  const asked = { hub: 'https://hub.example/', topic: 'https://a.example/', askedAt: 0, until: undefined };
  const query = new URLSearchParams({ 'hub.mode': 'denied', 'hub.topic': 'https://a.example/' });
  expect(readVerification(query, asked, 0)).toEqual({ kind: 'denied' });
  expect(readVerification(query, undefined, 0)).toEqual({ kind: 'unknown' });
});

test('only the right secret over the same bytes makes a signature', () => {
  const methods = fc.constantFrom('sha1', 'sha256', 'sha384', 'sha512');
  fc.assert(
    fc.property(methods, fc.string(), fc.uint8Array(), fc.string({ maxLength: 200 }), (method, secret, body, noise) => {
      const good = `${method}=${createHmac(method, secret).update(body).digest('hex')}`;
      expect(isSigned(good, secret, body)).toBe(true);
      expect(isSigned(good, `${secret}x`, body)).toBe(false);
      expect(isSigned(good, secret, Uint8Array.from([...body, 1]))).toBe(false);
      expect(isSigned(noise, secret, body)).toBe(false);
    }),
  );
});
