/** Who may change a chat's settings: those who manage the server, and those to whom the server gave a command. */
import { ApplicationCommandPermissionType, PermissionFlagsBits, Routes } from 'discord.js';
import { attempt, type Connection } from './connection.ts';
import type { Actor, Place, Typed } from './incoming.ts';

export const manageGuild = PermissionFlagsBits.ManageGuild;

const rememberedMs = 60_000;
const rememberedCommands = 1000;

/** Everybody manages a direct message. */
export function isManager(place: Place, actor: Actor): boolean {
  if (place.chatKind === 'private') return true;
  return ((actor.permissions ?? 0n) & (manageGuild | PermissionFlagsBits.Administrator)) !== 0n;
}

interface Overwrite {
  readonly id: string;
  readonly type: ApplicationCommandPermissionType;
  readonly permission: boolean;
}

/** Answers whether the server itself gave a command to this person, by name or by role (Server settings, Integrations). */
export type GrantCheck = (act: Typed) => Promise<boolean>;

export function createGrantCheck(line: Connection): GrantCheck {
  const known = new Map<string, { readonly overwrites: readonly Overwrite[]; readonly until: number }>();
  const ask = async (guildId: string, commandId: string): Promise<readonly Overwrite[]> => {
    const route = Routes.applicationCommandPermissions(line.applicationId, guildId, commandId);
    const asked = await attempt<{ permissions?: readonly Overwrite[] }>(line, () => line.rest.get(route));
    return asked.ok ? (asked.value.permissions ?? []) : [];
  };
  return async ({ place, actor, commandId }) => {
    if (place.guildId === undefined) return false;
    const key = `${place.guildId}:${commandId}`;
    const now = line.host.clock.now();
    let entry = known.get(key);
    if (entry === undefined || entry.until <= now) {
      entry = { overwrites: await ask(place.guildId, commandId), until: now + rememberedMs };
      if (known.size >= rememberedCommands) known.clear();
      known.set(key, entry);
    }
    return isGranted(entry.overwrites, actor, place.guildId);
  };
}

/** What is said of a person goes before what is said of roles; one role that may is enough. */
function isGranted(overwrites: readonly Overwrite[], actor: Actor, everyone: string): boolean {
  const own = overwrites.find(({ type, id }) => type === ApplicationCommandPermissionType.User && id === actor.id);
  if (own !== undefined) return own.permission;
  const roles = [everyone, ...actor.roles];
  return overwrites.some(
    ({ type, id, permission }) => type === ApplicationCommandPermissionType.Role && permission && roles.includes(id),
  );
}
