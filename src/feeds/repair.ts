/** Mends what stops an XML parser and is common in feeds, in one linear pass and without touching CDATA. */
import { Parser } from 'htmlparser2';

const xmlEntities = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** What C1 controls were meant to be: windows-1252 written as if it were Latin-1, or `&#146;`. */
const c1 = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i));

const known = new Map<string, string | undefined>();

/** The characters of an HTML entity's name, or undefined when HTML has no such name. */
function htmlEntity(name: string): string | undefined {
  if (known.has(name)) return known.get(name);
  let text = '';
  const parser = new Parser({ ontext: (part) => (text += part) }, { decodeEntities: true });
  parser.end(`&${name};`);
  const found = text.endsWith(';') && text.startsWith('&') ? undefined : text;
  // Names come from feeds: the memory of them is bounded.
  if (known.size < 4_000) known.set(name, found);
  return found;
}

const trouble =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?:(#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31});)?|\u001b\[[0-9;]{0,12}[A-Za-z]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u0084\u0086-\u009f\ufffe\uffff]/g;

/**
 * XML with HTML's named entities as characters, stray ampersands escaped, control characters (and terminals' colour codes) gone or read as windows-1252,
 * and no document type declaration: no entity that a feed declares is ever expanded or fetched.
 */
export function repairXml(xml: string): string {
  return joinedHalves(withoutDoctype(xml.trimStart())).replace(trouble, (found, numeric?: string, name?: string) => {
    if (found.startsWith('<')) return found;
    if (numeric !== undefined) return numericReference(numeric);
    if (name !== undefined) return xmlEntities.has(name) ? found : (htmlEntity(name) ?? `&amp;${name};`);
    if (found.length > 1) return '';
    return found === '&' ? '&amp;' : (c1[found.charCodeAt(0) - 0x80] ?? '');
  });
}

/** References to the two halves of a sign beyond the first plane. */
const halves = /&#(5[56]\d{3}|x[dD][89aAbB][\da-fA-F]{2});&#(5[67]\d{3}|x[dD][c-fC-F][\da-fA-F]{2});/g;

/** Some programs write a sign of four bytes as the two halves that it has in their memory. */
function joinedHalves(xml: string): string {
  return xml.replace(halves, (found, first: string, second: string) => {
    const [high, low] = [codeOf(first), codeOf(second)];
    const isPair = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    return isPair ? String.fromCharCode(high, low) : found;
  });
}

const codeOf = (body: string) => Number(body.startsWith('x') ? `0${body}` : body);

/** A numeric reference that XML allows, as itself; one to a control as what it was meant to be, or nothing. */
function numericReference(body: string): string {
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  if (code >= 0x80 && code < 0xa0) return c1[code - 0x80] ?? '';
  const isAllowed =
    code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code <= 0x10ffff);
  return isAllowed ? `&${body}` : '';
}

/** Where the root element (or a document type) begins: behind the declaration, comments and instructions. */
export function prologEnd(xml: string): number {
  let at = 0;
  for (;;) {
    while (/\s/.test(xml.charAt(at))) at++;
    const close = xml.startsWith('<?', at) ? '>' : xml.startsWith('<!--', at) ? '-->' : undefined;
    const end = close === undefined ? -1 : xml.indexOf(close, at + 2);
    if (close === undefined || end === -1) return at;
    at = end + close.length;
  }
}

/** Takes the `<!DOCTYPE …>` before the root element away, with its internal subset. */
function withoutDoctype(xml: string): string {
  const start = prologEnd(xml);
  if (!/^<!doctype/i.test(xml.slice(start, start + 9))) return xml;
  const plainEnd = xml.indexOf('>', start);
  if (plainEnd === -1) return xml.slice(0, start);
  const subset = xml.indexOf('[', start);
  const head = xml.slice(0, start);
  if (subset === -1 || subset > plainEnd) return head + xml.slice(plainEnd + 1);
  const close = /\]\s{0,100}>/g;
  close.lastIndex = subset;
  // An unclosed subset: what follows its first declaration may still be a feed.
  return head + xml.slice(close.exec(xml) === null ? plainEnd + 1 : close.lastIndex);
}
