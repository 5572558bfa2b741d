/** Carries out what people do in Telegram: asks the core, and brings its answer back. */
import type { Update } from 'grammy/types';
import type { Answer, Incoming, Message, MessageFile, MessageRef } from '../../src/model.ts';
import { type Asked, deliver } from './answers.ts';
import { type Acknowledgement, acknowledge } from './callbacks.ts';
import { messageIdOf } from './calls.ts';
import type { Connection } from './connection.ts';
import { showingWork } from './drafts.ts';
import { fetchDocument } from './files.ts';
import { type Act, type Actor, laneOf, type Place, type Pressed, readUpdate, type Typed } from './incoming.ts';
import { createInline } from './inline.ts';
import { offerLocation } from './location.ts';
import { createManagerCheck } from './managers.ts';
import { aboutChannel, notice, offerChannels, readyMessage, remotePlace, setUpChannel } from './remote.ts';
import type { Sender } from './send.ts';
import { createGreeting, isStart, withWaysIn } from './welcome.ts';
import { whisperBack, whisperTo } from './whisper.ts';
import { zoneAt } from './zones.ts';

/** Work that waits for its turn behind earlier work of the same lane. */
interface Begun {
  readonly lane: string;
  readonly run: () => Promise<void>;
}

/** Takes an update in at once, so that a pressed button is acknowledged in time; `run` does the rest. */
export type Begin = (update: Update) => Begun;

export function createActs(line: Connection, sender: Sender): Begin {
  const { isManager, rights } = createManagerCheck(line);
  const greet = createGreeting(line, sender);
  const answerInline = createInline(line);
  const pending = new Set<string>();

  const ask = async (
    updateId: string,
    place: Place,
    actor: Actor,
    what: Partial<Incoming>,
    show?: (partial: Message) => void,
  ): Promise<Answer> => {
    const person = { id: actor.id, name: actor.name, locale: actor.locale, isManager: await isManager(place, actor) };
    const { address, chatKind, chatTitle } = place;
    const empty = { text: undefined, action: undefined, messageRef: undefined, file: undefined };
    return line.host.handle({ updateId, address, chatKind, chatTitle, person, ...empty, ...what }, show);
  };

  const typed = async (updateId: string, act: Typed): Promise<void> => {
    if (isStart(act)) greet.cancel(act.address.id);
    if (act.chatKind === 'private' && act.text === '/channel') return offerChannels(line, act.address, act.actor);
    const asked = askedBy(updateId, act, act.messageId);
    const fetched = act.document === undefined ? undefined : await fetchDocument(line, act.document);
    if (fetched !== undefined && fetched.kind !== 'file') {
      const key = fetched.kind === 'tooLarge' ? 'telegram.fileTooLarge' : 'telegram.fileFailed';
      return deliver(line, sender, answerOf(notice(line.host.say(act.actor.locale, key))), asked);
    }
    const file: MessageFile | undefined = fetched?.file;
    const remote = await remotePlace(line, act.answered, act.actor);
    const actor = remote === undefined ? act.actor : ownerOf(act.actor);
    const text = commandOf(line, act);
    const plain = await showingWork(line, act, asked.updateId, (show) =>
      ask(updateId, remote ?? act, actor, { text, file }, remote === undefined ? show : undefined),
    );
    const answer = isStart(act) ? withWaysIn(line, plain, act) : plain;
    const manner = await whisperTo(act, answer, rights);
    await deliver(line, sender, remote === undefined ? answer : aboutAll(answer, remote), { ...asked, manner });
    if (remote === undefined && act.chatKind === 'private' && act.text === '/timezone') await offerLocation(line, act);
  };

  const pressed = async (updateId: string, act: Pressed, acknowledgement: Acknowledgement): Promise<void> => {
    const ref: MessageRef = { address: act.address, id: messageIdOf(act.message) };
    const remote = await remotePlace(line, act.message, act.actor);
    const actor = remote === undefined ? act.actor : ownerOf(act.actor);
    const what = { action: act.query.data, messageRef: ref };
    const plain = await showingWork(line, act, updateId, (show) => ask(updateId, remote ?? act, actor, what, show));
    const answer = remote === undefined ? plain : aboutAll(plain, remote);
    const isToastLost = !(await acknowledgement.finish(answer.toast)) && answer.messages.length === 0;
    const late =
      isToastLost && answer.toast !== undefined && answer.replacement === undefined ? [notice(answer.toast)] : [];
    const replaced = await replace(updateId, ref, answer);
    const asked = { ...askedBy(updateId, act, undefined), manner: whisperBack(act) };
    await deliver(line, sender, { ...answer, messages: [...replaced, ...answer.messages, ...late] }, asked);
  };

  /** Changes the pressed message; where that cannot be, the new form is sent instead. */
  const replace = async (updateId: string, ref: MessageRef, answer: Answer) => {
    if (answer.replacement === undefined) return [];
    const options = { nonce: `edit:${updateId}`, isSilent: true, replyTo: undefined };
    for (let tries = 0; tries < 3; tries++) {
      const outcome = await sender.edit(ref, answer.replacement, options);
      if (outcome.kind !== 'retry') return outcome.kind === 'rejected' ? [answer.replacement] : [];
      await line.host.clock.sleep(Math.min(outcome.afterMs ?? 1000, 30_000));
    }
    return [];
  };

  const perform = async (updateId: string, act: Exclude<Act, Pressed>): Promise<void> => {
    switch (act.kind) {
      case 'typed':
        return typed(updateId, act);
      case 'stray':
        return acknowledge(line, act.queryId)
          .finish(undefined)
          .then(() => {});
      case 'inline':
        return answerInline(act.query, updateId);
      case 'location': {
        const text = `/timezone ${zoneAt(act.latitude, act.longitude)}`;
        return deliver(line, sender, await ask(updateId, act, act.actor, { text }), askedBy(updateId, act, undefined));
      }
      case 'chatShared': {
        const message = await setUpChannel(line, act);
        return deliver(line, sender, answerOf(message), askedBy(updateId, act, undefined));
      }
      case 'membership':
        return memberChanged(updateId, act);
      case 'migrated':
        greet.know(act.to.id);
        return line.host.chatChanged(act.from, { kind: 'moved', to: act.to });
    }
  };

  const memberChanged = async (updateId: string, act: Extract<Act, { kind: 'membership' }>): Promise<void> => {
    if (!act.isIn) return line.host.chatChanged(act.address, { kind: 'gone', reason: act.reason });
    await line.host.chatChanged(act.address, { kind: 'returned' });
    if (act.chatKind === 'group' && !act.wasIn)
      greet.after(act, () => ask(updateId, act, act.actor, { text: '/start' }));
    if (act.chatKind !== 'channel' || act.wasIn) return;
    // Whoever put the bot into a channel learns how to set it up, if the bot may write to them.
    const title = act.chatTitle ?? act.address.id;
    const ready = readyMessage(line, act.actor.locale, act.address.id, title);
    const to = { platform: 'telegram', id: act.actor.id };
    const options = { nonce: `ready:${updateId}`, isSilent: true, replyTo: undefined };
    await line.host.turn(to, 'private', 'reply');
    await sender.send(to, ready, options);
  };

  return (update) => {
    const act = readUpdate(update, line.me);
    const updateId = String(update.update_id);
    const lane = laneOf(update);
    if (act === undefined) return { lane, run: async () => {} };
    if ('address' in act) line.kinds.set(act.address.id, act.chatKind);
    if (act.kind !== 'pressed') return { lane, run: () => perform(updateId, act) };
    const acknowledgement = acknowledge(line, act.query.id);
    const key = `${act.address.id}:${messageIdOf(act.message)}:${act.actor.id}:${act.query.data}`;
    // Somebody who taps a button again while it is being worked on means the same thing.
    if (pending.has(key)) return { lane, run: () => acknowledgement.finish(undefined).then(() => {}) };
    pending.add(key);
    return { lane, run: () => pressed(updateId, act, acknowledgement).finally(() => pending.delete(key)) };
  };
}

/** In groups `@bot harbour` asks for the latest on it, `@bot topics` is the command of that name. */
function commandOf(line: Connection, { chatKind, text }: Typed): string | undefined {
  if (chatKind === 'private' || text === undefined || text.startsWith('/')) return text;
  const isCommand = line.host.commands.some(({ name }) => name === text.split(/\s/)[0]?.toLowerCase());
  return isCommand ? `/${text}` : `/latest ${text}`;
}

/** In groups an answer hangs on the question; in private chats it need not. */
function askedBy(updateId: string, place: Place, messageId: number | undefined): Asked {
  const isReply = messageId !== undefined && place.chatKind === 'group';
  const replyTo = isReply ? { address: place.address, id: String(messageId) } : undefined;
  return { updateId, address: place.address, chatKind: place.chatKind, replyTo, manner: {} };
}

/** Checked already: this person manages the channel. */
function ownerOf(actor: Actor): Actor {
  return { ...actor, isChatItself: true };
}

function aboutAll(answer: Answer, place: { readonly address: Place['address']; readonly chatTitle: string }): Answer {
  const about = (message: Answer['messages'][number]) => aboutChannel(message, place.address.id, place.chatTitle);
  const replacement = answer.replacement === undefined ? undefined : about(answer.replacement);
  return { ...answer, messages: answer.messages.map(about), replacement };
}

function answerOf(message: Answer['messages'][number]): Answer {
  return { messages: [message], toast: undefined, replacement: undefined };
}
