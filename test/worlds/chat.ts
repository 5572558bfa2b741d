/** Chats that type and press, over the real commands, a store in memory and an invented engine. */
import { openMemory } from '../../adapters/memory/index.ts';
import { type Commands, createCommands } from '../../src/chats/commands.ts';
import type { CommandSettings } from '../../src/chats/visit.ts';
import { type Catalogue, loadCatalogue } from '../../src/messages/say.ts';
import type { Answer, Block, ChatId, Incoming, Message, MessageFile, Role } from '../../src/model.ts';
import type { Log } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { createManualClock, type ManualClock } from './clock.ts';
import { createFakeNews, type FakeNews } from './news.ts';

interface Typing {
  readonly chat?: string;
  readonly platform?: string;
  readonly person?: string;
  readonly kind?: Incoming['chatKind'];
  readonly isManager?: boolean;
  readonly locale?: string;
  /** The server that the chat is in. */
  readonly home?: string;
  readonly thread?: string;
  readonly file?: MessageFile;
  readonly updateId?: string;
  /** Chosen beside the text. */
  readonly role?: Role;
  /** Sees the answer as it is so far. */
  readonly show?: (partial: Message) => void;
}

export interface ChatWorld {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly news: FakeNews;
  readonly catalogue: Catalogue;
  readonly commands: Commands;
  readonly logged: string[];
  /** Types a line in `telegram:7`, a private chat of person 7 unless told otherwise. */
  type(text: string, how?: Typing): Promise<Answer>;
  press(action: string, how?: Typing): Promise<Answer>;
  /** The text of the answer to a typed line. */
  ask(text: string, how?: Typing): Promise<string>;
  record(id?: string): Promise<ChatRecord>;
}

let updates = 0;
/** Reads files: one for all worlds. */
const catalogue = loadCatalogue();

function incoming(how: Typing, what: Partial<Incoming>): Incoming {
  const id = how.chat ?? '7';
  const kind = how.kind ?? 'private';
  return {
    updateId: how.updateId ?? `u${++updates}`,
    address: {
      platform: how.platform ?? 'telegram',
      id,
      ...(how.thread === undefined ? {} : { thread: how.thread }),
      ...(how.home === undefined ? {} : { home: how.home }),
    },
    chatKind: kind,
    chatTitle: undefined,
    person: {
      id: how.person ?? '7',
      name: undefined,
      isManager: how.isManager ?? kind === 'private',
      locale: how.locale,
    },
    text: undefined,
    action: undefined,
    messageRef: undefined,
    file: how.file,
    ...(how.role !== undefined && { role: how.role }),
    ...what,
  };
}

export async function makeChatWorld(settings: Partial<CommandSettings> = {}): Promise<ChatWorld> {
  const store = await openStore(openMemory());
  const clock = createManualClock();
  const news = createFakeNews(store);
  const logged: string[] = [];
  const note: Log['info'] = (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const commands = createCommands({
    store,
    news,
    catalogue,
    clock,
    log,
    settings: { administrators: [], ...settings },
  });
  const type: ChatWorld['type'] = (text, how = {}) => commands.handle(incoming(how, { text }), how.show);
  return {
    store,
    clock,
    news,
    catalogue,
    commands,
    logged,
    type,
    press: (action, how = {}) =>
      commands.handle(incoming(how, { action, messageRef: { address: { platform: 'telegram', id: '7' }, id: '1' } })),
    ask: async (text, how = {}) => textOf(await type(text, how)),
    async record(id = 'telegram:7') {
      const found = await store.chats.get(id as ChatId);
      if (found === undefined) throw new Error(`no record of ${id}`);
      return found;
    },
  };
}

/** All words of an answer: messages, replacement and toast. */
export function textOf(answer: Answer): string {
  const messages = [...answer.messages, ...(answer.replacement === undefined ? [] : [answer.replacement])];
  return [...(answer.toast === undefined ? [] : [answer.toast]), ...messages.map(messageText)].join('\n');
}

function messageText(message: Message): string {
  return message.blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  if (block.kind === 'story') return `${block.lead.map(({ text }) => text).join('')}${block.story.title}`;
  if (block.kind === 'list') return block.items.map((item) => item.map(({ text }) => text).join('')).join('\n');
  return block.kind === 'divider' ? '' : block.spans.map(({ text }) => text).join('');
}

export function actionsOf(answer: Answer): string[] {
  const messages = [...answer.messages, ...(answer.replacement === undefined ? [] : [answer.replacement])];
  return messages.flatMap(({ buttons }) => buttons.flat().map(({ action }) => action));
}
