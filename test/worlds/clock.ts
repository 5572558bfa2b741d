/** A clock that stands still until a test moves it. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/ports.ts';

interface Timer {
  dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

export interface ManualClock extends Clock {
  /** Moves time on by `ms`, running what falls due in order, each at its own instant; lets started work settle in between. */
  advance(ms: number): Promise<void>;
  /** Sets the time forward or back without running anything in between, as a person or NTP does. */
  jump(to: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

/** 2025-07-29T06:00:00Z unless told. */
export function createManualClock(startAt = Date.UTC(2025, 6, 29, 6)): ManualClock {
  let at = startAt;
  let order = 0;
  const timers = new Set<Timer>();
  const after: Clock['after'] = (ms, run) => {
    const timer = { dueAt: at + Math.max(0, ms), order: order++, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    now: () => at,
    after,
    sleep: (ms, signal) => sleepOn(after, ms, signal),
    async advance(ms) {
      const end = at + ms;
      await settle();
      for (let next = earliest(timers, end); next !== undefined; next = earliest(timers, end)) {
        timers.delete(next);
        at = Math.max(at, next.dueAt);
        next.run();
        await settle();
      }
      at = end;
      await settle();
    },
    jump(to) {
      // Timers run on steady time: what was a second away still is.
      for (const timer of timers) timer.dueAt += to - at;
      at = to;
    },
    get waiting() {
      return timers.size;
    },
  };
}

function earliest(timers: ReadonlySet<Timer>, end: number): Timer | undefined {
  let best: Timer | undefined;
  for (const timer of timers) {
    if (timer.dueAt > end) continue;
    if (best === undefined || timer.dueAt < best.dueAt || (timer.dueAt === best.dueAt && timer.order < best.order)) {
      best = timer;
    }
  }
  return best;
}

/** Promises and queued callbacks run; sockets get a few turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await setImmediate();
}

function sleepOn(after: Clock['after'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = after(ms, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
