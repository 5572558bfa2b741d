/**
 * Channels are set up from the private chat of one of their administrators. Which channel a message is about stands in the
 * message itself, as the link of its first line: so nothing has to be remembered, and a restart loses nothing.
 */
import type { Message } from 'grammy/types';
import type { Address, Message as Content } from '../../src/model.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import type { Act, Actor, Place } from './incoming.ts';
import { askManager } from './managers.ts';
import { channelRights } from './rights.ts';

const sign = '📣';
/** Ids of channels and supergroups are -100 and the number that stands in links. */
const prefix = '-100';

/** The channel that a message of the bot is about, if it is about one. */
function channelOf(message: Message | undefined): { readonly id: string; readonly title: string } | undefined {
  const text = message?.text ?? '';
  const head = message?.entities?.find((entity) => entity.type === 'text_link' && entity.offset === 0);
  if (head?.type !== 'text_link' || !text.startsWith(sign)) return undefined;
  const number = /^https:\/\/t\.me\/c\/(\d+)\/1\?manage$/.exec(head.url)?.[1];
  if (number === undefined) return undefined;
  return { id: `${prefix}${number}`, title: text.slice(sign.length, head.length).trim() };
}

/** The same message, with the channel that it is about on its first line. */
export function aboutChannel(message: Content, id: string, title: string): Content {
  const href = `https://t.me/c/${id.slice(prefix.length)}/1?manage`;
  const head = { kind: 'paragraph', spans: [{ text: `${sign} ${cleanLine(title) || id}`, href }] } as const;
  return { ...message, blocks: [head, ...message.blocks] };
}

/** The channel as the place of a command, when the person may manage it. */
export async function remotePlace(
  line: Connection,
  message: Message | undefined,
  actor: Actor,
): Promise<(Place & { readonly chatTitle: string }) | undefined> {
  const channel = channelOf(message);
  if (channel === undefined || (await askManager(line, channel.id, actor.id)) !== true) return undefined;
  return { address: { platform: 'telegram', id: channel.id }, chatKind: 'channel', chatTitle: channel.title };
}

/** A command with what follows it: copied by a tap. */
const command = /(\/[a-z]+ [\p{L}\p{M}]+)/u;

/** A notice of the adapter's own. */
export function notice(text: string, buttons: Content['buttons'] = []): Content {
  const spans = text
    .split(command)
    .map((part) => (command.test(part) ? { text: part, style: 'code' as const } : { text: part }));
  return {
    kind: 'notice',
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans }],
    buttons,
    isLoud: false,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}

/** Tells that a channel is ready; what is answered to it, and its button, are about the channel. */
export function readyMessage(line: Connection, locale: string | undefined, id: string, title: string): Content {
  const text = line.host.say(locale, 'telegram.channelReady', { channel: title });
  const settings = { label: line.host.say(locale, 'settings.title'), action: 'run:/settings' };
  return aboutChannel(notice(text, [[settings]]), id, title);
}

/** Asks which channel to set up, with a button that lists those where the person may do so and grants the bot its rights. */
export async function offerChannels(line: Connection, address: Address, actor: Actor): Promise<void> {
  const say = (key: string) => line.host.say(actor.locale, key);
  const button = {
    text: say('telegram.pickChannelButton'),
    request_chat: {
      request_id: 1,
      chat_is_channel: true,
      request_title: true,
      user_administrator_rights: { ...channelRights, can_promote_members: true },
      bot_administrator_rights: channelRights,
    },
  };
  await line.host.turn(address, 'private', 'reply');
  const markup = { keyboard: [[button]], resize_keyboard: true, one_time_keyboard: true };
  const sent = await attempt(line, () =>
    line.api.sendMessage(Number(address.id), say('telegram.pickChannel'), { reply_markup: markup }),
  );
  if (!sent.ok) line.host.log.warn({ reason: sent.failure.reason }, 'could not offer channels to pick from');
}

/** Checks a picked channel and posts one test message; answers the message for the person who picked it. */
export async function setUpChannel(line: Connection, act: Extract<Act, { kind: 'chatShared' }>): Promise<Content> {
  const say = (key: string, params = {}) => line.host.say(act.actor.locale, key, params);
  const id = String(act.chatId);
  const chat = await attempt(line, () => line.api.getChat(act.chatId));
  const title = chat.ok ? (chat.value.title ?? id) : id;
  const refusal = notice(say('telegram.channelNoRights', { channel: title }));
  if ((await askManager(line, id, act.actor.id)) !== true || !(await mayPost(line, act.chatId))) return refusal;
  const address: Address = { platform: 'telegram', id };
  line.kinds.set(id, 'channel');
  await line.host.turn(address, 'channel', 'reply');
  const test = await attempt(line, () =>
    line.api.sendMessage(act.chatId, say('telegram.channelTest'), { disable_notification: true }),
  );
  if (!test.ok) return refusal;
  await line.host.chatChanged(address, { kind: 'returned' });
  return readyMessage(line, act.actor.locale, id, title);
}

async function mayPost(line: Connection, chatId: number): Promise<boolean> {
  const own = await attempt(line, () => line.api.getChatMember(chatId, line.me.id));
  return own.ok && own.value.status === 'administrator' && own.value.can_post_messages === true;
}
