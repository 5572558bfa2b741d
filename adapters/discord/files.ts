/** Files that people send, by way of Discord. */
import type { APIAttachment } from 'discord.js';
import { type Fetched, fetchFile } from '../../src/plain/file.ts';
import type { Connection } from './connection.ts';

/** Fetches an attachment. Never throws; its address, which is signed, is never logged. */
export async function fetchAttachment(line: Connection, attachment: APIAttachment): Promise<Fetched> {
  const { filename: name, content_type: mediaType, size: bytes, url } = attachment;
  const fetched = await fetchFile(url, { name, mediaType, bytes });
  if (fetched.kind === 'failed') {
    const reason = fetched.reason.replaceAll(url, '[address]');
    line.host.log.warn({ reason }, 'a file could not be fetched from Discord');
  }
  return fetched;
}
