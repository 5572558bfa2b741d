/**
 * Long polling, at least once: an update is confirmed to Telegram only when it and all before it were handled. Slow handlers
 * hold nobody up: polling goes on while they work.
 */
import type { Update } from 'grammy/types';
import { attempt, type Connection, signalOf } from './connection.ts';
import { wantedUpdates } from './incoming.ts';
import type { Failure } from './outcome.ts';

const pollSeconds = 30;
const pollLimit = 100;
/** Between looks while earlier updates are still being worked on. */
const busyMs = 300;
/** After this an update counts as handled although its work goes on: it must not hold back those behind it. */
const patienceMs = 30_000;
const longestPauseMs = 30_000;
/** Conflicts in a row before a poller gives up: soon after its start, and later. */
const conflictsAtStart = 3;
const conflictsLater = 10;

export interface Poller {
  /** Polls until it is stopped, or until Telegram says that it must not. */
  run(): Promise<void>;
  /** Takes no more updates. */
  halt(): void;
  /** Confirms what was handled, so that the next start does not see it again. */
  confirm(): Promise<void>;
}

/** `receive` begins an update and resolves when it was handled. `onRefused` is told why polling cannot go on. */
export function createPoller(
  line: Connection,
  receive: (update: Update) => Promise<void>,
  onRefused: (reason: string) => void,
): Poller {
  const halted = new AbortController();
  const working = new Set<number>();
  const handled = new Set<number>();
  let highest = 0;
  let wake = () => {};

  /** Begins an update; answers whether it was a new one. */
  const take = (update: Update): boolean => {
    const { update_id: id } = update;
    if (working.has(id) || handled.has(id)) return false;
    highest = id;
    working.add(id);
    const finish = () => {
      if (working.delete(id)) handled.add(id);
      cancel();
      wake();
    };
    const cancel = line.host.clock.after(patienceMs, finish);
    void receive(update).finally(finish);
    return true;
  };

  /** The first update not yet handled; what lies before it is forgotten. */
  const nextOffset = (): number => {
    const offset = working.size > 0 ? Math.min(...working) : highest + 1;
    for (const id of handled) if (id < offset) handled.delete(id);
    return offset;
  };

  const poll = async (): Promise<Failure | undefined> => {
    const isBusy = working.size > 0;
    const asked = await attempt(line, () =>
      line.api.getUpdates(
        {
          ...(highest > 0 && { offset: nextOffset() }),
          timeout: isBusy ? 0 : pollSeconds,
          limit: pollLimit,
          allowed_updates: wantedUpdates,
        },
        signalOf(halted.signal),
      ),
    );
    if (halted.signal.aborted) return undefined;
    if (!asked.ok) return asked.failure;
    const taken = asked.value.filter(take);
    if (isBusy && taken.length === 0) await pause(busyMs);
    return undefined;
  };

  const pause = (ms: number): Promise<void> => {
    const enough = new AbortController();
    wake = () => enough.abort();
    const signal = AbortSignal.any([enough.signal, halted.signal]);
    return working.size === 0 ? Promise.resolve() : line.host.clock.sleep(ms, signal);
  };

  return {
    async run() {
      const startedAt = line.host.clock.now();
      let failures = 0;
      let conflicts = 0;
      while (!halted.signal.aborted) {
        const failure = await poll();
        failures = failure === undefined ? 0 : failures + 1;
        conflicts = failure?.code === 409 ? conflicts + 1 : 0;
        if (failure === undefined) continue;
        const isYoung = line.host.clock.now() - startedAt < 60_000;
        if (isFinal(failure) || conflicts >= (isYoung ? conflictsAtStart : conflictsLater)) {
          return onRefused(explain(failure));
        }
        if (failures === 1) line.host.log.warn({ reason: failure.reason }, 'Telegram did not answer; trying again');
        await line.host.clock.sleep(pauseAfter(failure, failures), halted.signal);
      }
    },
    halt: () => halted.abort(),
    async confirm() {
      if (highest === 0) return;
      await attempt(line, () => line.api.getUpdates({ offset: nextOffset(), timeout: 0, limit: 1 }));
    },
  };
}

/** A second is long enough for a poller that was just ended to be gone, and short enough to be noticed by another one. */
function pauseAfter(failure: Failure, failures: number): number {
  if (failure.code === 409) return 1000;
  return failure.retryAfterMs ?? Math.min(1000 * 2 ** Math.min(failures - 1, 5), longestPauseMs);
}

function isFinal(failure: Failure): boolean {
  return failure.code === 401 || failure.code === 404;
}

/** One line for the person who runs the program. */
export function explain(failure: Failure): string {
  if (failure.code === 409) {
    return 'Telegram: another program is already reading the updates of this bot. Stop it, or use a bot of its own for each.';
  }
  if (failure.code === 401 || failure.code === 404) {
    return 'Telegram refused the token in TELEGRAM_BOT_TOKEN. Copy it again from @BotFather (/mybots, API Token).';
  }
  return `Telegram: ${failure.reason}`;
}
