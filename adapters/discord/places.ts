/** What the gateway told us about channels: their kind, and whether the bot may write there. */
import { type Channel as AnyChannel, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Connection } from './connection.ts';

/** The least that the bot needs; the invite link asks for exactly these. */
const neededRights = {
  ViewChannel: PermissionFlagsBits.ViewChannel,
  SendMessages: PermissionFlagsBits.SendMessages,
  SendMessagesInThreads: PermissionFlagsBits.SendMessagesInThreads,
  EmbedLinks: PermissionFlagsBits.EmbedLinks,
  AttachFiles: PermissionFlagsBits.AttachFiles,
  ReadMessageHistory: PermissionFlagsBits.ReadMessageHistory,
} as const;

export type Right = keyof typeof neededRights;

const invitePermissions: bigint = Object.values(neededRights).reduce((all, one) => all | one, 0n);

/** For people who take the bot along in their account. */
export function accountLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    integration_type: '1',
    scope: 'applications.commands',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(invitePermissions),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

const threadTypes: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

export function isThreadType(type: ChannelType): boolean {
  return threadTypes.includes(type);
}

/** Rights that are missing for writing to a channel; sight of it and writing come first. */
export function missingRights(permissions: bigint, isThread: boolean): readonly Right[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  const unused: Right = isThread ? 'SendMessages' : 'SendMessagesInThreads';
  const names = Object.keys(neededRights) as Right[];
  return names.filter((name) => name !== unused && (permissions & neededRights[name]) === 0n);
}

function cached(line: Connection, channelId: string): AnyChannel | undefined {
  return line.client.channels.cache.get(channelId);
}

/** Forums and media channels hold posts, no messages. */
export function isForum(line: Connection, channelId: string): boolean {
  const type = cached(line, channelId)?.type;
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
}

/** Channels whose messages other servers may follow. */
export function isAnnouncements(line: Connection, channelId: string): boolean {
  return cached(line, channelId)?.type === ChannelType.GuildAnnouncement;
}

export function isGuildChannel(line: Connection, channelId: string): boolean {
  const channel = cached(line, channelId);
  return channel !== undefined && !channel.isDMBased();
}

/** The bot's rights in a channel, as the gateway told them; undefined when that is not known. */
export function rightsIn(line: Connection, channelId: string): bigint | undefined {
  const channel = cached(line, channelId);
  if (channel === undefined || channel.isDMBased()) return undefined;
  return channel.permissionsFor(line.botId)?.bitfield;
}

/** Rights that are missing in a channel; none when that is not known. */
export function missingIn(line: Connection, channelId: string): readonly Right[] {
  const rights = rightsIn(line, channelId);
  const isThread = cached(line, channelId)?.isThread() === true;
  return rights === undefined ? [] : missingRights(rights, isThread);
}

const toWrite: readonly Right[] = ['ViewChannel', 'SendMessages', 'SendMessagesInThreads'];

/** Whether the bot can see a channel and write there; undefined when that is not known. */
export function canWrite(line: Connection, channelId: string): boolean | undefined {
  if (rightsIn(line, channelId) === undefined) return undefined;
  return !missingIn(line, channelId).some((right) => toWrite.includes(right));
}
