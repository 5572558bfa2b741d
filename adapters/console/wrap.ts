/** Breaks styled text into lines of a given width, between words and between wide characters. */
import type { Span } from '../../src/model.ts';
import { type Abilities, clean, isWide, paint, widthOf } from './terminal.ts';

interface Word {
  readonly painted: string;
  readonly width: number;
  /** Whether a space stands before it when it does not begin a line. */
  readonly hasSpace: boolean;
}

/** Lines without trailing spaces; `indent` stands before every line but the first. A word longer than the width keeps its line. */
export function wrap(spans: readonly Span[], width: number, abilities: Abilities, indent = ''): string[] {
  const lines: string[] = [];
  for (const row of rows(spans)) {
    let line = '';
    let used = 0;
    for (const word of join(row, abilities)) {
      const gap = word.hasSpace && line !== '' ? 1 : 0;
      if (line !== '' && used + gap + word.width > width) {
        lines.push(line);
        line = '';
        used = 0;
      }
      const space = gap === 1 && line !== '' ? ' ' : '';
      line += space + word.painted;
      used += space.length + word.width;
      if (used === word.width && lines.length > 0) used += indent.length;
    }
    lines.push(line);
  }
  return lines.map((line, index) => (index === 0 ? line : indent + line));
}

/** Spans cut at line breaks. */
function rows(spans: readonly Span[]): Span[][] {
  const made: Span[][] = [[]];
  for (const span of spans) {
    clean(span.text)
      .split('\n')
      .forEach((text, index) => {
        if (index > 0) made.push([]);
        made.at(-1)?.push({ ...span, text });
      });
  }
  return made;
}

/** Words that end at a space or stand beside a wide character; one word may be painted in several styles. */
function join(row: readonly Span[], abilities: Abilities): Word[] {
  const words: { painted: string; width: number; hasSpace: boolean }[] = [];
  let isOpen = false;
  let hasSpace = false;
  for (const span of row) {
    for (const token of span.text.match(/\s+|[^\s]+/gu) ?? []) {
      if (/^\s/.test(token)) {
        isOpen = false;
        hasSpace = true;
        continue;
      }
      for (const piece of pieces(token)) {
        const last = words.at(-1);
        const painted = paint(piece, span, abilities);
        if (isOpen && last !== undefined && !isWide([...piece][0] ?? '')) {
          last.painted += painted;
          last.width += widthOf(piece);
        } else words.push({ painted, width: widthOf(piece), hasSpace });
        isOpen = true;
        hasSpace = false;
      }
    }
  }
  return words;
}

/** 'abc東京' → 'abc', '東', '京'. */
function pieces(token: string): string[] {
  if (/^[\x20-\x7e]*$/.test(token)) return [token];
  const made: string[] = [];
  for (const letter of token) {
    if (made.length === 0 || isWide(letter)) made.push(letter);
    else made[made.length - 1] += letter;
  }
  return made;
}
