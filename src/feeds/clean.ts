/** An entry's HTML into the text of a report: the stages of cleaning in their order. */

import { isBroken } from './broken.ts';
import { withoutCredits } from './credits.ts';
import { htmlToLines, type Line, withoutControls } from './html.ts';
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
  const paragraphs = told.map(cleanLine).filter((paragraph) => paragraph.length > 0);
  return withoutTrail(
    paragraphs.map((paragraph) => paragraph.filter((sentence, index) => !isBroken(sentence, index > 0))),
  );
}

function cleanLine(line: Line): readonly string[] {
  const text = withoutReadOn(withoutCredits(withoutControls(line.text)));
  if (text === '' || isPointer(text)) return [];
  const cut = text.replace(cutMark, '…');
  return sentencesOf(cut).filter((sentence) => !isPromotion(sentence) && !isPointer(sentence));
}

/**
 * Without what hangs on behind the last full stop: headlines of other reports that were glued to the end, a sentence that
 * was cut off. Only where at least two sentences are closed, so that scripts and styles without full stops are left alone.
 */
function withoutTrail(paragraphs: Paragraphs): Paragraphs {
  const closed = paragraphs.flat().filter((sentence) => isTerminated(sentence)).length;
  if (closed < 2) return paragraphs;
  const kept = paragraphs.map((paragraph) => [...paragraph]);
  while (kept.length > 0) {
    const last = kept[kept.length - 1] as string[];
    while (last.length > 0 && !isTerminated(last[last.length - 1] ?? '')) last.pop();
    if (last.length > 0) break;
    kept.pop();
  }
  return kept;
}

/** Paragraphs as one text, cut at a sentence where it is too long. */
export function joinParagraphs(paragraphs: Paragraphs): string {
  const text = paragraphs
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join(' '))
    .join('\n');
  if (text.length <= maxText) return text;
  const head = text.slice(0, maxText - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('\n'), head.lastIndexOf('。'));
  return end > maxText / 2 ? head.slice(0, end + 1).trimEnd() : `${head.trimEnd()}…`;
}
