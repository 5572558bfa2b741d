/** One platform's line: takes deliveries from the outbox as its limits allow, replies before everything else. */
import type { Address, ChatKind } from '../model.ts';
import type { Channel, Priority } from '../ports.ts';
import { deliver } from './deliver.ts';
import { isFlood } from './fold.ts';
import { createPace } from './pace.ts';
import type { Entry } from './queue.ts';
import type { Line, Sending } from './sending.ts';

const rankOf: Readonly<Record<Priority, number>> = { reply: 0, alert: 1, update: 2, brief: 3 };

/** Alerts of a chat that still go out one by one when the rest is folded. */
const keptOfFlood = 3;
const tidyMs = 60_000;
const jumpMs = 1_000;
const mostInFlight = 64;
/** Answers do not come evenly: so much more than the mean is under way to reach the rate all the same. */
const unevenness = 1.5;

export function openLine(sending: Sending, channel: Channel): Line {
  return {
    sending,
    channel,
    pace: createPace(channel.limits),
    abort: new AbortController(),
    waiters: [],
    idleListeners: new Set(),
    inFlight: 0,
    isStopping: false,
    cancelWake: undefined,
    failing: new Set(),
    outages: 0,
    cycleMs: 0,
    lastTidyAt: 0,
    lastSeenAt: 0,
  };
}

/** Sends what may go now, and wakes up again when more may. */
export function pump(line: Line): void {
  line.cancelWake?.();
  line.cancelWake = undefined;
  const { clock } = line.sending;
  let now = clock.now();
  noticeJump(line, now);
  tidy(line, now);
  while (line.pace.freeAt() <= now && (letReply(line, now) || startNext(line))) now = clock.now();
  // Reckoned from the instant of the last look: a limit that ended since must not be taken for one that was looked behind.
  const at = nextWake(line, now);
  if (at !== undefined) line.cancelWake = clock.after(Math.max(0, at - clock.now()), () => pump(line));
  if (isIdle(line)) for (const listener of line.idleListeners) listener();
}

/** Nothing is under way, and nothing waits that could go before an outage is over. */
export function isIdle(line: Line): boolean {
  const { ready } = line.sending.outbox.queue(line.channel.platform);
  return line.inFlight === 0 && line.waiters.length === 0 && (ready === 0 || line.outages > 0);
}

/** Resolves when one more message may go to this chat; at once when the signal is aborted or the line stops. */
export function waitForTurn(
  line: Line,
  address: Address,
  chatKind: ChatKind,
  priority: Priority,
  signal?: AbortSignal,
): Promise<void> {
  if (line.isStopping || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const waiter = { address, chatKind, rank: rankOf[priority], go };
    const giveUp = () => {
      line.waiters.splice(line.waiters.indexOf(waiter), 1);
      resolve();
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    const behind = line.waiters.findIndex(({ rank }) => rank > waiter.rank);
    line.waiters.splice(behind === -1 ? line.waiters.length : behind, 0, waiter);
    pump(line);
  });
}

function letReply(line: Line, now: number): boolean {
  const at = line.waiters.findIndex(({ address, chatKind }) => line.pace.chatFreeAt(address, chatKind) <= now);
  const [waiter] = at === -1 ? [] : line.waiters.splice(at, 1);
  if (waiter === undefined) return false;
  line.pace.take(waiter.address, waiter.chatKind, now).settle();
  waiter.go();
  return true;
}

function startNext(line: Line): boolean {
  if (line.isStopping || line.inFlight >= width(line)) return false;
  const { outbox, clock } = line.sending;
  const entry = outbox.pick(line.channel.platform, ({ address, chatKind }) => line.pace.chatFreeAt(address, chatKind));
  if (entry === undefined) return false;
  const startedAt = clock.now();
  const slot = line.pace.take(entry.address, entry.chatKind, startedAt);
  line.inFlight++;
  foldFlood(line, entry);
  void deliver(line, entry, slot).finally(() => {
    line.inFlight--;
    line.cycleMs += (clock.now() - startedAt - line.cycleMs) * 0.1;
    pump(line);
  });
  return true;
}

/**
 * How many sends may be under way at once. Where a platform knows repeats by their nonce, many. Elsewhere a hard kill
 * repeats what was accepted but not yet marked, so one: more only as far as the platform's own rate cannot be reached
 * one by one while a flood waits.
 */
function width(line: Line): number {
  if (line.channel.isIdempotent === true) return mostInFlight;
  const rates = line.channel.limits.overall.map((rate) => rate.count / rate.windowMs);
  if (rates.length === 0) return mostInFlight;
  const rate = Math.min(...rates);
  const { ready } = line.sending.outbox.queue(line.channel.platform);
  if (ready < rate * 5_000) return 1;
  return Math.min(mostInFlight, Math.max(1, Math.ceil(rate * line.cycleMs * unevenness)));
}

function foldFlood(line: Line, entry: Entry): void {
  const { outbox, log } = line.sending;
  const queue = outbox.queue(line.channel.platform);
  const waiting = queue.countOf(entry.chatId, 2);
  if (!isFlood(waiting, queue.ready, entry.chatKind === 'private', line.channel.limits)) return;
  outbox.fold(entry.chatId, keptOfFlood).then(
    (count) => log.info({ platform: line.channel.platform, count }, 'folded waiting alerts into a digest'),
    (error) => log.error({ error: String(error) }, 'waiting alerts could not be folded'),
  );
}

function nextWake(line: Line, now: number): number | undefined {
  const { outbox } = line.sending;
  const paceAt = line.pace.freeAt();
  const wakes = line.waiters.map(({ address, chatKind }) => line.pace.chatFreeAt(address, chatKind));
  if (!line.isStopping && line.inFlight < width(line)) {
    const queue = outbox.queue(line.channel.platform);
    const queueAt = paceAt > now && queue.ready > line.inFlight ? paceAt : queue.wakeAt();
    if (queueAt !== undefined) wakes.push(queueAt);
  }
  const at = wakes.length === 0 ? Number.POSITIVE_INFINITY : Math.max(paceAt, Math.min(...wakes));
  // What waits for something under way is looked at again when that has ended.
  return Number.isFinite(at) ? at : undefined;
}

/** A clock that was set back must not make anybody wait for the time that comes again. */
function noticeJump(line: Line, now: number): void {
  const backMs = line.lastSeenAt - now;
  line.lastSeenAt = now;
  if (backMs < jumpMs) return;
  line.pace.shift(backMs);
  line.sending.outbox.queue(line.channel.platform).wakeChats();
}

function tidy(line: Line, now: number): void {
  if (Math.abs(now - line.lastTidyAt) < tidyMs) return;
  line.lastTidyAt = now;
  line.pace.tidy(now);
}
