/**
 * `npm run bench -- clustering [--sizes 10000,100000,300000] [--json FILE]`: time to place an item when the window holds that many.
 * The news is made up: stories with names and words of their own among a vocabulary with the frequencies of language.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { FeedId, Item, ItemId } from '../src/model.ts';
import { createClusterer } from '../src/stories/cluster.ts';
import type { Values } from './flags.ts';
import { randomFrom } from './tune/random.ts';

const measured = 3_000;

export const flags = { sizes: { type: 'string', default: '10000,100000,300000' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  console.log(`${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}; ${measured} items measured at each size`);
  console.log('| window | CPU ms per item | ms per item | p99 ms | heap MB |\n|---|---|---|---|---|');
  const rows = values.sizes.split(',').map((size) => {
    const row = measureAt(Number(size));
    const { window, cpuMs, meanMs, p99Ms, heapMb } = row;
    const figures = [cpuMs, meanMs, p99Ms].map((ms) => ms.toFixed(3));
    console.log(`| ${[window, ...figures, heapMb.toFixed(0)].join(' | ')} |`);
    return row;
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}

function measureAt(size: number) {
  const clusterer = createClusterer();
  const news = makeNews(size + measured);
  for (let at = 0; at < size; at += 1) clusterer.place(news(at));
  const items = Array.from({ length: measured }, (_, at) => news(size + at));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (const item of items) {
    const started = performance.now();
    clusterer.place(item);
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return {
    window: size,
    cpuMs: (user + system) / 1000 / measured,
    meanMs: times.reduce((sum, time) => sum + time, 0) / measured,
    p99Ms: times[Math.floor(0.99 * measured)]!,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
  };
}

/** Items by number: a fourth stand alone, the others belong to stories of 2 to about 200 reports that come close together. */
function makeNews(count: number): (at: number) => Item {
  const chance = randomFrom(count);
  const common = Array.from({ length: 40_000 }, () => makeWord(chance));
  const pick = () => common[Math.floor(common.length ** chance()) - 1]!;
  const open: { words: string[]; left: number }[] = [];
  return (at) => {
    if (open.length < 400 || chance() < 0.25) open.push({ words: storyWords(chance, pick), left: sizeOf(chance()) });
    const place = Math.floor(chance() * open.length);
    const story = open[place]!;
    story.left -= 1;
    if (story.left <= 0) open.splice(place, 1);
    const shared = story.words.filter(() => chance() < 0.45);
    const title = [...shared.slice(0, 6), pick(), pick(), pick(), pick()].join(' ');
    const text = Array.from({ length: 60 }, () =>
      chance() < 0.12 ? story.words[Math.floor(chance() * 12)]! : pick(),
    ).join(' ');
    return itemOf(at, title, text);
  };
}

function storyWords(chance: () => number, pick: () => string): string[] {
  return Array.from({ length: 12 }, (_, at) => (at < 3 ? makeWord(chance) : pick()));
}

function sizeOf(draw: number): number {
  return Math.min(200, Math.ceil(1 / (1.001 - draw)));
}

function makeWord(chance: () => number): string {
  const syllables = [
    'ka',
    'lo',
    'mi',
    'ter',
    'van',
    'so',
    'ru',
    'del',
    'pon',
    'gra',
    'bis',
    'ne',
    'fu',
    'wer',
    'zan',
    'tho',
  ];
  return Array.from({ length: 2 + Math.floor(chance() * 3) }, () => syllables[Math.floor(chance() * 16)]).join('');
}

function itemOf(at: number, title: string, text: string): Item {
  const time = Date.UTC(2026, 0, 1) + at * 2_000;
  return {
    id: `item-${at}` as ItemId,
    feedId: `feed-${at % 500}` as FeedId,
    source: `Outlet ${at % 500}`,
    url: `https://example.org/${at}`,
    title,
    text,
    lang: 'en',
    category: 'other',
    tags: [],
    publishedAt: time,
    firstSeenAt: time,
    image: undefined,
  };
}
