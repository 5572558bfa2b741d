/** What was typed before, kept in a file beside the data. A file that cannot be read or written is no reason to stop. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const mostLines = 500;

/** Newest first, as readline wants it. */
export function readHistory(path: string | undefined): string[] {
  if (path === undefined) return [];
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean).slice(-mostLines).reverse();
  } catch {
    return [];
  }
}

/** Keeps the lines (newest first) for the next time; readable by the owner alone. */
export function writeHistory(path: string | undefined, history: readonly string[]): void {
  if (path === undefined) return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      [...history]
        .slice(0, mostLines)
        .reverse()
        .map((line) => `${line}\n`)
        .join(''),
      { mode: 0o600 },
    );
  } catch {
    // The history of this session is still in memory.
  }
}
