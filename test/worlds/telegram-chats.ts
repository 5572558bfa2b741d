/** The chats of the fake Telegram: who is in them, what the bot may do there, what was posted. */
import type { InlineKeyboardMarkup, InputRichMessage, LinkPreviewOptions } from 'grammy/types';
import type { Entity } from './telegram-entities.ts';

export interface FakePerson {
  readonly id: number;
  readonly first_name: string;
  readonly is_bot: boolean;
  readonly language_code?: string;
  readonly username?: string;
}

/** A message as the chat shows it now, with its edits. */
export interface Shown {
  readonly id: number;
  readonly chat: number;
  readonly thread: number | undefined;
  text: string;
  entities: readonly Entity[];
  markup: InlineKeyboardMarkup | undefined;
  preview: LinkPreviewOptions | undefined;
  readonly isSilent: boolean;
  readonly replyTo: number | undefined;
  /** Only this person sees it. */
  readonly onlyFor: number | undefined;
  readonly rich: InputRichMessage | undefined;
  /** The address of its picture; its text is the caption then. */
  readonly photo: string | undefined;
  readonly document: { readonly name: string; readonly content: string } | undefined;
  /** Anything but an inline keyboard. */
  readonly otherMarkup: unknown;
  edits: number;
}

interface Draft {
  readonly id: number;
  readonly text: string;
  readonly rich: InputRichMessage | undefined;
}

type BotState =
  | 'member'
  | 'administrator'
  | 'left'
  | 'kicked'
  | 'blocked'
  | 'deactivated'
  | 'restricted'
  | 'deleted'
  | 'unknown';

export interface FakeChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  title: string;
  readonly isForum: boolean;
  readonly administrators: Set<number>;
  bot: BotState;
  /** Seconds between messages of one who is no administrator. */
  slowModeSeconds: number;
  lastPostAt: number;
  migratedTo: number | undefined;
  /** Threads by id; closed ones take no messages of members. */
  readonly threads: Map<number, { isClosed: boolean }>;
  readonly shown: Shown[];
  /** What stands below the messages as being written, until a message comes. */
  draft: Draft | undefined;
  readonly drafts: Draft[];
  /** When the bot was last seen typing. */
  typingAt: number | undefined;
  nextId: number;
}

export function newChat(id: number, type: FakeChat['type'], title: string, extra: Partial<FakeChat> = {}): FakeChat {
  return {
    id,
    type,
    title,
    isForum: false,
    administrators: new Set(),
    bot: type === 'channel' ? 'administrator' : 'member',
    slowModeSeconds: 0,
    lastPostAt: Number.NEGATIVE_INFINITY,
    migratedTo: undefined,
    threads: new Map(),
    shown: [],
    draft: undefined,
    drafts: [],
    typingAt: undefined,
    nextId: 1,
    ...extra,
  };
}

export interface Refusal {
  readonly code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

/** Why the bot cannot write here, in the words of the Bot API server. */
export function refuseWriting(chat: FakeChat, thread: number | undefined): Refusal | undefined {
  if (chat.migratedTo !== undefined) {
    const parameters = { migrate_to_chat_id: chat.migratedTo };
    return { code: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters };
  }
  const name = chat.type === 'private' ? 'user' : `${chat.type} chat`;
  const refusals: Partial<Record<BotState, Refusal>> = {
    unknown: { code: 400, description: 'Bad Request: chat not found' },
    blocked: { code: 403, description: 'Forbidden: bot was blocked by the user' },
    deactivated: { code: 403, description: 'Forbidden: user is deactivated' },
    kicked: { code: 403, description: `Forbidden: bot was kicked from the ${name}` },
    left: { code: 403, description: `Forbidden: bot is not a member of the ${name}` },
    deleted: { code: 403, description: 'Forbidden: the group chat was deleted' },
    restricted: { code: 400, description: 'Bad Request: not enough rights to send text messages to the chat' },
  };
  const refusal = refusals[chat.bot];
  if (refusal !== undefined) return refusal;
  if (chat.type === 'channel' && chat.bot !== 'administrator') {
    return { code: 403, description: 'Forbidden: need administrator rights in the channel chat' };
  }
  return refuseThread(chat, thread);
}

/** For how many seconds slow mode keeps the bot from writing; administrators are free of it. */
export function slowFor(chat: FakeChat, now: number): number {
  if (chat.bot === 'administrator') return 0;
  return Math.max(0, Math.ceil((chat.lastPostAt + chat.slowModeSeconds * 1000 - now) / 1000));
}

function refuseThread(chat: FakeChat, thread: number | undefined): Refusal | undefined {
  if (thread === undefined) return undefined;
  const found = chat.threads.get(thread);
  if (found === undefined) return { code: 400, description: 'Bad Request: message thread not found' };
  if (found.isClosed && chat.bot !== 'administrator') return { code: 400, description: 'Bad Request: TOPIC_CLOSED' };
  return undefined;
}
