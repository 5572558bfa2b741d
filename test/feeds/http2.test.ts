/** Servers that speak HTTP/2 are spoken to in it, under the same deadline. The certificate in the fixtures is for these tests alone. */
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetch.ts';

const pem = readFileSync(new URL('../fixtures/localhost.pem', import.meta.url), 'utf8');

test('a server that offers HTTP/2 is asked by it: a body, a validator, and a deadline', async () => {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, pem.slice(0, pem.indexOf('-----BEGIN PRIVATE'))]);
  const versions: string[] = [];
  const server = createSecureServer({ key: pem, cert: pem, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    if (request.url === '/hang') return;
    const isKnown = request.headers['if-none-match'] === '"1"';
    response.writeHead(isKnown ? 304 : 200, { etag: '"1"', 'content-type': 'application/rss+xml' });
    response.end(isKnown ? '' : '<rss/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `https://localhost:${(server.address() as AddressInfo).port}`;
  const fetcher = createFetcher({ allowPrivate: ['127.0.0.0/8'], userAgent: 'test', clock: Date, totalMs: 3_000 });
  onTestFinished(async () => {
    await fetcher.close();
    server.close();
    setDefaultCACertificates(before);
  });
  const get = (path: string, etag?: string) => fetcher.fetch({ url: root + path, etag, lastModified: undefined });
  expect(await get('/feed')).toMatchObject({ kind: 'body', etag: '"1"', contentType: 'application/rss+xml' });
  expect(await get('/feed', '"1"')).toMatchObject({ kind: 'notModified' });
  expect(await get('/hang')).toMatchObject({ kind: 'failed', reason: 'timeout' });
  expect(versions).toEqual(['2.0', '2.0', '2.0']);
});
