/**
 * Group commit: writes of one turn of the event loop share a transaction, so that many concurrent writers pay for one
 * sync to disk. Each write is still all or nothing, and resolves only when it is on disk. While many write at once, the
 * next commit waits for as long as the last one took: syncing then takes half of the time at most, whatever the disk.
 */
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../src/errors.ts';

export interface Commits {
  /** Runs `change` (one or more statements) now, so that reads see it, and resolves when it is durable. Throws StoreError. */
  write(change: () => void): Promise<void>;
  /** Commits what is open, at once. */
  flush(): void;
}

interface Job {
  readonly change: () => void;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

/** So many writes in one commit come from many writers, not from one after the other. */
const crowd = 4;
const longestRestMs = 20;

export function createCommits(database: DatabaseSync): Commits {
  let open: Job[] = [];
  let restMs = 0;
  const flush = () => {
    const jobs = open;
    open = [];
    if (jobs.length === 0) return;
    const begunAt = performance.now();
    finish(database, jobs);
    restMs = jobs.length < crowd ? 0 : Math.min(longestRestMs, Math.round(performance.now() - begunAt));
  };
  return {
    flush,
    write: (change) =>
      new Promise((resolve, reject) => {
        open.push({ change, resolve, reject });
        if (open.length === 1) {
          if (restMs > 0) setTimeout(flush, restMs);
          else setImmediate(flush);
          attempt(() => database.exec('BEGIN IMMEDIATE'));
        }
        // A failure shows again when the jobs are carried out one by one.
        if (database.isOpen && database.isTransaction && !attempt(change)) attempt(() => database.exec('ROLLBACK'));
      }),
  };
}

/** One commit for all; when that fails, each job has its own transaction, so that a bad one fails alone. */
function finish(database: DatabaseSync, jobs: readonly Job[]): void {
  if (database.isOpen && database.isTransaction && attempt(() => database.exec('COMMIT'))) {
    for (const job of jobs) job.resolve();
    return;
  }
  for (const job of jobs) alone(database, job);
}

function alone(database: DatabaseSync, job: Job): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
    database.exec('BEGIN IMMEDIATE');
    job.change();
    database.exec('COMMIT');
    job.resolve();
  } catch (error) {
    attempt(() => database.isTransaction && database.exec('ROLLBACK'));
    job.reject(new StoreError(`The state could not be written: ${(error as Error).message}`, { cause: error }));
  }
}

function attempt(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
