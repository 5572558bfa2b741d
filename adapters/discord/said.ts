/** Words of the adapter's own. */
import type { Message } from '../../src/model.ts';
import type { Connection } from './connection.ts';
import type { Actor } from './incoming.ts';

export function notice(
  line: Connection,
  actor: Actor,
  key: string,
  params: Readonly<Record<string, string>> = {},
): Message {
  return said(line.host.say(actor.locale, key, params));
}

export function said(text: string): Message {
  return {
    kind: 'notice',
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans: [{ text }] }],
    buttons: [],
    isLoud: false,
    isPrivate: true,
    previewUrl: undefined,
    file: undefined,
  };
}
