/** The minute tick that briefs, quiet hours and housekeeping follow. */
import cron from 'node-cron';
import type { Clock, Log } from './ports.ts';
import { within } from './within.ts';

const minuteMs = 60_000;
/** A fast clock would tick too often for the machine: never more than this often in real time. */
const leastRealMs = 200;

/** A step may wait for a model or for a chat's turn: what it leaves undone is done again after the next start. */
const endWithinMs = 2_000;

export interface Tick {
  /** No tick begins any more; waits for the one that goes on, two seconds at most. */
  stop(): Promise<void>;
}

/** What is to be done, by a name for the log. */
type Steps = Readonly<Record<string, () => Promise<unknown>>>;

/** Carries out the steps one after the other. One that fails is logged and keeps no other back. */
export async function carryOut(steps: Steps, log: Log): Promise<void> {
  for (const [step, run] of Object.entries(steps)) {
    try {
      await run();
    } catch (error) {
      log.error({ step, reason: reasonOf(error) }, 'a step of the minute tick failed; it comes again');
    }
  }
}

/**
 * Carries out the steps at every full minute, never two at a time.
 * On the real clock node-cron ticks, in UTC; on a virtual one the clock's own timers do.
 */
export function startTick(clock: Clock, speed: number | undefined, log: Log, steps: Steps): Tick {
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const run = () => {
    if (isBusy) return;
    isBusy = true;
    running = carryOut(steps, log).finally(() => {
      isBusy = false;
    });
  };
  const cancel =
    speed === undefined ? tickByCron(run) : tickByClock(clock, Math.max(minuteMs, leastRealMs * speed), run);
  return {
    async stop() {
      cancel();
      await within(endWithinMs, running);
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
}

function tickByCron(run: () => void): () => void {
  const task = cron.schedule('* * * * *', run, { timezone: 'UTC', noOverlap: true });
  return () => void task.destroy();
}

function tickByClock(clock: Clock, everyMs: number, run: () => void): () => void {
  let cancel = () => {};
  const next = () => {
    const now = clock.now();
    const at = Math.floor(now / everyMs) * everyMs + everyMs;
    cancel = clock.after(at - now, () => {
      run();
      next();
    });
  };
  next();
  return () => cancel();
}
