/** What the records learn when a platform says that a chat is gone, is back, has moved, or lost a thread. */
import type { Turns } from '../chats/turns.ts';
import type { Reach } from '../delivery/reach.ts';
import type { ChatNews } from '../delivery/sending.ts';
import type { Poller } from '../feeds/poll.ts';
import { type ChatId, chatIdOf } from '../model.ts';
import type { Log } from '../ports.ts';
import { type KeeperParts, tellKeeper } from './keeper.ts';
import type { Sight } from './sight.ts';
import type { Subscriptions } from './subscriptions.ts';

interface Parts {
  readonly reach: Reach;
  readonly subscriptions: Subscriptions;
  readonly sight: Sight;
  readonly poller: Pick<Poller, 'change'>;
  readonly turns: Turns;
  readonly log: Log;
  readonly keeping: KeeperParts;
}

/** Repeatable; a chat that is not known is no matter. */
export function changeChat(parts: Parts, chatId: ChatId, change: ChatNews): Promise<void> {
  return parts.turns.take(chatId, async () => {
    if (change.kind === 'moved') await moveFeeds(parts, chatId, chatIdOf(change.to));
    const before = await parts.reach.apply(chatId, change);
    if (before === undefined) return;
    parts.log.info({ platform: before.address.platform, change: change.kind }, 'a chat changed');
    if (change.kind === 'gone') await tellKeeper(parts.keeping, before, change.missing);
    if (change.kind !== 'moved') return;
    for (const follow of before.follows) {
      parts.subscriptions.watch(chatIdOf(change.to), follow);
      parts.subscriptions.unwatch(chatId, follow);
    }
  });
}

/** The chat's own feeds go first: a crash in between meets the chat at its old place, and repeats the move. */
async function moveFeeds({ sight, poller }: Parts, from: ChatId, to: ChatId): Promise<void> {
  if (from === to) return;
  for (const { id } of sight.feedsOf(from).filter(({ chats }) => chats.includes(from))) {
    const changed = await poller.change(id, (record) => ({
      ...record,
      chats: [...new Set(record.chats.map((chat) => (chat === from ? to : chat)))],
    }));
    if (changed !== undefined) sight.put(changed);
  }
}
