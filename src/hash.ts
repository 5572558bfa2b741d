import { createHash } from 'node:crypto';

/** First `length` characters of SHA-256 over the parts, in base64url; parts are separated, so ('ab','c') differs from ('a','bc'). */
export function digest(length: number, ...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, length);
}
