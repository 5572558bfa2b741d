/** What the gateway says about channels and servers: gone, back, writable again. */
import {
  type GatewayChannelDeleteDispatchData,
  type GatewayChannelUpdateDispatchData,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  type GatewayGuildDeleteDispatchData,
  type GatewayGuildMemberUpdateDispatchData,
  type GatewayGuildRoleUpdateDispatchData,
} from 'discord.js';
import type { ChatChange } from '../../src/ports.ts';
import type { Connection } from './connection.ts';
import { canWrite } from './places.ts';

/** Tells the core from now on. `guildIds`: the servers that are known already, which only come online. */
export function followChanges(line: Connection, guildIds: Set<string>): void {
  const { client, host } = line;
  const tell = (channelId: string, change: ChatChange): void => {
    host.chatChanged({ platform: 'discord', id: channelId }, change).catch((error: unknown) => {
      host.log.error({ chat: channelId, reason: line.redact(String(error)) }, 'a change of a chat could not be kept');
    });
  };
  client.ws.on(GatewayDispatchEvents.ChannelDelete, ({ id }: GatewayChannelDeleteDispatchData) => {
    tell(id, { kind: 'gone', reason: 'the channel was deleted' });
  });
  client.ws.on(GatewayDispatchEvents.ChannelUpdate, ({ id }: GatewayChannelUpdateDispatchData) => {
    // discord.js takes the change in only after this.
    setImmediate(() => {
      if (canWrite(line, id) === true) tell(id, { kind: 'returned' });
    });
  });
  // Rights also come with a role, of the bot's or of everybody. A chat that was never lost is no matter to the core.
  const lookAgain = (guildId: string) =>
    setImmediate(() => {
      const channels = client.guilds.cache.get(guildId)?.channels.cache.keys() ?? [];
      for (const id of [...channels]) if (canWrite(line, id) === true) tell(id, { kind: 'returned' });
    });
  client.ws.on(GatewayDispatchEvents.GuildRoleUpdate, (data: GatewayGuildRoleUpdateDispatchData) => {
    const isOwn = client.guilds.cache.get(data.guild_id)?.members.me?.roles.cache.has(data.role.id);
    if (isOwn === true || data.role.id === data.guild_id) lookAgain(data.guild_id);
  });
  client.ws.on(GatewayDispatchEvents.GuildMemberUpdate, (data: GatewayGuildMemberUpdateDispatchData) => {
    if (data.user.id === line.botId) lookAgain(data.guild_id);
  });
  client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }: GatewayGuildDeleteDispatchData) => {
    // An outage of Discord's is no farewell.
    if (unavailable === true) return;
    guildIds.delete(id);
    const channels = client.guilds.cache.get(id)?.channels.cache.keys() ?? [];
    for (const channelId of [...channels])
      tell(channelId, { kind: 'gone', reason: 'the bot was removed from the server' });
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, ({ id, channels }: GatewayGuildCreateDispatchData) => {
    if (guildIds.has(id)) return;
    guildIds.add(id);
    for (const channel of channels) tell(channel.id, { kind: 'returned' });
  });
}
