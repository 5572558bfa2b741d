import { describe, expect, test } from 'vitest';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { hugeFeed, jobFor } from '../worlds/huge-feeds.ts';
import { rss } from '../worlds/web.ts';

const smallJob = () => jobFor('small', new TextEncoder().encode(rss('Small', ['One'])));
const program = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

/**
 * Looks every 5 ms how much this thread worked since the last look: what holds up the event loop shows as one long stretch. In CPU
 * time, as other programs on the machine hold it up as well. Ends when called: stretches in milliseconds, the longest last.
 */
function watchThread(): () => readonly number[] {
  const stretches: number[] = [];
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    stretches.push((user + system) / 1_000);
    before = process.threadCpuUsage();
  }, 5);
  return () => {
    clearInterval(timer);
    return stretches.sort((a, b) => a - b);
  };
}

describe('reading huge bodies', () => {
  test('twenty at the cap in flight do not hold up the program', { timeout: 120_000 }, async () => {
    const pool = createReaderPool({ deadlineMs: 60_000 });
    const body = hugeFeed('huge');
    await pool.read(jobFor('first', body.slice()));
    const jobs = Array.from({ length: 20 }, (_, index) => jobFor(`huge${index}`, body.slice()));
    const stretches = watchThread();
    const results = await Promise.all(jobs.map((job) => pool.read(job)));
    const held = stretches();
    await pool.close();
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['feed']));
    expect(held.length).toBeGreaterThan(100);
    expect(held.at(-1)).toBeLessThan(50);
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
