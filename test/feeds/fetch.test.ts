import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetcher, type GuardedFetcher } from '../../src/feeds/fetch.ts';
import { rss, sends, startWeb, type Web } from '../worlds/web.ts';

let web: Web;
let fetcher: GuardedFetcher;
const now = Date.UTC(2025, 6, 29, 6);

beforeAll(async () => {
  web = await startWeb();
  fetcher = createFetcher({
    allowPrivate: ['127.0.0.1'],
    userAgent: 'Dateline/1 (+https://dateline.example)',
    clock: { now: () => now },
    totalMs: 3_000,
  });
});

afterAll(async () => {
  await fetcher.close();
  await web.stop();
});

const get = (path: string, etag?: string, lastModified?: string) =>
  fetcher.fetch({ url: web.url + path, etag, lastModified });
const redirect = (location: string, status = 302) => sends('', { location }, status);

describe('fetching', () => {
  test('names the program, and sends validators back', async () => {
    web.page('/plain', (response, { headers }) => {
      if (headers['if-none-match'] === '"1"' && headers['if-modified-since'] === 'Tue, 29 Jul 2025 05:00:00 GMT')
        response.writeHead(304, { 'cache-control': 'max-age=60' }).end();
      else
        response
          .writeHead(200, { etag: '"1"', 'last-modified': 'Tue, 29 Jul 2025 05:00:00 GMT', 'content-type': 'text/xml' })
          .end('x');
    });
    const first = await get('/plain');
    expect(first).toMatchObject({
      kind: 'body',
      etag: '"1"',
      lastModified: 'Tue, 29 Jul 2025 05:00:00 GMT',
      contentType: 'text/xml',
      movedTo: undefined,
    });
    expect(await get('/plain', '"1"', 'Tue, 29 Jul 2025 05:00:00 GMT')).toEqual({
      kind: 'notModified',
      freshForMs: 60_000,
    });
    expect(web.asked.at(-1)?.headers['user-agent']).toBe('Dateline/1 (+https://dateline.example)');
  });

  test.each([
    ['two headers', ['<https://hub.example/>; rel="hub"', '</live.xml>; rel=self']],
    ['one header', '<https://hub.example/>; rel=hub, </live.xml>; title="a, b"; rel="canonical self"'],
    [
      'another page',
      '<https://no.example/>; rel=hub; anchor="/other", <https://hub.example/>; REL=Hub, </live.xml>;rel="self"',
    ],
    ['several hubs', '<https://hub.example/>; rel=hub, <https://second.example/>; rel=hub, </live.xml>; rel="self"'],
  ])('tells hub and topic of Link headers: %s', async (_, link) => {
    web.page('/hubbed', (response) => response.writeHead(200, { link }).end('x'));
    expect(await get('/hubbed')).toMatchObject({ hub: 'https://hub.example/', self: `${web.url}/live.xml` });
  });

  test('tells of no hub where Link headers name none', async () => {
    web.page('/unhubbed', (response) =>
      response.writeHead(200, { link: '<x; rel=hub, </a.css>; rel=preload, ;;' }).end('x'),
    );
    expect(await get('/unhubbed')).toMatchObject({ hub: undefined, self: undefined });
  });

  test('never sends a validator that could add a header', async () => {
    web.page('/odd', sends('x'));
    expect((await get('/odd', '"1"\r\nx-evil: 1')).kind).toBe('body');
    expect(web.asked.at(-1)?.headers['x-evil']).toBeUndefined();
  });

  test.each([
    [301, 'moved'],
    [308, 'moved'],
    [302, undefined],
    [303, undefined],
    [307, undefined],
  ])('follows %i; only permanent moves count as moves', async (status, moved) => {
    web.page('/from', redirect('/to', status));
    web.page('/to', sends('x'));
    expect(await get('/from')).toMatchObject({ kind: 'body', url: `${web.url}/to`, movedTo: moved && `${web.url}/to` });
  });

  test('a permanent move that a temporary one follows is none', async () => {
    web.page('/a', redirect('/b', 301));
    web.page('/b', redirect('/c', 302));
    web.page('/c', sends('x'));
    expect(await get('/a')).toMatchObject({ kind: 'body', movedTo: undefined });
  });

  test('ends loops, long chains and other schemes', async () => {
    web.page('/loop', redirect('/loop'));
    web.page('/chain', (response, { path }) =>
      response.writeHead(302, { location: `/chain?${path.length}${'x'.repeat(path.length)}` }).end(),
    );
    web.page('/file', redirect('file:///etc/passwd'));
    expect(await get('/loop')).toMatchObject({ kind: 'failed', reason: 'redirect-loop' });
    expect(await get('/chain')).toMatchObject({ kind: 'failed', reason: 'too-many-redirects' });
    expect(await get('/file')).toEqual({ kind: 'refused', reason: 'not-http' });
  });

  test.each([
    [410, {}, { kind: 'gone' }],
    [404, {}, { kind: 'failed', reason: 'http-404', status: 404, retryAfterMs: undefined }],
    [429, { 'retry-after': '120' }, { kind: 'failed', reason: 'http-429', status: 429, retryAfterMs: 120_000 }],
    [
      503,
      { 'retry-after': new Date(now + 90_000).toUTCString() },
      { kind: 'failed', reason: 'http-503', status: 503, retryAfterMs: 90_000 },
    ],
    [204, {}, { kind: 'failed', reason: 'http-204', status: 204, retryAfterMs: undefined }],
    [301, {}, { kind: 'failed', reason: 'http-301', status: 301, retryAfterMs: undefined }],
  ])('%i is an outcome, not an error', async (status, headers, outcome) => {
    web.page('/status', sends('', headers, status));
    expect(await get('/status')).toEqual(outcome);
  });

  test.each([
    [{ 'cache-control': 'public, max-age=300', age: '100' }, 200_000],
    [{ 'cache-control': 'max-age=10', age: '100' }, 0],
    [{ 'cache-control': 'no-cache, max-age=300' }, undefined],
    [{ 'cache-control': 's-maxage=300' }, undefined],
    [{ expires: new Date(now + 60_000).toUTCString(), date: new Date(now).toUTCString() }, 60_000],
    [{ expires: '0' }, 0],
    [{ 'cache-control': 'max-age=1', expires: new Date(now + 60_000).toUTCString() }, 1_000],
  ])('freshness of %j', async (headers, freshForMs) => {
    web.page('/fresh', sends('x', { date: new Date(now).toUTCString(), ...headers }));
    const outcome = await get('/fresh');
    expect(outcome.kind === 'body' && outcome.freshForMs).toBe(freshForMs);
  });

  test('a connection that breaks off, a port where nobody listens, a name that is none: short reasons', async () => {
    web.page('/reset', (response) => response.destroy());
    expect(await get('/reset')).toMatchObject({ kind: 'failed', reason: 'connection-lost' });
    expect(await fetcher.fetch({ url: 'http://127.0.0.1:9/', etag: undefined, lastModified: undefined })).toMatchObject(
      { kind: 'failed', reason: 'no-connection' },
    );
  });

  test('ends at once when it is asked to', async () => {
    web.page('/never', () => undefined);
    const stop = new AbortController();
    const fetching = fetcher.fetch({
      url: `${web.url}/never`,
      etag: undefined,
      lastModified: undefined,
      signal: stop.signal,
    });
    stop.abort();
    expect(await fetching).toMatchObject({ kind: 'failed', reason: 'stopped' });
  });

  test('many at once over few connections', async () => {
    web.page('/many', sends(rss('Many', ['One'])));
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => get('/many')));
    expect(outcomes.every(({ kind }) => kind === 'body')).toBe(true);
  });
});

describe('sending a form', () => {
  test('answers the status, and goes nowhere private', async () => {
    web.page('/hub', (response, { body }) => response.writeHead(body === 'a=1' ? 202 : 400).end());
    expect(await fetcher.post(`${web.url}/hub`, new URLSearchParams({ a: '1' }))).toBe(202);
    expect(await fetcher.post('http://127.0.0.2:1/', new URLSearchParams())).toBeUndefined();
    expect(await fetcher.post('file:///etc/passwd', new URLSearchParams())).toBeUndefined();
  });
});
