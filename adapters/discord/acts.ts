/** Carries out what people do in Discord: asks the core, and brings its answer back. */
import type { APIAttachment, APIInteraction, GatewayMessageCreateDispatchData } from 'discord.js';
import type { Answer, Incoming, Message, MessageFile } from '../../src/model.ts';
import { type Destination, deliver } from './answers.ts';
import { type Connection, directAddress } from './connection.ts';
import { fetchAttachment } from './files.ts';
import {
  type Actor,
  type Place,
  type Pressed,
  readInteraction,
  readMessage,
  type Said,
  type Typed,
} from './incoming.ts';
import { createGrantCheck, isManager } from './managers.ts';
import { formFor, openModal } from './modal.ts';
import { isForum, missingRights } from './places.ts';
import { publish, publishAction } from './publish.ts';
import { createReply, type Reply } from './reply.ts';
import { chooseRole, roleAction, toggleRole } from './roles.ts';
import { notice, said } from './said.ts';
import type { Sender } from './send.ts';
import { suggest } from './suggest.ts';

const rememberedIds = 2000;
/** Under a channel's alert: follow the same topic for oneself, in a direct message. */
const followAction = 'd:follow:';
/** Before the actions of what is shown to a person about their own direct messages, wherever it is shown. */
const selfAction = 'd:me:';

export interface Acts {
  interaction(given: APIInteraction): Promise<void>;
  message(given: GatewayMessageCreateDispatchData): Promise<void>;
}

export function createActs(line: Connection, sender: Sender): Acts {
  const isGranted = createGrantCheck(line);
  const isNew = createMemory();
  const warned = new Set<string>();

  const ask = async (
    updateId: string,
    place: Place,
    actor: Actor,
    what: Partial<Incoming>,
    show?: Reply['sketch'],
  ): Promise<Answer> => {
    const { address, chatKind } = place;
    const chatTitle = titleOf(line, place);
    const person = { id: actor.id, name: actor.name, locale: actor.locale, isManager: isManager(place, actor) };
    const empty = { text: undefined, action: undefined, messageRef: undefined, file: undefined };
    return line.host.handle({ updateId, address, chatKind, chatTitle, person, ...empty, ...what }, show);
  };

  const command = async (act: Typed): Promise<void> => {
    if (act.isIncomplete) return openModal(line, act, formFor(act));
    const isPrivate = act.place.chatKind !== 'private' && !act.isShared;
    const reply = createReply(line, { ...act, isButton: false, isPrivate });
    const place = await homeOf(line, placeOf(line, act), act.actor);
    if (place === undefined) return void (await reply.show(notice(line, act.actor, 'discord.noDirectMessages'), true));
    const fetched = act.attachment === undefined ? undefined : await fileOf(line, act.attachment, act.actor);
    if (fetched !== undefined && 'blocks' in fetched)
      return void (await reply.show(fetched, act.place.chatKind !== 'private'));
    const info = line.host.commands.find(({ name }) => name === act.name);
    const mayAll = place.chatKind === 'private' || info?.who !== 'managers' || isManager(place, act.actor);
    const actor = mayAll || !(await isGranted(act)) ? act.actor : { ...act.actor, permissions: ~0n };
    // By the person's own rights: a command that was given to them gives no rights over roles.
    const chosen = act.role && chooseRole(line, place, act.actor, act.role, act.botPermissions ?? 0n);
    if (chosen?.kind === 'refused') return void (await reply.show(notice(line, actor, chosen.key), true));
    const what = { text: act.text, file: fetched, ...(chosen && { role: chosen.role }) };
    const answer = await ask(act.id, place, actor, what, reply.sketch);
    await bring(act, place, reply, answer);
    const isSet = answer.messages.some(({ topic }) => topic !== undefined);
    for (const key of isSet ? (chosen?.notes ?? []) : []) {
      await reply.show(notice(line, actor, key, { role: act.role?.name ?? '' }), true);
    }
    if (isManager(place, actor)) await warn(act, reply);
  };

  /** A right that is missing is told before it is missed: once for each channel, to somebody who can mend it. */
  const warn = async (act: Typed, reply: Reply): Promise<void> => {
    const { guildId, address, isForeign } = act.place;
    if (guildId === undefined || isForeign || act.botPermissions === undefined) return;
    const missing = missingRights(act.botPermissions, address.thread !== undefined);
    const channel = address.thread ?? address.id;
    if (missing.length === 0) return void warned.delete(channel);
    if (warned.has(channel)) return;
    warned.add(channel);
    const rights = missing.map((name) => line.host.say(act.actor.locale, `discord.right.${name}`)).join(', ');
    await reply.show(notice(line, act.actor, 'discord.missingRights', { rights }), true);
  };

  const pressed = async (act: Pressed): Promise<void> => {
    const isOwn = act.action.startsWith(followAction) || act.action.startsWith(selfAction);
    const reply = createReply(line, { ...act, isButton: true, isPrivate: true });
    if (act.action === '') return void (await reply.show(notice(line, act.actor, 'refusal.old'), true));
    if (act.action.startsWith(roleAction)) return void (await reply.show(said(await toggleRole(line, act)), true));
    if (act.action === publishAction) return void (await reply.show(said(await publish(line, act)), true));
    const place = await homeOf(line, { ...act.place, isForeign: act.place.isForeign || isOwn }, act.actor);
    if (place === undefined) return void (await reply.show(notice(line, act.actor, 'discord.noDirectMessages'), true));
    const messageRef = { address: place.address, id: act.messageId };
    const what = act.action.startsWith(followAction)
      ? { text: `/follow ${act.action.slice(followAction.length)}` }
      : { action: act.action.replace(selfAction, ''), messageRef };
    await bring(act, place, reply, await ask(act.id, place, act.actor, what));
  };

  /** The changed message first, then what is said, then the word at the button. */
  const bring = async (act: Typed | Pressed, place: Place, reply: Reply, answer: Answer): Promise<void> => {
    const isApart = place.address.id !== act.place.address.id;
    const isDirect = act.place.chatKind === 'private';
    const isShared = isDirect || (act.kind === 'command' && act.isShared);
    const late: Message[] = [];
    if (answer.replacement !== undefined) {
      const changed = isApart ? aboutOneself(answer.replacement) : answer.replacement;
      const done = await reply.replace(changed);
      const isLost = done === 'refused' || done === 'expired';
      const isHidden = act.kind === 'pressed' && act.isMessagePrivate;
      if (isLost && isHidden) await reply.show(changed, true);
      else if (isLost) late.push(answer.replacement);
    }
    for (const message of answer.messages) {
      await line.host.turn(place.address, place.chatKind, 'reply');
      const isPrivate = isApart || !isShared || (message.isPrivate && !isDirect);
      const done = await reply.show(isApart ? aboutOneself(message) : message, isPrivate);
      // Too late for the asker alone: what holds nothing private goes to the channel rather than nowhere.
      const isOpen = !isApart && (isDirect || !message.isPrivate);
      if ((done === 'expired' || done === 'refused') && isOpen) late.push(message);
    }
    if (answer.toast !== undefined) await reply.show(said(answer.toast), true);
    await reply.finish();
    await deliver(line, sender, late, destinationOf(act.id, place));
  };

  const typed = async (act: Said): Promise<void> => {
    const place: Place = {
      address: act.address,
      chatKind: 'private',
      chatTitle: undefined,
      guildId: undefined,
      isForeign: false,
    };
    const fetched = act.attachment === undefined ? undefined : await fileOf(line, act.attachment, act.actor);
    if (fetched !== undefined && 'blocks' in fetched)
      return deliver(line, sender, [fetched], destinationOf(act.id, place));
    const answer = await ask(act.id, place, act.actor, { text: act.text, file: fetched });
    const messages = answer.toast === undefined ? answer.messages : [...answer.messages, said(answer.toast)];
    await deliver(line, sender, messages, destinationOf(act.id, place));
  };

  return {
    async interaction(given) {
      const act = readInteraction(given, line.seal);
      // After a broken connection Discord tells the same once more.
      if (act === undefined || !isNew(act.id)) return;
      if (act.kind === 'completing') {
        const home = await homeOf(line, act.place, act.actor);
        return suggest(line, home === undefined ? act : { ...act, place: home });
      }
      return act.kind === 'command' ? command(act) : pressed(act);
    },
    async message(given) {
      const act = readMessage(
        given,
        line.host.commands.map(({ name }) => name),
      );
      if (act !== undefined && isNew(act.id)) await typed(act);
    },
  };
}

/** The forum itself rather than one of its posts, where that was chosen. */
function placeOf(line: Connection, { place, wantsPosts }: Typed): Place {
  const { thread, ...forum } = place.address;
  return wantsPosts && thread !== undefined && isForum(line, forum.id) ? { ...place, address: forum } : place;
}

/** The last ids; answers whether one is new. */
function createMemory(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > rememberedIds && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

/**
 * The place whose chat is meant: where the bot cannot write by itself, the person's direct messages. Undefined when
 * Discord does not open them.
 */
async function homeOf(line: Connection, place: Place, actor: Actor): Promise<Place | undefined> {
  if (!place.isForeign || place.chatKind === 'private') return place;
  const address = await directAddress(line, actor.id);
  if (address === undefined) return undefined;
  return { address, chatKind: 'private', chatTitle: undefined, guildId: undefined, isForeign: false };
}

async function fileOf(line: Connection, attachment: APIAttachment, actor: Actor): Promise<MessageFile | Message> {
  const fetched = await fetchAttachment(line, attachment);
  if (fetched.kind === 'file') return fetched.file;
  return notice(line, actor, fetched.kind === 'tooLarge' ? 'discord.fileTooLarge' : 'discord.fileFailed');
}

function destinationOf(updateId: string, { address, chatKind }: Place): Destination {
  return { updateId, address, chatKind, replyTo: undefined };
}

/** Its buttons act on the person's own chat, not on the place where they are pressed. */
function aboutOneself(message: Message): Message {
  const buttons = message.buttons.map((row) =>
    row.map(({ label, action }) => ({ label, action: /^https?:/.test(action) ? action : `${selfAction}${action}` })),
  );
  return { ...message, buttons };
}

/** '#news (Harbour watch)': the channel and its server, so that it is known elsewhere. */
function titleOf(line: Connection, { chatTitle, guildId }: Place): string | undefined {
  const server = line.client.guilds.cache.get(guildId ?? '')?.name;
  return chatTitle === undefined || server === undefined ? chatTitle : `${chatTitle} (${server})`;
}
