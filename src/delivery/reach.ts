/** Chats that cannot be reached, come back, move or lose a thread: what that changes in their records. */
import { type Address, type ChatId, chatIdOf } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { HeardBook } from './heard.ts';
import type { ChatNews } from './sending.ts';

/** A chat that cannot be reached is forgotten after this long: 30 days. */
const lostMs = 30 * 24 * 3_600_000;

export interface Reach {
  /**
   * Writes the news into the chat's record. Answers the chat as it was when this is new, undefined when it was known
   * already (so that its owner is told once). Repeatable. Throws StoreError.
   */
  apply(chatId: ChatId, news: ChatNews): Promise<ChatRecord | undefined>;
  /** Those of the chats that could not be reached for 30 days: to be forgotten. */
  lost(now: number, unreachable: readonly ChatId[]): Promise<readonly ChatId[]>;
}

export function createReach(options: {
  readonly store: Store;
  readonly heard: HeardBook;
  readonly clock: Clock;
}): Reach {
  const { store, heard, clock } = options;
  return {
    async apply(chatId, news) {
      const chat = await store.chats.get(chatId);
      if (chat === undefined) return undefined;
      if (news.kind === 'moved') return moveRecords(store, heard, chat, news.to);
      const changed = changeRecord(chat, news, clock.now());
      if (changed === undefined) return undefined;
      await store.chats.set(chatId, changed);
      return chat;
    },
    async lost(now, unreachable) {
      const chats = await store.chats.getMany(unreachable);
      return chats.flatMap((chat) =>
        chat?.state === 'unreachable' && now - (chat.stateSince ?? now) >= lostMs ? [chat.id] : [],
      );
    },
  };
}

function changeRecord(
  chat: ChatRecord,
  news: Exclude<ChatNews, { kind: 'moved' }>,
  now: number,
): ChatRecord | undefined {
  switch (news.kind) {
    case 'gone':
      if (chat.state !== 'active') return undefined;
      return { ...chat, state: 'unreachable', stateSince: now, stateReason: news.reason };
    case 'returned': {
      if (chat.state !== 'unreachable') return undefined;
      const { stateSince: _, stateReason: __, ...rest } = chat;
      return { ...rest, state: 'active' };
    }
    case 'threadGone': {
      const isThere = [...chat.follows, ...chat.briefs].some(({ thread }) => thread === news.thread);
      return isThere ? withoutThread(chat, news.thread) : undefined;
    }
  }
}

/** What was followed in the thread goes to the chat's main place from now on. */
function withoutThread(chat: ChatRecord, thread: string): ChatRecord {
  const leave = <T extends { thread?: string | undefined }>(each: T): T =>
    each.thread === thread ? { ...each, thread: undefined } : each;
  return { ...chat, follows: chat.follows.map(leave), briefs: chat.briefs.map(leave) };
}

/** New records first, old ones away last: cut short anywhere, the next call finishes it. */
async function moveRecords(
  store: Store,
  heard: HeardBook,
  chat: ChatRecord,
  to: Address,
): Promise<ChatRecord | undefined> {
  const id = chatIdOf(to);
  if (id === chat.id) return undefined;
  const known = await store.chats.get(id);
  // Where somebody only said hello, nothing is lost. What is followed there already was set up after the move began.
  const isBlank = known === undefined || known.follows.length + known.briefs.length === 0;
  if (isBlank) await store.chats.set(id, { ...chat, id, address: { ...to } });
  await heard.changeMany([chat.id, id], async ([before, after]) => {
    if (before === undefined || after === undefined || after.stories.length > 0) return [[], undefined];
    // Messages of the old chat cannot be changed or answered from the new one.
    const stories = before.stories.map((story) => ({ ...story, message: undefined }));
    return [[{ ...before, chatId: id, stories }], undefined];
  });
  await heard.erase(chat.id, () => store.chats.delete(chat.id));
  return chat;
}
