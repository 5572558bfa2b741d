/** Headlines: one line, bare, without the outlet's name behind them. */
import { fold } from '../text/words.ts';
import { disarmed, htmlToLine, withoutControls } from './html.ts';

const maxTitle = 300;

const key = (name: string): string =>
  fold(name)
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^the|(com|org|net|couk|news|online)$/g, '');

/** The headline out of HTML, without a suffix that is one of `names` (the outlet's); cut at a word beyond 300 characters. May be ''. */
export function cleanTitle(html: string, names: readonly (string | undefined)[]): string {
  const known = new Set(names.map((name) => key(name ?? '')).filter((name) => name !== ''));
  let title = disarmed(withoutControls(htmlToLine(html)))
    .replace(/\s+/g, ' ')
    .trim();
  for (let round = 0; round < 2 && title.length < 1_000; round++) {
    const last = lastSuffix(title);
    if (last === undefined || !known.has(key(last.name))) break;
    title = last.rest;
  }
  return cutAtWord(title, maxTitle);
}

/** Looks for the separator from the end, so that a long title costs nothing. */
function lastSuffix(title: string): { readonly rest: string; readonly name: string } | undefined {
  const from = Math.max(0, title.length - 80);
  const marks = [...title.slice(from).matchAll(/\s(?:[-–—|·•»]|::?)\s/g)];
  const mark = marks.at(-1);
  if (mark === undefined || from + mark.index < 8) return undefined;
  return {
    rest: title.slice(0, from + mark.index).trim(),
    name: title.slice(from + mark.index + mark[0].length).trim(),
  };
}

/** Cut at a word, with '…', when longer than `length`. Never splits a surrogate pair. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  const space = head.lastIndexOf(' ');
  return `${(space > length / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}
