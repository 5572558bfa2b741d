import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetch.ts';
import type { Fetcher } from '../../src/ports.ts';
import { gzipBomb } from '../worlds/bombs.ts';
import { rss, sends, startWeb, type Web } from '../worlds/web.ts';

const megabyte = 1024 * 1024;
let web: Web;
let fetcher: Fetcher;

beforeAll(async () => {
  web = await startWeb();
  fetcher = createFetcher({
    allowPrivate: ['127.0.0.1'],
    userAgent: 'test',
    clock: Date,
    totalMs: 20_000,
    maxBytes: 4 * megabyte,
  });
});

afterAll(async () => {
  await fetcher.close();
  await web.stop();
});

const get = (path: string) => fetcher.fetch({ url: web.url + path, etag: undefined, lastModified: undefined });
const zeros = Buffer.alloc(64 * megabyte);

describe('what comes out of a compressed body is what counts', () => {
  test('a gzip bomb of 4 GB is cut off at the cap', async () => {
    web.page('/bomb', gzipBomb);
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    expect(await get('/bomb')).toMatchObject({ kind: 'failed', reason: 'too-large' });
    // The figure is 1 s, which `npm run bench -- hazards` measures; a busy machine gets some more.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte);
  });

  test.each([
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
    ['identity', zeros.subarray(0, 5 * megabyte)],
  ])('of %s', async (encoding, bomb) => {
    web.page('/one', sends(bomb, { 'content-encoding': encoding }));
    expect(await get('/one')).toMatchObject({ kind: 'failed', reason: 'too-large' });
  });

  test('more than two layers are not unpacked at all', async () => {
    web.page('/layers', sends(gzipSync(gzipSync(gzipSync('x'))), { 'content-encoding': 'gzip, gzip, gzip' }));
    expect(await get('/layers')).toMatchObject({ kind: 'failed', reason: 'bad-encoding' });
  });

  test.each(['constructor', '__proto__', 'aes128gcm'])('%s is no encoding', async (encoding) => {
    web.page('/odd', sends(Buffer.from('x'), { 'content-encoding': encoding }));
    expect(await get('/odd')).toMatchObject({ kind: 'failed', reason: 'bad-encoding' });
  });
});

describe('honest bodies', () => {
  const text = rss('Harbour News', ['Ferry strike ends']);
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip', Buffer.from(text)],
    ['br, gzip', gzipSync(brotliCompressSync(text))],
  ])('in %s are read, raw deflate and mislabelled text too', async (encoding, body) => {
    web.page('/honest', sends(body, { 'content-encoding': encoding }));
    const outcome = await get('/honest');
    expect(outcome.kind === 'body' && Buffer.from(outcome.body).toString()).toBe(text);
  });

  test('cut off in the middle give what came', async () => {
    const whole = gzipSync(Buffer.from(text.repeat(2_000)), { level: 1 });
    web.page('/cut', sends(whole.subarray(0, whole.length / 2), { 'content-encoding': 'gzip' }));
    const outcome = await get('/cut');
    expect(outcome.kind === 'body' && Buffer.from(outcome.body).toString().startsWith(text)).toBe(true);
  });

  test('that are garbage are one failure', async () => {
    web.page(
      '/garbage',
      sends(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 255, 255, 255, 0, 0]), { 'content-encoding': 'gzip' }),
    );
    expect(['body', 'failed']).toContain((await get('/garbage')).kind);
  });
});
