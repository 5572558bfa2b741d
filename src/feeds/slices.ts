/** The entries of a document as pieces of its text, so that those which are known to the letter need not be parsed. Pure, linear. */

/** Where an entry stands: from the first letter of its start tag to behind its end tag. */
interface Slice {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the entries of an XML feed stand, in order; none when they cannot be told apart for certain (nested, left open, an end
 * tag inside a CDATA section, more than `most`). What is found may still be no entry (a comment): the caller compares the count.
 */
export function slicesOf(xml: string, most: number): readonly Slice[] {
  const name = nameOfEntries(xml);
  if (name === undefined) return [];
  const slices: Slice[] = [];
  for (let from = startAfter(xml, name, 0); from !== -1; ) {
    const end = xml.indexOf(`</${name}>`, from);
    if (end === -1 || slices.length === most) return [];
    const to = end + name.length + 3;
    const next = startAfter(xml, name, from + 1);
    if ((next !== -1 && next < to) || isInsideSection(xml.slice(from, end))) return [];
    slices.push({ from, to });
    from = next;
  }
  return slices;
}

/** The text without some of its slices. */
export function withoutSlices(xml: string, slices: readonly Slice[], isLeftOut: readonly boolean[]): string {
  let text = '';
  let at = 0;
  for (const [index, { from, to }] of slices.entries()) {
    if (isLeftOut[index] !== true) continue;
    text += xml.slice(at, from);
    at = to;
  }
  return text + xml.slice(at);
}

function nameOfEntries(xml: string): string | undefined {
  const item = startAfter(xml, 'item', 0);
  const entry = startAfter(xml, 'entry', 0);
  if (item === -1 && entry === -1) return undefined;
  return entry === -1 || (item !== -1 && item < entry) ? 'item' : 'entry';
}

/** Where the next start tag of this name begins. */
function startAfter(xml: string, name: string, from: number): number {
  for (let at = xml.indexOf(`<${name}`, from); at !== -1; at = xml.indexOf(`<${name}`, at + 1)) {
    const code = xml.charCodeAt(at + name.length + 1);
    // `>` or white space: `<items>` is another element.
    if (code === 62 || code <= 32) return at;
  }
  return -1;
}

/** Whether a CDATA section is open at the end. */
function isInsideSection(text: string): boolean {
  const start = text.lastIndexOf('<![CDATA[');
  return start !== -1 && text.indexOf(']]>', start) === -1;
}
