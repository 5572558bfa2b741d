/** Reads what Discord tells about people: commands, buttons, half-typed options, lines in direct messages. */
import {
  type APIAttachment,
  type APIInteraction,
  type APIModalSubmitInteraction,
  type APIRole,
  type APIUser,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandInteractionDataBasicOption as BasicOption,
  type ChannelType,
  InteractionContextType,
  InteractionType,
  MessageFlags,
  type GatewayMessageCreateDispatchData as TypedMessage,
} from 'discord.js';
import type { Address, ChatKind } from '../../src/model.ts';
import { directHome } from './connection.ts';
import { formFor, purposeOf, submittedValues } from './modal.ts';
import { type Form, formOf, isIncomplete, ownPosts, type Values } from './options.ts';
import { isThreadType } from './places.ts';
import type { Seal } from './seal.ts';

/** Where something happened. */
export interface Place {
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly chatTitle: string | undefined;
  readonly guildId: string | undefined;
  /** A place where the bot can answer but not write by itself: a server or a group without it. */
  readonly isForeign: boolean;
}

export interface Actor {
  readonly id: string;
  readonly name: string | undefined;
  readonly locale: string | undefined;
  /** Permissions in this channel; everything in direct messages. */
  readonly permissions: bigint | undefined;
  readonly roles: readonly string[];
}

interface Asked {
  readonly id: string;
  readonly token: string;
  readonly place: Place;
  readonly actor: Actor;
  /** The bot's own permissions in this channel. */
  readonly botPermissions: bigint | undefined;
}

export interface Typed extends Asked {
  readonly kind: 'command';
  readonly commandId: string;
  readonly name: string;
  readonly part: string | undefined;
  readonly text: string;
  /** What was filled in, by the option's name. */
  readonly values: Values;
  /** Whether something that must be known was left out. */
  readonly isIncomplete: boolean;
  /** Whether all in the channel may see the answer. */
  readonly isShared: boolean;
  readonly role: APIRole | undefined;
  /** Whether what is followed should come as posts of its own to the forum around this post. */
  readonly wantsPosts: boolean;
  readonly attachment: APIAttachment | undefined;
}

export interface Pressed extends Asked {
  readonly kind: 'pressed';
  /** '' for a button that this bot did not make, or made with another token. */
  readonly action: string;
  readonly messageId: string;
  /** Whether only the one who pressed sees the message. */
  readonly isMessagePrivate: boolean;
}

export interface Completing extends Asked {
  readonly kind: 'completing';
  readonly command: string;
  readonly typed: string;
  /** What the core puts before a completion and Discord's option does not hold. */
  readonly prefix: string;
}

export type Act = Typed | Pressed | Completing;

/** An interaction as an act, or undefined for kinds that the adapter never asks for. */
export function readInteraction(given: APIInteraction, seal: Seal): Act | undefined {
  if (given.type === InteractionType.Ping) return undefined;
  const asked = askedOf(given);
  if (asked === undefined) return undefined;
  if (given.type === InteractionType.MessageComponent) {
    const { id: messageId, flags = 0 } = given.message;
    const isMessagePrivate = (flags & MessageFlags.Ephemeral) !== 0;
    const action = seal.open(given.data.custom_id) ?? '';
    return { kind: 'pressed', ...asked, action, messageId, isMessagePrivate };
  }
  if (given.type === InteractionType.ModalSubmit) return readModal(given, asked, seal);
  if (
    given.type !== InteractionType.ApplicationCommand &&
    given.type !== InteractionType.ApplicationCommandAutocomplete
  )
    return undefined;
  const { data } = given;
  if (data.type !== ApplicationCommandType.ChatInput) return undefined;
  const first = data.options?.[0];
  const isPart = first?.type === ApplicationCommandOptionType.Subcommand;
  const options = (isPart ? first.options : data.options) ?? [];
  const filled = options.filter((option) => 'value' in option) as readonly BasicOption[];
  const values = valuesOf(filled);
  const form = formOf(data.name);
  const part = isPart ? form.parts[first.name] : undefined;
  if (given.type === InteractionType.ApplicationCommandAutocomplete) {
    const focused = filled.find((option) => 'focused' in option && option.focused === true);
    const option = (part ?? form).options.find(({ name }) => name === focused?.name);
    if (focused === undefined || option === undefined) return undefined;
    const prefix = option.completes?.(values) ?? '';
    return {
      kind: 'completing',
      ...asked,
      command: option.completesAs ?? data.name,
      typed: `${prefix}${focused.value}`,
      prefix,
    };
  }
  const rest = lineOf(part ?? form, isPart && part === undefined ? first.name : undefined, filled);
  const file = filled.find(({ type }) => type === ApplicationCommandOptionType.Attachment)?.value;
  const { attachments, roles } = ('resolved' in data ? data.resolved : undefined) ?? {};
  return {
    kind: 'command',
    ...asked,
    commandId: data.id,
    name: data.name,
    part: isPart ? first.name : undefined,
    text: rest === '' ? `/${data.name}` : `/${data.name} ${rest}`,
    values,
    isIncomplete: isIncomplete(part ?? form, values),
    isShared: values.public === 'true',
    role: roles?.[values.role ?? ''],
    wantsPosts: values.where === ownPosts,
    attachment: attachments?.[String(file)] as APIAttachment | undefined,
  };
}

/** A filled-in form is the command that opened it. */
function readModal({ data }: APIModalSubmitInteraction, asked: Asked, seal: Seal): Typed | undefined {
  const purpose = purposeOf(seal.open(data.custom_id) ?? '');
  if (purpose === undefined) return undefined;
  const values = submittedValues(data.components);
  const rest = formFor(purpose).line(values).replace(/\s+/g, ' ').trim();
  return {
    kind: 'command',
    ...asked,
    ...purpose,
    text: `/${purpose.name} ${rest}`.trim(),
    values,
    isIncomplete: false,
    isShared: false,
    role: undefined,
    wantsPosts: false,
    attachment: undefined,
  };
}

/** Clients may go on showing commands of an earlier version for a while: what they fill in there is typed as it stands. */
function lineOf(form: Form, unknownPart: string | undefined, filled: readonly BasicOption[]): string {
  const known = new Set(form.options.map(({ name }) => name));
  const isUnknown = ({ name, type }: BasicOption) =>
    !known.has(name) && type !== ApplicationCommandOptionType.Attachment;
  const others = filled.filter(isUnknown).map(({ value }) => String(value));
  return [unknownPart, form.line(valuesOf(filled)), ...others].join(' ').replace(/\s+/g, ' ').trim();
}

function valuesOf(options: readonly BasicOption[]): Values {
  return Object.fromEntries(options.map(({ name, value }) => [name, String(value).trim()]));
}

type Answerable = Exclude<APIInteraction, { type: InteractionType.Ping }>;

function askedOf(given: Answerable): Asked | undefined {
  const user = given.member?.user ?? given.user;
  const channelId = given.channel?.id ?? given.channel_id;
  if (user === undefined || channelId === undefined) return undefined;
  const actor: Actor = {
    id: user.id,
    name: nameOf(user),
    locale: 'locale' in given ? given.locale : undefined,
    permissions: given.member === undefined ? undefined : BigInt(given.member.permissions ?? 0),
    roles: given.member?.roles ?? [],
  };
  const rights = given.app_permissions;
  const botPermissions = rights === undefined ? undefined : BigInt(rights);
  return { id: given.id, token: given.token, place: placeOf(given, channelId), actor, botPermissions };
}

function nameOf({ global_name, username }: APIUser): string {
  return global_name ?? username;
}

function placeOf(given: Answerable, channelId: string): Place {
  const channel = given.channel as { type: ChannelType; name?: string | null; parent_id?: string | null } | undefined;
  const guildId = given.guild_id;
  const owners = given.authorizing_integration_owners as Readonly<Record<string, string>> | undefined;
  const isGroupChat = guildId === undefined && given.context === InteractionContextType.PrivateChannel;
  const isForeign = isGroupChat || (guildId !== undefined && owners !== undefined && owners['0'] === undefined);
  const isThread = channel !== undefined && isThreadType(channel.type) && typeof channel.parent_id === 'string';
  // Where the bot cannot write by itself, there is nothing to find again.
  const home = isForeign ? {} : { home: guildId ?? directHome };
  const address = isThread
    ? { platform: 'discord', id: channel.parent_id as string, thread: channelId, ...home }
    : { platform: 'discord', id: channelId, ...home };
  const chatKind: ChatKind = guildId === undefined && !isGroupChat ? 'private' : 'group';
  const name = isThread ? undefined : (channel?.name ?? undefined);
  return { address, chatKind, chatTitle: name === undefined ? undefined : `#${name}`, guildId, isForeign };
}

/** A line that a person wrote to the bot in a direct message. */
export interface Said {
  readonly id: string;
  readonly address: Address;
  readonly actor: Actor;
  readonly text: string;
  readonly attachment: APIAttachment | undefined;
}

/** Undefined for everything that is not a person's own line in a direct message. */
export function readMessage(given: TypedMessage, commands: readonly string[]): Said | undefined {
  if (given.guild_id !== undefined || given.author.bot === true || (given.type !== 0 && given.type !== 19))
    return undefined;
  const text = given.content.trim();
  const attachment = given.attachments[0];
  if (text === '' && attachment === undefined) return undefined;
  const first = text.split(/\s/)[0]?.toLowerCase() ?? '';
  const isCommand = !text.startsWith('/') && commands.includes(first);
  return {
    id: given.id,
    address: { platform: 'discord', id: given.channel_id, home: directHome },
    actor: { id: given.author.id, name: nameOf(given.author), locale: undefined, permissions: undefined, roles: [] },
    text: isCommand ? `/${text}` : text === '' ? '/import' : text,
    attachment,
  };
}
