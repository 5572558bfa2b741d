/** WebSub (W3C Recommendation, 2018): hubs tell us when a feed changes, and the feed is then polled at once. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { digest } from '../hash.ts';
import type { FeedId, HubCall } from '../model.ts';
import type { Clock, Collection, Hubs, Log } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Poller } from './poll.ts';
import { type ReadingState, readingOf } from './reading.ts';

type Subscription = NonNullable<ReadingState['websub']>;

const day = 86_400_000;
/** What is asked for; hubs answer with what they grant. */
const leaseMs = 10 * day;
/** Renewed this long before the end. */
const renewMs = day;
/** A hub that did not confirm is asked again after this. */
const patienceMs = 6 * 3_600_000;
const roundMs = 600_000;
/** Between two polls of a feed that notifications ask for. */
const restMs = 5_000;

/** What a hub must be told. */
function subscriptionForm(callback: string, topic: string, secret: string): URLSearchParams {
  return new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.callback': callback,
    'hub.topic': topic,
    'hub.secret': secret,
    'hub.lease_seconds': String(leaseMs / 1000),
  });
}

export type Verification =
  | { readonly kind: 'confirmed'; readonly challenge: string; readonly until: number }
  | { readonly kind: 'denied' }
  /** We asked for no such thing. */
  | { readonly kind: 'unknown' };

/** Reads a hub's question whether we meant it. `asked`: what we asked for, if anything. */
export function readVerification(query: URLSearchParams, asked: Subscription | undefined, now: number): Verification {
  const mode = query.get('hub.mode');
  if (asked === undefined || query.get('hub.topic') !== asked.topic) return { kind: 'unknown' };
  if (mode === 'denied') return { kind: 'denied' };
  const challenge = query.get('hub.challenge');
  if (mode !== 'subscribe' || challenge === null || challenge === '') return { kind: 'unknown' };
  const seconds = Number(query.get('hub.lease_seconds') ?? leaseMs / 1000);
  const grantedMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, 3 * leaseMs) : leaseMs;
  return { kind: 'confirmed', challenge, until: now + grantedMs };
}

const algorithms = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether `X-Hub-Signature` (`method=hex`) was made with the secret over these bytes; compared in constant time. */
export function isSigned(signature: string | undefined, secret: string, body: Uint8Array): boolean {
  const [method = '', given = ''] = signature?.trim().split('=', 2) ?? [];
  if (!algorithms.has(method) || !/^[0-9a-f]+$/i.test(given)) return false;
  const made = createHmac(method, secret).update(body).digest();
  const bytes = Buffer.from(given, 'hex');
  return bytes.length === made.length && timingSafeEqual(bytes, made);
}

/** When a feed's hub is to be asked (again): epoch ms; undefined when it has none. */
function askAt(state: ReadingState): number | undefined {
  const { hub, self, websub } = state;
  if (hub === undefined || self === undefined) return undefined;
  if (websub === undefined || websub.hub !== hub || websub.topic !== self) return 0;
  return websub.until === undefined ? websub.askedAt + patienceMs : websub.until - renewMs;
}

export interface WebSub extends Hubs {
  /** Asks hubs from now on, every ten minutes where something is due. */
  start(): void;
  stop(): void;
}

export interface WebSubOptions {
  readonly feeds: Collection<FeedRecord>;
  readonly poller: Pick<Poller, 'change' | 'pollNow'>;
  /** Sends a form through the guarded fetcher: a hub's address comes from a feed. */
  readonly post: (url: string, form: URLSearchParams) => Promise<number | undefined>;
  readonly clock: Clock;
  readonly log: Log;
  /** Public address that hubs can reach, without a slash at the end. */
  readonly callbackBase: string;
  /** Of this installation; each feed's secret is derived from it. */
  readonly secret: string;
}

/** The subscriber; see `WebSub`. */
export function createWebSub(options: WebSubOptions): WebSub {
  const { feeds, poller, clock, log } = options;
  const secretOf = (id: string) => digest(43, 'websub', options.secret, id);
  /** Part of the address that a hub is told: nobody else can guess it, so strangers are turned away unread. */
  const doorOf = (id: string) => digest(22, 'websub door', options.secret, id);
  /** Feeds that are about to be polled for a notification. */
  const awaited = new Set<FeedId>();
  let cancel = () => {};
  let isStopped = false;

  async function askHub(record: FeedRecord): Promise<void> {
    const { hub, self: topic } = readingOf(record);
    if (hub === undefined || topic === undefined) return;
    const asked: Subscription = { hub, topic, askedAt: clock.now(), until: undefined };
    // Kept before the hub is asked: it may come back with its question before it answers.
    await poller.change(record.id, (before) => ({ ...before, reading: { ...readingOf(before), websub: asked } }));
    const form = subscriptionForm(
      `${options.callbackBase}/${record.id}/${doorOf(record.id)}`,
      topic,
      secretOf(record.id),
    );
    const status = await options.post(hub, form);
    log.info({ feed: record.id, status }, 'asked a hub to tell of changes');
  }

  async function round(): Promise<void> {
    try {
      for await (const [, record] of feeds.entries()) {
        if (isStopped) return;
        if (!record.isEnded && (askAt(readingOf(record)) ?? Number.POSITIVE_INFINITY) <= clock.now())
          await askHub(record);
      }
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'hubs could not be asked');
    }
    if (!isStopped) cancel = clock.after(roundMs, () => void round());
  }

  /** At once, unless it was asked a moment ago: a hub that calls without end is no reason to ask a server without end. */
  function pollSoon({ id, lastTryAt }: FeedRecord): void {
    if (isStopped || awaited.has(id)) return;
    awaited.add(id);
    const waitMs = Math.min(restMs, Math.max(0, (lastTryAt ?? 0) + restMs - clock.now()));
    clock.after(waitMs, () => {
      awaited.delete(id);
      if (!isStopped) void poller.pollNow(id);
    });
  }

  async function verify(record: FeedRecord, query: HubCall['query']) {
    const answer = readVerification(query, readingOf(record).websub, clock.now());
    if (answer.kind === 'unknown') return nothing(404);
    await poller.change(record.id, (before) => {
      const state = readingOf(before);
      const until = answer.kind === 'confirmed' ? answer.until : undefined;
      return { ...before, reading: { ...state, websub: state.websub && { ...state.websub, until } } };
    });
    return { status: 200, body: answer.kind === 'confirmed' ? answer.challenge : '' };
  }

  return {
    start() {
      if (!isStopped) void round();
    },
    stop() {
      isStopped = true;
      cancel();
    },
    async handle({ method, feedId, door, query, signature, readBody }) {
      if (!isSame(door, doorOf(feedId))) return nothing(404);
      const record = await feeds.get(feedId);
      if (record === undefined || record.isEnded) return nothing(410);
      if (method === 'GET') return verify(record, query);
      if (method !== 'POST') return nothing(405);
      const body = await readBody();
      // A forged notification is answered as a good one: the sender learns nothing.
      if (body !== undefined && isSigned(signature, secretOf(feedId), body)) pollSoon(record);
      return nothing(body === undefined ? 413 : 202);
    },
  };
}

const nothing = (status: number) => ({ status, body: '' });

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
