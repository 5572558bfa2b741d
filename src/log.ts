/** The log: one JSON object a line on stderr. Secrets are taken out by value, wherever they stand in a line. */
import { pino } from 'pino';
import type { Log } from './ports.ts';

/** `secrets` are the values that must never be printed (tokens, keys, passwords). */
export function createLog(
  level: string,
  secrets: readonly string[],
  write: (line: string) => void = writeToStderr,
): Log {
  const hide = redactor(secrets);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(hide(line)) },
  );
}

/** Replaces each secret, also where it stands percent-encoded or JSON-escaped. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const distinct = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => distinct.reduce((line, secret) => line.replaceAll(secret, '[secret]'), text);
}

function writeToStderr(line: string): void {
  process.stderr.write(line);
}
