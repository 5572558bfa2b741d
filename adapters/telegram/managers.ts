/** Who may manage a group, asked of Telegram and remembered for a minute. */
import { attempt, type Connection } from './connection.ts';
import type { Actor, Place } from './incoming.ts';

const rememberedMs = 60_000;
const rememberedPeople = 10_000;
/** Somebody waits for an answer. */
const longestWaitMs = 5_000;

/** Answers whether a person may change a chat's settings; `false` when Telegram does not say. */
export type ManagerCheck = (place: Place, actor: Actor) => Promise<boolean>;

/** Whether the bot itself is an administrator of a group. */
export type BotRights = (place: Place) => Promise<boolean>;

export function createManagerCheck(line: Connection): { readonly isManager: ManagerCheck; readonly rights: BotRights } {
  const known = new Map<string, { readonly isManager: boolean; readonly until: number }>();
  const ask = async (chatId: string, personId: string): Promise<boolean> => {
    const key = `${chatId}:${personId}`;
    const now = line.host.clock.now();
    const earlier = known.get(key);
    if (earlier !== undefined && earlier.until > now) return earlier.isManager;
    const isManager = await askManager(line, chatId, personId);
    if (isManager === undefined) return false;
    if (known.size >= rememberedPeople) known.clear();
    known.set(key, { isManager, until: now + rememberedMs });
    return isManager;
  };
  return {
    isManager: async (place, actor) =>
      place.chatKind === 'private' || actor.isChatItself || ask(place.address.id, actor.id),
    rights: (place) => ask(place.address.id, String(line.me.id)),
  };
}

/** Undefined when Telegram does not answer, or not in time; asked twice. */
export async function askManager(line: Connection, chatId: string, personId: string): Promise<boolean | undefined> {
  if (Number(personId) <= 0) return false;
  for (let tries = 0; tries < 2; tries++) {
    const asked = await attempt(line, () => line.api.getChatMember(Number(chatId), Number(personId)));
    if (asked.ok) return asked.value.status === 'creator' || asked.value.status === 'administrator';
    line.host.log.warn({ chat: chatId, reason: asked.failure.reason }, 'Telegram did not say who manages a chat');
    const { code, retryAfterMs = 0 } = asked.failure;
    if (code !== 0 && code !== 429 && code < 500) return false;
    if (retryAfterMs > longestWaitMs) return undefined;
    await line.host.clock.sleep(retryAfterMs);
  }
  return undefined;
}
