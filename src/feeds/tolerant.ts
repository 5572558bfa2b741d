/** The second reader: any XML, however broken, as far as it goes. One pass, entry by entry, so that memory stays small. */
import { Parser } from 'htmlparser2';
import { resolveLink } from './links.ts';
import { type Node, prefixFor } from './nodes.ts';

/** What a document holds: what stands outside the entries, and the entries in order. */
export interface Document {
  readonly root: Node;
  readonly entries: readonly Node[];
}

interface Frame {
  readonly node: Node;
  readonly rawName: string;
  /** Declared prefixes that differ from those of the surrounding element. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** Deeper nesting is never news; a limit keeps every step cheap. */
const maxDepth = 200;
/** Start tags without an end tag so far: the parser searches them at every end tag. */
const maxOpen = 5_000;
/** Namespace declarations in force. */
const maxPrefixes = 64;

/** The elements that a feed begins with. */
export const feedRoots: ReadonlySet<string> = new Set(['rss', 'rdf:rdf', 'atom:feed', 'channel', 'rdf', 'atom:entry']);

const entryNames = new Set(['item', 'atom:entry', 'rdf:item']);
const leaves = /^(atom:)?(title|link|guid|id|pubdate|published|updated|author|category|dc:\w+)$/;
const fields =
  /^(atom:)?(title|link|guid|id|pubdate|published|updated|description|summary|content|author|category|enclosure|item|entry|dc:\w+|content:encoded)$/;

class DepthReached extends Error {}

/** Reads `xml` as far as it goes. Undefined when it holds no element of a feed. */
export function readTolerantly(xml: string, base: string, onEntry: (entry: Node) => void): Node | undefined {
  const grower = new Grower(base, onEntry);
  let open = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (++open > maxOpen) throw new DepthReached();
        grower.open(name, attributes);
      },
      onclosetag: (name) => {
        open--;
        grower.close(name);
      },
      ontext: (text) => grower.text(text),
    },
    { xmlMode: true },
  );
  try {
    parser.end(xml);
  } catch (error) {
    if (!(error instanceof DepthReached)) throw error;
  }
  return grower.finish();
}

class Grower {
  private readonly stack: Frame[] = [];
  private readonly top: Node;
  private readonly onEntry: (entry: Node) => void;
  private openEntries = 0;

  constructor(base: string, onEntry: (entry: Node) => void) {
    this.top = { name: '', attributes: {}, children: [], base, lang: undefined };
    this.onEntry = onEntry;
  }

  open(rawName: string, rawAttributes: Record<string, string>): void {
    if (this.stack.length >= maxDepth) throw new DepthReached();
    const declared = prefixesWith(this.stack.at(-1)?.prefixes, rawAttributes);
    const prefixes = this.stack.length === 0 ? withAtom(rawName, declared) : declared;
    const name = resolvedName(rawName, prefixes);
    this.closeForgotten(name);
    const parent = this.stack.at(-1)?.node ?? this.top;
    const node = nodeOf(name, rawAttributes, prefixes, parent);
    this.stack.push({ node, rawName, prefixes });
    if (entryNames.has(name)) this.openEntries++;
  }

  /** A field that begins inside another field, or an entry inside an entry: the end tag was forgotten. */
  private closeForgotten(name: string): void {
    if (entryNames.has(name) && this.openEntries > 0) {
      while (this.openEntries > 0) this.pop();
      return;
    }
    while (this.stack.length > 1 && leaves.test(this.stack.at(-1)?.node.name ?? '') && fields.test(name)) {
      // Atom's own nesting: a title within a source, a name within an author.
      if (/author$/.test(this.stack.at(-1)?.node.name ?? '')) return;
      this.pop();
    }
  }

  close(rawName: string): void {
    const at = this.stack.findLastIndex((frame) => frame.rawName === rawName);
    while (at !== -1 && this.stack.length > at) this.pop();
  }

  text(text: string): void {
    this.stack.at(-1)?.node.children.push(text);
  }

  finish(): Node | undefined {
    while (this.stack.length > 0) this.pop();
    const elements = this.top.children.filter((child) => typeof child !== 'string');
    // Some servers print a warning in front of the feed.
    return rootAmong(elements) ?? elements[0];
  }

  private pop(): void {
    const frame = this.stack.pop();
    if (frame === undefined) return;
    if (entryNames.has(frame.node.name)) {
      this.openEntries--;
      this.onEntry(frame.node);
      return;
    }
    (this.stack.at(-1)?.node ?? this.top).children.push(frame.node);
  }
}

/** How many elements a feed may be wrapped into: an envelope, a page. */
const maxWraps = 4;

function rootAmong(elements: readonly Node[], depth = 0): Node | undefined {
  const root = elements.find((element) => feedRoots.has(element.name));
  if (root !== undefined || depth === maxWraps || elements.length === 0) return root;
  const inside = elements.flatMap(({ children }) => children.filter((child) => typeof child !== 'string'));
  return rootAmong(inside, depth + 1);
}

/** A `<feed>` that forgot to declare its namespace, or declares one that nobody knows, is Atom all the same. */
function withAtom(rawName: string, prefixes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return rawName.toLowerCase() === 'feed' && (prefixes.get('') ?? '') === ''
    ? new Map([...prefixes, ['', 'atom:']])
    : prefixes;
}

const noPrefixes: ReadonlyMap<string, string> = new Map();

function prefixesWith(
  outer: ReadonlyMap<string, string> | undefined,
  attributes: Record<string, string>,
): ReadonlyMap<string, string> {
  let prefixes = outer ?? noPrefixes;
  let isCopied = false;
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    if (prefixes.size >= maxPrefixes) break;
    if (!isCopied) prefixes = new Map(prefixes);
    isCopied = true;
    const own = name === 'xmlns' ? '' : `${name.slice(6).toLowerCase()}:`;
    (prefixes as Map<string, string>).set(own, prefixFor(value) ?? own);
  }
  return prefixes;
}

function resolvedName(rawName: string, prefixes: ReadonlyMap<string, string>): string {
  const lower = rawName.toLowerCase();
  const colon = lower.indexOf(':');
  const prefix = lower.slice(0, colon + 1);
  return (prefixes.get(prefix) ?? prefix) + lower.slice(colon + 1);
}

function nodeOf(
  name: string,
  rawAttributes: Record<string, string>,
  prefixes: ReadonlyMap<string, string>,
  parent: Node,
): Node {
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(rawAttributes)) {
    attributes[key.includes(':') ? resolvedName(key, prefixes) : key.toLowerCase()] = value;
  }
  return inContext(name, attributes, parent);
}

/** A node that takes over base and language from its parent where it names none. */
export function inContext(
  name: string,
  attributes: Readonly<Record<string, string>>,
  parent: Pick<Node, 'base' | 'lang'>,
): Node {
  const base = attributes['xml:base'];
  return {
    name,
    attributes,
    children: [],
    base: base === undefined ? parent.base : resolveLink(base, parent.base),
    lang: attributes['xml:lang'] ?? parent.lang,
  };
}
