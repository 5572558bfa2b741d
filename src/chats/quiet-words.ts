/** The words of `/quiet`: `22:00-07:00`, `22-7 weekdays`, `fri-sun 23:00-09:00`, several separated by commas or 'and'. */
import type { QuietWindow } from '../store/records.ts';
import { parseDays, parseTime, wordDays } from './clock-words.ts';

const windowPattern = /^(.{1,8}?)\s*(?:-|–|—|\bto\b|\.\.)\s*(.{1,8})$/;

/** The windows in order, or undefined when something cannot be read. Days count from the evening on which a window begins; [] is every day. */
export function parseQuietWords(text: string, locale = 'en'): QuietWindow[] | undefined {
  const typed = text
    .trim()
    .replace(/\s*(-|–|—)\s*/gu, '-')
    .replace(/(\d) ?(am|pm)\b/gi, '$1$2');
  const windows: QuietWindow[] = [];
  for (const part of typed.split(/\s*(?:;|\band\b|,(?=\s*\d))\s*/i).filter(Boolean)) {
    const one = parseWindow(part, locale);
    if (one === undefined) return undefined;
    windows.push(one);
  }
  return windows.length === 0 || windows.length > 14 ? undefined : windows;
}

function parseWindow(part: string, locale: string): QuietWindow | undefined {
  let times: { readonly from: string; readonly to: string } | undefined;
  const days = new Set<number>();
  const joined = part
    .trim()
    .replace(/\s+to\s+/i, '-')
    .replace(/,\s+/g, ',');
  for (const word of joined.split(/\s+/)) {
    if (['every', 'day', 'on', 'from', 'daily'].includes(word.toLowerCase())) continue;
    const found = parseTimes(word);
    if (found !== undefined && times === undefined) times = found;
    else {
      const some = parseDays(word, locale);
      if (some === undefined) return undefined;
      for (const one of some) days.add(one);
    }
  }
  return times === undefined ? undefined : { ...times, days: days.size === 7 ? [] : [...days].sort() };
}

function parseTimes(word: string): { readonly from: string; readonly to: string } | undefined {
  const found = windowPattern.exec(word);
  const from = parseTime(found?.[1] ?? '');
  const to = parseTime(found?.[2] ?? '');
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** The windows as they can be typed back, such as '22:00-07:00' or '22:00-07:00 Mon–Fri, 23:00-09:00 Sat, Sun'. */
export function wordQuiet(windows: readonly QuietWindow[], locale: string): string {
  return windows.map(({ from, to, days }) => `${from}-${to} ${wordDays(days, locale)}`.trim()).join('; ');
}
