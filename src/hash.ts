import { hash } from 'node:crypto';

/** First `length` characters of SHA-256 over the parts, in base64url; parts are separated, so ('ab','c') differs from ('a','bc'). */
export function digest(length: number, ...parts: readonly string[]): string {
  return hash('sha256', parts.join('\u0000'), 'base64url').slice(0, length);
}
