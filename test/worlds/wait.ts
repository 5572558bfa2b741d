/** Waiting for what real sockets do. */
import type { ManualClock } from './clock.ts';

/** Looks every few milliseconds of real time; throws after `mostMs`. */
export async function until(isDone: () => boolean | Promise<boolean>, mostMs = 20_000): Promise<void> {
  const endAt = performance.now() + mostMs;
  while (!(await isDone())) {
    if (performance.now() > endAt) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Moves a manual clock on in steps until `isDone`, letting sockets work in between; throws when it never is. */
export async function advanceUntil(clock: ManualClock, stepMs: number, isDone: () => boolean): Promise<void> {
  for (let step = 0; !isDone(); step++) {
    if (step > 3_000) throw new Error('What was waited for did not happen.');
    await clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
