/** Sentences of a text, without being misled by abbreviations, initials and figures. */

export interface Sentence {
  readonly text: string;
  readonly start: number;
}

const boundary = /(?<=[.!?…]["'”’»)\]]*)\s+(?=["'“‘«([]*[\p{Lu}\p{Lo}\p{N}])|(?<=[。！？｡۔।])\s*|\n+/gu;
const abbreviation =
  /(?:^|[\s("'“‘])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Sgt|Lt|Col|Capt|Cmdr|Adm|Maj|Rev|Hon|Pres|Sec|St|Mt|Ft|vs|etc|No|Nos|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|e\.g|i\.e|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})\.$/u;

/** Sentences in order with their place in the text; nothing but white space is lost between them. Linear in the text's length. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  const push = (end: number): void => {
    const piece = text.slice(start, end);
    const lead = piece.length - piece.trimStart().length;
    if (piece.trim() !== '') found.push({ text: piece.trim(), start: start + lead });
  };
  for (const match of text.matchAll(boundary)) {
    const isBreak = match[0].includes('\n');
    // Only the last few characters matter, and looking at no more keeps this linear.
    if (!isBreak && abbreviation.test(text.slice(Math.max(start, match.index - 12), match.index))) continue;
    push(match.index);
    start = match.index + match[0].length;
  }
  push(text.length);
  return found;
}
