/** Bytes to text: which charset a feed is in, by what it says and by what its bytes are. */
import iconv from 'iconv-lite';

const boms: readonly (readonly [readonly number[], string])[] = [
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** How '<?', '<r' or '{' looks in encodings that a byte-wise search for the declaration would miss. */
const openings: readonly (readonly [readonly number[], string])[] = [
  [[0x3c, 0, 0, 0], 'utf-32le'],
  [[0, 0, 0, 0x3c], 'utf-32be'],
  [[0x3c, 0], 'utf-16le'],
  [[0, 0x3c], 'utf-16be'],
  [[0x7b, 0], 'utf-16le'],
  [[0, 0x7b], 'utf-16be'],
  [[0x4c, 0x6f, 0xa7, 0x94], 'cp037'],
];

const startsWith = (body: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, i) => body[i] === byte);

const labelIn = (pattern: RegExp, text: string): string | undefined => pattern.exec(text)?.[1]?.toLowerCase();

/** Charsets whose texts can by chance be valid UTF-8: what the feed says about itself goes first, unless chance is out of the question. */
const multiByte = /^(gb|big5|shift|sjis|ms_kanji|euc|iso-2022|ks_c|hz|utf-?7)/;
/** One character in five is valid by chance: all of so many are once in 300,000 texts. */
const beyondChance = 8;

/**
 * The text of a body. Order: byte-order mark; bytes that can only be UTF-16 or UTF-32; UTF-8 when the bytes are valid
 * beyond ASCII; the charset of the HTTP header; of the XML declaration or `<meta>`; UTF-8; what the feed's language was written in
 * before UTF-8; windows-1252. Never throws.
 */
export function decodeBody(body: Uint8Array, contentType: string | undefined): string {
  const bom = boms.find(([bytes]) => startsWith(body, bytes));
  if (bom !== undefined) return decodeAs(bom[1], body.subarray(bom[0].length)) ?? lenient(body);
  const opening = openings.find(([bytes]) => startsWith(body, bytes));
  if (opening !== undefined) return decodeAs(opening[1], body) ?? lenient(body);
  const labels = declaredCharsets(body, contentType);
  const utf8 = decodeAs('utf-8', body);
  if (utf8 !== undefined && (!labels.some((label) => multiByte.test(label)) || isBeyondChance(utf8))) return utf8;
  for (const label of labels) {
    const text = decodeAs(label, body);
    if (text !== undefined) return text;
  }
  return utf8 ?? lenient(body);
}

const isBeyondChance = (utf8: string) => (utf8.match(/[\u0080-\uffff]/g) ?? []).length >= beyondChance;

function declaredCharsets(body: Uint8Array, contentType: string | undefined): string[] {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString('latin1');
  const http = labelIn(/charset\s*=\s*["']?([\w.:-]{2,40})/i, contentType ?? '');
  const xml = labelIn(/^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})/i, head);
  const meta = labelIn(/<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})/i, head);
  return [http, xml, meta].filter((label) => label !== undefined && !wide.test(label)) as string[];
}

/** What is in one of these was known by its first bytes: the label is wrong. */
const wide = /^(utf-?(16|32)|ucs-?[24]|unicode$)/;

/** Undefined when the label is unknown or the bytes cannot be in it. */
function decodeAs(label: string, body: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(body);
  } catch (error) {
    if (!(error instanceof RangeError)) return undefined;
  }
  const name = label === 'cp037' ? 'ibm037' : label;
  return iconv.encodingExists(name) ? iconv.decode(Buffer.from(body), name) : undefined;
}

/** Neither its declaration nor UTF-8 fits: the reading that spoils fewer characters. */
function lenient(body: Uint8Array): string {
  const { text, spoilt, good } = mendedUtf8(body);
  return spoilt > good ? undeclared(body) : text;
}

/** Bytes as Latin-1: sequences that are UTF-8; halves of UTF-16 written as such (CESU-8); beginnings of sequences; other bytes. */
const whole = [
  '[\\xc2-\\xdf][\\x80-\\xbf]',
  '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]',
  '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
].join('|');
const halves = '\\xed[\\xa0-\\xaf][\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x80-\\xbf]';
const sequences = new RegExp(`(${whole})|(${halves})|[\\xe0-\\xf4][\\x80-\\xbf]{1,2}|[\\x80-\\xff]`, 'g');
const western = new TextDecoder('windows-1252');

/**
 * UTF-8 with what got into it from elsewhere: a byte among ASCII is a letter or a quotation mark of windows-1252, one among others
 * is part of a character that was cut through.
 */
function mendedUtf8(body: Uint8Array): { readonly text: string; readonly spoilt: number; readonly good: number } {
  let [spoilt, good] = [0, 0];
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const text = bytes.replace(sequences, (found, utf8?: string, pair?: string, at?: number) => {
    if (utf8 !== undefined || pair !== undefined) good++;
    else spoilt++;
    if (utf8 !== undefined) return Buffer.from(utf8, 'latin1').toString('utf8');
    if (pair !== undefined) return String.fromCharCode(halfOf(pair, 0), halfOf(pair, 3));
    const isAlone = found.length === 1 && found < '\xfe' && at !== undefined;
    const isAmongAscii = isAlone && !(bytes.charCodeAt(at - 1) >= 0x80) && bytes.charCodeAt(at + 1) < 0x80;
    return isAmongAscii ? western.decode(Uint8Array.of(found.charCodeAt(0))) : '\ufffd';
  });
  return { text, spoilt, good };
}

const halfOf = (pair: string, at: number) =>
  0xd000 | ((pair.charCodeAt(at + 1) & 0x3f) << 6) | (pair.charCodeAt(at + 2) & 0x3f);

/** What a language was written in before UTF-8, most likely first; multi-byte ones refuse what they cannot be. */
const habits: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^zh[-_](tw|hk|mo|hant)/, ['big5', 'gb18030']],
  [/^zh/, ['gb18030', 'big5']],
  [/^ja/, ['shift_jis', 'euc-jp']],
  [/^ko/, ['euc-kr']],
  [/^(pl|cs|sk|hu|sl|hr|ro)\b/, ['windows-1250']],
  [/^el/, ['windows-1253']],
  [/^tr/, ['windows-1254']],
  [/^(he|iw)\b/, ['windows-1255']],
  [/^(ar|fa|ur)\b/, ['windows-1256']],
  [/^(lt|lv|et)\b/, ['windows-1257']],
];

/** By the language that the feed names, or by words that are of letters beyond ASCII alone: Cyrillic. */
function undeclared(body: Uint8Array): string {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 20_000)).toString('latin1');
  const language = labelIn(/(?:<(?:dc:)?language>|xml:lang\s*=\s*["'])\s*([a-z]{2}[\w-]{0,8})/i, head);
  const likely = habits.find(([pattern]) => pattern.test(language ?? ''))?.[1] ?? cyrillic(head);
  for (const label of likely) {
    const text = decodeAs(label, body);
    if (text !== undefined) return text;
  }
  return new TextDecoder('windows-1252').decode(body);
}

/** Small letters are the rule: they stand in the upper half of windows-1251 and in the lower half of KOI8. */
function cyrillic(latin1: string): readonly string[] {
  const count = (pattern: RegExp) => latin1.match(pattern)?.join('').length ?? 0;
  const whole = count(/(?<![A-Za-z\xc0-\xff])[\xc0-\xff]{3,}(?![A-Za-z\xc0-\xff])/g);
  if (whole < 0.6 * count(/[\x80-\xff]/g)) return [];
  return count(/[\xe0-\xff]/g) > count(/[\xc0-\xdf]/g) ? ['windows-1251'] : ['koi8-r'];
}
