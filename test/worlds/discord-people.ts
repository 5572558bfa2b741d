/** People of the fake Discord: they type commands, press buttons, complete options and write direct messages. */
import type { DiscordWorld } from './discord.ts';
import {
  botRights,
  channelJson,
  type FakeChannel,
  type FakeGuild,
  type FakeInteraction,
  type FakeRole,
  guildJson,
  messageJson,
  roleJson,
  type Shown,
  userJson,
} from './discord-state.ts';
import { flatten, type Json, listOf } from './discord-validation.ts';

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  /** Their direct messages with the bot. */
  readonly direct: FakeChannel;
}

export interface People {
  person(name: string, locale?: string): FakePerson;
  guild(name: string, members: readonly (readonly [FakePerson, bigint])[], hasBot?: boolean, id?: string): FakeGuild;
  channel(guild: FakeGuild, changes?: Partial<FakeChannel>): FakeChannel;
  role(guild: FakeGuild, name: string, changes?: Partial<FakeRole>): FakeRole;
  /** Types a command. `options` as the client sends them; sub-commands as a name with options. */
  command(
    person: FakePerson,
    channel: FakeChannel,
    name: string,
    options?: readonly Json[],
    more?: Json,
  ): FakeInteraction;
  /** Types a line: `/name the rest`, as one option of the command's first kind. */
  type(person: FakePerson, channel: FakeChannel, line: string): FakeInteraction;
  complete(person: FakePerson, channel: FakeChannel, name: string, options: readonly Json[]): FakeInteraction;
  /** By the whole custom id, or by the action that it seals. An id that the message does not hold is forged. */
  press(person: FakePerson, channel: FakeChannel, message: Shown, action: string): FakeInteraction;
  /** Fills in the form that an interaction was answered with. */
  submit(
    person: FakePerson,
    channel: FakeChannel,
    form: FakeInteraction,
    filled: Readonly<Record<string, string>>,
  ): FakeInteraction;
  /** Writes to the bot without a command. */
  say(person: FakePerson, text: string, attachment?: Json): void;
  /** The last thing that was told to the bot, once more. */
  repeat(): void;
}

function idIn(message: Shown, action: string): string {
  const ids = flatten(message.components).map(({ custom_id }) => String(custom_id ?? ''));
  return ids.find((id) => id === action || id.slice(0, id.lastIndexOf('~')) === action) ?? action;
}

/** The id of a server that is on this shard of up to ten. */
export function guildIdOn(shard: number): string {
  return String((85_217_606n * 2_520n + BigInt(shard)) << 22n);
}

export function createPeople(world: DiscordWorld): People {
  let last: readonly [string | undefined, string, unknown] = [undefined, '', {}];
  const tell = (...event: readonly [string | undefined, string, unknown]) => {
    last = event;
    world.tell(...event);
  };

  const makeChannel = (changes: Partial<FakeChannel>): FakeChannel => {
    const channel: FakeChannel = {
      id: world.nextId(),
      type: 0,
      name: 'news',
      guildId: undefined,
      parentId: undefined,
      recipientId: undefined,
      tags: [],
      needsTag: false,
      appliedTags: [],
      denied: 0n,
      isLocked: false,
      isArchived: false,
      isGone: false,
      isClosed: false,
      messages: [],
      ...changes,
    };
    world.channels.set(channel.id, channel);
    return channel;
  };

  const interact = (
    person: FakePerson,
    channel: FakeChannel,
    type: number,
    data: Json,
    more: Json = {},
  ): FakeInteraction => {
    const id = world.nextId();
    const messageId = (more.message as Json | undefined)?.id as string | undefined;
    const asked: FakeInteraction = {
      id,
      token: `interaction-${id}`,
      channelId: channel.id,
      personId: person.id,
      at: world.now(),
      messageId,
      isCompletion: type === 4,
      isForm: type === 5,
      ackedAfterMs: undefined,
      ackType: undefined,
      isAckPrivate: false,
      originalId: undefined,
      followUps: 0,
      choices: undefined,
      modal: undefined,
    };
    world.interactions.set(asked.token, asked);
    tell(channel.guildId, 'INTERACTION_CREATE', {
      id,
      application_id: world.botId,
      type,
      token: asked.token,
      version: 1,
      entitlements: [],
      attachment_size_limit: 10_485_760,
      data,
      channel_id: channel.id,
      channel: channelJson(world, channel),
      locale: person.locale,
      ...whereOf(person, channel),
      ...more,
    });
    return asked;
  };

  const whereOf = (person: FakePerson, channel: FakeChannel): Json => {
    const user = userJson(person.id, person.name);
    // A group of people, in which somebody uses the app of their account.
    if (channel.type === 3) return { user, context: 2, authorizing_integration_owners: { 1: person.id } };
    if (channel.guildId === undefined) {
      return { user, context: 1, authorizing_integration_owners: { 0: '0' }, app_permissions: String(botRights) };
    }
    const guild = world.guilds.get(channel.guildId)!;
    const member = guild.members.get(person.id);
    return {
      guild_id: guild.id,
      guild_locale: 'en-US',
      context: 0,
      authorizing_integration_owners: guild.hasBot ? { 0: guild.id } : { 1: person.id },
      app_permissions: String(guild.botPermissions & ~channel.denied),
      member: {
        user,
        roles: member?.roles ?? [],
        permissions: String(member?.permissions ?? 0n),
        deaf: false,
        mute: false,
      },
    };
  };

  const idOf = (name: string) => String(world.commands.find((command) => command.name === name)?.id ?? '77');

  const people: People = {
    person(name, locale = 'en-GB') {
      const id = world.nextId();
      return { id, name, locale, direct: makeChannel({ type: 1, name, recipientId: id }) };
    },
    guild(name, members, hasBot = true, id = world.nextId()) {
      const guild: FakeGuild = {
        id,
        name,
        hasBot,
        channels: [],
        members: new Map(members.map(([{ id }, permissions]) => [id, { permissions, roles: [] }])),
        roles: [],
        botPermissions: botRights,
        ownerId: members[0]?.[0].id ?? '1',
      };
      world.guilds.set(guild.id, guild);
      if (hasBot) world.tell(guild.id, 'GUILD_CREATE', guildJson(world, guild));
      return guild;
    },
    channel(guild, changes = {}) {
      const channel = makeChannel({ guildId: guild.id, ...changes });
      guild.channels.push(channel);
      if (guild.hasBot)
        world.tell(guild.id, channel.type === 11 ? 'THREAD_CREATE' : 'CHANNEL_CREATE', channelJson(world, channel));
      return channel;
    },
    role(guild, name, changes = {}) {
      const role: FakeRole = {
        id: world.nextId(),
        name,
        permissions: 0n,
        isMentionable: true,
        isManaged: false,
        position: 1,
        ...changes,
      };
      guild.roles.push(role);
      if (guild.hasBot) world.tell(guild.id, 'GUILD_ROLE_CREATE', { guild_id: guild.id, role: roleJson(role) });
      return role;
    },
    command: (person, channel, name, options = [], more = {}) =>
      interact(person, channel, 2, { id: idOf(name), name, type: 1, options, ...more }),
    type(person, channel, line) {
      const [, name = '', rest = ''] = /^\/(\S+)\s*(.*)$/.exec(line) ?? [];
      const known = world.commands.find((command) => command.name === name);
      const first = ((known?.options as readonly Json[] | undefined) ?? [])[0]?.name ?? 'text';
      return people.command(person, channel, name, rest === '' ? [] : [{ name: first, type: 3, value: rest }]);
    },
    complete: (person, channel, name, options) =>
      interact(person, channel, 4, { id: idOf(name), name, type: 1, options }),
    press: (person, channel, message, action) =>
      interact(
        person,
        channel,
        3,
        { component_type: 2, custom_id: idIn(message, action) },
        { message: messageJson(world, message) },
      ),
    submit(person, channel, form, filled) {
      const { custom_id, components } = form.modal as Json & { readonly components: readonly Json[] };
      const fields = components.map((one, index) => {
        const { custom_id: id, type } = (one.component ?? listOf(one.components)[0]) as Json;
        const value = filled[String(id)] ?? '';
        const field = { id: index + 1, custom_id: id, type };
        const done = type === 3 ? { ...field, values: value === '' ? [] : [value] } : { ...field, value };
        return one.type === 18 ? { type: 18, id: index + 20, component: done } : { type: 1, components: [done] };
      });
      return interact(person, channel, 5, { custom_id, components: fields });
    },
    say(person, text, attachment) {
      tell(undefined, 'MESSAGE_CREATE', {
        id: world.nextId(),
        channel_id: person.direct.id,
        channel_type: 1,
        type: 0,
        content: text,
        author: userJson(person.id, person.name),
        attachments: attachment === undefined ? [] : [attachment],
        embeds: [],
        components: [],
        mentions: [],
        mention_roles: [],
        mention_everyone: false,
        pinned: false,
        tts: false,
        timestamp: new Date(world.now()).toISOString(),
        edited_timestamp: null,
      });
    },
    repeat: () => world.tell(...last),
  };
  return people;
}
