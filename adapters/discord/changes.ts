/** What the gateway says about channels and servers: gone, back, writable again. */
import {
  type GatewayChannelDeleteDispatchData,
  type GatewayChannelUpdateDispatchData,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  type GatewayGuildDeleteDispatchData,
  type GatewayGuildMemberUpdateDispatchData,
} from 'discord.js';
import type { ChatChange } from '../../src/ports.ts';
import type { Connection } from './connection.ts';
import type { Keepers } from './keepers.ts';
import { canWrite } from './places.ts';

/** Tells the core from now on. `guildIds`: the servers that are known already, which only come online. */
export function followChanges(line: Connection, guildIds: Set<string>, keepers: Keepers): void {
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
      if (canWrite(line, id) !== true) return;
      keepers.mended(id);
      tell(id, { kind: 'returned' });
    });
  });
  // Rights also come with a role, of the bot's or of everybody.
  const lookAgain = ({ guild_id: guildId }: { guild_id: string }) =>
    setImmediate(() => {
      const channels = client.guilds.cache.get(guildId)?.channels.cache.keys() ?? [];
      for (const id of [...channels].filter((id) => canWrite(line, id) === true && keepers.mended(id))) {
        tell(id, { kind: 'returned' });
      }
    });
  client.ws.on(GatewayDispatchEvents.GuildRoleUpdate, lookAgain);
  client.ws.on(GatewayDispatchEvents.GuildMemberUpdate, (data: GatewayGuildMemberUpdateDispatchData) => {
    if (data.user.id === line.botId) lookAgain(data);
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
