/** `parse_mode: 'HTML'` as the Bot API server reads it, with its error texts. */
import type { Entity } from './telegram-entities.ts';

const types: Readonly<Record<string, Entity['type']>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
};
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Text and entities, or the description of the refusal. */
export function parseHtml(html: string): { readonly text: string; readonly entities: readonly Entity[] } | string {
  let text = '';
  const entities: Entity[] = [];
  const open: { readonly tag: string; readonly attributes: string; readonly at: number }[] = [];
  for (const { 0: token, 1: slash, 2: name, 3: attributes = '', 4: sign, index } of html.matchAll(
    /<(\/?)([a-z-]*)([^>]*)>|&(#\d+|#x[\da-f]+|\w+);|[^<&]+|[<&]/gi,
  )) {
    const offset = Buffer.byteLength(html.slice(0, index));
    if (token === '<') return refuse(`Unclosed start tag at byte offset ${offset}`);
    if (sign !== undefined) text += character(sign) ?? token;
    else if (name === undefined) text += token;
    else if (slash === '') {
      if (types[name] === undefined) return refuse(`Unsupported start tag "${name}" at byte offset ${offset}`);
      open.push({ tag: name, attributes, at: text.length });
    } else {
      const last = open.pop();
      if (last === undefined) return refuse(`Unexpected end tag at byte offset ${offset}`);
      if (last.tag !== name) {
        return refuse(`Unmatched end tag at byte offset ${offset}, expected "</${last.tag}>", found "</${name}>"`);
      }
      entities.push(...entityOf(last.tag, last.attributes, last.at, text.length - last.at));
    }
  }
  const left = open.at(-1);
  if (left !== undefined) return refuse(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities };
}

function refuse(reason: string): string {
  return `Bad Request: can't parse entities: ${reason}`;
}

function character(sign: string): string | undefined {
  if (!sign.startsWith('#')) return named[sign];
  const code = /^#x/i.test(sign) ? Number.parseInt(sign.slice(2), 16) : Number(sign.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function entityOf(tag: string, attributes: string, offset: number, length: number): readonly Entity[] {
  if (length === 0) return [];
  const isExpandable = tag === 'blockquote' && /\sexpandable\b/.test(attributes);
  const type = isExpandable ? 'expandable_blockquote' : types[tag];
  const url = /href="([^"]*)"/.exec(attributes)?.[1];
  if (type === 'text_link') return url === undefined ? [] : [{ type, offset, length, url }];
  return [{ type, offset, length } as Entity];
}
