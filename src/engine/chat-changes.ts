/** What the records learn when a platform says that a chat is gone, is back, has moved, or lost a thread. */
import type { Turns } from '../chats/turns.ts';
import type { ChatNews } from '../delivery/sending.ts';
import { type ChatId, chatIdOf } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Subscriptions } from './subscriptions.ts';

interface Parts {
  readonly store: Store;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly turns: Turns;
}

/** Repeatable; a chat that is not known is no matter. */
export function changeChat(parts: Parts, chatId: ChatId, change: ChatNews): Promise<void> {
  return parts.turns.take(chatId, async () => {
    const chat = await parts.store.chats.get(chatId);
    if (chat === undefined) return;
    if (change.kind === 'moved') return move(parts, chat, chatIdOf(change.to), change.to);
    const next = changed(chat, change, parts.clock.now());
    if (next !== chat) await parts.store.chats.set(chatId, next);
  });
}

function changed(chat: ChatRecord, change: Exclude<ChatNews, { kind: 'moved' }>, now: number): ChatRecord {
  if (change.kind === 'threadGone') {
    const withoutThread = <T extends { thread?: string | undefined }>(one: T): T =>
      one.thread === change.thread ? { ...one, thread: undefined } : one;
    return { ...chat, follows: chat.follows.map(withoutThread), briefs: chat.briefs.map(withoutThread) };
  }
  if (chat.state === 'banned') return chat;
  if (change.kind === 'returned') return { ...chat, state: 'active', stateSince: now, stateReason: undefined };
  if (chat.state === 'unreachable') return chat;
  return { ...chat, state: 'unreachable', stateSince: now, stateReason: change.reason };
}

/** The new records are written before the old ones go: a crash in between repeats the move and loses nothing. */
async function move(
  { store, subscriptions }: Parts,
  chat: ChatRecord,
  id: ChatId,
  to: ChatRecord['address'],
): Promise<void> {
  if (id === chat.id) return;
  const known = await store.chats.get(id);
  const { thread: _, ...address } = to;
  const moved: ChatRecord = { ...chat, id, address };
  await store.chats.set(id, known === undefined || known.follows.length === 0 ? moved : known);
  const heard = await store.heard.get(chat.id);
  if (heard !== undefined) await store.heard.set(id, { ...heard, chatId: id });
  for (const follow of chat.follows) {
    subscriptions.watch(id, follow);
    subscriptions.unwatch(chat.id, follow);
  }
  await store.heard.delete(chat.id);
  await store.chats.delete(chat.id);
}
