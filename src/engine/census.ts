/**
 * What the engine keeps in mind of every chat, so that no tick and no question has to read them all: who there is, who
 * cannot be reached, and who has briefs. It follows every write of a chat's record; a million chats take some ten megabytes.
 */
import { dueEdition } from '../briefs/due.ts';
import type { ChatId } from '../model.ts';
import type { Collection } from '../ports.ts';
import type { BriefSchedule, ChatRecord } from '../store/records.ts';

export interface Census {
  /** At the start, for every chat in the store. */
  put(chat: ChatRecord): void;
  readonly states: Readonly<Record<ChatRecord['state'], number>>;
  /** Chats that cannot be reached. */
  unreachable(): readonly ChatId[];
  /** Chats for which an edition of a brief is due. */
  due(now: number): readonly ChatId[];
}

interface Reader {
  readonly zone: string;
  readonly briefs: readonly BriefSchedule[];
}

/** The same collection; from now on the census follows what is written to it. */
export function countChats(chats: Collection<ChatRecord>): {
  readonly chats: Collection<ChatRecord>;
  readonly census: Census;
} {
  const all = new Set<ChatId>();
  const away = new Map<ChatId, ChatRecord['state']>();
  const readers = new Map<ChatId, Reader>();
  const drop = (id: ChatId) => {
    all.delete(id);
    away.delete(id);
    readers.delete(id);
  };
  const put = ({ id, state, briefs, settings }: ChatRecord) => {
    all.add(id);
    if (state === 'active') away.delete(id);
    else away.set(id, state);
    if (briefs.length === 0 || state !== 'active') readers.delete(id);
    else readers.set(id, { zone: settings.zone, briefs });
  };
  const census: Census = {
    put,
    get states() {
      const states = { active: all.size - away.size, unreachable: 0, banned: 0 };
      for (const state of away.values()) states[state] += 1;
      return states;
    },
    unreachable: () => [...away].filter(([, state]) => state === 'unreachable').map(([id]) => id),
    due: (now) =>
      [...readers].filter(([, { zone, briefs }]) => briefs.some((one) => mayBeDue(one, zone, now))).map(([id]) => id),
  };
  return {
    census,
    chats: {
      ...chats,
      async set(key, chat) {
        await chats.set(key, chat);
        put(chat);
      },
      async setMany(entries) {
        await chats.setMany(entries);
        for (const [, chat] of entries) put(chat);
      },
      async delete(...keys) {
        await chats.delete(...keys);
        for (const key of keys) drop(key as ChatId);
      },
    },
  };
}

/** A plan that cannot be read is looked at as well: whoever makes the brief says what is wrong with it. */
function mayBeDue(plan: BriefSchedule, zone: string, now: number): boolean {
  try {
    return dueEdition(plan, zone, now) !== undefined;
  } catch {
    return true;
  }
}
