/**
 * `npm run bench -- reading [--data DIR]`: MB per second of CPU of the whole reading path on real feeds, beside rss-parser alone,
 * our second reader alone, and other readers where their packages are present.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import RssParser from 'rss-parser';
import { decodeBody } from '../src/feeds/charset.ts';
import { entryFrom } from '../src/feeds/entries.ts';
import { normaliseEntries } from '../src/feeds/normalise.ts';
import { readFeed } from '../src/feeds/read.ts';
import { repairXml } from '../src/feeds/repair.ts';
import { readTolerantly } from '../src/feeds/tolerant.ts';
import type { FeedId, FeedSource } from '../src/model.ts';
import type { Values } from './flags.ts';

const source: FeedSource = {
  id: 'bench' as FeedId,
  url: 'https://bench.example/feed',
  name: 'Bench',
  siteUrl: undefined,
  lang: undefined,
  country: undefined,
  category: undefined,
};

/** A reader answers how many entries it found; undefined when it refuses. */
type Reader = (body: Uint8Array) => number | undefined | Promise<number | undefined>;

const readOnly = (body: Uint8Array): number | undefined => {
  const reading = readFeed(body, { url: '', contentType: undefined });
  return reading.kind === 'feed' ? reading.feed.entries.length : undefined;
};

const readAndClean = (body: Uint8Array): number | undefined => {
  const reading = readFeed(body, { url: '', contentType: undefined });
  if (reading.kind !== 'feed') return undefined;
  return normaliseEntries(reading.feed, source, Date.now(), { sentences: {} }).items.length;
};

const secondReader = (body: Uint8Array): number => {
  let count = 0;
  readTolerantly(repairXml(decodeBody(body, undefined)), '', (node) => {
    entryFrom(node);
    count++;
  });
  return count;
};

const rssParser: Reader = async (body) => {
  try {
    return (await new RssParser().parseString(decodeBody(body, undefined))).items.length;
  } catch {
    return undefined;
  }
};

/** Readers of other projects, where somebody has installed them. */
async function others(): Promise<[string, Reader][]> {
  const name = 'feedsmith';
  try {
    const { parseFeed } = (await import(name)) as { parseFeed(xml: string): { feed: Record<string, unknown[]> } };
    const read: Reader = (body) => {
      try {
        const { feed } = parseFeed(decodeBody(body, undefined));
        return (feed.items ?? feed.entries ?? []).length;
      } catch {
        return undefined;
      }
    };
    return [[name, read]];
  } catch {
    console.log(`${name}: not installed, left out`);
    return [];
  }
}

const rounds = 7;

/** CPU time of this process, ms: a busy machine spoils it less than the wall clock. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

async function measure(
  bodies: readonly Uint8Array[],
  read: Reader,
): Promise<{ ms: number; entries: number; refused: number }> {
  let best = { ms: Number.POSITIVE_INFINITY, entries: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    let entries = 0;
    let refused = 0;
    const startedAt = cpuMs();
    for (const body of bodies) {
      const count = await read(body);
      if (count === undefined) refused++;
      else entries += count;
    }
    const ms = cpuMs() - startedAt;
    if (ms < best.ms) best = { ms, entries, refused };
  }
  return best;
}

export const flags = { data: { type: 'string', default: '../shared/bench' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const folder = join(values.data, 'feeds/rss-parser/input');
  if (!existsSync(folder)) return console.log(`reading: no feeds in ${folder}`);
  const bodies = readdirSync(folder).map((file) => new Uint8Array(readFileSync(join(folder, file))));
  const megabytes = bodies.reduce((sum, body) => sum + body.byteLength, 0) / 1e6;
  const readers: [string, Reader][] = [
    ['reading, whole path', readOnly],
    ['reading and normalising', readAndClean],
    ['second reader alone', secondReader],
    ['rss-parser alone', rssParser],
    ...(await others()),
  ];
  const rows: Record<string, unknown>[] = [];
  for (const [reader, read] of readers) {
    const { ms, entries, refused } = await measure(bodies, read);
    rows.push({
      reader,
      'CPU ms': Math.round(ms),
      'MB/s': Number((megabytes / (ms / 1_000)).toFixed(1)),
      entries,
      refused,
    });
  }
  console.log(`reading: ${bodies.length} real feeds, ${megabytes.toFixed(2)} MB, best of ${rounds} rounds`);
  console.table(rows);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ megabytes, rows })}\n`);
}
