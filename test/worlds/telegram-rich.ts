/** Rich messages as the Bot API server checks them, as strictly as its documentation words it. */
import type { InputRichMessage } from 'grammy/types';

type Node = Readonly<Record<string, unknown>>;

const blockTypes = new Set('paragraph heading divider anchor list blockquote expandable_blockquote details'.split(' '));
const textTypes = new Set('bold italic code url date_time anchor_link'.split(' '));
const maxCharacters = 32_768;
const maxBlocks = 500;

/** Why the server refuses it, or what it holds. Only what the bot uses is known here: anything else is a mistake. */
export function readRich(
  message: InputRichMessage | undefined,
): string | { readonly text: string; readonly links: readonly string[] } {
  const blocks = (message?.blocks ?? []) as readonly unknown[];
  if (blocks.length === 0) return 'rich message is empty';
  const seen: Seen = { blocks: 0, links: [], anchors: new Set(), wanted: new Set(), wrong: [] };
  for (const block of blocks) readBlock(block as Node, seen);
  const text = richCharacters(blocks);
  if (text.length > maxCharacters) return 'rich message is too long';
  if (seen.blocks > maxBlocks) return 'rich message has too many blocks';
  if (message?.skip_entity_detection !== true) seen.wrong.push('texts of others are left to be linked');
  for (const name of seen.wanted) if (!seen.anchors.has(name)) seen.wrong.push(`no anchor ${name}`);
  return seen.wrong[0] ?? { text, links: seen.links };
}

interface Seen {
  blocks: number;
  readonly links: string[];
  readonly anchors: Set<string>;
  readonly wanted: Set<string>;
  readonly wrong: string[];
}

function readBlock(block: Node, seen: Seen): void {
  seen.blocks += 1;
  const { type, text, blocks, items, summary, name, size } = block;
  if (!blockTypes.has(String(type))) seen.wrong.push(`a block of type ${String(type)}`);
  if (type === 'heading' && !(Number(size) >= 1 && Number(size) <= 6))
    seen.wrong.push(`a heading of size ${String(size)}`);
  if (type === 'anchor') seen.anchors.add(String(name));
  if (text !== undefined) readText(text, seen);
  if (type === 'paragraph' && richCharacters(text).trim() === '') seen.wrong.push('an empty paragraph');
  if (summary !== undefined) readText(summary, seen);
  for (const inner of (blocks ?? []) as readonly Node[]) readBlock(inner, seen);
  for (const item of (items ?? []) as readonly { readonly blocks: readonly Node[] }[]) {
    seen.blocks += 1;
    for (const inner of item.blocks) readBlock(inner, seen);
  }
}

function readText(text: unknown, seen: Seen): void {
  if (typeof text === 'string') {
    if (!text.isWellFormed()) seen.wrong.push('strings must be encoded in UTF-8');
    return;
  }
  if (Array.isArray(text)) {
    for (const part of text) readText(part, seen);
    return;
  }
  const node = text as Node;
  if (!textTypes.has(String(node.type))) seen.wrong.push(`a text of type ${String(node.type)}`);
  if (node.type === 'url') {
    if (!/^https?:\/\/\S+$/.test(String(node.url))) seen.wrong.push(`a link to ${String(node.url)}`);
    seen.links.push(String(node.url));
  }
  if (node.type === 'anchor_link') seen.wanted.add(String(node.anchor_name));
  readText(node.text, seen);
}

/** All the words of rich blocks, in order. */
export function richCharacters(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(richCharacters).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { text, blocks, items, summary } = value as Record<string, unknown>;
  return [summary, text, blocks, items].map(richCharacters).join('') + ('blocks' in value ? '\n' : '');
}
