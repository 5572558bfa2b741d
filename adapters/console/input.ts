/** What a typed line asks of the core, and what Tab may complete it to. */
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Address, Incoming, Message, MessageFile } from '../../src/model.ts';
import type { ChannelHost } from '../../src/ports.ts';

export const address: Address = { platform: 'console', id: 'console' };
const mostBytes = 5_000_000;

/** A line as an incoming command; `/do ACTION` as a pressed button; `/import FILE` with the file's content. */
export async function toIncoming(typed: string, locale: string | undefined): Promise<Incoming> {
  const press = /^\/do\s+(.+)$/i.exec(typed);
  const path = /^\/import\s+(\S.*)$/i.exec(typed)?.[1];
  const file = path === undefined ? undefined : await readLocalFile(path);
  const text = press === null ? (file === undefined ? typed : '/import') : undefined;
  return {
    // Unique over restarts too: the core answers an id only once.
    updateId: randomUUID(),
    address,
    chatKind: 'private',
    chatTitle: undefined,
    person: { id: 'console', name: undefined, isManager: true, locale },
    text,
    action: press?.[1]?.trim(),
    messageRef: press === null ? undefined : { address, id: '' },
    file,
  };
}

async function readLocalFile(path: string): Promise<MessageFile | undefined> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return undefined;
    return { name: basename(path), mediaType: 'text/plain', content: await readFile(path, 'utf8') };
  } catch {
    return undefined;
  }
}

/** Whole lines that the typed one may become: commands, then what stands after them; the last message's buttons after `/do`. */
export async function complete(typed: string, host: ChannelHost, last: Message | undefined): Promise<string[]> {
  const found = /^\/(\S*)(?:\s+(.*))?$/.exec(typed);
  if (found === null) return [];
  const [, name = '', rest] = found;
  if (rest === undefined)
    return ['do', ...host.commands.map((command) => command.name)]
      .filter((one) => one.startsWith(name))
      .map((one) => `/${one} `);
  if (name === 'do') {
    const actions = (last?.buttons ?? []).flat().map(({ action }) => action);
    return actions.filter((action) => action.startsWith(rest)).map((action) => `/do ${action}`);
  }
  const suggestions = await host.suggest(address, name, rest).catch(() => []);
  return suggestions.map(({ value }) => `/${name} ${value}`);
}
