import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { hugeFeed, jobFor } from '../worlds/huge-feeds.ts';
import { rss } from '../worlds/web.ts';

const smallJob = () => jobFor('small', new TextEncoder().encode(rss('Small', ['One'])));
const program = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe('reading huge bodies', () => {
  // The figure holds on an idle machine; a busy one gets another try.
  test('twenty at the cap in flight do not hold up the program', { retry: 3, timeout: 120_000 }, async () => {
    const pool = createReaderPool({ deadlineMs: 60_000 });
    const body = hugeFeed('huge');
    await pool.read(jobFor('first', body.slice()));
    const jobs = Array.from({ length: 20 }, (_, index) => jobFor(`huge${index}`, body.slice()));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const results = await Promise.all(jobs.map((job) => pool.read(job)));
    delay.disable();
    await pool.close();
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['feed']));
    expect(delay.percentile(99) / 1e6).toBeLessThan(50);
  });

  test('small ones are read meanwhile', async () => {
    const pool = createReaderPool({ program: program('setInterval(() => {}, 1000)'), deadlineMs: 60_000 });
    const stuck = pool.read(jobFor('huge', hugeFeed('huge')));
    expect((await pool.read(smallJob())).kind).toBe('feed');
    await pool.close();
    expect(await stuck).toEqual({ kind: 'lost', reason: 'stopped' });
  });

  test('a thread that hangs loses one body, and the next is read by another', async () => {
    const code =
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', (job) => { if (job.url.includes('hang')) for (;;) {} else parentPort.postMessage({ kind: 'unchanged' }); });";
    const pool = createReaderPool({ program: program(code), deadlineMs: 1_000, inlineBytes: 0 });
    const results = await Promise.all(
      ['hang', 'fine', 'fine'].map((name) => pool.read(jobFor(name, new Uint8Array(10)))),
    );
    await pool.close();
    expect(results.map(({ kind }) => kind)).toEqual(['lost', 'unchanged', 'unchanged']);
  });

  test.each([
    ['an exit', 'process.exit(1)'],
    ['an error', "throw new Error('crash')"],
    ['all the memory', 'const kept = []; for (;;) kept.push(new Array(1e6).fill(Math.random()))'],
  ])('a thread that crashes loses one body: %s', { timeout: 60_000 }, async (_, crash) => {
    const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', (job) => { if (job.url.includes('crash')) { ${crash} } parentPort.postMessage({ kind: 'unchanged' }); });`;
    const pool = createReaderPool({ program: program(code), inlineBytes: 0, deadlineMs: 50_000 });
    const results = await Promise.all(['crash', 'fine'].map((name) => pool.read(jobFor(name, new Uint8Array(10)))));
    await pool.close();
    expect(results.map(({ kind }) => kind)).toEqual(['lost', 'unchanged']);
  });
});
