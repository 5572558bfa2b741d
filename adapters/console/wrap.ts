/** Breaks styled text into lines of a given width, between words and between wide characters. */
import type { Span } from '../../src/model.ts';
import { type Abilities, clean, isWide, paint, widthOf } from './terminal.ts';

type Look = Omit<Span, 'text'>;

/** Text that stays together; it may be in several styles. */
interface Word {
  readonly runs: { text: string; readonly look: Look }[];
  /** Whether a space stands before it when it does not begin a line. */
  readonly hasSpace: boolean;
}

/** Lines without trailing spaces; `indent` stands before every line but the first. A word longer than the width keeps its line. */
export function wrap(spans: readonly Span[], width: number, abilities: Abilities, indent = ''): string[] {
  const lines = rows(spans).flatMap((row, index) =>
    fill(joined(row), width, index === 0 ? 0 : indent.length, indent.length),
  );
  return lines.map((words, index) => (index === 0 ? '' : indent) + painted(words, abilities));
}

/** One row's words in lines; the first line has `first` columns less, the others `later`. */
function fill(words: readonly Word[], width: number, first: number, later: number): Word[][] {
  const lines: Word[][] = [[]];
  let used = first;
  for (const word of words) {
    const line = lines.at(-1) as Word[];
    const needed = widthOfWord(word) + (word.hasSpace && line.length > 0 ? 1 : 0);
    if (line.length > 0 && used + needed > width) {
      lines.push([word]);
      used = later + widthOfWord(word);
    } else {
      line.push(word);
      used += needed;
    }
  }
  return lines;
}

function widthOfWord({ runs }: Word): number {
  return runs.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** Neighbours in one look are painted as one, with the spaces between them. */
function painted(words: readonly Word[], abilities: Abilities): string {
  const runs: { text: string; readonly look: Look }[] = [];
  words.forEach((word, index) => {
    word.runs.forEach(({ text, look }, place) => {
      const space = index > 0 && place === 0 && word.hasSpace ? ' ' : '';
      const last = runs.at(-1);
      if (last !== undefined && last.look === look) last.text += space + text;
      else {
        if (last !== undefined && space !== '') last.text += space;
        runs.push({ text, look });
      }
    });
  });
  return runs.map(({ text, look }) => paint(text, look, abilities)).join('');
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

/** Words that end at a space or stand beside a wide character. */
function joined(row: readonly Span[]): Word[] {
  const words: Word[] = [];
  let isOpen = false;
  let hasSpace = false;
  for (const { text, ...look } of row) {
    for (const token of text.match(/\s+|[^\s]+/gu) ?? []) {
      if (/^\s/.test(token)) {
        isOpen = false;
        hasSpace = true;
        continue;
      }
      for (const piece of pieces(token)) {
        const last = words.at(-1);
        if (isOpen && last !== undefined && !isWide([...piece][0] ?? '')) last.runs.push({ text: piece, look });
        else words.push({ runs: [{ text: piece, look }], hasSpace });
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
