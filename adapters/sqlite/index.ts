/** State in one SQLite file, through keyv: durable when a write resolves, one process at a time, checked when opened. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { SetupError, StoreError } from '../../src/errors.ts';
import type { Collection, Storage } from '../../src/ports.ts';
import { checkFile } from './check.ts';
import { createCollection } from './collection.ts';
import { type Commits, createCommits } from './commits.ts';
import { openFile } from './file.ts';
import { leaveSeal, takeSeal } from './seal.ts';

/**
 * Opens (or makes) the file named by `url`, such as `sqlite:./data/dateline.sqlite`.
 * Throws SetupError, one line, when the file cannot be opened, belongs to another process or program, or is damaged.
 */
export async function openSqlite(url: string): Promise<Storage> {
  const path = pathOf(url);
  prepareFolder(path);
  const isAsClosed = takeSeal(path);
  const database = openFile(path);
  try {
    if (!isAsClosed) checkFile(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
  const commits = createCommits(database);
  return createStorage(database, commits, path);
}

function pathOf(url: string): string {
  const path = url.replace(/^sqlite:(?:\/\/(?=\/))?/, '');
  if (path === '' || path.startsWith(':'))
    throw new SetupError(`'${url}' names no file; write sqlite:./data/name.sqlite`);
  return path;
}

/** Not by mkdir's own `recursive`, which never comes back where a parent takes no folders, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function prepareFolder(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new SetupError(`The folder of the state file ${path} cannot be made: ${(error as Error).message}`);
  }
}

function createStorage(database: DatabaseSync, commits: Commits, path: string): Storage {
  const collections = new Map<string, Collection<string>>();
  return {
    label: `sqlite:${path}`,
    isExclusive: true,
    collection(namespace) {
      const known = collections.get(namespace);
      if (known !== undefined) return known;
      const made = createCollection(database, commits, namespace);
      collections.set(namespace, made);
      return made;
    },
    async backup(target) {
      commits.flush();
      await asStoreError('The copy of the state could not be written', async () => {
        makeFolder(dirname(target));
        // On this very connection: a copy that runs beside it can meet a write and fail without a reason.
        const part = `${target}.part`;
        rmSync(part, { force: true });
        database.prepare('VACUUM INTO ?').run(part);
        renameSync(part, target);
      });
    },
    async scrub() {
      commits.flush();
      // Deleted rows are zeroed at once (secure_delete); what pages and the log still hold of them goes with a rebuild.
      await asStoreError('The state file could not be rebuilt', async () => {
        database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
      });
    },
    async close() {
      if (!database.isOpen) return;
      commits.flush();
      await asStoreError('The state file could not be closed', async () => {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        database.close();
        leaveSeal(path);
      });
    },
  };
}

async function asStoreError(what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw new StoreError(`${what}: ${(error as Error).message}`, { cause: error });
  }
}
