/** The engine's answers to those who run it, and the erasure of a chat. */
import type { News, Status } from '../chats/news.ts';
import { composedOf } from '../delivery/deliveries.ts';
import type { HeardBook } from '../delivery/heard.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { healthOf } from '../feeds/health.ts';
import type { Poller } from '../feeds/poll.ts';
import { digest } from '../hash.ts';
import { textMessage } from '../messages/compose.ts';
import type { ChatId } from '../model.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Census } from './census.ts';
import type { DeskParts } from './desk.ts';
import type { MeantBook } from './meant.ts';
import { type Subscriptions, stopWatching } from './subscriptions.ts';

export type OperatorNews = Pick<News, 'status' | 'replayDead' | 'forget' | 'announce'>;

interface Parts extends DeskParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly census: Pick<Census, 'states'>;
  readonly poller: Poller;
  readonly heard: HeardBook;
  readonly meant: MeantBook;
  readonly platforms: readonly string[];
  readonly label: string;
  readonly startedAt: number;
  readonly company?: (() => NonNullable<Status['company']>) | undefined;
}

const announcedAtOnce = 500;
const deadShown = 10;

export function createOperatorNews(parts: Parts): OperatorNews {
  return {
    status: () => status(parts),
    replayDead: () => parts.outbox.replay(),
    forget: (chatId) => forget(parts, chatId),
    announce: (text) => announce(parts, text),
  };
}

async function status({
  store,
  clock,
  archive,
  subscriptions,
  census,
  outbox,
  platforms,
  label,
  startedAt,
  company,
}: Parts): Promise<Status> {
  const feeds = { new: 0, good: 0, failing: 0, silent: 0, ended: 0 };
  for await (const [, feed] of store.feeds.entries()) feeds[healthOf(feed, clock.now()).state] += 1;
  const { active, unreachable, banned } = census.states;
  const dead = await outbox.dead();
  return {
    uptimeMs: clock.now() - startedAt,
    feeds,
    stories: archive.storyCount,
    chats: active + unreachable + banned,
    topics: subscriptions.topicCount,
    waiting: platforms.reduce((sum, platform) => sum + outbox.pending(platform), 0),
    deadCount: dead.length,
    dead: dead.slice(-deadShown).map(({ id, chatId, lastError }) => ({ id, chat: chatId, reason: lastError ?? '' })),
    store: label,
    ...(company === undefined ? {} : { company: company() }),
  };
}

/**
 * Erases everything of a chat; feeds that only it read are polled no more. What is sent or told meanwhile waits for the
 * chat's turn and finds nothing. The bytes are overwritten too, where the storage can.
 */
async function forget(parts: Parts, chatId: ChatId): Promise<void> {
  const { store, outbox, poller, sight, heard, meant } = parts;
  const chat = await store.chats.get(chatId);
  for (const follow of chat?.follows ?? []) stopWatching(parts, chatId, follow);
  await meant.forget();
  await heard.erase(chatId, () => store.chats.delete(chatId));
  await outbox.forget(chatId);
  for (const feed of sight.feedsOf(chatId).filter(({ chats }) => chats.includes(chatId))) {
    const chats = feed.chats.filter((one) => one !== chatId);
    const isEnded = feed.isEnded || (chats.length === 0 && !feed.isShared);
    if (isEnded) await poller.remove(feed.id);
    const changed = await poller.change(feed.id, (record) => ({ ...record, chats, isEnded }));
    if (changed !== undefined) sight.put(changed);
  }
  await store.scrub();
}

async function announce({ store, outbox, clock }: Parts, text: string): Promise<number> {
  const edition = digest(10, text, String(clock.now()));
  const message = textMessage('notice', [[{ text }]]);
  let records: DeliveryRecord[] = [];
  let count = 0;
  for await (const [, chat] of store.chats.entries()) {
    if (chat.state !== 'active') continue;
    records.push(composedOf({ chat, thread: undefined, now: clock.now() }, 'notice', edition, message));
    count += 1;
    if (records.length < announcedAtOnce) continue;
    await outbox.enqueue(records);
    records = [];
  }
  await outbox.enqueue(records);
  return count;
}
