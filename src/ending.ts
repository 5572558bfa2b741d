/** How the program ends: by a signal at any moment, also before it has started; by the end of input; or because it cannot go on. */
import { constants } from 'node:os';
import type { Log } from './ports.ts';
import { within } from './within.ts';

/** How long an orderly end may take before the program ends all the same. */
const stopWithinMs = 9_000;

/** What goes on until it is told to end. */
interface Ongoing {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when it asks for the end; rejects with what makes going on impossible. */
  readonly stopRequested: Promise<void>;
}

interface Surroundings {
  /** Resolves with an error when the storage cannot be had any more. */
  readonly lost?: Promise<Error> | undefined;
  readonly stopPages?: () => Promise<void>;
}

export interface Course {
  /** What is open already is closed when the end comes before the start. */
  opened(close: () => Promise<void>): void;
  /** Starts, waits for a signal, the end of input or the loss of the storage (which it throws), and ends in order. */
  follow(ongoing: Ongoing, log: Log, surroundings?: Surroundings): Promise<void>;
  /** Resolves when a signal came before anything was followed and what was open is closed: then nothing has begun that could be lost. */
  readonly endedEarly: Promise<void>;
}

/** `ending` is aborted by the signals that end the program. */
export function createCourse(ending: AbortSignal): Course {
  const early = Promise.withResolvers<void>();
  let closeOpened = async () => {};
  let isFollowing = false;
  const asked = whenAborted(ending);
  void asked.then(async () => {
    if (isFollowing) return;
    await within(stopWithinMs, closeOpened()).catch(() => undefined);
    early.resolve();
  });
  return {
    opened(close) {
      closeOpened = close;
    },
    async follow(ongoing, log, { lost, stopPages } = {}) {
      if (ending.aborted) return early.promise;
      isFollowing = true;
      // Timers of the clock do not keep a process alive; waiting for its end does.
      const alive = setInterval(() => undefined, 60_000);
      const over = Promise.race([asked, ongoing.stopRequested, ...(lost === undefined ? [] : [lost])]);
      let code = 1;
      try {
        // A start may wait for a platform that is away, for however long: it can be ended as well.
        const starting = ongoing.start().then(() => over);
        starting.catch(() => undefined);
        const error = await Promise.race([over, starting]);
        if (error !== undefined) throw error;
        code = 0;
      } finally {
        clearInterval(alive);
        await endWithin(stopWithinMs, () => Promise.all([stopPages?.(), ongoing.stop()]), log, code);
      }
    },
    endedEarly: early.promise,
  };
}

/** For commands that are done in a moment and can be cut short anywhere: the exit code that a signal stands for. */
export function exitAtOnce(ending: AbortSignal): void {
  void whenAborted(ending).then(() => process.exit(128 + constants.signals[ending.reason as NodeJS.Signals]));
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Ends in order; an end that takes too long is an end all the same, and what was not finished is repeated at the next start. */
async function endWithin(ms: number, end: () => Promise<unknown>, log: Log, code: number): Promise<void> {
  const timer = setTimeout(() => {
    log.error({}, 'the end took too long');
    process.exit(code);
  }, ms);
  timer.unref();
  await end();
  clearTimeout(timer);
}
