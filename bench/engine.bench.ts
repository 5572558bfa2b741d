/**
 * `npm run bench -- engine [--json FILE]`: how fast items find their topics among very many follows, and what a follow costs in
 * memory. All names and texts are invented; the same numbers come again at every run.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ChatId, FeedId, Item, ItemId, TopicId } from '../src/model.ts';
import { assess } from '../src/topics/assess.ts';
import { createFollowers, type Followers } from '../src/topics/followers.ts';
import { createTopicIndex, type TopicIndex } from '../src/topics/match.ts';
import { parseQuery, type Query } from '../src/topics/query.ts';

const syllables =
  'ba ko ri ten mal sor vi dra len gu pes tor ami shu ner kal ost bri fen dul mar gon ty lev ross win jan dek hal pra'.split(
    ' ',
  );
const plain =
  'the of and to in a for on with that by as at from is was it after over new said will year has its more than about were been also would could into first two people government officials percent week'.split(
    ' ',
  );

/** A small generator of even numbers in [0, 1): mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function wordOf(number: number): string {
  let rest = number;
  let word = '';
  for (let count = 0; count < 3 || rest > 0; count += 1) {
    word += syllables[rest % syllables.length]!;
    rest = Math.floor(rest / syllables.length);
  }
  return word;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** The name of topic number `n`: a person's, a body's or a single word. */
function topicName(n: number): string {
  const surname = capital(wordOf(n * 7 + 11));
  if (n % 4 === 0) return surname;
  if (n % 4 === 1) return `${capital(wordOf((n * 13) % 900))} ${surname} Institute`;
  return `${capital(wordOf((n * 31) % 2000))} ${surname}`;
}

/** A title and 60 words with three names: two that are followed at every size, and one that nobody follows. */
function itemOf(n: number, random: () => number, hot: number): Item {
  const text = Array.from({ length: 60 }, () => {
    const isPlain = random() < 0.55;
    return isPlain
      ? plain[Math.floor(random() * plain.length)]!
      : wordOf(5_000_000 + Math.floor(random() ** 3 * 40_000));
  });
  const names = [
    topicName(Math.floor(random() * hot)),
    topicName(Math.floor(random() * hot)),
    topicName(3_000_000 + n),
  ];
  for (const name of names) text.splice(Math.floor(random() * 60), 0, name);
  return {
    id: `item${n}` as ItemId,
    feedId: 'bench' as FeedId,
    source: 'Bench',
    url: `https://news.example/${n}`,
    title: `${names[0]} ${text.slice(0, 7).join(' ')}`,
    text: `${capital(text.slice(0, 30).join(' '))}. ${capital(text.slice(30).join(' '))}.`,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: 0,
    firstSeenAt: 0,
    image: undefined,
  };
}

function queryOf(name: string): Query {
  const parsed = parseQuery(name);
  if (parsed.kind !== 'query') throw new Error(`'${name}' is no topic`);
  return parsed.query;
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

interface Built {
  readonly index: TopicIndex;
  readonly followers: Followers;
  readonly bytesPerFollow: number;
  readonly buildMs: number;
}

function build(topics: number, follows: number): Built {
  const before = heapBytes();
  const startedAt = computedMs();
  const index = createTopicIndex();
  const followers = createFollowers();
  for (let n = 0; n < topics; n += 1) index.add(`t${n}` as TopicId, queryOf(topicName(n)));
  for (let n = 0; n < follows; n += 1) {
    followers.add(`t${n % topics}` as TopicId, `telegram:${100_000_000 + ((n * 7) % (follows / 5))}` as ChatId);
  }
  const buildMs = computedMs() - startedAt;
  return { index, followers, buildMs, bytesPerFollow: (heapBytes() - before) / follows };
}

interface Timed {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly matches: number;
}

/** Milliseconds that this thread has computed: other programs on the machine do not count. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Match, assess and look up the followers of every item, one after another on one core. Items a second are by computing time;
 * the percentiles are by the clock on the wall, so that other programs on the machine show in them.
 */
function time({ index, followers }: Built, count: number, hot: number): Timed {
  const random = generator(42);
  const items = Array.from({ length: count }, (_, n) => itemOf(n, random, hot));
  const times: number[] = [];
  const warm = Math.floor(count / 3);
  let computedBefore = 0;
  let matches = 0;
  for (const [n, item] of items.entries()) {
    if (n === warm) computedBefore = computedMs();
    const startedAt = performance.now();
    for (const id of index.match(item)) {
      if (assess(index.query(id)!, item, index.shareOf(id)) !== undefined)
        matches += followers.of(id).length > 0 ? 1 : 0;
    }
    // The first items warm the machine up.
    if (n >= warm) times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const total = computedMs() - computedBefore;
  return {
    perSecond: Math.round((times.length / total) * 1000),
    p50Ms: sorted[Math.floor(sorted.length / 2)]!,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)]!,
    matches: matches / count,
  };
}

/** Runs the benchmark and prints its table. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'string' }, data: { type: 'string' }, out: { type: 'string' } },
  });
  const hot = 1000;
  const rows = [
    { topics: 1_000, follows: 10_000 },
    { topics: 100_000, follows: 1_000_000 },
  ].map((size) => {
    const built = build(size.topics, size.follows);
    return { ...size, buildMs: built.buildMs, bytesPerFollow: built.bytesPerFollow, ...time(built, 12_000, hot) };
  });
  for (const row of rows) {
    console.log(
      `matching, ${row.follows} follows of ${row.topics} topics: ${row.perSecond} items/s, p50 ${row.p50Ms.toFixed(3)} ms, ` +
        `p99 ${row.p99Ms.toFixed(3)} ms, ${row.matches.toFixed(2)} matches an item, ${row.bytesPerFollow.toFixed(0)} bytes a follow, ` +
        `built in ${(row.buildMs / 1000).toFixed(1)} s`,
    );
  }
  const growth = rows[0]!.perSecond / rows[1]!.perSecond;
  console.log(`time per item grows ${growth.toFixed(2)} times from 10,000 to 1,000,000 follows`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ matching: rows, growth }, null, 2)}\n`);
}
