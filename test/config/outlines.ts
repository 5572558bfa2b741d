/** Reads an OPML file strictly, for tests: anything that is not well-formed throws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Attributes = Readonly<Record<string, string>>;

const root = join(import.meta.dirname, '../../config');
const attribute = /\s+([A-Za-z:]+)="([^"<]*)"/y;
const bareAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/;

/** The outlines with an xmlUrl, in order, each with `depth`, the number of folders around it. */
export function readOutlines(name: string): (Attributes & { readonly depth: string })[] {
  const text = readFileSync(join(root, name), 'utf8');
  if (bareAmpersand.test(text)) throw new Error('a bare ampersand');
  const open: string[] = [];
  const found: (Attributes & { readonly depth: string })[] = [];
  for (const [, tag] of text.replace(/<!--.*?-->|<\?.*?\?>/gs, '').matchAll(/<([^>]*)>/g)) {
    const isClosing = (tag as string).startsWith('/');
    const name = /^\/?([a-z]+)/.exec(tag as string)?.[1] ?? '';
    if (isClosing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const attributes = readAttributes((tag as string).replace(/\/$/, ''), name);
    const folders = open.filter((each) => each === 'outline').length;
    if (name === 'outline' && attributes.xmlUrl !== undefined) found.push({ ...attributes, depth: String(folders) });
    if (!(tag as string).endsWith('/')) open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`);
  return found;
}

function readAttributes(tag: string, name: string): Attributes {
  const attributes: Record<string, string> = {};
  attribute.lastIndex = name.length;
  let at = name.length;
  for (let match = attribute.exec(tag); match !== null; match = attribute.exec(tag)) {
    const [whole, key, value] = match as unknown as [string, string, string];
    if (key in attributes) throw new Error(`${key} twice in <${tag}>`);
    attributes[key] = value
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    at += whole.length;
  }
  if (tag.slice(at).trim() !== '') throw new Error(`cannot read <${tag}>`);
  return attributes;
}
