/** Sums over records: SQLite itself does not notice a changed byte inside a value. */
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { SetupError } from '../../src/errors.ts';
import { damaged } from './file.ts';

export interface Row {
  readonly namespace: string;
  readonly key: string;
  readonly sum: number;
  readonly value: string;
}

/** CRC-32 over key and value. */
export function sumOf(namespace: string, key: string, value: string): number {
  return crc32(value, crc32(`${namespace}\u0000${key}\u0000`));
}

/** Whether the row is as it was written. */
export function isWhole(row: Row): boolean {
  return row.sum === sumOf(row.namespace, row.key, row.value);
}

/**
 * Reads the whole file once, by way of the index, so that a changed byte of the index shows as well.
 * Throws SetupError when the file's structure or any record is damaged.
 */
export function checkFile(database: DatabaseSync, path: string): void {
  let broken = 0;
  try {
    const found = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (found.quick_check !== 'ok') throw damaged(path, 'its structure is broken');
    const { rows, changed } = readAll(database);
    const all = database.prepare('SELECT count(*) AS count FROM records NOT INDEXED').get() as { count: number };
    broken = Math.max(changed, Math.abs(all.count - rows));
  } catch (error) {
    throw error instanceof SetupError ? error : damaged(path, 'its structure is broken');
  }
  if (broken > 0) throw damaged(path, broken === 1 ? 'one record has changed' : `${broken} records have changed`);
}

/** Inside SQLite, so that no row has to become an object: half the time of reading them here. */
function readAll(database: DatabaseSync): { readonly rows: number; readonly changed: number } {
  database.function('record_sum', { deterministic: true }, (namespace, key, value) =>
    sumOf(String(namespace), String(key), value as string),
  );
  const query = `SELECT count(*) AS rows, total(sum IS NOT record_sum(namespace, key, value)) AS changed
    FROM records INDEXED BY sqlite_autoindex_records_1 WHERE namespace >= ''`;
  return database.prepare(query).get() as { rows: number; changed: number };
}
