/** A small tree of elements with names that no longer depend on a feed's prefixes; both readers make it. */

export interface Node {
  /** Lower case; RSS's own elements bare ('title'), the others under a fixed prefix ('atom:title', 'dc:date'). */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Node | string)[];
  /** In force here: xml:base resolved against what surrounds it, and xml:lang. */
  readonly base: string;
  readonly lang: string | undefined;
}

const rssUris =
  /^https?:\/\/(backend\.userland\.com\/rss|blogs\.law\.harvard\.edu\/tech\/rss|(www\.)?purl\.org\/(net\/)?rss|(my|channel)\.netscape\.com\/|(www\.)?rssboard\.org|cyber\.law\.harvard\.edu)/;

/** By a piece of the address, as feeds vary the rest (http or https, a slash more, a version). */
const namespaces: readonly (readonly [RegExp, string])[] = [
  [/w3\.org\/2005\/atom|purl\.org\/(atom|echo|pie)|example\.com\/necho|echo\/namespace/i, 'atom:'],
  [rssUris, ''],
  [/purl\.org\/rss\/1\.0\/modules\/content/i, 'content:'],
  [/purl\.org\/dc\/terms/i, 'dcterms:'],
  [/purl\.org\/(dc|metadata\/dublin_core)/i, 'dc:'],
  [/search\.yahoo\.com\/mrss|rssboard\.org\/media-rss/i, 'media:'],
  [/itunes\.(apple\.)?com\/dtds\/podcast/i, 'itunes:'],
  [/purl\.org\/rss\/1\.0\/modules\/syndication/i, 'sy:'],
  [/w3\.org\/1999\/xhtml/i, 'xhtml:'],
  [/22-rdf-syntax-ns/i, 'rdf:'],
  [/rssnamespace\.org\/feedburner/i, 'feedburner:'],
];

/** The fixed prefix for a namespace's address, or undefined when it is none that we read. */
export function prefixFor(uri: string): string | undefined {
  const modules = /modules|mrss|media-rss/i.test(uri);
  return namespaces.find(([pattern, prefix]) => pattern.test(uri) && !(prefix === '' && modules))?.[1];
}

const elementChildren = (node: Node): Node[] => node.children.filter((child) => typeof child !== 'string');

/** The children of these names, in the order of the names, then of the document. */
export function childrenOf(node: Node, ...names: readonly string[]): Node[] {
  const found: Node[] = [];
  for (const name of names) {
    for (const child of node.children) if (typeof child !== 'string' && child.name === name) found.push(child);
  }
  return found;
}

/** All text below, as it stands. */
function textOf(node: Node): string {
  return node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));

/** The inside of an element as HTML. */
function markupOf(node: Node): string {
  return node.children
    .map((child) => {
      if (typeof child === 'string') return escapeHtml(child);
      const name = child.name.replace(/^[\w.-]*:/, '');
      const attributes = Object.entries(child.attributes)
        .filter(([key]) => !key.includes(':') && key !== 'xmlns')
        .map(([key, value]) => ` ${key}="${escapeHtml(value).replace(/"/g, '&quot;')}"`);
      return `<${name}${attributes.join('')}>${markupOf(child)}</${name}>`;
    })
    .join('');
}

function isEncodedText(text: string): boolean {
  const packed = text.replace(/\s+/g, '');
  return (
    packed.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(packed) &&
    !Buffer.from(packed, 'base64').toString('utf8').includes('\ufffd')
  );
}

/** Atom 0.3 says so; in Atom 1.0 every media type but text and XML is base64 (RFC 4287, 4.1.3.3). */
function isBase64(node: Node): boolean {
  const { mode, type = '' } = node.attributes;
  if (mode === 'base64') return true;
  return (
    node.name.startsWith('atom:') && /^(?!text\/)[\w.-]+\/(?!(?:.*\+)?xml\b)/i.test(type) && isEncodedText(textOf(node))
  );
}

/**
 * An element's value as HTML or text. Markup inside it (xhtml, or HTML that was not escaped) is written out again;
 * base64 of Atom 0.3 is decoded.
 */
export function contentOf(node: Node): string {
  if (isBase64(node)) return Buffer.from(textOf(node), 'base64').toString('utf8').trim();
  if (elementChildren(node).length > 0) return markupOf(node).trim();
  return textOf(node).trim();
}
