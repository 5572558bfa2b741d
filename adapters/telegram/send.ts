/** Sends and edits: one try each, every refusal as an outcome. */
import { InputFile } from 'grammy';
import type { Address, Message, MessageRef } from '../../src/model.ts';
import type { Outcome, SendOptions } from '../../src/ports.ts';
import { chatOf, markupOf, messageIdOf, numberOf, type Other, type Parcel, previewOf, withTimes } from './calls.ts';
import { attempt, type Connection, kindOf, signalOf, type Tried } from './connection.ts';
import { withContents } from './contents.ts';
import { editOnce } from './edit.ts';
import { keyboardOf } from './keyboard.ts';
import { type Failure, outcomeOf } from './outcome.ts';
import { photoOf, withPhoto } from './photo.ts';
import { maxCaption, piecesOf } from './pieces.ts';
import { richMessage } from './rich.ts';
import type { Text } from './text.ts';

/** How a message leaves, beyond what the outbox says. */
export interface Manner {
  /**
   * Only this person sees it. Possible in groups: as an answer to a pressed button or to a command that only the bot saw,
   * within 15 s; at any time where the bot is an administrator.
   */
  readonly onlyFor?: { readonly personId: number; readonly queryId?: string; readonly whisperId?: number };
}

export interface Sender {
  send(to: Address, message: Message, options: SendOptions, manner?: Manner): Promise<Outcome>;
  edit(ref: MessageRef, message: Message, options: SendOptions): Promise<Outcome>;
}

/** What of a split message has been taken already: a later try goes on from there. */
interface Progress {
  readonly first: MessageRef;
  readonly taken: number;
}

const rememberedTries = 1000;
/** Two chats refused within this time mean that the bot as a whole is too fast. */
const crowdedMs = 1000;

export function createSender(line: Connection): Sender {
  const begun = new Map<string, Progress>();
  let refused: { readonly chat: string; readonly at: number } | undefined;

  const outcome = (failure: Failure, to: Address): Outcome => {
    const result = outcomeOf(failure);
    if (result.kind === 'moved' && to.thread !== undefined)
      return { ...result, to: { ...result.to, thread: to.thread } };
    if (failure.code !== 429 || result.kind !== 'retry') return result;
    const now = line.host.clock.now();
    const isCrowded = refused !== undefined && refused.chat !== to.id && now - refused.at <= crowdedMs;
    refused = { chat: to.id, at: now };
    return isCrowded ? { ...result, scope: 'all' } : result;
  };

  const remember = (nonce: string, progress: Progress): void => {
    begun.set(nonce, progress);
    const oldest = begun.keys().next().value;
    if (begun.size > rememberedTries && oldest !== undefined) begun.delete(oldest);
  };

  const send: Sender['send'] = async (to, message, options, manner = {}) => {
    const parcels = parcelsOf(line, to, message);
    if (parcels.length === 0) return { kind: 'rejected', reason: 'the message is empty' };
    let progress = begun.get(options.nonce);
    if (parcels.length > 1 && progress === undefined && message.kind === 'brief') {
      const rich = await sendRich(line, to, message, otherOf(to, options, true, manner), signalOf(options.signal));
      if (rich?.ok) return { kind: 'sent', ref: { address: to, id: rich.value } };
      if (rich !== undefined && rich.failure.code !== 400) return outcome(rich.failure, to);
    }
    for (const parcel of parcels.slice(progress?.taken ?? 0)) {
      const isFirst = progress === undefined;
      if (!isFirst) await line.host.turn(to, kindOf(line, to.id), 'brief', options.signal);
      const sent = await parcel(otherOf(to, options, isFirst, manner), signalOf(options.signal));
      if (!sent.ok) return outcome(sent.failure, to);
      progress = { first: progress?.first ?? { address: to, id: sent.value }, taken: (progress?.taken ?? 0) + 1 };
      if (progress.taken < parcels.length) remember(options.nonce, progress);
    }
    begun.delete(options.nonce);
    return { kind: 'sent', ref: progress!.first };
  };

  const edit: Sender['edit'] = async (ref, message, options) => {
    const done = await editOnce(line, ref, message, signalOf(options.signal));
    if (done.ok || /message is not modified/i.test(done.failure.reason)) return { kind: 'sent', ref };
    return outcome(done.failure, ref.address);
  };

  return { send, edit };
}

function parcelsOf(line: Connection, to: Address, message: Message): readonly Parcel[] {
  const markup = markupOf(line, to, message);
  if (message.file !== undefined) return fileParcels(line, to, message, markup);
  const texts = textParcels(line, to, message, markup);
  const photo = photoOf(message);
  return photo === undefined ? texts : [withPhoto(line, to, photo, markup, texts)];
}

function textParcels(line: Connection, to: Address, message: Message, markup: Other): readonly Parcel[] {
  const short = piecesOf(message);
  const isLong = message.kind === 'brief' && short.length > 1;
  const pieces = isLong ? piecesOf(withContents(message)) : short;
  return pieces.map((piece, index): Parcel => {
    const preview = index === 0 ? previewOf(message) : { is_disabled: true };
    const last = index === pieces.length - 1 ? markup : {};
    return (other, signal) => sendText(line, to, piece, { ...other, link_preview_options: preview, ...last }, signal);
  });
}

/**
 * A brief too long for one plain message, as one rich message. Undefined where that cannot be: the brief is too long for
 * that too, or the server does not know rich messages, which is found out once.
 */
async function sendRich(
  line: Connection,
  to: Address,
  message: Message,
  other: Other,
  signal: ReturnType<typeof signalOf>,
): Promise<Tried<string> | undefined> {
  const rich = line.skills.richMessages && message.file === undefined ? richMessage(message) : undefined;
  if (rich === undefined) return undefined;
  const keyboard = keyboardOf(message.buttons);
  const markup = keyboard === undefined ? {} : { reply_markup: keyboard };
  const done = await attempt(line, async () => {
    const sent: { message_id?: number } = await line.api.sendRichMessage(
      chatOf(to),
      rich,
      { ...other, ...markup },
      signal,
    );
    return sent.message_id;
  });
  if (done.ok && done.value !== undefined) return { ok: true, value: String(done.value) };
  if (!done.ok && done.failure.code !== 404) return done;
  line.skills.richMessages = false;
  return undefined;
}

function fileParcels(line: Connection, to: Address, message: Message, markup: Other): readonly Parcel[] {
  const pieces = piecesOf(message, maxCaption);
  const caption = pieces.length === 1 ? pieces[0] : undefined;
  const before = caption === undefined ? piecesOf(message) : [];
  const file = message.file!;
  const texts = before.map((piece): Parcel => {
    return (other, signal) =>
      sendText(line, to, piece, { ...other, link_preview_options: { is_disabled: true } }, signal);
  });
  const document: Parcel = (other, signal) =>
    attempt(line, async () => {
      const input = new InputFile(Buffer.from(file.content, 'utf8'), file.name);
      const words = caption === undefined ? {} : { caption: caption.text, caption_entities: [...caption.entities] };
      const sent = await line.api.sendDocument(chatOf(to), input, { ...other, ...words, ...markup }, signal);
      return String(sent.message_id);
    });
  return [...texts, document];
}

/** The first of several makes the sound and answers; 1 is the 'General' thread, which must not be named. */
function otherOf(to: Address, options: SendOptions, isFirst: boolean, manner: Manner): Other {
  const thread = Number(to.thread ?? 1);
  const reply = isFirst ? numberOf(options.replyTo?.id ?? '0') : 0;
  const person = manner.onlyFor;
  return {
    disable_notification: options.isSilent || !isFirst,
    ...(thread > 1 && { message_thread_id: thread }),
    ...(reply > 0 && { reply_parameters: { message_id: reply, allow_sending_without_reply: true } }),
    ...(person !== undefined && onlyFor(person)),
  };
}

function onlyFor({ personId, queryId, whisperId }: NonNullable<Manner['onlyFor']>): Other {
  const query = queryId === undefined ? {} : { callback_query_id: queryId };
  return {
    ephemeral_message_parameters: { receiver_user_id: personId, ...query },
    ...(whisperId !== undefined && { reply_parameters: { ephemeral_message_id: whisperId } }),
  };
}

async function sendText(
  line: Connection,
  to: Address,
  piece: Text,
  other: Other,
  signal: ReturnType<typeof signalOf>,
): Promise<Tried<string>> {
  return withTimes(line, piece, (entities) =>
    attempt(line, async () => {
      const sent = await line.api.sendMessage(chatOf(to), piece.text, { ...other, entities }, signal);
      return messageIdOf(sent);
    }),
  );
}
