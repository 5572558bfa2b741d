/** Opens the file, takes it for this process alone, and lays out its one table. */
import { DatabaseSync } from 'node:sqlite';
import { SetupError } from '../../src/errors.ts';

/** 'Dtln': tells our files from other programs' SQLite files. */
const applicationId = 0x44746c6e;

/** SQLite's result codes, primary part: https://sqlite.org/rescode.html */
const busy = 5;
const corrupt = 11;
const notADatabase = 26;

/** Throws SetupError: locked by another process, not ours, damaged beyond opening, or not to be opened at all. */
export function openFile(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 1_000 });
    takeAlone(database);
    claimFormat(database, path);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw error instanceof SetupError ? error : explain(error, path);
  }
}

/**
 * The operating system's lock is held until the process ends, however it ends.
 * FULL: a resolved write survives a power cut, not only a crash of the process. 64 MB of cache and a log of 32 MB
 * before it is taken in: with a million records waiting, a page is written once where it would be many times.
 */
function takeAlone(database: DatabaseSync): void {
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA secure_delete = ON;
    BEGIN IMMEDIATE; COMMIT;`);
}

/** Rows in the order in which they came: what is changed or deleted soon after stands together, whatever its key. */
function claimFormat(database: DatabaseSync, path: string): void {
  const { application_id: id } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (id !== applicationId && tables > 0)
    throw new SetupError(`${path} is a database of another program; name another file.`);
  database.exec(`
    PRAGMA application_id = ${applicationId};
    CREATE TABLE IF NOT EXISTS records (
      namespace TEXT NOT NULL, key TEXT NOT NULL, sum INTEGER NOT NULL, value TEXT NOT NULL,
      UNIQUE (namespace, key)
    ) STRICT;`);
}

function explain(error: unknown, path: string): SetupError {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  if (code === busy)
    return new SetupError(`The state file ${path} is in use by another running Dateline; stop that one first.`);
  if (code === corrupt || code === notADatabase) return damaged(path, 'it is not readable as a database');
  return new SetupError(`The state file ${path} cannot be opened: ${(error as Error).message}`);
}

/** What is wrong with a file whose bytes changed, and the two ways back. */
export function damaged(path: string, what: string): SetupError {
  return new SetupError(
    `The state file ${path} is damaged (${what}). Put the last backup in its place, ` +
      `or save what can be read with: npm run salvage -- ${path}`,
  );
}
