/**
 * Answers an interaction within Discord's deadlines: three seconds for the first word, fifteen minutes for the rest.
 * When the core takes longer than a moment, the interaction is acknowledged first and answered by an edit.
 */
import { InteractionResponseType as Kind, MessageFlags, Routes } from 'discord.js';
import type { Message } from '../../src/model.ts';
import { attempt, type Connection, type Tried } from './connection.ts';
import { inSomeForm, noMentions } from './forms.ts';
import type { Body, Sheet } from './layout.ts';
import type { Failure } from './outcome.ts';
import { attachmentsOf, filesOf, oneSheet, sheetsOf } from './sheets.ts';

/** People are told to wait when the core takes longer than this; Discord gives up after 3 s. */
const patienceMs = 400;

/** Between two looks at an answer that is being made. */
const sketchMs = 1200;

export interface Question {
  readonly id: string;
  readonly token: string;
  readonly isButton: boolean;
  /** Whether the answer is likely to be for the asker alone: decides how it is acknowledged. */
  readonly isPrivate: boolean;
}

type Delivered = 'sent' | 'expired' | 'taken' | 'refused';

export interface Reply {
  /** Shows a message; the first takes the place of the acknowledgement. */
  show(message: Message, isPrivate: boolean): Promise<Delivered>;
  /** Changes the message of the pressed button. */
  replace(message: Message): Promise<Delivered>;
  /** What the answer looks like so far, while it is made; left out where it cannot be shown in its place. */
  sketch(partial: Message): void;
  /** Ends without a word, if nothing was said. */
  finish(): Promise<void>;
}

type State = 'open' | 'deferred' | 'deferredPrivately' | 'updated' | 'answered' | 'expired' | 'taken';

/** Starts the wait. Nothing here throws; an interaction that somebody else has answered is left alone. */
export function createReply(line: Connection, question: Question): Reply {
  const { id, token, isButton } = question;
  const callback = Routes.interactionCallback(id, token);
  const webhook = Routes.webhook(line.applicationId, token);
  const original = `${webhook}/messages/@original` as const;
  const post = (route: `/${string}`, body: unknown, files: ReturnType<typeof filesOf> = []) =>
    line.rest.post(route, { body, files, auth: false });
  let state: State = 'open';
  let acknowledging: Promise<unknown> | undefined;
  let sketching: Promise<unknown> | undefined;
  let sketchedAt = Number.NEGATIVE_INFINITY;

  const settle = (done: Tried<unknown>, next: State): Delivered => {
    if (done.ok) state = next;
    if (done.ok) return 'sent';
    line.host.log.warn({ reason: done.failure.reason }, 'Discord refused an answer');
    const end = endOf(done.failure);
    if (end !== 'refused') state = end;
    return end;
  };

  const acknowledge = async (isPrivate: boolean): Promise<void> => {
    const flags = isPrivate ? MessageFlags.Ephemeral : 0;
    const body = isButton
      ? { type: Kind.DeferredMessageUpdate }
      : { type: Kind.DeferredChannelMessageWithSource, data: { flags } };
    const done = await attempt(line, () => post(callback, body));
    settle(done, isButton ? 'updated' : isPrivate ? 'deferredPrivately' : 'deferred');
  };
  // Discord's deadline is in real time, whatever clock the core follows.
  const patience = setTimeout(() => {
    acknowledging ??= acknowledge(question.isPrivate);
  }, patienceMs);
  const begin = async (): Promise<void> => {
    clearTimeout(patience);
    await acknowledging;
    await sketching;
  };

  const showSheet = async (message: Message, sheet: Sheet, isPrivate: boolean): Promise<Delivered> => {
    const files = sheet.fileName === undefined ? [] : filesOf(message, sheet.fileName);
    const data = (body: Body) => ({ ...dataOf(body, isPrivate), ...attachmentsOf(files) });
    if (state === 'expired' || state === 'taken') return state;
    if (state === 'open') {
      const type = Kind.ChannelMessageWithSource;
      const done = await inSomeForm(line, sheet, false, (body) => post(callback, { type, data: data(body) }, files));
      return settle(done, 'answered');
    }
    const isFitting = state === (isPrivate ? 'deferredPrivately' : 'deferred');
    if (isFitting || state === 'deferredPrivately') {
      // An edit may not name the flag that the acknowledgement has set.
      const edit = (body: Body) =>
        line.rest.patch(original, { body: { ...data(body), flags: body.flags }, files, auth: false });
      return settle(await inSomeForm(line, sheet, false, edit), 'answered');
    }
    // What only the asker may see cannot take the place of an acknowledgement that all see.
    if (state === 'deferred') await attempt(line, () => line.rest.delete(original, { auth: false }));
    const done = await inSomeForm(line, sheet, false, (body) => post(webhook, data(body), files));
    return settle(done, 'answered');
  };

  return {
    async show(message, isPrivate) {
      await begin();
      let delivered: Delivered = 'sent';
      for (const sheet of sheetsOf(line, message)) {
        delivered = await showSheet(message, sheet, isPrivate);
        if (delivered !== 'sent') return delivered;
      }
      return delivered;
    },
    async replace(message) {
      await begin();
      const sheet = oneSheet(line, message);
      if (state === 'expired' || state === 'taken') return state;
      const done = await inSomeForm(line, sheet, true, (body) =>
        state === 'open'
          ? post(callback, { type: Kind.UpdateMessage, data: dataOf(body, false) })
          : line.rest.patch(original, { body: dataOf(body, false), auth: false }),
      );
      return settle(done, state === 'open' ? 'updated' : state);
    },
    sketch(partial) {
      const isInPlace = state === 'deferredPrivately' || (state === 'deferred' && !partial.isPrivate);
      if (!isInPlace || sketching !== undefined || performance.now() - sketchedAt < sketchMs) return;
      sketchedAt = performance.now();
      const edit = (body: Body) =>
        line.rest.patch(original, { body: { ...dataOf(body, false), flags: body.flags }, auth: false });
      sketching = inSomeForm(line, oneSheet(line, partial), false, edit).finally(() => {
        sketching = undefined;
      });
    },
    async finish() {
      await begin();
      if (state === 'open') await acknowledge(true);
      if (state !== 'deferred' && state !== 'deferredPrivately') return;
      await attempt(line, () => line.rest.delete(original, { auth: false }));
      state = 'answered';
    },
  };
}

/** What a refusal means for the interaction: too late, somebody else has answered it, or only this word was refused. */
function endOf({ code }: Failure): 'expired' | 'taken' | 'refused' {
  if (code === 40060) return 'taken';
  return [10062, 10015, 50027].includes(code) ? 'expired' : 'refused';
}

function dataOf(body: Body, isPrivate: boolean) {
  const flags = body.flags | (isPrivate ? MessageFlags.Ephemeral : 0);
  return { ...body, flags, allowed_mentions: noMentions };
}
