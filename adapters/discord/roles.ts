/**
 * Roles that the alerts of a topic call. Discord calls one only where it is named in `allowed_mentions`; members take it by a
 * button where it gives nothing but that, and where somebody chose it who may give roles.
 */
import { type APIRole, PermissionFlagsBits, Routes } from 'discord.js';
import type { Role } from '../../src/model.ts';
import { attempt, type Connection } from './connection.ts';
import type { Actor, Place, Pressed } from './incoming.ts';

/** Of the button under an alert. */
export const roleAction = 'd:role:';

/** A role as it was chosen from Discord's list, with what stands in its way; or why it cannot be. */
export type Chosen =
  | { readonly kind: 'role'; readonly role: Role; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly key: string };

export function chooseRole(
  line: Connection,
  place: Place,
  actor: Actor,
  given: APIRole,
  channelRights: bigint,
): Chosen {
  if (given.id === place.guildId) return { kind: 'refused', key: 'discord.role.everyone' };
  if (given.managed) return { kind: 'refused', key: 'discord.role.managed' };
  const isGiver = has(actor.permissions, PermissionFlagsBits.ManageRoles);
  const isPlain = givesNothing(line, place.guildId, BigInt(given.permissions));
  const isWithin = isWithinReach(line, place.guildId, given.id);
  const isCallable = given.mentionable || has(channelRights, PermissionFlagsBits.MentionEveryone);
  const notes = [
    ...(isCallable ? [] : ['discord.role.notCallable']),
    ...(isPlain ? [] : ['discord.role.powerful']),
    ...(isPlain && isGiver && !isWithin ? ['discord.role.outOfReach'] : []),
  ];
  return { kind: 'role', role: { id: given.id, name: given.name, isOpen: isPlain && isGiver && isWithin }, notes };
}

function has(permissions: bigint | undefined, right: bigint): boolean {
  return ((permissions ?? 0n) & (right | PermissionFlagsBits.Administrator)) !== 0n;
}

/** Whether a role gives no right that everybody in the server does not have: else taking it would be taking power. */
function givesNothing(line: Connection, guildId: string | undefined, permissions: bigint): boolean {
  const everyone = line.client.guilds.cache.get(guildId ?? '')?.roles.everyone.permissions.bitfield;
  return (permissions & ~(everyone ?? 0n)) === 0n;
}

/** Whether the bot may give a role: with the right to, and from above it. */
function isWithinReach(line: Connection, guildId: string | undefined, roleId: string): boolean {
  const guild = line.client.guilds.cache.get(guildId ?? '');
  const role = guild?.roles.cache.get(roleId);
  const me = guild?.members.me;
  if (role === undefined || !me) return false;
  return me.permissions.has(PermissionFlagsBits.ManageRoles) && me.roles.highest.comparePositionTo(role) > 0;
}

/** The role that an alert calls in a channel, if its server still has it. */
export function roleIn(line: Connection, channelId: string, role: Role | undefined): Role | undefined {
  const channel = line.client.channels.cache.get(channelId);
  if (role === undefined || channel === undefined || channel.isDMBased()) return undefined;
  return role.id !== channel.guildId && channel.guild.roles.cache.has(role.id) ? role : undefined;
}

/** Gives the role to the one who pressed, or takes it back; answers what to tell them. */
export async function toggleRole(line: Connection, { place, actor, action }: Pressed): Promise<string> {
  const id = action.slice(roleAction.length);
  const role = line.client.guilds.cache.get(place.guildId ?? '')?.roles.cache.get(id);
  const say = (key: string) => line.host.say(actor.locale, key, { role: role?.name ?? '' });
  if (role === undefined || place.guildId === undefined) return say('discord.role.gone');
  // It may have been given rights since it was chosen.
  const isHarmless = !role.managed && givesNothing(line, place.guildId, role.permissions.bitfield);
  if (!isHarmless) return say('discord.role.closed');
  const isTaken = actor.roles.includes(id);
  const route = Routes.guildMemberRole(place.guildId, actor.id, id);
  const done = await attempt(line, () => (isTaken ? line.rest.delete(route) : line.rest.put(route)));
  if (done.ok) return say(isTaken ? 'discord.role.givenBack' : 'discord.role.given');
  line.host.log.warn({ reason: done.failure.reason }, 'Discord did not let the bot give a role');
  return say('discord.role.closed');
}
