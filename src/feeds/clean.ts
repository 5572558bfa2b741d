/** An entry's HTML into the text of a report: the stages of cleaning in their order. */

import { isBroken } from './broken.ts';
import { withoutCredits } from './credits.ts';
import { disarmed, htmlToLines, type Line, withoutControls } from './html.ts';
import { isPointer, isPromotion, withoutReadOn } from './promotion.ts';
import { isTerminated, sentencesOf } from './sentences.ts';

/** Paragraphs as sentences, in order. */
export type Paragraphs = readonly (readonly string[])[];

/** `Item.text` is at most this long. */
const maxText = 6_000;

const cutMark = /\s?(?:\[\s?(?:…|\.{3}|&hellip;)\s?\]|\(\s?(?:…|\.{3})\s?\)|\.{3,}|…)\s*$/;

/** The sentences of an entry's text that tell news. `html` may be plain text. Linear. */
export function newsParagraphs(html: string): Paragraphs {
  const lines = htmlToLines(html);
  const told = lines.filter((line) => !line.isCaption && !(line.isLink && lines.length > 1));
  return told
    .map(cleanLine)
    .map((paragraph) => paragraph.filter((sentence, index) => !isBroken(sentence, index > 0)))
    .filter((paragraph) => paragraph.length > 0);
}

/** '[…]', '(...)', '....' at the end: one sign for what was cut. Looks at the last 20 characters only. */
function withCutMark(text: string): string {
  const from = Math.max(0, text.length - 20);
  return text.slice(0, from) + text.slice(from).replace(cutMark, '…');
}

function cleanLine(line: Line): readonly string[] {
  const text = withoutReadOn(withoutCredits(withoutControls(line.text)));
  if (text === '' || isPointer(text)) return [];
  return sentencesOf(withCutMark(text)).filter((sentence) => !isPromotion(sentence) && !isPointer(sentence));
}

/** In a text of this length before it, an open end was cut off or hung on: writers of long texts close their sentences. */
const longText = 800;

/** The last sentences without a closing mark, where at least two before them have one; '' when there are none. */
function openEnd(paragraphs: Paragraphs): { readonly open: number; readonly text: string; readonly before: number } {
  const sentences = paragraphs.flat();
  const last = sentences.findLastIndex((sentence) => isTerminated(sentence));
  const closed = sentences.slice(0, last + 1).filter((sentence) => isTerminated(sentence)).length;
  if (closed < 2) return { open: 0, text: '', before: 0 };
  const before = sentences.slice(0, last + 1).join(' ').length;
  return { open: sentences.length - last - 1, text: sentences.slice(last + 1).join(' '), before };
}

/** Whether a feed leaves the last sentence of its texts open by habit: what hangs there is then no foreign matter. */
export function endsOpenByHabit(reports: readonly Paragraphs[]): boolean {
  const several = reports.filter((report) => report.flat().length >= 2);
  const open = several.filter((report) => openEnd(report).open > 0).length;
  return several.length > 0 && open > 0.4 * several.length;
}

/** Two headlines glued together begin alike more often than not: the first two words come again later. */
function beginsAgain(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  const opening = words.slice(0, 2).map((word) => word.replace(/['’]s$/, ''));
  return words.some(
    (word, at) => at >= 4 && word === opening[0] && words[at + 1]?.replace(/['’]s$/, '') === opening[1],
  );
}

/**
 * Without what hangs on behind the last full stop: headlines of other reports glued to the end, a sentence that was cut off.
 * Short texts of a feed that never closes its last sentence keep it, and so do scripts without full stops.
 */
export function withoutTrail(paragraphs: Paragraphs, isHabit: boolean): Paragraphs {
  const { open, text, before } = openEnd(paragraphs);
  if (open === 0 || (isHabit && before < longText && !beginsAgain(text))) return paragraphs;
  let left = open;
  const kept = paragraphs.map((paragraph) => [...paragraph]);
  while (left > 0) {
    const last = kept.at(-1);
    if (last === undefined) break;
    if (last.pop() === undefined) kept.pop();
    else left--;
  }
  return kept;
}

/** The end of a sentence in a script without spaces; a closing quotation mark is one only behind such a script. */
const unspaced = /(?:[。！？」』）]|[。！？\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]”)$/u;

/** Sentences of scripts without spaces follow each other without one. */
const glue = (paragraph: readonly string[]): string =>
  paragraph.reduce(
    (text, sentence) => (text === '' || unspaced.test(text) ? text + sentence : `${text} ${sentence}`),
    '',
  );

/** Paragraphs as one text, cut at a sentence where it is too long. */
export function joinParagraphs(paragraphs: Paragraphs): string {
  const text = disarmed(
    paragraphs
      .filter((paragraph) => paragraph.length > 0)
      .map(glue)
      .join('\n'),
  );
  if (text.length <= maxText) return text;
  const head = text.slice(0, maxText - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('\n'), head.lastIndexOf('。'));
  return end > maxText / 2 ? head.slice(0, end + 1).trimEnd() : `${head.trimEnd()}…`;
}
