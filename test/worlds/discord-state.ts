/** Servers, channels, people and messages of the fake Discord. */

import { type Read, readMarkup } from './discord-markdown.ts';
import { flatten, type Json, listOf } from './discord-validation.ts';

export const rights = {
  view: 1n << 10n,
  send: 1n << 11n,
  embed: 1n << 14n,
  attach: 1n << 15n,
  history: 1n << 16n,
  threads: 1n << 38n,
  manageGuild: 1n << 5n,
  manageRoles: 1n << 28n,
  manageWebhooks: 1n << 29n,
  manageMessages: 1n << 13n,
  mentionEveryone: 1n << 17n,
} as const;

/** What the bot's role gives it in a server. */
export const botRights = rights.view | rights.send | rights.embed | rights.attach | rights.history | rights.threads;

export interface Shown {
  readonly id: string;
  readonly channelId: string;
  flags: number;
  content: string;
  embeds: readonly Json[];
  components: readonly Json[];
  readonly nonce: string | undefined;
  readonly replyTo: string | undefined;
  /** Everybody who was called, after `allowed_mentions`. */
  pings: readonly string[];
  readonly file: { readonly name: string; readonly content: string } | undefined;
  /** Seen by this person alone. */
  readonly onlyFor: string | undefined;
  readonly byBot: boolean;
  /** Under another name than the bot's own. */
  readonly webhook: { readonly id: string; readonly name: string } | undefined;
  edits: number;
  readonly at: number;
}

export interface FakeChannel {
  readonly id: string;
  /** 0 text, 1 direct, 5 announcements, 11 thread, 15 forum. */
  readonly type: number;
  readonly name: string;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  readonly recipientId: string | undefined;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly needsTag: boolean;
  appliedTags: readonly string[];
  /** Rights that the bot does not have here. */
  denied: bigint;
  isLocked: boolean;
  /** Nobody wrote in the thread for a while: a message opens it again, nothing else may be done there. */
  isArchived: boolean;
  isGone: boolean;
  /** A person who takes no direct messages. */
  isClosed: boolean;
  messages: Shown[];
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly hasBot: boolean;
  readonly channels: FakeChannel[];
  /** Permissions of members. */
  readonly members: Map<string, { readonly permissions: bigint; roles: readonly string[] }>;
  readonly roles: FakeRole[];
  /** What the bot's own role gives it in the whole server. */
  botPermissions: bigint;
  readonly ownerId: string;
}

export interface FakeRole {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly isMentionable: boolean;
  readonly isManaged: boolean;
  /** The bot's own role stands at 5. */
  readonly position: number;
}

export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly personId: string;
  readonly at: number;
  /** Of a pressed button. */
  readonly messageId: string | undefined;
  readonly isCompletion: boolean;
  /** The filled-in form of an earlier interaction. */
  readonly isForm: boolean;
  /** Time until the first answer; undefined while there is none. */
  ackedAfterMs: number | undefined;
  ackType: number | undefined;
  isAckPrivate: boolean;
  /** The message that `@original` means. */
  originalId: string | undefined;
  followUps: number;
  choices: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** The form that was opened. */
  modal: Json | undefined;
}

export interface FakeWebhook {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly applicationId: string | undefined;
}

export interface State {
  readonly now: () => number;
  readonly botId: string;
  readonly guilds: Map<string, FakeGuild>;
  readonly channels: Map<string, FakeChannel>;
  readonly interactions: Map<string, FakeInteraction>;
  readonly webhooks: FakeWebhook[];
  /** As the bot registered them. */
  commands: readonly Json[];
  /** By `guild:command`. */
  readonly commandRights: Map<string, readonly Json[]>;
  /** A server of before components of the second kind. */
  knowsComponents: boolean;
  /** Messages that hold this are always refused. */
  poison: string | undefined;
  nextId(): string;
  tell(guildId: string | undefined, event: string, data: unknown): void;
}

/** All texts of a message, in order. */
export function textsOf(shown: Pick<Shown, 'content' | 'embeds' | 'components'>): readonly string[] {
  const displays = flatten(shown.components).flatMap((one) => (one.type === 10 ? [String(one.content)] : []));
  const embeds = shown.embeds.flatMap(({ description }) => (description === undefined ? [] : [String(description)]));
  return [...(shown.content === '' ? [] : [shown.content]), ...embeds, ...displays];
}

/** A message as a client shows it. */
export function readShown(
  shown: Shown,
): Read & { readonly buttons: readonly Json[]; readonly pictures: readonly string[] } {
  const reads = textsOf(shown).map(readMarkup);
  const all = flatten(shown.components);
  return {
    text: reads.map(({ text }) => text).join('\n'),
    links: reads.flatMap(({ links }) => links),
    mentions: reads.flatMap(({ mentions }) => mentions),
    marks: reads.flatMap(({ marks }) => marks),
    buttons: all.filter(({ type }) => type === 2),
    pictures: all.flatMap((one) => (one.type === 11 ? [String((one.media as Json).url)] : [])),
  };
}

/** Whom a message calls: its mentions as far as `allowed_mentions` lets them, and roles that may be called. Embeds never call. */
export function pingsOf(state: State, body: Json): readonly string[] {
  const displays = flatten(listOf(body.components)).flatMap((one) => (one.type === 10 ? [String(one.content)] : []));
  const texts = [String(body.content ?? ''), ...displays];
  const mentions = texts.flatMap((text) => readMarkup(text).mentions);
  const allowed = body.allowed_mentions as
    | { parse?: readonly string[]; roles?: readonly string[]; users?: readonly string[] }
    | undefined;
  return mentions.filter((mention) => {
    const [kind = '', id = ''] = mention.split(':');
    if (kind === 'channel') return false;
    if (allowed === undefined) return true;
    if (kind === 'everyone' || kind === 'here') return allowed.parse?.includes('everyone') === true;
    const list = kind === 'role' ? allowed.roles : allowed.users;
    const role = [...state.guilds.values()].flatMap(({ roles }) => roles).find((one) => one.id === id);
    if (kind === 'role' && role?.isMentionable === false) return false;
    return allowed.parse?.includes(`${kind}s`) === true || list?.includes(id) === true;
  });
}

/** A message as the API gives it. */
export function messageJson(state: State, shown: Shown): Json {
  return {
    id: shown.id,
    channel_id: shown.channelId,
    type: shown.replyTo === undefined ? 0 : 19,
    flags: shown.flags,
    content: shown.content,
    embeds: shown.embeds,
    components: shown.components,
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: new Date(shown.at).toISOString(),
    edited_timestamp: null,
    author: userJson(shown.webhook?.id ?? state.botId, shown.webhook?.name ?? 'Dateline', true),
    ...(shown.webhook !== undefined && { webhook_id: shown.webhook.id, application_id: state.botId }),
    ...(shown.nonce !== undefined && { nonce: shown.nonce }),
  };
}

export function userJson(id: string, name: string, isBot = false): Json {
  return { id, username: name.toLowerCase(), global_name: name, discriminator: '0', avatar: null, bot: isBot };
}

export function channelJson(state: State, channel: FakeChannel): Json {
  const overwrites =
    channel.denied === 0n ? [] : [{ id: state.botId, type: 1, allow: '0', deny: String(channel.denied) }];
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    position: 0,
    ...(channel.guildId !== undefined && { guild_id: channel.guildId, permission_overwrites: overwrites }),
    ...(channel.parentId !== undefined && { parent_id: channel.parentId }),
    ...(channel.type === 15 && {
      available_tags: channel.tags.map((tag) => ({ ...tag, moderated: false, emoji_id: null, emoji_name: null })),
      flags: channel.needsTag ? 1 << 4 : 0,
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    }),
    ...(channel.type === 11 && {
      thread_metadata: {
        archived: channel.isArchived,
        locked: channel.isLocked,
        auto_archive_duration: 1440,
        archive_timestamp: new Date(0).toISOString(),
      },
      owner_id: state.botId,
      message_count: 0,
      member_count: 1,
    }),
    ...(channel.recipientId !== undefined && { recipients: [userJson(channel.recipientId, 'Someone')] }),
  };
}

export function roleJson(role: FakeRole): Json {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    hoist: false,
    position: role.position,
    permissions: String(role.permissions),
    managed: role.isManaged,
    mentionable: role.isMentionable,
    flags: 0,
  };
}

/** The role that came with the bot. */
export function botRoleOf(guild: FakeGuild): FakeRole {
  return {
    id: `${guild.id}1`.slice(-18),
    name: 'Dateline',
    permissions: guild.botPermissions,
    isMentionable: false,
    isManaged: true,
    position: 5,
  };
}

export function guildJson(state: State, guild: FakeGuild): Json {
  const top = guild.channels.filter(({ type, isGone }) => type !== 11 && !isGone);
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    unavailable: false,
    roles: [
      roleJson({
        id: guild.id,
        name: '@everyone',
        permissions: botRights,
        isMentionable: false,
        isManaged: false,
        position: 0,
      }),
      ...[botRoleOf(guild), ...guild.roles].map(roleJson),
    ],
    channels: top.map((channel) => channelJson(state, channel)),
    threads: guild.channels.filter(({ type }) => type === 11).map((channel) => channelJson(state, channel)),
    members: [
      {
        user: userJson(state.botId, 'Dateline', true),
        roles: [botRoleOf(guild).id],
        joined_at: new Date(0).toISOString(),
        deaf: false,
        mute: false,
        flags: 0,
      },
    ],
    emojis: [],
    stickers: [],
    features: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: guild.members.size + 1,
    large: false,
    premium_tier: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    system_channel_flags: 0,
    preferred_locale: 'en-US',
    joined_at: new Date(0).toISOString(),
  };
}
