/** The way back from a damaged file: whatever can still be read goes into a new one. `npm run salvage -- FILE` */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SetupError } from '../../src/errors.ts';
import { isWhole } from './check.ts';
import { openFile } from './file.ts';
import { readPages } from './pages.ts';

export interface Salvaged {
  readonly file: string;
  readonly saved: number;
}

/**
 * Copies every whole record of `path` into `path.salvaged`, and leaves what `path` holds as it is. Reads page by page,
 * so that a broken page costs only what stands in it. Throws SetupError when there is no such file.
 */
export function salvage(path: string): Salvaged {
  if (!existsSync(path)) throw new SetupError(`There is no file ${path}.`);
  takeInLog(path);
  const file = `${path}.salvaged`;
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  const target = openFile(file);
  const insert = target.prepare('INSERT OR IGNORE INTO records (namespace, key, sum, value) VALUES (?, ?, ?, ?)');
  target.exec('BEGIN');
  for (const row of readPages(readFileSync(path))) {
    if (isWhole(row)) insert.run(row.namespace, row.key, row.sum, row.value);
  }
  const { saved } = target.prepare('SELECT count(*) AS saved FROM records').get() as { saved: number };
  target.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  target.close();
  return { file, saved };
}

/** What was written last may stand in the log beside the file. */
function takeInLog(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  try {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  } catch {
    // Damaged beyond opening: the file itself is read all the same.
  }
}

const help = `npm run salvage -- FILE

Copies every record that can still be read of the damaged state FILE into FILE.salvaged; FILE stays as it is.`;

function main(args: readonly string[]): number {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const [path, ...more] = args;
  if (path === undefined || path.startsWith('-') || more.length > 0) {
    console.error('Name one file: npm run salvage -- FILE');
    return 2;
  }
  try {
    const { file, saved } = salvage(path);
    console.log(`${saved} records saved into ${file}. Put it in the place of the damaged file, and start again.`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
