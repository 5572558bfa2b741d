/** People of the fake Discord: they type commands, press buttons, complete options and write direct messages. */
import type { DiscordWorld } from './discord.ts';
import {
  botRights,
  channelJson,
  type FakeChannel,
  type FakeGuild,
  type FakeInteraction,
  guildJson,
  messageJson,
  type Shown,
  userJson,
} from './discord-state.ts';
import type { Json } from './discord-validation.ts';

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  /** Their direct messages with the bot. */
  readonly direct: FakeChannel;
}

export interface People {
  person(name: string, locale?: string): FakePerson;
  guild(name: string, members: readonly (readonly [FakePerson, bigint])[], hasBot?: boolean): FakeGuild;
  channel(guild: FakeGuild, changes?: Partial<FakeChannel>): FakeChannel;
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
  press(person: FakePerson, channel: FakeChannel, message: Shown, action: string): FakeInteraction;
  /** Writes to the bot without a command. */
  say(person: FakePerson, text: string, attachment?: Json): void;
  /** The last thing that was told to the bot, once more. */
  repeat(): void;
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
      ackedAfterMs: undefined,
      ackType: undefined,
      isAckPrivate: false,
      originalId: undefined,
      followUps: 0,
      choices: undefined,
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
      app_permissions: String(botRights & ~channel.denied),
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
    guild(name, members, hasBot = true) {
      const guild: FakeGuild = {
        id: world.nextId(),
        name,
        hasBot,
        channels: [],
        members: new Map(members.map(([{ id }, permissions]) => [id, { permissions, roles: [] }])),
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
      interact(person, channel, 3, { component_type: 2, custom_id: action }, { message: messageJson(world, message) }),
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
