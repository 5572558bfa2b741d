/** Sentences of a text, without being misled by abbreviations, initials and figures. */

export interface Sentence {
  readonly text: string;
  readonly start: number;
}

const boundary = /(?<=[.!?…]["'”’»)\]]*)\s+(?=["'“‘«([¿¡„]*[\p{Lu}\p{Lo}\p{N}])|(?<=[。！？｡۔।])\s*|\n+/gu;
const abbreviation =
  /(?:^|[\s("'“‘«])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Sgt|Lt|Col|Capt|Cmdr|Adm|Maj|Rev|Hon|Pres|Sec|St|Mt|Ft|vs|etc|No|Nos|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|e\.g|i\.e|Sra|Srta|Dña|Mme|Mlle|Nr|bzw|z\.B|u\.a|г|гг|им|ул|тыс|млн|млрд|т\.е|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})\.$/u;
/** A day's number as German and the Nordic languages write it: 'am 28. Mai'. */
const ordinal = /(?:^|\s)\d{1,2}\.$/u;
const afterOrdinal =
  /^(?:Jan|Feb|Mär|Apr|Mai|Juni|Juli|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Etappe|Runde|Spieltag|Platz|Geburtstag)/u;

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
    const next = match.index + match[0].length;
    if (!match[0].includes('\n') && goesOn(text, start, match.index, next)) continue;
    push(match.index);
    start = next;
  }
  push(text.length);
  return found;
}

/** Whether the full stop at `end` closes no sentence. Only the last few characters matter, and looking at no more keeps this linear. */
function goesOn(text: string, start: number, end: number, next: number): boolean {
  const tail = text.slice(Math.max(start, end - 12), end);
  return abbreviation.test(tail) || (ordinal.test(tail) && afterOrdinal.test(text.slice(next, next + 12)));
}
