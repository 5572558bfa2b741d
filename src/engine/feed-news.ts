/** The engine's answers to the commands about feeds. */
import type { FeedHealth, FoundFeeds, News } from '../chats/news.ts';
import { type DiscoverPorts, discoverFeeds, type FoundFeed } from '../feeds/discover.ts';
import { healthOf, reasonClass } from '../feeds/health.ts';
import { withoutLogin } from '../feeds/links.ts';
import { type OpmlFeed, readOpml, writeOpml } from '../feeds/opml.ts';
import type { Poller } from '../feeds/poll.ts';
import type { ChatId, FeedId } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { feedIdOf, newFeedRecord } from './feed-list.ts';
import type { Sight } from './sight.ts';

export type FeedNews = Pick<News, 'isReading' | 'feeds' | 'addFeed' | 'removeFeed' | 'exportFeeds' | 'importFeeds'>;

interface Parts extends DiscoverPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly sight: Sight;
  readonly poller: Poller;
}

export function createFeedNews(parts: Parts): FeedNews {
  const { sight, clock } = parts;
  let isReading = true;
  parts.poller.onFirstPoll(({ isFinished }) => {
    isReading = !isFinished;
  });
  return {
    isReading: () => isReading,
    async feeds(chat) {
      const records = await readFeeds(parts.store, sight, chat.id);
      return records.map((feed): FeedHealth => ({ feed, ...healthOf(feed, clock.now()) }));
    },
    addFeed: (chat, url, isShared) => addFeed(parts, chat.id, url, isShared),
    removeFeed: (chat, id, isAdministrator) => removeFeed(parts, chat.id, id, isAdministrator),
    async exportFeeds(chat) {
      const feeds = await readFeeds(parts.store, sight, chat.id);
      return writeOpml(
        'Dateline',
        feeds.map((feed) => toOpml(feed, chat.id)),
      );
    },
    async importFeeds(chat, opml, { isShared, most }) {
      const { feeds, problems } = readOpml(opml);
      const counts = { added: 0, known: 0, left: 0 };
      for (const feed of feeds) {
        if (isRead(parts, chat.id, feed, isShared)) counts.known += 1;
        else if (counts.added >= most) counts.left += 1;
        else {
          await take(parts, chat.id, feed, isShared);
          counts.added += 1;
        }
      }
      return { ...counts, problems };
    },
  };
}

/** The feeds that a chat reads, as the store has them: the poller writes there what it finds. */
export async function readFeeds(store: Store, sight: Sight, chatId: ChatId): Promise<FeedRecord[]> {
  const records = await store.feeds.getMany(sight.feedsOf(chatId).map(({ id }) => id));
  return records.filter((record) => record !== undefined);
}

async function addFeed(parts: Parts, chatId: ChatId, typed: string, isShared: boolean): Promise<FoundFeeds> {
  const found = await discoverFeeds(parts, typed);
  if (found.kind === 'none') return { kind: 'problem', problem: problemOf(found.reason, typed) };
  const [first, ...others] = found.feeds;
  if (others.length > 0)
    return {
      kind: 'choices',
      choices: found.feeds.map(({ url, title, lang, titles }) => ({ url, title, lang, titles })),
    };
  const isNew = await take(parts, chatId, { ...toFeed(first), folders: [] }, isShared);
  const feed = parts.sight.feed(feedIdOf(first.url)) as FeedRecord;
  return isNew ? { kind: 'added', feed, lang: first.lang, titles: first.titles } : { kind: 'known', feed };
}

function problemOf(reason: string, typed: string) {
  if (reason === 'bad-address' || reason === 'no-feed')
    return { key: `addfeed.problem.${reason}`, params: { url: typed } };
  return { key: 'addfeed.problem.fetch', params: { url: typed, reason: reasonClass(reason) } };
}

function toFeed({ url, title, siteUrl, lang }: FoundFeed) {
  return { url, title, siteUrl, lang, country: undefined, category: undefined };
}

/** With its login only for the chat that gave it: a feed for all may be read with the operator's. */
function toOpml(
  { url: own, name, siteUrl, lang, country, category, folders = [], chats }: FeedRecord,
  chatId: ChatId,
): OpmlFeed {
  const url = chats.includes(chatId) ? own : withoutLogin(own);
  return { url, title: name, siteUrl, lang, country, category, folders };
}

function isRead({ sight }: Parts, chatId: ChatId, { url }: OpmlFeed, isShared: boolean): boolean {
  const before = sight.feed(feedIdOf(url));
  if (before === undefined || before.isEnded) return false;
  return before.isShared || (!isShared && before.chats.includes(chatId));
}

/** Adds the feed for everyone or for the chat; false when it was read there already. */
async function take(parts: Parts, chatId: ChatId, feed: OpmlFeed, isShared: boolean): Promise<boolean> {
  if (isRead(parts, chatId, feed, isShared)) return false;
  const { poller, sight, clock } = parts;
  const id = feedIdOf(feed.url);
  const before = sight.feed(id);
  const fresh = { ...newFeedRecord(feed, isShared, clock.now()), chats: isShared ? [] : [chatId] };
  const added = before === undefined ? await poller.add(fresh) : await join(poller, id, chatId, isShared);
  if (added !== undefined) sight.put(added);
  return true;
}

function join(poller: Poller, id: FeedId, chatId: ChatId, isShared: boolean): Promise<FeedRecord | undefined> {
  return poller.change(id, (record) => ({
    ...record,
    isEnded: false,
    isShared: record.isShared || isShared,
    chats: isShared ? record.chats : [...new Set([...record.chats, chatId])],
  }));
}

/** A chat leaves its own feed; an administrator removes a shared one. Nobody else's feed is touched. */
async function removeFeed(
  { poller, sight }: Parts,
  chatId: ChatId,
  id: FeedId,
  isAdministrator: boolean,
): Promise<boolean> {
  const feed = sight.feed(id);
  const isOwn = feed?.chats.includes(chatId) === true;
  if (feed === undefined || !(isOwn || (feed.isShared && isAdministrator))) return false;
  const chats = feed.chats.filter((one) => one !== chatId);
  const isShared = feed.isShared && !isAdministrator;
  const isEnded = chats.length === 0 && !isShared;
  if (isEnded) await poller.remove(id);
  const changed = await poller.change(id, (record) => ({ ...record, chats, isShared, isEnded }));
  if (changed !== undefined) sight.put(changed);
  return true;
}
