/** Reading alone, in MB for a second of CPU: our whole path from bytes to new items, beside bare parsers, on real feeds. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { noBoilerplate } from '../../src/feeds/boilerplate.ts';
import { runReadJob } from '../../src/feeds/read-job.ts';
import type { FeedId } from '../../src/model.ts';

/** Real feeds are the ones of this size and more; smaller files test one element each. */
const leastBytes = 10_000;
const rounds = 3;

/** A table of MB/s of CPU, best of three rounds; what is not installed is named. */
export async function readingSpeed(data: string): Promise<string> {
  const folder = join(data, 'feeds/rss-parser/input');
  if (!existsSync(folder)) return `No feeds in ${folder}: reading alone is left out.`;
  const files = readdirSync(folder).map((name) => join(folder, name));
  const bodies = files.map((file) => readFileSync(file)).filter((body) => body.length >= leastBytes);
  const megabytes = bodies.reduce((sum, body) => sum + body.length, 0) / 1e6;
  const source = {
    id: 'bench' as FeedId,
    url: 'https://bench.example/',
    name: 'Bench',
    siteUrl: undefined,
    lang: undefined,
    country: undefined,
    category: undefined,
  };
  const ours = await bestOf(async () => {
    for (const body of bodies) {
      runReadJob({
        body,
        url: source.url,
        contentType: undefined,
        knownHash: undefined,
        source,
        now: Date.now(),
        boilerplate: noBoilerplate,
        seen: [],
      });
    }
  });
  const texts = bodies.map((body) => body.toString('utf8'));
  const parser = new RssParser();
  const bare = await bestOf(async () => {
    for (const text of texts) await parser.parseString(text).catch(() => undefined);
  });
  const feedsmith = await bestOf(async () => {
    for (const text of texts) attempt(() => parseFeed(text));
  });
  const rows = [
    ['dateline: bytes to clean, identified items', ours],
    ['rss-parser alone: text to fields', bare],
    ['feedsmith: text to fields', feedsmith],
    ['Python feedparser: bytes to fields', feedparserSeconds(folder)],
  ] as const;
  const lines = rows.map(
    ([name, seconds]) => `| ${name} | ${seconds === undefined ? 'not installed' : (megabytes / seconds).toFixed(1)} |`,
  );
  return `\n${bodies.length} real feeds, ${megabytes.toFixed(1)} MB\n\n| reading | MB/s of CPU |\n|---|---|\n${lines.join('\n')}`;
}

/** What a reader refuses costs what it costs. */
function attempt(run: () => unknown): void {
  try {
    run();
  } catch {
    // It is counted all the same.
  }
}

async function bestOf(run: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

function feedparserSeconds(folder: string): number | undefined {
  const code = `
import feedparser, os, sys, time
bodies = [open(os.path.join(sys.argv[1], f), 'rb').read() for f in os.listdir(sys.argv[1])]
bodies = [b for b in bodies if len(b) >= ${leastBytes}]
times = []
for _ in range(${rounds}):
    start = time.process_time()
    for body in bodies: feedparser.parse(body)
    times.append(time.process_time() - start)
print(min(times))`;
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', code, folder], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}
