/** Sends and edits: one try each, every refusal as an outcome. */
import { createHash } from 'node:crypto';
import { MessageFlags, Routes } from 'discord.js';
import type { Address, Button, Message, MessageRef } from '../../src/model.ts';
import type { Outcome, SendOptions } from '../../src/ports.ts';
import type { Connection, Tried } from './connection.ts';
import { inSomeForm, noMentions } from './forms.ts';
import { createPost } from './forum.ts';
import type { Sheet } from './layout.ts';
import { type Failure, outcomeOf } from './outcome.ts';
import { isAnnouncements, isForum, isGuildChannel } from './places.ts';
import { publishAction } from './publish.ts';
import { attachmentsOf, filesOf, oneSheet, sheetsOf } from './sheets.ts';

export interface Sender {
  send(to: Address, message: Message, options: SendOptions): Promise<Outcome>;
  edit(ref: MessageRef, message: Message, options: SendOptions): Promise<Outcome>;
}

/** What of a split message has been taken already: a later try goes on from there. */
interface Progress {
  readonly first: MessageRef;
  readonly taken: number;
}

const rememberedTries = 1000;

export function createSender(line: Connection): Sender {
  const begun = new Map<string, Progress>();
  const remember = (nonce: string, progress: Progress): void => {
    begun.set(nonce, progress);
    const oldest = begun.keys().next().value;
    if (begun.size > rememberedTries && oldest !== undefined) begun.delete(oldest);
  };

  const send: Sender['send'] = async (to, message, options) => {
    const extra = ownRow(line, to, message);
    const sheets = sheetsOf(message, extra);
    if (sheets.length === 0) return { kind: 'rejected', reason: 'the message is empty' };
    let progress = begun.get(options.nonce);
    let place = progress?.first.address ?? placeOf(line, to, options);
    for (const [index, sheet] of [...sheets.entries()].slice(progress?.taken ?? 0)) {
      if (progress !== undefined) await line.host.turn(to, 'group', 'brief', options.signal);
      const parcel = { message, sheet, index, options };
      const first = await post(line, place, parcel);
      // The post of a forum that should have grown is gone or closed: the story gets a new one.
      const isNewPost = !first.ok && to.thread === undefined && place.thread !== undefined && isClosed(first.failure);
      const sent = isNewPost ? await post(line, to, parcel) : first;
      if (!sent.ok) return outcomeOf(sent.failure, to.thread !== undefined);
      place = sent.value.address;
      progress = { first: progress?.first ?? sent.value, taken: index + 1 };
      if (progress.taken < sheets.length) remember(options.nonce, progress);
    }
    begun.delete(options.nonce);
    return { kind: 'sent', ref: progress!.first };
  };

  const edit: Sender['edit'] = async (ref, message, options) => {
    const sheet = oneSheet(message, ownRow(line, ref.address, message));
    const route = Routes.channelMessage(channelOf(placeOfMessage(line, ref)), ref.id);
    const done = await inSomeForm(line, sheet, true, (body) =>
      line.rest.patch(route, { body: { ...body, allowed_mentions: noMentions }, ...signalOf(options) }),
    );
    return done.ok ? { kind: 'sent', ref } : outcomeOf(done.failure, ref.address.thread !== undefined);
  };

  return { send, edit };
}

/** The channel to write to: a thread is one of its own. */
function channelOf(address: Address): string {
  return address.thread ?? address.id;
}

/** The first message of a forum's post has the id of its thread. */
function placeOfMessage(line: Connection, { address, id }: MessageRef): Address {
  return address.thread === undefined && isForum(line, address.id) ? { ...address, thread: id } : address;
}

/** An answer to a message in a thread stays there. */
function placeOf(line: Connection, to: Address, { replyTo }: SendOptions): Address {
  if (to.thread !== undefined || replyTo?.address.id !== to.id) return to;
  return placeOfMessage(line, replyTo);
}

function isClosed({ code }: Failure): boolean {
  return code === 10003 || code === 50083 || code === 160005;
}

interface Parcel {
  readonly message: Message;
  readonly sheet: Sheet;
  readonly index: number;
  readonly options: SendOptions;
}

async function post(line: Connection, to: Address, parcel: Parcel): Promise<Tried<MessageRef>> {
  const { message, sheet, index, options } = parcel;
  const silence = options.isSilent || index > 0 ? MessageFlags.SuppressNotifications : 0;
  const files = sheet.fileName === undefined ? [] : filesOf(message, sheet.fileName);
  if (to.thread === undefined && isForum(line, to.id)) {
    return createPost(line, to, message, sheet, { silence, files, ...signalOf(options) });
  }
  const write = (reference: string | undefined) =>
    inSomeForm<{ id: string }>(line, sheet, false, (body) =>
      line.rest.post(Routes.channelMessages(channelOf(to)), {
        body: {
          ...body,
          flags: body.flags | silence,
          nonce: nonceOf(options.nonce, index),
          enforce_nonce: true,
          allowed_mentions: noMentions,
          ...(reference !== undefined && { message_reference: { message_id: reference, fail_if_not_exists: false } }),
          ...attachmentsOf(files),
        },
        files,
        ...signalOf(options),
      }),
    );
  const reference = index === 0 ? options.replyTo?.id : undefined;
  const first = await write(reference);
  // Without the right to read the channel's history nothing can be sent as a reply.
  const sent = !first.ok && reference !== undefined && first.failure.code === 160002 ? await write(undefined) : first;
  return sent.ok ? { ok: true, value: { address: to, id: sent.value.id } } : sent;
}

/** Of Discord: at most 25 characters. Equal for every try of the same part of a delivery. */
function nonceOf(nonce: string, index: number): string {
  return createHash('sha256').update(`${nonce}:${index}`).digest('base64url').slice(0, 25);
}

function signalOf({ signal }: SendOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/**
 * A member of a server can follow the topic of an alert, grown or not, for himself, with one button; in an announcement channel another
 * one publishes the alert.
 */
function ownRow(line: Connection, to: Address, message: Message): readonly (readonly Button[])[] {
  if ((message.kind !== 'alert' && message.kind !== 'update') || !isGuildChannel(line, to.id)) return [];
  const { say } = line.host;
  const follow = message.topic === undefined ? [] : [`d:follow:${message.topic}`];
  return [
    [
      ...follow.map((action) => ({ label: say(undefined, 'discord.followPrivately'), action })),
      ...(isAnnouncements(line, to.id) ? [{ label: say(undefined, 'discord.publish'), action: publishAction }] : []),
    ],
  ];
}
