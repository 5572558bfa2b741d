/** What HTTP headers say about time and about other addresses. Durations in milliseconds. */

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

/** One link of a `Link` header: its target, then its parameters as they stand. */
const link = /<([^<>]{0,2000})>((?:\s*;\s*[\w*-]{1,40}\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;

/** The first hub and the feed's own address (WebSub, 4) that `Link` headers name (RFC 8288), resolved against `base`. */
export function hubLinks(
  headers: Headers,
  base: string,
): { readonly hub: string | undefined; readonly self: string | undefined } {
  const found = new Map<string, string>();
  for (const value of [headers.link ?? []].flat()) {
    for (const [, target = '', parameters = ''] of value.matchAll(link)) {
      const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
      const url = URL.parse(target.trim(), base)?.href;
      // With an anchor it speaks of another page.
      if (url === undefined || /;\s*anchor\s*=/i.test(parameters)) continue;
      for (const rel of (quoted ?? bare ?? '').toLowerCase().split(/\s+/)) if (!found.has(rel)) found.set(rel, url);
    }
  }
  return { hub: found.get('hub'), self: found.get('self') };
}

function readDate(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const atLeastZero = (ms: number) => (ms > 0 ? ms : 0);
