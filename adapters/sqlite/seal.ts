/**
 * A sum over the whole file, left beside it by an orderly end: a file that still has it is as it was closed, and need not be read
 * record by record. Whatever else happened to the file (a crash, a flipped byte, a backup put in its place), it no longer has it.
 * Never call these while this process has the file open: closing a second handle would drop SQLite's lock.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const sealOf = (path: string) => `${path}.sum`;
const chunkBytes = 4 * 1024 * 1024;

/** Whether the file is byte for byte as an orderly end left it. The seal is broken by asking. Never throws. */
export function takeSeal(path: string): boolean {
  const seal = sealOf(path);
  try {
    if (!existsSync(seal)) return false;
    const told = readFileSync(seal, 'utf8');
    rmSync(seal);
    return !hasLog(path) && told === sumOfFile(path);
  } catch {
    return false;
  }
}

/** After the file was closed. Without a seal the next start reads everything: failing is no harm. */
export function leaveSeal(path: string): void {
  try {
    if (!hasLog(path)) writeFileSync(sealOf(path), sumOfFile(path));
  } catch {
    rmSync(sealOf(path), { force: true });
  }
}

const hasLog = (path: string) => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

function sumOfFile(path: string): string {
  const handle = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  try {
    let sum = 0;
    let size = 0;
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      sum = crc32(chunk.subarray(0, read), sum);
      size += read;
    }
    return `${size} ${sum.toString(16)}\n`;
  } finally {
    closeSync(handle);
  }
}
