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
  /<(?:!--[^>]{0,2000}--|\/?(?:a|abbr|acronym|applet|article|aside|b|base|big|blink|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption|figure|font|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|li|link|meta|nobr|object|ol|p|param|picture|pre|q|s|script|section|small|source|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr)\b[^<>]{0,4000})>/i;

/** What may never be left, closed or not: a sign that opens an element which runs or loads. */
const dangerous =
  /<(?=[\s\u0000]*(?:!|\/|\?)?\s*(?:script|style|iframe|frame|object|embed|applet|base|meta|link|svg|math|form|img|body|html|video|audio|input|a\s)\b)/gi;

const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text without control, zero-width and direction-changing characters. Joiners stay where a script needs them. */
export function withoutControls(text: string): string {
  return text
    .replace(invisible, '')
    .replace(/(?<![\p{L}\p{M}\p{Emoji}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Emoji}])/gu, '');
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

/** One pass of the parser: text with a line break at each block. */
function passed(html: string): string {
  const parts: string[] = [];
  /** Where the text of each silent element began. One that is never closed hides nothing (but a script does). */
  const hidden: { readonly name: string; readonly at: number }[] = [];
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (silent.has(name)) hidden.push({ name, at: parts.length });
        else if (blocks.has(name)) parts.push('\n');
      },
      onclosetag: (name, isImplied) => {
        if (blocks.has(name)) parts.push('\n');
        if (hidden.at(-1)?.name !== name) return;
        const opened = hidden.pop();
        if (opened !== undefined && (!isImplied || name === 'script' || name === 'style')) parts.length = opened.at;
      },
      ontext: (text) => parts.push(text),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(withoutComments(html));
  return parts.join('');
}

/** In plain text lines end where they end; in HTML a line break is a space. */
const hasMarkup = (text: string): boolean => /<[a-z!/]/i.test(text);

/**
 * Plain text of HTML, or of text: tags gone, entities decoded, spaces single, one line a paragraph. Markup that was escaped
 * twice is taken out too, so no '<script' is ever left. Linear; input beyond 200,000 characters is cut.
 */
export function htmlToText(html: string): string {
  let text = html.length > maxHtml ? html.slice(0, maxHtml) : html;
  if (/[<&]/.test(text)) {
    text = passed(hasMarkup(text) ? text.replace(/\s+/g, ' ') : text);
    for (let round = 0; round < 2 && leftover.test(text); round++) text = passed(text.replace(/\n/g, '<br>'));
    while (dangerous.test(text)) text = text.replace(dangerous, '');
  }
  return tidyLines(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g, ''));
}

function tidyLines(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** As `htmlToText`, on one line. */
export function htmlToLine(html: string): string {
  return htmlToText(html).replace(/\n/g, ' ');
}
