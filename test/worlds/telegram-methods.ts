/** The methods of the fake Bot API: each checks its parameters as the server does, and answers a result or a refusal. */
import type { InlineKeyboardMarkup, InlineQueryResult, InputRichMessage, LinkPreviewOptions } from 'grammy/types';
import { type FakeChat, type Refusal, refuseWriting, type Shown, slowFor } from './telegram-chats.ts';
import { type Entity, format } from './telegram-entities.ts';
import { parseHtml } from './telegram-html.ts';
import type { FloodGate } from './telegram-limits.ts';
import { readRich } from './telegram-rich.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Reply = { readonly result: unknown } | Refusal;

/** What the methods work on. */
export interface State {
  readonly bot: { readonly id: number; readonly username: string; readonly first_name: string };
  readonly chats: Map<number, FakeChat>;
  readonly gate: FloodGate;
  /** Mistakes that the real server would forgive in silence. */
  readonly complaints: string[];
  readonly acknowledged: Map<string, { readonly text: string | undefined; readonly at: number }>;
  readonly inlineAnswers: Map<string, { readonly results: readonly InlineQueryResult[]; readonly params: Params }>;
  readonly settings: Map<string, unknown>;
  readonly files: Map<string, { readonly path: string; readonly bytes: Uint8Array }>;
  /** What this server is too old for. */
  readonly without: Set<'rich' | 'liveTimes' | 'private' | 'drafts'>;
  /** Addresses of pictures that the server cannot fetch. */
  readonly lostPictures: Set<string>;
  /** What may be answered to one person alone: pressed buttons and commands that only the bot saw, by their ids. */
  readonly whispers: Map<string, { readonly chat: number; readonly person: number; readonly at: number }>;
  now(): number;
}

type Method = (state: State, params: Params) => Reply;

export function bad(description: string): Refusal {
  return { code: 400, description: `Bad Request: ${description}` };
}

const ok = (result: unknown): Reply => ({ result });

export const methods: Readonly<Record<string, Method>> = {
  getMe: ({ bot }) => ok({ ...bot, is_bot: true, can_join_groups: true, supports_inline_queries: true }),
  sendMessage: (state, params) => post(state, params, textOf(state, params, 'text', 'entities', 4096)),
  sendPhoto(state, params) {
    const url = String(params.photo ?? '');
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      return bad('wrong file identifier/HTTP URL specified');
    if (state.lostPictures.has(url)) return bad('failed to get HTTP URL content');
    return post(state, params, textOf(state, params, 'caption', 'caption_entities', 1024), { photo: url });
  },
  sendMessageDraft(state, params) {
    const text = String(params.text ?? '');
    const content = text === '' ? { text, entities: [] } : textOf(state, params, 'text', 'entities', 4096);
    return draft(state, params, content, undefined);
  },
  sendRichMessageDraft(state, params) {
    const rich = params.rich_message as InputRichMessage | undefined;
    const read = readRich(rich);
    if (typeof read === 'string') return bad(read);
    return draft(state, params, { text: read.text, entities: [] }, rich);
  },
  sendChatAction(state, params) {
    const ready = destination(state, params);
    if ('code' in ready) return ready;
    if (ready.chat.type === 'channel') return bad('CHANNEL_INVALID');
    ready.chat.typingAt = state.now();
    return ok(true);
  },
  sendDocument(state, params) {
    const document = params.document as { name?: string; content?: string } | undefined;
    if (typeof document?.content !== 'string') return bad('there is no document in the request');
    if (document.content === '') return bad('file must be non-empty');
    const caption = textOf(state, params, 'caption', 'caption_entities', 1024);
    const file = { name: document.name ?? 'file', content: document.content };
    return post(state, params, caption, { document: file });
  },
  sendRichMessage(state, params) {
    if (state.without.has('rich')) return { code: 404, description: 'Not Found: method not found' };
    const rich = params.rich_message as InputRichMessage | undefined;
    const read = readRich(rich);
    if (typeof read === 'string') return bad(read);
    return post(state, params, { text: read.text, entities: [] }, { rich });
  },
  editMessageText(state, params) {
    return change(
      state,
      params,
      textOf(state, params, 'text', 'entities', 4096),
      (shown) => shown.document !== undefined || shown.photo !== undefined,
    );
  },
  editEphemeralMessageText(state, params) {
    const content = textOf(state, params, 'text', 'entities', 4096);
    return change(state, { ...params, message_id: params.ephemeral_message_id }, content, () => false);
  },
  editMessageCaption(state, params) {
    return change(
      state,
      params,
      textOf(state, params, 'caption', 'caption_entities', 1024),
      (shown) => shown.document === undefined && shown.photo === undefined,
    );
  },
  answerCallbackQuery(state, params) {
    const id = String(params.callback_query_id);
    const text = params.text as string | undefined;
    if ((text?.length ?? 0) > 200) return bad('MESSAGE_TOO_LONG');
    if (state.acknowledged.has(id)) return bad('query is too old and response timeout expired or query ID is invalid');
    state.acknowledged.set(id, { text, at: state.now() });
    return ok(true);
  },
  answerInlineQuery(state, params) {
    const results = params.results as readonly InlineQueryResult[];
    const refusal = refuseResults(results);
    if (refusal !== undefined) return bad(refusal);
    state.inlineAnswers.set(String(params.inline_query_id), { results, params });
    return ok(true);
  },
  getChat(state, params) {
    const chat = state.chats.get(Number(params.chat_id));
    return chat === undefined ? bad('chat not found') : ok({ id: chat.id, type: chat.type, title: chat.title });
  },
  getChatMember(state, params) {
    const chat = state.chats.get(Number(params.chat_id));
    if (chat === undefined) return bad('chat not found');
    const id = Number(params.user_id);
    const isBot = id === state.bot.id;
    const isAdministrator = isBot ? chat.bot === 'administrator' : chat.administrators.has(id);
    const status = isAdministrator ? 'administrator' : isBot && chat.bot !== 'member' ? 'left' : 'member';
    return ok({
      status,
      user: { id, is_bot: isBot, first_name: 'x' },
      ...(isAdministrator && { can_post_messages: true }),
    });
  },
  getFile(state, params) {
    const file = state.files.get(String(params.file_id));
    return file === undefined ? bad('invalid file_id') : ok({ file_id: params.file_id, file_path: file.path });
  },
  getMyCommands: (state, params) => ok(state.settings.get(settingKey('commands', params)) ?? []),
  setMyCommands(state, params) {
    const commands = params.commands as readonly { command: string; description: string }[];
    const isBad = commands.some(
      ({ command, description }) => !/^[a-z0-9_]{1,32}$/.test(command) || !isLong(description, 256),
    );
    if (isBad || commands.length > 100) return bad('BOT_COMMAND_INVALID');
    return set(state, settingKey('commands', params), commands);
  },
  getMyDefaultAdministratorRights: (state) => ok(state.settings.get('rights') ?? {}),
  setMyDefaultAdministratorRights: (state, params) =>
    params.for_channels === true ? set(state, 'rights', params.rights) : bad('RIGHTS_NOT_MODIFIED'),
  getMyDescription: (state, params) => ok({ description: state.settings.get(settingKey('description', params)) ?? '' }),
  setMyDescription: (state, params) => setText(state, params, 'description', 512),
  getMyShortDescription: (state, params) =>
    ok({ short_description: state.settings.get(settingKey('short_description', params)) ?? '' }),
  setMyShortDescription: (state, params) => setText(state, params, 'short_description', 120),
};

/** The key under which the fake keeps a setting of a scope and a language. */
export function settingKey(what: string, params: Params): string {
  const scope = (params.scope as { type?: string } | undefined)?.type ?? 'default';
  return `${what}:${what === 'commands' ? scope : ''}:${params.language_code ?? ''}`;
}

function isLong(text: string, most: number): boolean {
  return text.length >= 1 && text.length <= most;
}

function set(state: State, key: string, value: unknown): Reply {
  state.settings.set(key, value);
  return ok(true);
}

function setText(state: State, params: Params, what: string, most: number): Reply {
  const text = String(params[what] ?? '');
  return text.length > most ? bad(`${what} is too long`) : set(state, settingKey(what, params), text);
}

interface Content {
  readonly text: string;
  readonly entities: readonly Entity[];
}

function textOf(state: State, params: Params, textKey: string, entitiesKey: string, most: number): Content | Refusal {
  const given = { text: String(params[textKey] ?? ''), entities: (params[entitiesKey] ?? []) as readonly Entity[] };
  const isCaption = textKey === 'caption';
  const read = params.parse_mode === 'HTML' ? parseHtml(given.text) : given;
  if (typeof read === 'string') return { code: 400, description: read };
  const { text, entities } = read;
  if (text.trim() === '' && !isCaption) return bad('message text is empty');
  if (text.length > most) return bad(isCaption ? 'message caption is too long' : 'message is too long');
  if (state.without.has('liveTimes') && entities.some(({ type }) => type === 'date_time')) {
    return bad("can't parse MessageEntity: unsupported type specified");
  }
  const formatted = format(text, entities);
  if (typeof formatted === 'string') return { code: 400, description: formatted };
  state.complaints.push(...formatted.complaints);
  return formatted;
}

type Ready = { readonly chat: FakeChat; readonly thread: number | undefined };

function post(state: State, params: Params, content: Content | Refusal, extra: Partial<Shown> = {}): Reply {
  const ready = destination(state, params);
  if ('code' in ready) return ready;
  if ('code' in content) return content;
  const markup = checkMarkup(params.reply_markup);
  if (typeof markup === 'string') return bad(markup);
  const reply = params.reply_parameters as Replied | undefined;
  const { chat, thread } = ready;
  const isReplyKnown =
    reply?.message_id === undefined ||
    chat.shown.some(({ id }) => id === reply.message_id) ||
    reply.message_id! < chat.nextId;
  if (!isReplyKnown && reply?.allow_sending_without_reply !== true) return bad('message to be replied not found');
  const slow = slowFor(chat, state.now());
  if (slow > 0) return tooMany(slow);
  const flood = state.gate.pass(chat.id, chat.type === 'group' || chat.type === 'supergroup');
  if (flood !== undefined) return tooMany(flood);
  const whisper = params.ephemeral_message_parameters as Whisper | undefined;
  const receiver = whisper?.receiver_user_id;
  const unheard = whisper === undefined ? undefined : refuseWhisper(state, chat, whisper, reply?.ephemeral_message_id);
  if (unheard !== undefined) return bad(unheard);
  const preview = params.link_preview_options as LinkPreviewOptions | undefined;
  const shown: Shown = {
    id: chat.nextId++,
    chat: chat.id,
    thread,
    ...content,
    markup: markup.inline,
    preview,
    isSilent: params.disable_notification === true,
    replyTo: reply?.message_id,
    onlyFor: receiver,
    rich: undefined,
    photo: undefined,
    document: undefined,
    otherMarkup: markup.other,
    edits: 0,
    ...extra,
  };
  chat.shown.push(shown);
  chat.lastPostAt = state.now();
  chat.draft = undefined;
  return ok(messageOf(state, chat, shown));
}

interface Whisper {
  readonly receiver_user_id?: number;
  readonly callback_query_id?: string;
}

interface Replied {
  readonly message_id?: number;
  readonly ephemeral_message_id?: number;
  readonly allow_sending_without_reply?: boolean;
}

const whisperMs = 15_000;

/** Messages for one person: in groups, by an administrator at any time, else as an answer within 15 seconds. */
function refuseWhisper(
  state: State,
  chat: FakeChat,
  whisper: Whisper,
  replied: number | undefined,
): string | undefined {
  if (state.without.has('private') || !/group$/.test(chat.type))
    return 'ephemeral messages are not available in the chat';
  const cause = whisper.callback_query_id ?? (replied === undefined ? undefined : String(replied));
  if (cause === undefined)
    return chat.bot === 'administrator' ? undefined : 'not enough rights to send ephemeral messages';
  const known = state.whispers.get(cause);
  if (known === undefined || known.chat !== chat.id || known.person !== whisper.receiver_user_id)
    return 'ephemeral message to reply to not found';
  return state.now() - known.at > whisperMs ? 'ephemeral message is too old to be answered' : undefined;
}

function draft(state: State, params: Params, content: Content | Refusal, rich: InputRichMessage | undefined): Reply {
  if (state.without.has('drafts')) return { code: 404, description: 'Not Found: method not found' };
  const ready = destination(state, params);
  if ('code' in ready) return ready;
  if ('code' in content) return content;
  const id = Number(params.draft_id);
  if (!Number.isInteger(id) || id === 0) return bad('DRAFT_ID_INVALID');
  if (ready.chat.type !== 'private') return bad('drafts can be sent to private chats only');
  ready.chat.draft = { id, text: content.text, rich };
  ready.chat.drafts.push(ready.chat.draft);
  return ok(true);
}

function tooMany(seconds: number): Refusal {
  const parameters = { retry_after: seconds };
  return { code: 429, description: `Too Many Requests: retry after ${seconds}`, parameters };
}

function destination(state: State, params: Params): Ready | Refusal {
  const id = params.chat_id;
  if (typeof id !== 'number' && !/^-?\d+$/.test(String(id))) return bad('chat not found');
  const chat = state.chats.get(Number(id));
  if (chat === undefined) return bad('chat not found');
  const thread = params.message_thread_id as number | undefined;
  const refusal = refuseWriting(chat, thread);
  return refusal ?? { chat, thread };
}

/** A message as the server shows it in answers and updates. */
export function messageOf(state: State, chat: FakeChat, shown: Shown): Record<string, unknown> {
  const isPrivate = chat.type === 'private';
  return {
    message_id: shown.onlyFor === undefined ? shown.id : 0,
    ...(shown.onlyFor !== undefined && {
      ephemeral_message_id: shown.id,
      receiver_user: { id: shown.onlyFor, is_bot: false, first_name: 'x' },
    }),
    date: Math.floor(state.now() / 1000),
    chat: { id: chat.id, type: chat.type, ...(isPrivate ? { first_name: chat.title } : { title: chat.title }) },
    from: { ...state.bot, is_bot: true },
    ...(shown.photo === undefined
      ? { text: shown.text, entities: shown.entities }
      : { photo: [{ file_id: shown.photo }], caption: shown.text, caption_entities: shown.entities }),
    ...(shown.thread !== undefined && { message_thread_id: shown.thread, is_topic_message: true }),
    ...(shown.markup !== undefined && { reply_markup: shown.markup }),
  };
}

function change(state: State, params: Params, content: Content | Refusal, isOther: (shown: Shown) => boolean): Reply {
  const ready = destination(state, { ...params, message_thread_id: undefined });
  if ('code' in ready) return ready;
  if ('code' in content) return content;
  const shown = ready.chat.shown.find(({ id }) => id === params.message_id);
  if (shown === undefined || shown.onlyFor !== params.receiver_user_id) return bad('message to edit not found');
  if (isOther(shown)) return bad('there is no text in the message to edit');
  const markup = checkMarkup(params.reply_markup);
  if (typeof markup === 'string') return bad(markup);
  if (looks(shown, shown.markup) === looks(content, markup.inline)) {
    return bad(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  Object.assign(shown, content, { markup: markup.inline, edits: shown.edits + 1 });
  shown.preview = (params.link_preview_options as LinkPreviewOptions | undefined) ?? shown.preview;
  return ok(messageOf(state, ready.chat, shown));
}

function looks({ text, entities }: Content, markup: InlineKeyboardMarkup | undefined): string {
  const marks = entities.map((entity) => JSON.stringify(entity, Object.keys(entity).sort())).sort();
  return JSON.stringify([text, marks, markup?.inline_keyboard ?? []]);
}

/** The server's rules for inline keyboards; other keyboards are kept as they are. */
function checkMarkup(
  markup: unknown,
): string | { readonly inline: InlineKeyboardMarkup | undefined; readonly other: unknown } {
  if (markup === undefined) return { inline: undefined, other: undefined };
  if (!('inline_keyboard' in (markup as object))) return { inline: undefined, other: markup };
  const inline = markup as InlineKeyboardMarkup;
  const buttons = inline.inline_keyboard.flat();
  if (buttons.length > 100) return 'reply markup is too long';
  if (inline.inline_keyboard.some((row) => row.length > 8)) return 'too many buttons in a row';
  for (const button of buttons) {
    if (button.text.trim() === '') return "can't parse inline keyboard button: text must be non-empty";
    const data = 'callback_data' in button ? button.callback_data : undefined;
    const url = 'url' in button ? button.url : undefined;
    if (data === undefined && url === undefined) return 'inline keyboard button text buttons are unallowed';
    if (data !== undefined && (data === '' || Buffer.byteLength(data) > 64)) return 'BUTTON_DATA_INVALID';
    if (url !== undefined && !/^(?:https?|tg):\/\/[^\s]+\.[^\s]+/.test(url))
      return `inline keyboard button URL '${url}' is invalid`;
  }
  return { inline, other: undefined };
}

function refuseResults(results: readonly InlineQueryResult[]): string | undefined {
  if (results.length > 50) return 'RESULTS_TOO_MUCH';
  const ids = new Set(results.map(({ id }) => id));
  if (ids.size !== results.length) return 'RESULT_ID_DUPLICATE';
  for (const result of results) {
    if (!isLong(result.id, 64)) return 'RESULT_ID_INVALID';
    // So JSON writes half of a character.
    if (/\\ud[89a-f]/i.test(JSON.stringify(result))) return 'strings must be encoded in UTF-8';
    if (result.type !== 'article' || !('message_text' in result.input_message_content)) return 'RESULT_TYPE_INVALID';
    const { message_text: text, entities } = result.input_message_content;
    if (text.length > 4096 || text.trim() === '') return 'MESSAGE_TOO_LONG';
    const formatted = format(text, entities);
    if (typeof formatted === 'string') return formatted;
    const markup = checkMarkup(result.reply_markup);
    if (typeof markup === 'string') return markup;
  }
  return undefined;
}
