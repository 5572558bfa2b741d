/** Files that people send: fetched from Discord, capped, read as text. */
import type { APIAttachment } from 'discord.js';
import type { MessageFile } from '../../src/model.ts';
import type { Connection } from './connection.ts';

/** Lists of feeds and topics are small; more than this is no list. */
const maxFileBytes = 1_000_000;
const downloadMs = 20_000;

export type Fetched =
  | { readonly kind: 'file'; readonly file: MessageFile }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'failed' };

/** Fetches an attachment. Never throws; its address, which is signed, is never logged. */
export async function fetchAttachment(line: Connection, attachment: APIAttachment): Promise<Fetched> {
  if (attachment.size > maxFileBytes) return { kind: 'tooLarge' };
  try {
    const response = await fetch(attachment.url, { signal: AbortSignal.timeout(downloadMs) });
    if (!response.ok || response.body === null) return { kind: 'failed' };
    const bytes = await readCapped(response.body);
    if (bytes === undefined) return { kind: 'tooLarge' };
    const mediaType = attachment.content_type ?? 'text/plain';
    return { kind: 'file', file: { name: attachment.filename, mediaType, content: textOf(bytes) } };
  } catch (error) {
    line.host.log.warn({ reason: (error as Error).name }, 'a file could not be fetched from Discord');
    return { kind: 'failed' };
  }
}

async function readCapped(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxFileBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** UTF-8 unless a byte order mark says UTF-16; the mark is left out. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
