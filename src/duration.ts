/** Durations as people write them: `90s`, `5m`, `1h30m`, `2d`. */

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const pattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/;
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g;

/** Milliseconds, or undefined when the text is no duration (a bare number is none: its unit would be a guess). */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim().toLowerCase().replaceAll(' ', '');
  if (compact.length > 40 || !pattern.test(compact)) return undefined;
  let total = 0;
  for (const [, count, unit] of compact.matchAll(part)) total += Number(count) * unitMs[unit as keyof typeof unitMs];
  return total;
}
