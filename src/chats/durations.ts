/** Spans of time as people type them: `3d`, `2 weeks`, `90m`. */

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const pattern = /^(\d{1,4})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)$/i;
const longestMs = 366 * 86_400_000;

/** Milliseconds, or undefined for what is no span between a minute and a year. */
export function parseDuration(text: string): number | undefined {
  const found = pattern.exec(text.trim());
  if (found === null) return undefined;
  const ms = Number(found[1]) * (unitMs[(found[2] ?? '').charAt(0).toLowerCase()] ?? 0);
  return ms > 0 && ms <= longestMs ? ms : undefined;
}

/** Takes a closing `for 3d` off: what is left, and the span. `isWrong` when 'for …' ends the text but is no span that can be read. */
export function splitDuration(text: string): { readonly rest: string; readonly ms: number | undefined } {
  const at = text.toLowerCase().lastIndexOf('for ');
  if (at < 0 || (at > 0 && text[at - 1] !== ' ')) return { rest: text.trim(), ms: undefined };
  const ms = parseDuration(text.slice(at + 4));
  return ms === undefined ? { rest: text.trim(), ms } : { rest: text.slice(0, at).trim(), ms };
}
