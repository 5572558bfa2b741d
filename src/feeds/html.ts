/** Plain text out of HTML: nothing that could run, no tags, paragraphs kept as lines. */
import { Parser } from 'htmlparser2';

const blocks = new Set(
  'address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Elements whose content is no text of the report. */
const silent = new Set(
  'script style head noscript iframe object embed applet svg template select button textarea audio video canvas map noembed noframes'.split(
    ' ',
  ),
);

/** Names that make a leftover '<name …>' markup and not words, when HTML was escaped twice. */
const leftover =
  /<(?:!--[^>]{0,200}--|\/?(?:a|abbr|acronym|applet|article|aside|b|base|big|blink|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption|figure|font|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|li|link|meta|nobr|object|ol|p|param|picture|pre|q|s|script|section|small|source|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr)\b[^<>]{0,4000})>/i;

/** What may never be left, closed or not: a sign that opens an element which runs or loads. */
const dangerous =
  /<(?=[\s\u0000]*(?:!|\/|\?)?\s*(?:script|style|iframe|frame|object|embed|applet|base|meta|link|svg|math|form|img|body|html|video|audio|input|a\s)\b|[^<>]{0,300}?(?:\son\w{1,30}\s{0,5}=|(?:java|vb)script:))/gi;

const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\u17b4\u17b5]|[\u{e0000}-\u{e007f}]/gu;

/** Joiners mean something between letters of these scripts and in emoji; anywhere else they hide. */
const joined =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]';
const loose = new RegExp(`(?<!${joined})[\\u200c\\u200d]|[\\u200c\\u200d](?!${joined})`, 'gu');

/** Text without control, zero-width and direction-changing characters. Joiners stay where a script needs them. */
export function withoutControls(text: string): string {
  return text.replace(invisible, '').replace(loose, '');
}

/** Longer input is cut before it is read. */
const maxHtml = 200_000;

/** Comments out; one that is never closed ends at the next '>'. Linear: a search that failed is not repeated. */
function withoutComments(html: string): string {
  let at = html.indexOf('<!--');
  if (at === -1) return html;
  const parts: string[] = [];
  let from = 0;
  let hasMore = true;
  while (at !== -1) {
    parts.push(html.slice(from, at));
    const close = hasMore ? html.indexOf('-->', at + 4) : -1;
    if (close === -1) hasMore = false;
    const loose = close === -1 ? html.indexOf('>', at) : -1;
    from = close !== -1 ? close + 3 : loose !== -1 ? loose + 1 : html.length;
    at = html.indexOf('<!--', from);
  }
  parts.push(html.slice(from));
  return parts.join('');
}

/** A block of text: a paragraph, a list item, a caption. */
export interface Line {
  readonly text: string;
  /** Nothing but links: it leads to other reports. */
  readonly isLink: boolean;
  /** Inside `<figcaption>`. */
  readonly isCaption: boolean;
}

/** What the parser's events gather: text by blocks, and how much of each block is link text. */
class Gatherer {
  readonly parts: string[] = [];
  readonly lines: Line[] = [];
  /** Where the text of each silent element began. One that is never closed hides nothing (but a script does). */
  private readonly hidden: { readonly name: string; readonly at: number }[] = [];
  private linked = 0;
  private anchors = 0;
  private captions = 0;

  open(name: string): void {
    if (silent.has(name)) this.hidden.push({ name, at: this.parts.length });
    else if (blocks.has(name)) this.endLine();
    if (name === 'a') this.anchors++;
    if (name === 'figcaption') this.captions++;
  }

  text(text: string): void {
    this.parts.push(text);
    if (this.anchors > 0) this.linked += text.trim().length;
  }

  close(name: string, isImplied: boolean): void {
    if (blocks.has(name)) this.endLine();
    if (name === 'a') this.anchors = Math.max(0, this.anchors - 1);
    if (name === 'figcaption') this.captions = Math.max(0, this.captions - 1);
    if (this.hidden.at(-1)?.name !== name) return;
    const opened = this.hidden.pop();
    if (opened !== undefined && (!isImplied || name === 'script' || name === 'style')) this.parts.length = opened.at;
  }

  endLine(): void {
    // A block inside a silent element: what it says is dropped with the rest when that ends.
    if (this.hidden.length > 0) {
      this.parts.push(' ');
      return;
    }
    const text = this.parts.join('');
    const length = text.trim().length;
    if (length > 0) this.lines.push({ text, isLink: this.linked > 0.9 * length, isCaption: this.captions > 0 });
    this.parts.length = 0;
    this.linked = 0;
  }
}

/** One pass of the parser. */
function passed(html: string): Line[] {
  const gatherer = new Gatherer();
  const parser = new Parser(
    {
      onopentagname: (name) => gatherer.open(name),
      onclosetag: (name, isImplied) => gatherer.close(name, isImplied),
      ontext: (text) => gatherer.text(text),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(withoutComments(html));
  gatherer.endLine();
  return gatherer.lines;
}

/** In plain text lines end where they end; in HTML a line break is a space. */
const hasMarkup = (text: string): boolean => /<[a-z!/]/i.test(text);

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g;

/** From this length on a line may have been broken by a margin and not by its writer. */
const wrappedLength = 50;

/** Lines of a text without markup; what a margin broke (a long open line, then a small letter) is one line again. */
function plainLines(text: string): Line[] {
  const lines: string[] = [];
  for (const line of text.split(/\n\s*/)) {
    const last = lines.at(-1);
    const isWrapped =
      last !== undefined &&
      last.length >= wrappedLength &&
      /^\p{Ll}/u.test(line) &&
      /[\p{L}\p{N},]\s*$/u.test(last.slice(-8));
    if (isWrapped && last.length < maxHtml / 10) lines[lines.length - 1] = `${last.trimEnd()} ${line}`;
    else lines.push(line);
  }
  return lines.map((line) => ({ text: line, isLink: false, isCaption: false }));
}

/** Markup that was escaped twice shows only after decoding: read once more; what could still run loses its '<'. */
function harmless(line: Line): Line[] {
  let lines = [line];
  for (let round = 0; round < 2; round++) {
    lines = lines.flatMap((each) => (leftover.test(each.text) ? passed(each.text) : [each]));
  }
  return lines.map((each) => ({ ...each, text: disarmed(each.text) }));
}

/**
 * Takes the '<' away from what could still open an element, also where invisible characters or a line break between hid it so
 * far. Rounds are bounded; after the last no '<' is left at all.
 */
export function disarmed(text: string): string {
  if (!text.includes('<')) return text;
  let rest = text.replace(/<(?:\s*<)+/g, '<');
  for (let round = 0; round < 4; round++) {
    if (rest.search(dangerous) === -1) return rest;
    rest = rest.replace(dangerous, '');
  }
  return rest.replaceAll('<', '');
}

/**
 * Blocks of HTML, or lines of plain text, in order; none empty. Tags gone, entities decoded, spaces single. Markup that was
 * escaped twice is taken out too, so no '<script' is ever left. Linear; input beyond 200,000 characters is cut.
 */
export function htmlToLines(html: string): Line[] {
  const text = html.length > maxHtml ? html.slice(0, maxHtml) : html;
  const read = hasMarkup(text)
    ? passed(text.replace(/\s+/g, ' '))
    : plainLines(text).flatMap((line) => (line.text.includes('&') ? passed(line.text) : [line]));
  return read
    .flatMap((line) => (line.text.includes('<') ? harmless(line) : [line]))
    .map((line) => ({ ...line, text: line.text.replace(controls, '').replace(/\s+/g, ' ').trim() }))
    .filter((line) => line.text !== '');
}

/** As `htmlToLines`, as one text with a newline between the blocks. */
export function htmlToText(html: string): string {
  const lines = htmlToLines(html);
  return disarmed(lines.map((line) => line.text).join('\n'));
}

/** As `htmlToLines`, on one line. */
export function htmlToLine(html: string): string {
  return htmlToText(html).replace(/\n/g, ' ');
}
