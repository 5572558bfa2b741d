/** How the first round of polls stands. */
import type { FeedId } from '../model.ts';
import type { PollProgress } from '../ports.ts';

/** So many failures before any success mean that the network is away, not the feeds: nobody waits for the rest. */
const hopeless = 24;

/** Counts feeds until each one of the first round was tried once, or none of the first two dozen could be read. */
export function createFirstPoll() {
  let waiting: Set<FeedId> | undefined;
  let progress: PollProgress = { done: 0, failed: 0, total: 0, isFinished: false };
  const reports: ((progress: PollProgress) => void)[] = [];
  const { promise: finished, resolve } = Promise.withResolvers<void>();

  function move(next: PollProgress): void {
    progress = next;
    for (const report of reports) report(progress);
    if (progress.isFinished) resolve();
  }

  return {
    finished,
    begin(ids: readonly FeedId[]): void {
      waiting = new Set(ids);
      move({ done: 0, failed: 0, total: waiting.size, isFinished: waiting.size === 0 });
    },
    tried(id: FeedId, hasFailed: boolean): void {
      if (waiting?.delete(id) !== true) return;
      const done = progress.done + 1;
      const failed = progress.failed + (hasFailed ? 1 : 0);
      const isFinished = progress.isFinished || waiting.size === 0 || (failed === done && done >= hopeless);
      move({ done, failed, total: progress.total, isFinished });
    },
    /** Nobody waits any longer: the program stops. */
    end: resolve,
    /** Calls back at once, and at each change. */
    onProgress(report: (progress: PollProgress) => void): void {
      reports.push(report);
      report(progress);
    },
  };
}
