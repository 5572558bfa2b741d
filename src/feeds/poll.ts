/** The poller: keeps every feed's appointment, and carries each poll from the fetch to the durable record. */
import type { FeedId, Item } from '../model.ts';
import type { Clock, Fetcher, Log, PollProgress } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Agenda, type AgendaLimits, type Appointment } from './agenda.ts';
import { createFirstPoll } from './first-poll.ts';
import { createGuard } from './guard.ts';
import { createLedger } from './ledger.ts';
import { createOnePoll, type PollOutcome } from './one-poll.ts';
import type { FeedReaderPool } from './reader-pool.ts';
import { readingOf } from './reading.ts';

export interface PollSettings {
  /** Between two looks at a feed; below a minute it is kept to the letter, else it adapts to the feed. */
  readonly intervalMs: number;
  readonly limits?: Partial<AgendaLimits>;
  /** CIDRs of the operator's own networks: no distance is kept there. */
  readonly allowPrivate?: readonly string[];
}

export interface PollerOptions {
  readonly store: Pick<Store, 'feeds'>;
  readonly fetcher: Fetcher;
  readonly reader: FeedReaderPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: PollSettings;
  /**
   * Takes new and edited items of a feed; must resolve only when all that follows from them is durable. Called for one feed at a time.
   * After a crash, or when it throws, the same items come again: it must be repeatable.
   */
  readonly accept: (feed: FeedRecord, items: readonly Item[], edited: readonly Item[]) => Promise<void>;
  /** From 0 to 1; for jitter. */
  readonly chance?: () => number;
  /** Which feeds this process reads, when others read the rest; all, when it is left out. The answer may change. */
  readonly isOurs?: (record: FeedRecord) => boolean;
}

export interface Poller {
  /** Begins with every feed that may be asked now. Resolves when all appointments are made. */
  start(): Promise<void>;
  /** Ends what is under way, without counting it as a failure; resolves within seconds. */
  stop(): Promise<void>;
  /** Resolves when every feed known at the start was tried once. */
  firstPoll(): Promise<void>;
  onFirstPoll(report: (progress: PollProgress) => void): void;
  /** Keeps the record (unless there is one with this id) and polls it soon. Answers the record that stands. */
  add(feed: FeedRecord): Promise<FeedRecord>;
  /** Ends a feed by hand: it is not polled again, its record stays, marked as ended. */
  remove(id: FeedId): Promise<void>;
  /** Changes a feed's record between polls, so that neither change is lost. An ended feed that is revived by it is polled soon. */
  change(id: FeedId, change: (record: FeedRecord) => FeedRecord): Promise<FeedRecord | undefined>;
  /** Polls it now, whatever its appointment. */
  pollNow(id: FeedId): Promise<PollOutcome>;
}

/** A poller among others that share the feeds. */
export interface SharingPoller extends Poller {
  /** Looks through all records: takes up what is ours now, lets go of what is not. */
  review(): Promise<void>;
  /** The same for one feed that others changed; `isAtOnce`: it is read now, whatever its appointment. */
  look(id: FeedId, isAtOnce: boolean): Promise<void>;
}

const limits: AgendaLimits = { concurrency: 64, perHost: 2, spacingMs: 250 };
/** A fetch that took longer makes its feed a slow one. Real time. */
const slowMs = 4_000;
/** A clock that goes back by less is left alone. */
const jumpMs = 1_000;
/** How long stopping waits for polls to let go: fetches do at once, a body that is being read may not. Real time. */
const stopMs = 3_000;
/** After a restart a good feed is asked again at once, unless it was asked within this time. */
const restartRestMs = 60_000;

/** The poller; see `Poller` for what it promises. */
export function createPoller(options: PollerOptions): SharingPoller {
  const { clock, log, settings, store, isOurs = () => true } = options;
  const isOwn = remembering(createGuard(settings.allowPrivate ?? []).isOwn);
  const agenda = new Agenda({ ...limits, ...settings.limits });
  const ledger = createLedger(store.feeds);
  const stopping = new AbortController();
  const chance = options.chance ?? Math.random;
  const pollOnce = createOnePoll({
    ...options,
    ledger,
    chance,
    intervalMs: settings.intervalMs,
    signal: stopping.signal,
  });
  const first = createFirstPoll();
  /** The last appointment of every feed that is polled: what is left to go by when the store does not answer. */
  const known = new Map<FeedId, Appointment>();
  const running = new Map<FeedId, Promise<PollOutcome>>();
  let cancelTimer = () => {};
  /** The clock as last seen: it may be set back. */
  let lastSeenAt = clock.now();

  function noticeJump(now: number): void {
    const backMs = lastSeenAt - now;
    lastSeenAt = now;
    if (backMs < jumpMs) return;
    agenda.shift(backMs);
    for (const [id, one] of known) known.set(id, { ...one, dueAt: one.dueAt - backMs });
  }

  function appoint(record: FeedRecord, dueAt: number): void {
    known.delete(record.id);
    if (record.isEnded || stopping.signal.aborted || !isOurs(record)) return;
    const hostname = hostOf(record);
    const isSlow = record.failures > 0 || (readingOf(record).tookMs ?? 0) > slowMs;
    const appointment = { id: record.id, host: hostname, dueAt, isSlow, isOwn: isOwn(hostname) };
    known.set(record.id, appointment);
    agenda.put(appointment);
  }

  /** Starts what may start, and sets the alarm for the next. */
  function pump(): void {
    cancelTimer();
    if (stopping.signal.aborted) return;
    noticeJump(clock.now());
    for (let next = agenda.take(clock.now()); next !== undefined; next = agenda.take(clock.now())) void keep(next);
    const wakeAt = agenda.wakeAt();
    if (wakeAt !== undefined) cancelTimer = clock.after(Math.max(0, wakeAt - clock.now()), pump);
  }

  async function keep(appointment: Appointment): Promise<void> {
    await run(appointment.id);
    agenda.done(appointment, clock.now());
    pump();
  }

  /** One poll of a feed at a time; who asks meanwhile gets the same outcome. */
  function run(id: FeedId): Promise<PollOutcome> {
    const known = running.get(id);
    if (known !== undefined) return known;
    const poll = pollAndAppoint(id).finally(() => running.delete(id));
    running.set(id, poll);
    return poll;
  }

  async function pollAndAppoint(id: FeedId): Promise<PollOutcome> {
    const { outcome, record } = await pollOnce(id);
    if (outcome.kind === 'undone') postpone(id);
    else if (record !== undefined) appoint(record, record.nextCheckAt);
    first.tried(id, outcome.kind === 'failed' || outcome.kind === 'undone');
    return outcome;
  }

  function postpone(id: FeedId): void {
    const appointment = known.get(id);
    if (appointment !== undefined) agenda.put({ ...appointment, dueAt: clock.now() + settings.intervalMs });
  }

  async function start(): Promise<void> {
    const now = clock.now();
    const tried: FeedId[] = [];
    for await (const [, record] of store.feeds.entries()) {
      if (record.isEnded || !isOurs(record)) continue;
      const dueAt = dueAtStart(record, now, settings.intervalMs, isOwn(hostOf(record)));
      if (dueAt <= now) tried.push(record.id);
      appoint(record, dueAt);
    }
    first.begin(tried);
    log.info({ feeds: tried.length }, 'first poll begins');
    pump();
  }

  /** Another process had it, or changed it: its record says when it is due. */
  function consider(record: FeedRecord, isAtOnce = false): void {
    const { id, isEnded, nextCheckAt } = record;
    if (isEnded || !isOurs(record)) {
      agenda.remove(id);
      known.delete(id);
      return;
    }
    const dueAt = isAtOnce ? clock.now() : nextCheckAt;
    if (!running.has(id) && dueAt < (known.get(id)?.dueAt ?? Number.POSITIVE_INFINITY)) appoint(record, dueAt);
  }

  return {
    start,
    async review() {
      for await (const [, record] of store.feeds.entries()) consider(record);
      pump();
    },
    async look(id, isAtOnce) {
      const record = await store.feeds.get(id);
      if (record !== undefined) consider(record, isAtOnce);
      pump();
    },
    async stop() {
      stopping.abort('stopped');
      cancelTimer();
      first.end();
      const patience = new Promise((resolve) => setTimeout(resolve, stopMs).unref());
      await Promise.race([Promise.allSettled(running.values()), patience]);
    },
    firstPoll: () => first.finished,
    onFirstPoll: first.onProgress,
    async add(feed) {
      const record = await ledger.add(feed);
      if (!running.has(record.id)) appoint(record, clock.now());
      pump();
      return record;
    },
    async remove(id) {
      agenda.remove(id);
      known.delete(id);
      await ledger.change(id, (record) => ({ ...record, isEnded: true }));
    },
    async change(id, change) {
      let wasEnded = false;
      const record = await ledger.change(id, (before) => {
        wasEnded = before.isEnded;
        return change(before);
      });
      if (record !== undefined && wasEnded && !record.isEnded) {
        appoint(record, clock.now());
        pump();
      }
      return record;
    },
    async pollNow(id) {
      agenda.remove(id);
      const outcome = await run(id);
      pump();
      return outcome;
    },
  };
}

const hostOf = ({ url }: Pick<FeedRecord, 'url'>) => URL.parse(url)?.hostname ?? '';

/** Hosts come again at every poll; bounded, as feeds name them. */
const mostHosts = 20_000;

function remembering(ask: (host: string) => boolean): (host: string) => boolean {
  const known = new Map<string, boolean>();
  return (host) => {
    const answer = known.get(host) ?? ask(host);
    if (known.size >= mostHosts) known.clear();
    known.set(host, answer);
    return answer;
  };
}

/**
 * A start asks every feed, except those that a server asked to leave alone, that fail (they keep their appointment),
 * or that were asked a moment ago by the run before. One's own machines may always be asked.
 */
function dueAtStart(record: FeedRecord, now: number, intervalMs: number, isOwn: boolean): number {
  const { failures, lastTryAt } = record;
  // An appointment far ahead was made under another clock.
  const appointed = record.nextCheckAt > now + 2 * 86_400_000 ? now : record.nextCheckAt;
  if (isOwn || lastTryAt === undefined || lastTryAt > now) return now;
  if (failures > 0) return appointed;
  const askedUntil = readingOf(record).askedUntil ?? 0;
  return Math.min(appointed, Math.max(askedUntil, lastTryAt + Math.min(restartRestMs, intervalMs)));
}
