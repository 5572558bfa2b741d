/** The stages that every report goes through, over very many follows: story, topics, who follows them, rank. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ChatId, Item, ItemId, StoryId, TopicId } from '../../src/model.ts';
import { rankStory } from '../../src/ranking/rank.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { assess, assessStory } from '../../src/topics/assess.ts';
import { createFollowers, type Followers } from '../../src/topics/followers.ts';
import { createTopicIndex, type TopicIndex } from '../../src/topics/match.ts';
import { parseQuery, type Query } from '../../src/topics/query.ts';
import { topicName } from './world.ts';

export interface Built {
  readonly index: TopicIndex;
  readonly followers: Followers;
  readonly bytesPerFollow: number;
  readonly buildMs: number;
}

export interface Timed {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The same by the computing time of all threads. */
  readonly p50ComputedMs: number;
  readonly p99ComputedMs: number;
  readonly matches: number;
}

export function queryOf(name: string): Query {
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

/** An index of so many topics, each followed by as many chats. */
export function build(topics: number, follows: number): Built {
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

/** Milliseconds that this thread has computed: other programs on the machine do not count. */
export function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** What one report sets off; answers how many topics it meets. */
export type Step = (item: Item) => number;

/** Finding the topics of a report alone, and who follows them. */
export function matching({ index, followers }: Built): Step {
  return (item) => {
    let matches = 0;
    for (const id of index.match(item)) {
      if (assess(index.query(id)!, item, index.shareOf(id)) !== undefined)
        matches += followers.of(id).length > 0 ? 1 : 0;
    }
    return matches;
  };
}

const untaught = { taste: {} };

/** All of it: places the report, describes its story, judges it for every topic it meets, ranks it for every follower. */
export function wholeWay({ index, followers }: Built): Step {
  const clusterer = createClusterer();
  const members = new Map<StoryId, Item[]>();
  const items = new Map<ItemId, Item>();
  const move = (itemId: ItemId, from: StoryId, to: StoryId) => {
    const item = items.get(itemId)!;
    members.set(
      from,
      (members.get(from) ?? []).filter((one) => one !== item),
    );
    members.set(to, [...(members.get(to) ?? []), item]);
  };
  return (item) => {
    items.set(item.id, item);
    const { storyId, corrections } = clusterer.place(item);
    for (const { itemId, from, to } of corrections) move(itemId, from, to);
    const reports = [...(members.get(storyId) ?? []), item];
    members.set(storyId, reports);
    const story = describeStory(storyId, reports);
    let matches = 0;
    for (const topicId of index.match(item)) {
      const assessment = assessStory(index.query(topicId)!, reports, index.shareOf(topicId));
      if (assessment === undefined) continue;
      matches += 1;
      for (const _chat of followers.of(topicId))
        rankStory({ story, topicId, assessment, chat: untaught, heard: undefined, now: item.firstSeenAt });
    }
    return matches;
  };
}

/** Only clustering: what the other stages come on top of. */
export function clustering(): Step {
  const clusterer = createClusterer();
  return (item) => (clusterer.place(item).isNew ? 0 : 1);
}

/**
 * One report after another on one core, twice, each time from the beginning. Items a second are by the computing time of this
 * thread, with nothing measured between the reports: asking for a time takes some of it. Percentiles are of the second pass, by
 * the clock on the wall, so that other programs on the machine show in them, and by the computing time of all the program's
 * threads, as a single thread's is not known finely enough: collecting garbage and compiling beside it show in them. The first
 * third warms the machine up.
 */
export function time(make: () => Step, items: readonly Item[]): Timed {
  const warm = Math.floor(items.length / 3);
  const { perSecond, matches } = timeAll(make(), items, warm);
  const step = make();
  const times: number[] = [];
  const computed: number[] = [];
  for (const [n, item] of items.entries()) {
    const startedAt = performance.now();
    const usedBefore = process.cpuUsage();
    step(item);
    if (n < warm) continue;
    const { user, system } = process.cpuUsage(usedBefore);
    computed.push((user + system) / 1000);
    times.push(performance.now() - startedAt);
  }
  return {
    perSecond,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    p50ComputedMs: quantile(computed, 0.5),
    p99ComputedMs: quantile(computed, 0.99),
    matches,
  };
}

function timeAll(step: Step, items: readonly Item[], warm: number): Pick<Timed, 'perSecond' | 'matches'> {
  let computedFrom = 0;
  let matches = 0;
  for (const [n, item] of items.entries()) {
    if (n === warm) computedFrom = computedMs();
    matches += step(item);
  }
  const perSecond = Math.round(((items.length - warm) / (computedMs() - computedFrom)) * 1000);
  return { perSecond, matches: matches / items.length };
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!;
}
