/** What sends and edits of messages share. */
import type { Api } from 'grammy';
import type { MessageEntity } from 'grammy/types';
import type { Address, Message } from '../../src/model.ts';
import { safeUrl } from './clean.ts';
import { type Connection, kindOf, type signalOf, type Tried } from './connection.ts';
import { keyboardOf } from './keyboard.ts';
import { followLink } from './links.ts';
import type { Text } from './text.ts';

export type Other = NonNullable<Parameters<Api['sendMessage']>[2]>;

/** One call to make; the id of the message it made. */
export type Parcel = (other: Other, signal: ReturnType<typeof signalOf>) => Promise<Tried<string>>;

interface SentMessage {
  readonly message_id: number;
  readonly ephemeral_message_id?: number | undefined;
  readonly receiver_user?: { readonly id: number } | undefined;
  readonly photo?: unknown;
}

/** Numbers as numbers: the server takes both, strict ones do not. */
export function chatOf(address: Address): number | string {
  const id = Number(address.id);
  return Number.isSafeInteger(id) ? id : address.id;
}

/**
 * The id of a message as the core keeps it: `photo:ID` where the text is a caption, `only:PERSON:ID` where one person alone
 * sees it; such messages have ids of their own.
 */
export function messageIdOf(message: SentMessage): string {
  const { ephemeral_message_id: own, receiver_user: person, message_id: id } = message;
  if (own !== undefined && person !== undefined) return `only:${person.id}:${own}`;
  return message.photo === undefined ? String(id) : `photo:${id}`;
}

export function numberOf(id: string): number {
  return Number(id.replace(/^photo:/, ''));
}

/** The page of the best source: with a large picture where the story has one, small otherwise, none in briefs. */
export function previewOf(message: Message) {
  const url = message.previewUrl === undefined ? undefined : safeUrl(message.previewUrl);
  if (url === undefined) return { is_disabled: true };
  const hasImage = message.blocks.some((block) => block.kind === 'story' && block.story.image !== undefined);
  return hasImage ? { url, prefer_large_media: true } : { url, prefer_small_media: true };
}

/** The buttons of a message, as Telegram takes them. */
export function markupOf(line: Connection, to: Address, message: Message) {
  const keyboard = keyboardOf([...message.buttons, ...privateRow(line, to, message)]);
  return keyboard === undefined ? {} : { reply_markup: keyboard };
}

/** A member of a group can follow the topic of an alert for himself, with one button. */
function privateRow(line: Connection, to: Address, message: Message) {
  if (
    (message.kind !== 'alert' && message.kind !== 'update') ||
    message.topic === undefined ||
    kindOf(line, to.id) === 'private'
  )
    return [];
  const link = followLink(line.me.username, message.topic);
  return link === undefined
    ? []
    : [[{ label: line.host.say(message.locale, 'telegram.followPrivately'), action: link }]];
}

/** A server that does not know live times refuses them once; from then on they are left out. */
export async function withTimes<T>(
  line: Connection,
  piece: Text,
  call: (entities: MessageEntity[]) => Promise<Tried<T>>,
): Promise<Tried<T>> {
  const plain = piece.entities.filter((entity) => entity.type !== 'date_time');
  if (!line.skills.liveTimes || plain.length === piece.entities.length) return call(plain);
  const done = await call([...piece.entities]);
  if (done.ok || done.failure.code !== 400 || !/entit|date_time|unsupported type/i.test(done.failure.reason))
    return done;
  line.skills.liveTimes = false;
  return call(plain);
}
