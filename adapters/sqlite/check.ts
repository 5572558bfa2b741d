/** Sums over records: SQLite itself does not notice a changed byte inside a value. */
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
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

/** Reads the whole file once. Throws SetupError when its structure or any record is damaged. */
export function checkFile(database: DatabaseSync, path: string): void {
  let broken = 0;
  try {
    const found = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (found.quick_check !== 'ok') throw damaged(path, 'its structure is broken');
    for (const row of database.prepare('SELECT namespace, key, sum, value FROM records').iterate()) {
      if (!isWhole(row as unknown as Row)) broken++;
    }
  } catch (error) {
    throw (error as Error).name === 'SetupError' ? error : damaged(path, 'its structure is broken');
  }
  if (broken > 0) throw damaged(path, broken === 1 ? 'one record has changed' : `${broken} records have changed`);
}
