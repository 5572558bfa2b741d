/** Paragraphs into sentences: enough for cleaning; linear. */

/** Abbreviations after which a full stop ends nothing, lower case. */
const abbreviations = new Set(
  'mr mrs ms dr prof st sr jr gen col lt sgt capt maj gov sen rep hon rev pres supt no vs etc inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec fig al approx dept est hr hrn fr nr bzw ca usw mme mlle sra srta dña avda núm pág г гг ул им тов т.е u.s u.k u.n e.g i.e a.m p.m d.c'.split(
    ' ',
  ),
);

const boundary = /(?<![.!?…])[.!?…]+["”’»')\]]*\s+|[。！？]+[」』”）]*|[।؟۔]["”»]*\s+/gu;

/** Whether a full stop at `end` closes an abbreviation or an initial ('J.', 'U.S.'). */
function isAbbreviation(text: string, end: number): boolean {
  const word = /[\p{L}\p{M}.]{1,12}$/u.exec(text.slice(Math.max(0, end - 12), end))?.[0] ?? '';
  return /^\p{Lu}$/u.test(word) || /\.\p{L}$/u.test(word) || abbreviations.has(word.toLowerCase());
}

/**
 * Whether the mark at `end` ends a sentence that goes on at `next`. Before a small letter only a longer word does: there the
 * text was torn ('…on board. and then'), while 'approx. five' goes on, and so does '“…calm.” he said'.
 */
function endsSentence(text: string, end: number, next: number): boolean {
  const isStop = text.charAt(end) === '.' && text.charAt(end + 1) !== '.';
  if (isStop && isAbbreviation(text, end)) return false;
  const following = text.slice(next, next + 4);
  if (/^["“„«‘'([¿¡—–-]*[^\p{Ll}\p{P}]/u.test(following)) return true;
  const isBare = /\s/.test(text.charAt(end + 1));
  return isStop && isBare && /^\p{Ll}/u.test(following) && /\p{Ll}{4}$/u.test(text.slice(Math.max(0, end - 4), end));
}

/** Sentences of one paragraph, trimmed, in order; joined by a space they are the paragraph. */
export function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const found of paragraph.matchAll(boundary)) {
    const next = found.index + found[0].length;
    if (/^[.!?…]/.test(found[0]) && !endsSentence(paragraph, found.index, next)) continue;
    sentences.push(paragraph.slice(from, next).trim());
    from = next;
  }
  sentences.push(paragraph.slice(from).trim());
  return sentences.filter((sentence) => sentence !== '');
}

/** Whether a sentence is closed by punctuation of any script, quotes and brackets behind it allowed. */
export function isTerminated(sentence: string): boolean {
  return /[.!?…。！？।؟۔:;]["”’»')\]」』）]*$/u.test(sentence);
}
