/** Files that people send: fetched from where a platform keeps them, capped, read as text. */
import type { MessageFile } from '../model.ts';

/** Lists of feeds and topics are small; more than this is no list. */
export const maxFileBytes = 1_000_000;
const downloadMs = 20_000;

export type Fetched =
  | { readonly kind: 'file'; readonly file: MessageFile }
  | { readonly kind: 'tooLarge' }
  /** `reason` may hold the address. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What a platform says of a file; a size of 0 where it says none. */
export interface Announced {
  readonly name: string;
  readonly mediaType: string | undefined;
  readonly bytes: number;
}

/** Never throws. The address is a platform's own and may be secret: it is for the caller to redact. */
export async function fetchFile(address: string, { name, mediaType, bytes }: Announced): Promise<Fetched> {
  if (bytes > maxFileBytes) return { kind: 'tooLarge' };
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(downloadMs) });
    if (!response.ok || response.body === null) return { kind: 'failed', reason: `HTTP ${response.status}` };
    const body = await readCapped(response.body);
    if (body === undefined) return { kind: 'tooLarge' };
    return { kind: 'file', file: { name, mediaType: mediaType ?? 'text/plain', content: textOf(body) } };
  } catch (error) {
    return { kind: 'failed', reason: String(error) };
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
