/** The tags of OPML, found in text that need not be XML: bare `&`, quotes and tags inside attributes, missing ends. */

/** A tag, from `<outline` to where the next one begins. */
export interface Outline {
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether other outlines stand inside. */
  readonly isFolder: boolean;
}

const boundary = /<(outline\b|\/outline\b|\/body\b|!--)/gi;

/** Outlines and ends of outlines, in order. Comments are skipped. */
export function* partsOf(text: string): Generator<Outline | 'end'> {
  const lineAt = createLineCounter(text);
  const marks = boundary;
  marks.lastIndex = 0;
  let mark = marks.exec(text);
  while (mark !== null) {
    const { index } = mark;
    const kind = mark[1]!.toLowerCase();
    if (kind === '!--') {
      const end = text.indexOf('-->', index);
      marks.lastIndex = end < 0 ? text.length : end;
    }
    const after = marks.lastIndex;
    const next = marks.exec(text);
    marks.lastIndex = next === null ? text.length : marks.lastIndex;
    if (kind === '/outline') yield 'end';
    else if (kind === 'outline')
      yield outlineFrom(text.slice(after, next?.index ?? text.length), lineAt(index), next?.[1]);
    mark = next;
  }
}

function outlineFrom(segment: string, line: number, next: string | undefined): Outline {
  const body = segment.trimEnd();
  const tag = body.slice(0, body.lastIndexOf('>') + 1) || body;
  const attributes = attributesOf(tag);
  const isOpen = !tag.endsWith('/>');
  // A feed whose tag stays open, with another outline after it: its end was forgotten.
  const isForgotten = attributes.has('xmlurl') && next?.toLowerCase() !== '/outline';
  return { line, attributes, isFolder: isOpen && !isForgotten };
}

const names =
  'text|title|type|xmlurl|htmlurl|url|description|language|lang|country|category|version|created|iscomment|isbreakpoint|[\\w-]+:[\\w-]+';
/** Addresses may stand without quotes. */
const opening = new RegExp(
  `(?:^|[\\s"'])(${names})\\s*=\\s*(["']|(?<=(?:xml|html)url\\s*=\\s*)(?=https?:|feed:))`,
  'gi',
);

/**
 * Attributes of a tag. A value ends where the next known attribute begins, or the tag: quotes and markup inside it do no harm.
 */
function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const starts = [...tag.matchAll(opening)];
  starts.forEach((start, index) => {
    const from = start.index + start[0].length;
    const rest = tag.slice(from, starts[index + 1] === undefined ? tag.length : starts[index + 1]!.index + 1);
    const name = start[1]!.toLowerCase();
    if (!found.has(name)) found.set(name, decode(start[2] === '' ? bareValue(rest) : quotedValue(rest, start[2]!)));
  });
  return found;
}

function quotedValue(rest: string, quote: string): string {
  const end = rest.lastIndexOf(quote);
  return end < 0 ? withoutEnd(rest) : rest.slice(0, end);
}

const bareValue = (rest: string) => withoutEnd(/^[^\s"'<]*/.exec(rest)?.[0] ?? '');

const withoutEnd = (text: string) => text.trimEnd().replace(/\/?>$/, '');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text: string): string {
  const decoded = text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
  return decoded.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

/** Line numbers of rising places in the text. */
function createLineCounter(text: string): (index: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (index) => {
    while (next >= 0 && next < index) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
