/** `node measures.ts NAME` prints one figure. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { bombs, collectGarbage, cpuMs, feedWith, gzipBomb, readText } from '../../test/worlds/bombs.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { fill, hostile, timesOf } from '../../test/worlds/hostile-texts.ts';
import { hugeFeed, jobFor } from '../../test/worlds/huge-feeds.ts';
import { type Page, rss, startWeb } from '../../test/worlds/web.ts';

interface Measure {
  readonly wanted: string;
  figure(): Promise<string>;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
const fetcherOf = (totalMs: number) =>
  createFetcher({ allowPrivate: ['127.0.0.1'], userAgent: 'bench', clock: Date, totalMs });

/** What one run computed, ms, and by how many bytes the process grew. */
function costOf(run: () => unknown): { readonly took: number; readonly grew: number } {
  collectGarbage();
  const before = process.memoryUsage().rss;
  const startedAt = cpuMs();
  run();
  return { took: cpuMs() - startedAt, grew: process.memoryUsage().rss - before };
}

async function entities(): Promise<string> {
  const folder = makeFolder();
  const web = await startWeb();
  readText(feedWith('', 'Der Hafen von Musterstadt bleibt bis auf weiteres geschlossen'));
  const costs = bombs(folder.path('secret.txt'), web.url).map(([, bomb]) => {
    const text = bomb();
    return costOf(() => readText(text));
  });
  await web.stop();
  folder.remove();
  const most = (key: 'took' | 'grew') => Math.max(...costs.map((cost) => cost[key]));
  return `${costs.length} bombs: the slowest ${ms(most('took'))} of computing, at most ${megabytes(most('grew'))} more, ${web.received} bytes asked`;
}

async function compressed(): Promise<string> {
  const web = await startWeb();
  web.page('/bomb', gzipBomb);
  const fetcher = fetcherOf(20_000);
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  const outcome = await fetcher.fetch({ url: `${web.url}/bomb`, etag: undefined, lastModified: undefined });
  const took = performance.now() - startedAt;
  await fetcher.close();
  await web.stop();
  const reason = outcome.kind === 'failed' ? outcome.reason : outcome.kind;
  return `${reason} after ${ms(took)}, ${megabytes(process.memoryUsage().rss - before)} more (the server in the same process)`;
}

async function huge(): Promise<string> {
  const pool = createReaderPool({ deadlineMs: 60_000 });
  const body = hugeFeed('huge');
  await pool.read(jobFor('first', body.slice()));
  const jobs = Array.from({ length: 20 }, (_, index) => jobFor(`huge${index}`, body.slice()));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const results = await Promise.all(jobs.map((job) => pool.read(job)));
  delay.disable();
  await pool.close();
  const count = results.filter(({ kind }) => kind === 'feed').length;
  return `${count} bodies of 8 MB read, delay of the event loop p99 ${ms(delay.percentile(99) / 1e6)}, most ${ms(delay.max / 1e6)}`;
}

const drip: Page = (response) => {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  const timer = setInterval(() => response.write('<'), 20);
  response.on('close', () => clearInterval(timer));
};

async function slow(): Promise<string> {
  const web = await startWeb();
  web.page('/drip', drip);
  web.page('/hang', () => undefined);
  web.page('/headers', (response) => response.writeHead(200).flushHeaders());
  const fetcher = fetcherOf(2_000);
  const times = await Promise.all(
    ['drip', 'hang', 'headers'].map(async (kind) => {
      const startedAt = performance.now();
      await fetcher.fetch({ url: `${web.url}/${kind}`, etag: undefined, lastModified: undefined });
      return performance.now() - startedAt;
    }),
  );
  await fetcher.close();
  await web.stop();
  return `ended after ${times.map(ms).join(', ')} where the deadline was 2,000 ms`;
}

/** Fifty good feeds fetched alone and beside fifty that hang, all of them at once; the medians of nine rounds. */
async function beside(): Promise<string> {
  const web = await startWeb();
  web.page('/hang', () => undefined);
  web.page('/good', (response) => response.end(rss('Good', ['One'])));
  const fetcher = fetcherOf(1_000);
  const get = (path: string) => fetcher.fetch({ url: `${web.url}${path}`, etag: undefined, lastModified: undefined });
  const goodOnes = async (): Promise<number> => {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 50 }, (_, index) => get(`/good?${index}`)));
    return performance.now() - startedAt;
  };
  const alone: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < 10; round++) {
    alone.push(await goodOnes());
    const hanging = Array.from({ length: 50 }, (_, index) => get(`/hang?${index}`));
    together.push(await goodOnes());
    await Promise.all(hanging);
  }
  await fetcher.close();
  await web.stop();
  // The first round finds cold code.
  const median = (times: readonly number[]): number => times.slice(1).toSorted((a, b) => a - b)[4]!;
  const ratio = median(together) / median(alone);
  return `${ratio.toFixed(2)} × (${ms(median(alone))} alone, ${ms(median(together))} beside)`;
}

async function patterns(): Promise<string> {
  const texts = hostile.map(fill);
  for (const text of texts) timesOf(text);
  const worst = texts
    .flatMap((text, at) => Object.entries(timesOf(text)).map(([way, took]) => ({ way, took, piece: hostile[at] })))
    .reduce((most, one) => (one.took > most.took ? one : most));
  return `${texts.length} texts: the slowest ${ms(worst.took)} of computing (${JSON.stringify(worst.piece)}, ${worst.way})`;
}

export const measures: Readonly<Record<string, Measure>> = {
  'entity bombs': { wanted: 'each < 200 ms, < 50 MB more, nothing asked', figure: entities },
  'a gzip bomb of 4 GB': { wanted: 'cut off at the cap, < 1 s', figure: compressed },
  'twenty huge feeds at once': { wanted: 'p99 < 50 ms', figure: huge },
  'feeds that drip or hang': { wanted: 'deadline ± 10 %', figure: slow },
  'fifty good feeds beside fifty that hang': { wanted: '≤ 2 ×', figure: beside },
  'hostile texts of 100 kB': { wanted: 'each ≤ 50 ms', figure: patterns },
};

const [, program, name] = process.argv;
if (program === import.meta.filename) console.log(await measures[name ?? '']?.figure());
