/** Documents that people send: fetched from Telegram, capped, read as text. */
import type { Message } from 'grammy/types';
import type { MessageFile } from '../../src/model.ts';
import { attempt, type Connection } from './connection.ts';

/** Lists of feeds and topics are small; more than this is no list. */
export const maxFileBytes = 1_000_000;
const downloadMs = 20_000;

export type Fetched =
  | { readonly kind: 'file'; readonly file: MessageFile }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'failed' };

/** Fetches a document. Never throws; the address, which holds the token, is never logged. */
export async function fetchDocument(line: Connection, document: NonNullable<Message['document']>): Promise<Fetched> {
  if ((document.file_size ?? 0) > maxFileBytes) return { kind: 'tooLarge' };
  const found = await attempt(line, () => line.api.getFile(document.file_id));
  if (!found.ok || found.value.file_path === undefined) return { kind: 'failed' };
  try {
    const address = `${line.apiRoot}/file/bot${line.token}/${found.value.file_path}`;
    const response = await fetch(address, { signal: AbortSignal.timeout(downloadMs) });
    if (!response.ok || response.body === null) return { kind: 'failed' };
    const bytes = await readCapped(response.body);
    if (bytes === undefined) return { kind: 'tooLarge' };
    const name = document.file_name ?? 'file';
    return { kind: 'file', file: { name, mediaType: document.mime_type ?? 'text/plain', content: textOf(bytes) } };
  } catch (error) {
    line.host.log.warn({ reason: line.redact(String(error)) }, 'a document could not be fetched from Telegram');
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
