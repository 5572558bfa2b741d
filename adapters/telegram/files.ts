/** Documents that people send, by way of Telegram. */
import type { Message } from 'grammy/types';
import { type Fetched, fetchFile, maxFileBytes } from '../../src/plain/file.ts';
import { attempt, type Connection } from './connection.ts';

/** Fetches a document. Never throws; the address, which holds the token, is never logged. */
export async function fetchDocument(line: Connection, document: NonNullable<Message['document']>): Promise<Fetched> {
  const { file_name: name = 'file', mime_type: mediaType, file_size: bytes = 0 } = document;
  if (bytes > maxFileBytes) return { kind: 'tooLarge' };
  const found = await attempt(line, () => line.api.getFile(document.file_id));
  if (!found.ok) return { kind: 'failed', reason: found.failure.reason };
  if (found.value.file_path === undefined) return { kind: 'failed', reason: 'Telegram gave no path' };
  const address = `${line.apiRoot}/file/bot${line.token}/${found.value.file_path}`;
  const fetched = await fetchFile(address, { name, mediaType, bytes });
  if (fetched.kind === 'failed') {
    line.host.log.warn({ reason: line.redact(fetched.reason) }, 'a document could not be fetched from Telegram');
  }
  return fetched;
}
