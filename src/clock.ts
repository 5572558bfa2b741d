/** Clocks of the running program: the real one, or a virtual one that starts anywhere and may run fast. */
import type { Clock } from './ports.ts';

/** Timers of the runtime fire at once when asked for more than 2^31 − 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The real clock without `startAt`; otherwise one that reads `startAt` (epoch ms) now and runs `speed` times as fast.
 * Throws RangeError for a speed that is not above 0.
 */
export function createClock(options: { readonly startAt?: number | undefined; readonly speed?: number } = {}): Clock {
  const speed = options.speed ?? 1;
  if (!(speed > 0) || !Number.isFinite(speed)) throw new RangeError('The speed of a clock is a number above 0.');
  const startedAt = performance.now();
  const { startAt } = options;
  const now =
    startAt === undefined && speed === 1 ? () => Date.now() : createReading(startAt ?? Date.now(), speed, startedAt);
  const after = createTimers(speed);
  return { now, after, sleep: (ms, signal) => sleepOn(after, ms, signal) };
}

function createReading(startAt: number, speed: number, startedAt: number): () => number {
  return () => Math.floor(startAt + (performance.now() - startedAt) * speed);
}

/** On the runtime's steady time: somebody who sets the machine's clock neither delays nor hurries a timer. */
function createTimers(speed: number): Clock['after'] {
  return (ms, run) => {
    const dueAt = performance.now() + ms / speed;
    let timer: NodeJS.Timeout;
    // A timer may fire a little early, and long ones are cut: look again.
    const arm = () => {
      const restMs = Math.min(longestTimerMs, Math.max(0, Math.ceil(dueAt - performance.now())));
      timer = setTimeout(() => (performance.now() >= dueAt ? run() : arm()), restMs);
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  };
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
