/** What Telegram's updates mean: a typed line, a pressed button, a change of membership… Pure reading, no calls. */
import type { CallbackQuery, InlineQuery, Message, Update, UserFromGetMe } from 'grammy/types';
import type { Address, ChatKind } from '../../src/model.ts';
import { readStart } from './links.ts';

/** Who did it, before it is known whether they manage the chat. */
export interface Actor {
  readonly id: string;
  readonly name: string | undefined;
  readonly locale: string | undefined;
  /** True for anonymous administrators and for posts of a channel itself. */
  readonly isChatItself: boolean;
}

export interface Place {
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly chatTitle: string | undefined;
}

export interface Typed extends Place {
  readonly kind: 'typed';
  readonly actor: Actor;
  readonly messageId: number;
  /** The command itself was seen by the bot alone: its id among such messages. */
  readonly whisperId: number | undefined;
  readonly text: string | undefined;
  readonly document: NonNullable<Message['document']> | undefined;
  /** A message of the bot that this one answers: it may stand for a channel. */
  readonly answered: Message | undefined;
}

export interface Pressed extends Place {
  readonly kind: 'pressed';
  readonly actor: Actor;
  readonly query: CallbackQuery;
  readonly message: Message;
}

export type Act =
  | Typed
  | Pressed
  | { readonly kind: 'stray'; readonly queryId: string }
  | { readonly kind: 'inline'; readonly query: InlineQuery }
  | (Place & {
      readonly kind: 'location';
      readonly actor: Actor;
      readonly latitude: number;
      readonly longitude: number;
    })
  | (Place & { readonly kind: 'chatShared'; readonly actor: Actor; readonly chatId: number })
  | (Place & {
      readonly kind: 'membership';
      readonly actor: Actor;
      readonly isIn: boolean;
      readonly wasIn: boolean;
      readonly reason: string;
    })
  | { readonly kind: 'migrated'; readonly from: Address; readonly to: Address };

/** The kinds of update that the bot asks for. */
export const wantedUpdates = ['message', 'channel_post', 'callback_query', 'inline_query', 'my_chat_member'] as const;

/** What an update asks for, or undefined when it is nothing for the bot. */
export function readUpdate(update: Update, me: UserFromGetMe): Act | undefined {
  const message = update.message ?? update.channel_post;
  if (message !== undefined) return readMessage(message, me);
  if (update.callback_query !== undefined) return readPress(update.callback_query);
  if (update.inline_query !== undefined) return { kind: 'inline', query: update.inline_query };
  if (update.my_chat_member !== undefined) return readMembership(update.my_chat_member);
  return undefined;
}

/** Updates of one lane are handled in order: those of a chat. Inline questions stand each for themselves. */
export function laneOf(update: Update): string {
  const message = update.message ?? update.channel_post ?? update.callback_query?.message ?? update.my_chat_member;
  return message === undefined ? `update:${update.update_id}` : String(message.chat.id);
}

function readMessage(message: Message, me: UserFromGetMe): Act | undefined {
  const place = placeOf(message);
  if (message.migrate_to_chat_id !== undefined) {
    const to: Address = { platform: 'telegram', id: String(message.migrate_to_chat_id) };
    return { kind: 'migrated', from: { platform: 'telegram', id: place.address.id }, to };
  }
  // A linked channel's posts arrive in the group as if somebody had written them.
  if (message.is_automatic_forward || message.via_bot?.id === me.id || message.from?.id === me.id) return undefined;
  const actor = actorOf(message);
  if (message.chat_shared !== undefined)
    return { kind: 'chatShared', ...place, actor, chatId: message.chat_shared.chat_id };
  if (message.location !== undefined && place.chatKind === 'private') {
    return {
      kind: 'location',
      ...place,
      actor,
      latitude: message.location.latitude,
      longitude: message.location.longitude,
    };
  }
  return readTyped(message, place, actor, me);
}

function readTyped(message: Message, place: Place, actor: Actor, me: UserFromGetMe): Typed | undefined {
  const line = message.text ?? message.caption;
  const text = line === undefined ? undefined : addressed(line, place.chatKind, me.username);
  if (line !== undefined && text === undefined) return undefined;
  const replied = message.reply_to_message;
  const document = message.document ?? (text?.startsWith('/import') ? replied?.document : undefined);
  if (text === undefined && (document === undefined || place.chatKind !== 'private')) return undefined;
  const answered = replied?.from?.id === me.id ? replied : undefined;
  const { message_id: messageId, ephemeral_message_id: whisperId } = message;
  return { kind: 'typed', ...place, actor, messageId, whisperId, text, document, answered };
}

/**
 * The line as the core takes it: `@botname` taken off; undefined when it is not meant for this bot. In groups and channels
 * only commands and lines that begin with the bot's name are.
 */
export function addressed(line: string, chatKind: ChatKind, botName: string): string | undefined {
  const command = /^\/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?=\s|$)/.exec(line);
  if (command !== null) {
    const [head, name, target] = command;
    if (target !== undefined && target.toLowerCase() !== botName.toLowerCase()) return undefined;
    return readStart(`/${name!.toLowerCase()}${line.slice(head.length)}`.trim());
  }
  if (chatKind === 'private') return line.trim();
  const mention = `@${botName.toLowerCase()}`;
  const isMention = line.toLowerCase().startsWith(mention) && /^(?:\s|[,:]|$)/.test(line.slice(mention.length));
  const rest = line
    .slice(mention.length)
    .replace(/^[\s,:]+/, '')
    .trim();
  return isMention && rest !== '' ? rest : undefined;
}

function readPress(query: CallbackQuery): Act {
  const { message, data } = query;
  if (message === undefined || data === undefined) return { kind: 'stray', queryId: query.id };
  const actor: Actor = {
    id: String(query.from.id),
    name: nameOf(query.from),
    locale: query.from.language_code,
    isChatItself: false,
  };
  return { kind: 'pressed', ...placeOf(message as Message), actor, query, message: message as Message };
}

function readMembership(change: NonNullable<Update['my_chat_member']>): Act {
  const isIn = isPresent(change.new_chat_member);
  const wasIn = isPresent(change.old_chat_member);
  const actor: Actor = {
    id: String(change.from.id),
    name: nameOf(change.from),
    locale: change.from.language_code,
    isChatItself: false,
  };
  const place = placeOf({ chat: change.chat });
  return {
    kind: 'membership',
    ...place,
    actor,
    isIn,
    wasIn,
    reason: `the bot is now '${change.new_chat_member.status}' there`,
  };
}

/** In a channel the bot can only do something as an administrator who may post. */
function isPresent(member: NonNullable<Update['my_chat_member']>['new_chat_member']): boolean {
  if (member.status === 'administrator') return member.can_post_messages !== false;
  if (member.status === 'restricted') return member.is_member && member.can_send_messages;
  return member.status === 'member' || member.status === 'creator';
}

/** Threads are forum topics only; replies in other groups carry a thread id too, which is no destination. */
function placeOf(message: Pick<Message, 'chat'> & Partial<Message>): Place {
  const { chat } = message;
  const isThread = message.is_topic_message === true && message.message_thread_id !== undefined;
  const address: Address = {
    platform: 'telegram',
    id: String(chat.id),
    ...(isThread && { thread: String(message.message_thread_id) }),
  };
  const chatKind = chat.type === 'private' ? 'private' : chat.type === 'channel' ? 'channel' : 'group';
  return { address, chatKind, chatTitle: chat.title ?? nameOf(chat) };
}

/**
 * Anonymous administrators write as the group, channels as themselves; both manage the chat. Whoever writes in the name
 * of another channel is a stranger.
 */
function actorOf(message: Message): Actor {
  const chat = message.sender_chat;
  const isChatItself = message.chat.type === 'channel' || (chat !== undefined && chat.id === message.chat.id);
  const { from } = message;
  if (chat !== undefined || from === undefined) {
    const who = chat ?? message.chat;
    return { id: String(who.id), name: who.title ?? nameOf(who), locale: from?.language_code, isChatItself };
  }
  return { id: String(from.id), name: nameOf(from), locale: from.language_code, isChatItself };
}

function nameOf(who: {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
}): string | undefined {
  const full = [who.first_name, who.last_name].filter((part) => part !== undefined && part !== '').join(' ');
  return full === '' ? who.username : full;
}
