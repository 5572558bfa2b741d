/** Real time for tests that talk to fakes over sockets. */
import type { Clock } from '../../src/ports.ts';

/** Timers do not keep a test alive. */
export const realClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** Pauses of seconds pass in hundredths. */
export const quickClock: Clock = {
  now: () => Date.now() * 100,
  after: (ms, run) => realClock.after(ms / 100, run),
  sleep: (ms, signal) => realClock.sleep(ms / 100, signal),
};

/** Tries until a check holds, for at most ten seconds. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries > 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Lets what was begun run for a while, to see that nothing more happens. */
export function settle(ms = 60): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
