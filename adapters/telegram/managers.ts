/** Who may manage a group, asked of Telegram and remembered for a minute. */
import { attempt, type Connection } from './connection.ts';
import type { Actor, Place } from './incoming.ts';

const rememberedMs = 60_000;
const rememberedPeople = 10_000;

/** Answers whether a person may change a chat's settings; `false` when Telegram does not say. */
export type ManagerCheck = (place: Place, actor: Actor) => Promise<boolean>;

export function createManagerCheck(line: Connection): ManagerCheck {
  const known = new Map<string, { readonly isManager: boolean; readonly until: number }>();
  return async (place, actor) => {
    if (place.chatKind === 'private' || actor.isChatItself) return true;
    const key = `${place.address.id}:${actor.id}`;
    const now = line.host.clock.now();
    const earlier = known.get(key);
    if (earlier !== undefined && earlier.until > now) return earlier.isManager;
    const isManager = await askManager(line, place.address.id, actor.id);
    if (isManager === undefined) return false;
    if (known.size >= rememberedPeople) known.clear();
    known.set(key, { isManager, until: now + rememberedMs });
    return isManager;
  };
}

/** Undefined when Telegram does not answer; asked twice. */
export async function askManager(line: Connection, chatId: string, personId: string): Promise<boolean | undefined> {
  if (Number(personId) <= 0) return false;
  for (let tries = 0; tries < 2; tries++) {
    const asked = await attempt(line, () => line.api.getChatMember(Number(chatId), Number(personId)));
    if (asked.ok) return asked.value.status === 'creator' || asked.value.status === 'administrator';
    line.host.log.warn({ chat: chatId, reason: asked.failure.reason }, 'Telegram did not say who manages a chat');
    if (asked.failure.code !== 0 && asked.failure.code < 500) return false;
  }
  return undefined;
}
