/**
 * Pacing: never more messages than a platform's figures in any sliding window, for a chat and over all chats.
 * Groups and channels obey the figures for every chat and those for groups.
 * Pure of clocks: every call is told the time.
 */
import type { Address, ChatKind } from '../model.ts';
import type { ChannelLimits, Rate } from '../ports.ts';

/** One message that was begun. */
export interface Slot {
  /** The platform answered at `at`: it counted the message no later. Without an instant: when it will is not known. */
  settle(at?: number): void;
}

export interface Pace {
  /** Earliest instant at which any message may go; 0 when one may go at once. */
  freeAt(): number;
  /** The same for one chat, its own limits only. */
  chatFreeAt(address: Address, kind: ChatKind): number;
  /** Books a message that begins at `now`. */
  take(address: Address, kind: ChatKind, now: number): Slot;
  pauseAll(until: number): void;
  pauseChat(address: Address, kind: ChatKind, until: number): void;
  /** The clock was set back by so much: what was booked moves with it, so that nobody waits for time that comes twice. */
  shift(byMs: number): void;
  /** Drops what no window holds any more. */
  tidy(now: number): void;
}

interface Stamp {
  at: number;
}

/** The last `rate.count` stamps, oldest first from `head`. */
interface Window {
  readonly rate: Rate;
  readonly stamps: Stamp[];
  head: number;
}

interface ChatPace {
  readonly windows: readonly Window[];
  pausedUntil: number;
}

export function createPace(limits: ChannelLimits): Pace {
  const overall = limits.overall.map(openWindow);
  const chats = new Map<string, ChatPace>();
  let pausedUntil = 0;
  const marginMs = marginFor(limits);
  const latency = createLatency();
  const chatOf = (address: Address, kind: ChatKind): ChatPace => {
    const known = chats.get(address.id);
    if (known !== undefined) return known;
    const rates = kind === 'private' ? limits.perChat : [...limits.perChat, ...limits.perGroup];
    const made = { windows: rates.map(openWindow), pausedUntil: 0 };
    chats.set(address.id, made);
    return made;
  };
  return {
    freeAt: () => Math.max(pausedUntil, ...overall.map(windowFreeAt)),
    chatFreeAt(address, kind) {
      const chat = chatOf(address, kind);
      return Math.max(chat.pausedUntil, ...chat.windows.map(windowFreeAt));
    },
    take(address, kind, now) {
      const stamp = { at: Number.POSITIVE_INFINITY };
      for (const window of [...overall, ...chatOf(address, kind).windows]) push(window, stamp);
      return {
        settle(at) {
          const lateMs = at === undefined ? 0 : latency.excess(Math.max(0, at - now));
          stamp.at = now + Math.max(marginMs, lateMs);
        },
      };
    },
    pauseAll(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
    pauseChat(address, kind, until) {
      const chat = chatOf(address, kind);
      chat.pausedUntil = Math.max(chat.pausedUntil, until);
    },
    shift(byMs) {
      const booked = [...chats.values()].flatMap(({ windows }) => windows);
      const stamps = new Set([...overall, ...booked].flatMap((window) => window.stamps));
      for (const stamp of stamps) stamp.at -= byMs;
      for (const chat of chats.values()) chat.pausedUntil -= byMs;
      pausedUntil -= byMs;
    },
    tidy(now) {
      for (const [id, chat] of chats) if (isIdle(chat, now)) chats.delete(id);
    },
  };
}

/**
 * The platform counts a message when it arrives, somewhere between our beginning and its answer. What all messages take
 * moves all windows alike; only what one takes longer than the quickest may push it into the next window. So a message
 * is taken as arriving that much after it began, and never less than this margin: 2 % of the shortest window over all,
 * so that 98 % of the rate can be reached. While it is under way, its place is not given to another.
 */
function marginFor(limits: ChannelLimits): number {
  const shortest = Math.min(...limits.overall.map((rate) => rate.windowMs), 1_000);
  return Math.max(1, Math.floor(shortest * 0.02));
}

/** How much longer an answer took than the quickest of late: begun at nothing and believed slowly, so as to err on the safe side. */
function createLatency(): { excess(tookMs: number): number } {
  let quickestMs = 0;
  return {
    excess(tookMs) {
      quickestMs = Math.min(tookMs, quickestMs * 1.01 + 0.01);
      return tookMs - quickestMs;
    },
  };
}

function openWindow(rate: Rate): Window {
  return { rate, stamps: [], head: 0 };
}

function windowFreeAt({ rate, stamps, head }: Window): number {
  // One millisecond more: a clock that counts whole milliseconds may be that much ahead.
  return stamps.length < rate.count ? 0 : stamps[head]!.at + rate.windowMs + 1;
}

function push(window: Window, stamp: Stamp): void {
  if (window.stamps.length < window.rate.count) {
    window.stamps.push(stamp);
    return;
  }
  window.stamps[window.head] = stamp;
  window.head = (window.head + 1) % window.rate.count;
}

function isIdle(chat: ChatPace, now: number): boolean {
  return (
    chat.pausedUntil <= now &&
    chat.windows.every(({ rate, stamps }) => stamps.every((stamp) => stamp.at + rate.windowMs < now))
  );
}
