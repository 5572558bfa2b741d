/** Cuts a typed topic into its pieces. One pass, no backtracking. */

const filterNames = ['source', 'lang', 'category', 'about', 'aka'] as const;
type FilterName = (typeof filterNames)[number];

interface Body {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly isNegative: boolean;
}

export type Piece =
  | ({ readonly kind: 'word' } & Body)
  | ({ readonly kind: 'filter'; readonly name: FilterName } & Body)
  | ({ readonly kind: 'or' } & Body)
  | ({ readonly kind: 'and' } & Body);

const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」' };
const space = /\s/u;

/** Reads up to the closing quotation mark (or the end, when someone forgot it), or up to white space. */
function readBody(
  text: string,
  from: number,
): { readonly body: string; readonly isQuoted: boolean; readonly end: number } {
  const close = closing[text[from] ?? ''];
  if (close !== undefined) {
    let end = from + 1;
    while (end < text.length && text[end] !== close && text[end] !== '"' && text[end] !== '”') end += 1;
    return { body: text.slice(from + 1, end), isQuoted: true, end: end + 1 };
  }
  let end = from;
  while (end < text.length && !space.test(text[end]!) && (end === from || closing[text[end]!] === undefined)) end += 1;
  return { body: text.slice(from, end), isQuoted: false, end };
}

function readFilter(text: string, from: number): { readonly name: FilterName; readonly end: number } | undefined {
  const head = text.slice(from, from + 10).toLowerCase();
  const name = filterNames.find((known) => head.startsWith(`${known}:`));
  return name === undefined ? undefined : { name, end: from + name.length + 1 };
}

/** Where the text behind a sign of exclusion begins: '-word', 'NOT word'. */
function negatedFrom(text: string, from: number): number | undefined {
  if (/[-−–]/u.test(text[from]!) && from + 1 < text.length && !space.test(text[from + 1]!)) return from + 1;
  if (!text.startsWith('NOT', from) || !space.test(text[from + 3] ?? '')) return undefined;
  let at = from + 3;
  while (at < text.length && space.test(text[at]!)) at += 1;
  return at < text.length ? at : undefined;
}

function readPiece(text: string, from: number): { readonly piece: Piece; readonly end: number } {
  const negated = negatedFrom(text, from);
  const isNegative = negated !== undefined;
  const start = negated ?? from;
  const filter = readFilter(text, start);
  const { body, isQuoted, end } = readBody(text, filter?.end ?? start);
  const content: Body = { text: body, isQuoted, isNegative };
  if (filter !== undefined) return { piece: { kind: 'filter', name: filter.name, ...content }, end };
  const isOperator = !isQuoted && !isNegative && /^(?:OR|AND|\|{1,2}|&{1,2})$/u.test(body);
  if (isOperator) return { piece: { kind: /^[O|]/u.test(body) ? 'or' : 'and', ...content }, end };
  return { piece: { kind: 'word', ...content }, end };
}

/** The pieces in order. */
export function scan(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (space.test(text[at]!)) {
      at += 1;
      continue;
    }
    const { piece, end } = readPiece(text, at);
    pieces.push(piece);
    at = Math.max(end, at + 1);
  }
  return pieces;
}
