/** What HTTP headers say about time. Durations in milliseconds. */

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a header (names in lower case), trimmed; undefined when missing or empty. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first?.trim() || undefined;
}

/**
 * For how long the answer stays fresh: `max-age` less `Age`, else `Expires` less `Date` (RFC 9111, 4.2.1).
 * Undefined when the server says nothing, or asks to be asked each time.
 */
export function freshForMs(headers: Headers, now: number): number | undefined {
  const control = header(headers, 'cache-control')?.toLowerCase() ?? '';
  if (/\bno-(?:cache|store)\b/.test(control)) return undefined;
  const maxAge = /(?:^|[,\s])max-age\s*=\s*"?(\d{1,10})/.exec(control)?.[1];
  if (maxAge !== undefined) return atLeastZero((Number(maxAge) - Number(header(headers, 'age') ?? 0)) * 1000);
  const expires = readDate(header(headers, 'expires'));
  if (expires === undefined) return undefined;
  return atLeastZero(expires - (readDate(header(headers, 'date')) ?? now));
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = header(headers, 'retry-after');
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const at = readDate(text);
  return at === undefined ? undefined : atLeastZero(at - now);
}

function readDate(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const atLeastZero = (ms: number) => (ms > 0 ? ms : 0);
