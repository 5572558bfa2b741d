/** Sends and edits: one try each, every refusal as an outcome. */
import { createHash } from 'node:crypto';
import { MessageFlags, Routes } from 'discord.js';
import type { Address, Button, Message, MessageRef, Role } from '../../src/model.ts';
import type { Outcome, SendOptions } from '../../src/ports.ts';
import type { Connection, Tried } from './connection.ts';
import { inSomeForm, mentionsOf, noMentions } from './forms.ts';
import { createPost } from './forum.ts';
import type { Sheet } from './layout.ts';
import { createFates, type Fates } from './marks.ts';
import { type Failure, outcomeOf } from './outcome.ts';
import { canWrite, isAnnouncements, isForum, isGuildChannel, missingIn } from './places.ts';
import { publishAction } from './publish.ts';
import { roleAction, roleIn } from './roles.ts';
import { attachmentsOf, type Besides, filesOf, oneSheet, sheetsOf } from './sheets.ts';
import { createWebhooks, type Named, type Webhooks } from './webhooks.ts';

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
  const fates = createFates();
  const webhooks = createWebhooks(line, fates);
  const remember = (nonce: string, progress: Progress): void => {
    begun.set(nonce, progress);
    const oldest = begun.keys().next().value;
    if (begun.size > rememberedTries && oldest !== undefined) begun.delete(oldest);
  };

  const send: Sender['send'] = async (to, message, options) => {
    const sheets = sheetsOf(line, message, besides(line, to, message));
    if (sheets.length === 0) return { kind: 'rejected', reason: 'the message is empty' };
    let progress = begun.get(options.nonce);
    let place = progress?.first.address ?? placeOf(line, to, options);
    const blocked = blockedAt(line, place);
    if (blocked !== undefined) return blocked;
    const named = sheets.length === 1 ? await webhooks.forAlert(place, message, options) : undefined;
    for (const [index, sheet] of [...sheets.entries()].slice(progress?.taken ?? 0)) {
      if (progress !== undefined) await line.host.turn(to, 'group', 'brief', options.signal);
      const parcel = { message, sheet, index, options };
      const first =
        (named && (await postNamed(webhooks, place, parcel, named))) ?? (await post(line, place, parcel, fates));
      // The post of a forum that should have grown is gone or closed: the story gets a new one.
      const isNewPost = !first.ok && to.thread === undefined && place.thread !== undefined && isClosed(first.failure);
      const sent = isNewPost ? await post(line, to, parcel, fates) : first;
      if (!sent.ok) return outcomeOf(sent.failure, to.thread !== undefined);
      place = sent.value.address;
      progress = { first: progress?.first ?? sent.value, taken: index + 1 };
      if (progress.taken < sheets.length) remember(options.nonce, progress);
    }
    begun.delete(options.nonce);
    return { kind: 'sent', ref: progress!.first };
  };

  const edit: Sender['edit'] = async (ref, message, options) => {
    const sheet = oneSheet(line, message, besides(line, ref.address, message));
    const route = Routes.channelMessage(channelOf(placeOfMessage(line, ref)), ref.id);
    const byName = await webhooks.edit(ref, sheet, signalOf(options));
    const plainly = () =>
      inSomeForm(line, sheet, true, (body) =>
        line.rest.patch(route, { body: { ...body, allowed_mentions: noMentions }, ...signalOf(options) }),
      );
    const done = byName ?? (await plainly());
    if (done.ok) return { kind: 'sent', ref };
    // A thread in which nobody wrote for a while: the next message opens it again, a change does not, and is none the worse left out.
    if (done.failure.code === archived) return { kind: 'rejected', reason: done.failure.reason };
    return outcomeOf(done.failure, ref.address.thread !== undefined);
  };

  return { send, edit };
}

/** What is known before it fails: a right is missing, and Discord need not be asked. */
function blockedAt(line: Connection, place: Address): Outcome | undefined {
  if (canWrite(line, channelOf(place)) !== false) return undefined;
  const lacking = missingIn(line, channelOf(place));
  const missing = lacking.map((right) => `discord.right.${right}`);
  return { kind: 'unreachable', canReturn: true, reason: `the bot lacks ${lacking.join(', ')} there`, missing };
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

const archived = 50083;

function isClosed({ code }: Failure): boolean {
  return code === 10003 || code === archived || code === 160005;
}

interface Parcel {
  readonly message: Message;
  readonly sheet: Sheet;
  readonly index: number;
  readonly options: SendOptions;
}

/** How a parcel rings and whom it calls. */
function mannerOf({ message, sheet, index, options }: Parcel) {
  const isLoud = !options.isSilent && index === 0;
  const silence = isLoud ? 0 : MessageFlags.SuppressNotifications;
  return { silence, mentions: mentionsOf(sheet, isLoud && message.isLoud), ...signalOf(options) };
}

function postNamed(webhooks: Webhooks, to: Address, parcel: Parcel, named: Named) {
  return webhooks.post(to, parcel.sheet, named, { ...mannerOf(parcel), nonce: parcel.options.nonce });
}

async function post(line: Connection, to: Address, parcel: Parcel, fates: Fates): Promise<Tried<MessageRef>> {
  const { message, sheet, index, options } = parcel;
  const { silence, mentions } = mannerOf(parcel);
  const files = sheet.fileName === undefined ? [] : filesOf(message, sheet.fileName);
  if (to.thread === undefined && isForum(line, to.id)) {
    return createPost(line, to, message, sheet, {
      fates,
      nonce: options.nonce,
      silence,
      mentions,
      files,
      ...signalOf(options),
    });
  }
  const write = (reference: string | undefined) =>
    inSomeForm<{ id: string }>(line, sheet, false, (body) =>
      line.rest.post(Routes.channelMessages(channelOf(to)), {
        body: {
          ...body,
          flags: body.flags | silence,
          nonce: nonceOf(options.nonce, index),
          enforce_nonce: true,
          allowed_mentions: mentions,
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
 * In a server an alert, grown or not, has a row of Discord's own: a member follows its topic alone, takes the role that it
 * calls, and in an announcement channel it is published.
 */
function besides(line: Connection, to: Address, message: Message): Besides {
  if ((message.kind !== 'alert' && message.kind !== 'update') || !isGuildChannel(line, to.id)) return {};
  const role = roleIn(line, to.id, message.role);
  return { role, buttons: [ownRow(line, to, message, role)] };
}

function ownRow(line: Connection, to: Address, { topic, locale }: Message, role: Role | undefined): readonly Button[] {
  const button = (key: string, action: string): Button => ({ label: line.host.say(locale, key), action });
  return [
    ...(topic === undefined ? [] : [button('discord.followPrivately', `d:follow:${topic}`)]),
    ...(role?.isOpen === true ? [button('discord.role.take', `${roleAction}${role.id}`)] : []),
    ...(isAnnouncements(line, to.id) ? [button('discord.publish', publishAction)] : []),
  ];
}
