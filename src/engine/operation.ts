/** The engine's answers to those who run it, for pages and probes: how it does, in numbers. */
import type { Outbox } from '../delivery/outbox.ts';
import type { Sender } from '../delivery/send.ts';
import { healthOf } from '../feeds/health.ts';
import type { Poller } from '../feeds/poll.ts';
import type { Catalogue } from '../messages/say.ts';
import type { FeedId } from '../model.ts';
import type { Clock, FeedReport, FeedState, Operation, PollProgress, Trouble, WaitingDelivery } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { within } from '../within.ts';
import type { Archive } from './archive.ts';
import type { Census } from './census.ts';
import type { Subscriptions } from './subscriptions.ts';

interface Parts {
  readonly store: Store;
  readonly archive: Archive;
  readonly subscriptions: Subscriptions;
  readonly census: Pick<Census, 'states'>;
  readonly outbox: Outbox;
  readonly sender: Pick<Sender, 'resting'>;
  readonly poller: Pick<Poller, 'onFirstPoll'>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly platforms: readonly string[];
  readonly startedAt: number;
  /** Where other processes take part: which there are. */
  readonly company?: (() => { readonly troubles: readonly Trouble[] }) | undefined;
}

/** A store that takes longer than this is failing; real time. */
const storePatienceMs = 2_000;
/** Probes may come often; the store is asked this seldom. Real time. */
const probeRestMs = 1_000;
const countRestMs = 1_000;
/** Feeds 'mostly fail' above this share; below so many feeds one bad day of a publisher is no trouble. */
const failingShare = 0.5;
const leastFeeds = 2;

export function createOperation(parts: Parts): Operation {
  const { store, outbox, sender, clock, platforms } = parts;
  let progress: PollProgress = { done: 0, failed: 0, total: 0, isFinished: false };
  parts.poller.onFirstPoll((now) => {
    progress = now;
  });
  const probe = remembered(probeRestMs, () => probeStore(store, clock));
  const countFeeds = remembered(countRestMs, () => feedStates(store, clock));
  const resting = () => sender.resting();

  return {
    async health() {
      const reason = await probe();
      const troubles: Trouble[] = reason === undefined ? [] : [{ kind: 'store', reason }];
      if (!progress.isFinished) {
        troubles.push({ kind: 'starting', reason: `first poll: ${progress.done} of ${progress.total} feeds tried` });
      }
      troubles.push(...(parts.company?.().troubles.map(({ kind, reason }) => ({ kind, reason })) ?? []));
      if (reason === undefined) troubles.push(...(await countFeeds().then(troubleOfFeeds, () => [])));
      troubles.push(...resting().map((name): Trouble => ({ kind: 'platform', reason: `${name} takes no messages` })));
      return troubles;
    },
    figures: async () => ({
      uptimeMs: clock.now() - parts.startedAt,
      feeds: await countFeeds(),
      chats: parts.census.states,
      stories: parts.archive.storyCount,
      topics: parts.subscriptions.topicCount,
      waiting: Object.fromEntries(platforms.map((platform) => [platform, outbox.pending(platform)])),
      dead: (await outbox.dead()).length,
      resting: resting(),
    }),
    feeds: () => reportFeeds(parts),
    waiting: () => listWaiting(store),
    async dead() {
      const records = await outbox.dead();
      return records.toReversed().map(({ id, address, kind, createdAt, lastError }) => {
        return { id, platform: address.platform, kind, createdAt, reason: lastError ?? '' };
      });
    },
    retry: (ids) => outbox.replay(ids),
  };
}

/** Asks anew at most every `restMs`; who asks meanwhile gets the last answer. A failed question is asked again at once. */
function remembered<T>(restMs: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (last === undefined || at - last.at >= restMs) {
      const asked = { at, answer: ask() };
      last = asked;
      asked.answer.catch(() => {
        if (last === asked) last = undefined;
      });
    }
    return last.answer;
  };
}

/** Writes and reads one small record: a full disk shows in writing only. Answers what is wrong. */
async function probeStore(store: Store, clock: Clock): Promise<string | undefined> {
  const tried = async () => {
    await store.meta.set('health/probe', clock.now());
    await store.meta.get('health/probe');
  };
  try {
    return (await within(storePatienceMs, tried())) === 'late' ? 'the store does not answer' : undefined;
  } catch {
    return 'the store refuses to write';
  }
}

async function feedStates(store: Store, clock: Clock): Promise<Record<FeedState, number>> {
  const feeds = { new: 0, good: 0, failing: 0, silent: 0, ended: 0 };
  for await (const [, feed] of store.feeds.entries()) feeds[healthOf(feed, clock.now()).state] += 1;
  return feeds;
}

function troubleOfFeeds({ good, failing, silent }: Readonly<Record<FeedState, number>>): Trouble[] {
  const tried = good + failing + silent;
  if (tried < leastFeeds || failing <= tried * failingShare) return [];
  return [{ kind: 'feeds', reason: `${failing} of ${tried} feeds cannot be read` }];
}

const order: readonly FeedState[] = ['failing', 'silent', 'new', 'good', 'ended'];

async function reportFeeds({ store, archive, clock, catalogue }: Parts): Promise<FeedReport[]> {
  const reports: FeedReport[] = [];
  const daily = dailyOf(archive, clock.now());
  for await (const [, feed] of store.feeds.entries()) {
    if (feed.isShared) reports.push({ ...reportFeed(feed, clock.now(), catalogue), daily: daily(feed.id) });
  }
  const place = ({ state }: FeedReport) => order.indexOf(state);
  return reports.sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

function reportFeed(feed: FeedRecord, now: number, catalogue: Catalogue): Omit<FeedReport, 'daily'> {
  const { state, itemsAWeek, note } = healthOf(feed, now);
  const { name, url, lastGoodAt, nextCheckAt } = feed;
  const worded = note === undefined ? '' : catalogue.phrase('en', note);
  return { name, url, state, itemsAWeek, note: worded, lastGoodAt, nextCheckAt };
}

const dayMs = 86_400_000;
const daysShown = 14;

/** Reports of each day by feed, from one walk over the window. */
function dailyOf(archive: Archive, now: number): (feedId: FeedId) => number[] {
  const today = Math.floor(now / dayMs);
  const counts = new Map<FeedId, number[]>();
  for (const story of archive.stories()) {
    for (const { feedId, firstSeenAt } of archive.itemsOf(story)) {
      const at = daysShown - 1 - (today - Math.floor(firstSeenAt / dayMs));
      if (at < 0 || at >= daysShown) continue;
      const own = counts.get(feedId) ?? Array.from({ length: daysShown }, () => 0);
      own[at]! += 1;
      counts.set(feedId, own);
    }
  }
  return (feedId) => counts.get(feedId) ?? Array.from({ length: daysShown }, () => 0);
}

/** The queue may be very long: this much of it is looked at, and the most telling shown. */
const mostLookedAt = 2_000;
const mostShown = 50;

async function listWaiting(store: Store): Promise<WaitingDelivery[]> {
  const found: WaitingDelivery[] = [];
  for await (const [, { address, kind, createdAt, tries, state, lastError }] of store.outbox.entries()) {
    if (state !== 'dead') found.push({ platform: address.platform, kind, createdAt, tries, reason: lastError ?? '' });
    if (found.length >= mostLookedAt) break;
  }
  return found.sort((a, b) => b.tries - a.tries || a.createdAt - b.createdAt).slice(0, mostShown);
}
