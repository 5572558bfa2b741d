/** What people do in the fake Telegram: write, press, add and remove the bot. */
import type { MessageEntity, Update } from 'grammy/types';
import type { TelegramWorld } from './telegram.ts';
import { type FakeChat, type FakePerson, newChat, type Shown } from './telegram-chats.ts';
import { messageOf } from './telegram-methods.ts';

interface SayOptions {
  readonly thread?: number;
  /** The group itself writes: an anonymous administrator. */
  readonly isAnonymous?: boolean;
  /** Only the bot sees it, as commands are that the menu calls ephemeral. */
  readonly isWhispered?: boolean;
  readonly replyTo?: Shown;
  readonly document?: { readonly name: string; readonly content: string | Uint8Array; readonly size?: number };
  readonly extra?: Record<string, unknown>;
}

export interface People {
  person(name?: string, language?: string): FakePerson;
  privateChat(person: FakePerson): FakeChat;
  group(
    title: string,
    options?: { readonly administrators?: readonly FakePerson[]; readonly isForum?: boolean },
  ): FakeChat;
  channel(title: string, administrators?: readonly FakePerson[]): FakeChat;
  /** Writes a line; answers the update's id, or undefined when privacy mode keeps it from the bot. */
  say(chat: FakeChat, person: FakePerson, text: string | undefined, options?: SayOptions): number | undefined;
  press(
    chat: FakeChat,
    person: FakePerson,
    shown: Shown,
    data: string,
  ): { readonly updateId: number; readonly queryId: string };
  ask(person: FakePerson, query: string): string;
  /** Changes what the bot is in a chat, and tells it. */
  setBot(chat: FakeChat, person: FakePerson, bot: FakeChat['bot']): void;
  /** A group becomes a supergroup with another id. */
  migrate(chat: FakeChat): FakeChat;
}

export function createPeople(world: TelegramWorld): People {
  let nextPerson = 100;
  let nextGroup = 1;
  let nextQuery = 1;
  let nextWhisper = 9000;
  const shownBy = (person: FakePerson) => ({ ...person, is_bot: false });
  const chatOf = (chat: FakeChat) => {
    const title = chat.type === 'private' ? { first_name: chat.title } : { title: chat.title };
    return { id: chat.id, type: chat.type, ...title, ...(chat.isForum && { is_forum: true }) };
  };
  const add = (chat: FakeChat): FakeChat => {
    world.chats.set(chat.id, chat);
    return chat;
  };
  const whispered = (chat: FakeChat, person: FakePerson) => {
    const id = nextWhisper++;
    world.whispers.set(String(id), { chat: chat.id, person: person.id, at: world.now() });
    return { ephemeral_message_id: id, receiver_user: { ...world.bot, is_bot: true } };
  };
  const people: People = {
    person(name = `Person ${nextPerson}`, language = 'en') {
      return { id: nextPerson++, first_name: name, is_bot: false, language_code: language };
    },
    privateChat: (person) => world.chats.get(person.id) ?? add(newChat(person.id, 'private', person.first_name)),
    group(title, { administrators = [], isForum = false } = {}) {
      const ids = new Set(administrators.map(({ id }) => id));
      return add(newChat(-1_000_000_000_000 - nextGroup++, 'supergroup', title, { administrators: ids, isForum }));
    },
    channel(title, administrators = []) {
      const ids = new Set(administrators.map(({ id }) => id));
      return add(newChat(-1_000_000_000_000 - nextGroup++, 'channel', title, { administrators: ids }));
    },
    say(chat, person, text, options = {}) {
      if (isHidden(world, chat, text, options)) return undefined;
      const message = {
        message_id: options.isWhispered === true ? 0 : chat.nextId++,
        date: Math.floor(world.now() / 1000),
        chat: chatOf(chat),
        ...senderOf(chat, person, options, shownBy),
        ...(options.isWhispered === true && whispered(chat, person)),
        ...(options.document === undefined
          ? { text, entities: commandEntity(text) }
          : documentOf(world, text, options.document)),
        ...(options.thread !== undefined && { message_thread_id: options.thread, is_topic_message: true }),
        ...(options.replyTo !== undefined && { reply_to_message: messageOf(world, chat, options.replyTo) }),
        ...options.extra,
      };
      const kind = chat.type === 'channel' ? 'channel_post' : 'message';
      return world.push({ [kind]: message } as unknown as Omit<Update, 'update_id'>);
    },
    press(chat, person, shown, data) {
      const queryId = `query-${nextQuery++}`;
      world.whispers.set(queryId, { chat: chat.id, person: person.id, at: world.now() });
      const query = {
        id: queryId,
        from: shownBy(person),
        chat_instance: '1',
        data,
        message: messageOf(world, chat, shown),
      };
      const updateId = world.push({ callback_query: query } as unknown as Omit<Update, 'update_id'>);
      return { updateId, queryId };
    },
    ask(person, query) {
      const id = `inline-${nextQuery++}`;
      world.push({ inline_query: { id, from: shownBy(person), query, offset: '' } } as Omit<Update, 'update_id'>);
      return id;
    },
    setBot(chat, person, bot) {
      const member = (state: FakeChat['bot']) => ({
        status: state === 'blocked' ? 'kicked' : state,
        user: world.bot,
        ...(state === 'administrator' && { can_post_messages: true }),
      });
      const change = {
        chat: chatOf(chat),
        from: shownBy(person),
        date: 0,
        old_chat_member: member(chat.bot),
        new_chat_member: member(bot),
      };
      chat.bot = bot;
      world.push({ my_chat_member: change } as unknown as Omit<Update, 'update_id'>);
    },
    migrate(chat) {
      const to = add(newChat(-1_000_000_500_000 - nextGroup++, 'supergroup', chat.title));
      chat.migratedTo = to.id;
      const message = { message_id: chat.nextId++, date: 0, chat: chatOf(chat), migrate_to_chat_id: to.id };
      world.push({ message } as unknown as Omit<Update, 'update_id'>);
      return to;
    },
  };
  return people;
}

/** Privacy mode: in groups the bot sees commands that may be for it, and answers to its own messages. */
function isHidden(world: TelegramWorld, chat: FakeChat, text: string | undefined, options: SayOptions): boolean {
  if (chat.type === 'private' || chat.type === 'channel' || chat.bot === 'administrator') return false;
  if (options.replyTo !== undefined) return false;
  const command = /^\/\w+(?:@(\w+))?/.exec(text ?? '');
  if (command !== null) return command[1] !== undefined && command[1] !== world.bot.username;
  return !(text ?? '').includes(`@${world.bot.username}`);
}

function senderOf(chat: FakeChat, person: FakePerson, options: SayOptions, shownBy: (person: FakePerson) => object) {
  const self = { id: chat.id, type: chat.type, title: chat.title };
  if (chat.type === 'channel') return { sender_chat: self };
  if (options.isAnonymous) {
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    return { from: anonymous, sender_chat: self };
  }
  return { from: shownBy(person) };
}

function commandEntity(text: string | undefined): readonly MessageEntity[] {
  const length = /^\/\w+(?:@\w+)?/.exec(text ?? '')?.[0].length;
  return length === undefined ? [] : [{ type: 'bot_command', offset: 0, length }];
}

function documentOf(world: TelegramWorld, caption: string | undefined, document: NonNullable<SayOptions['document']>) {
  const bytes = typeof document.content === 'string' ? Buffer.from(document.content) : document.content;
  const id = `file-${world.files.size + 1}`;
  world.files.set(id, { path: `documents/${id}`, bytes });
  const described = {
    file_id: id,
    file_unique_id: id,
    file_name: document.name,
    file_size: document.size ?? bytes.byteLength,
  };
  return { document: { ...described, mime_type: 'text/x-opml' }, ...(caption !== undefined && { caption }) };
}
