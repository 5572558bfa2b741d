/** What the last seven days would have given: for a topic that is asked about, and for a chat as it is set now. */
import type { Preview, Week } from '../chats/news.ts';
import { quietUntil } from '../delivery/quiet.ts';
import type { Item } from '../model.ts';
import type { ChatRecord, Follow } from '../store/records.ts';
import { isCollection } from '../text/collections.ts';
import { assess } from '../topics/assess.ts';
import { namesakes } from '../topics/names.ts';
import { parseQuery, type Query } from '../topics/query.ts';
import { localTime } from '../zone.ts';
import { coverageOf, feedCatalogue } from './coverage.ts';
import {
  bestOfEach,
  byRelevance,
  type DeskParts,
  type Found,
  findStories,
  isMuted,
  localeOf,
  prepareFollows,
  viewOf,
} from './desk.ts';
import { isPushworthy } from './pushworthy.ts';
import type { Subscriptions } from './subscriptions.ts';

const weekMs = 7 * 86_400_000;
const previewStories = 5;

/** `follow` is only asked about, or followed already. */
export async function previewOf(
  parts: DeskParts & { readonly subscriptions: Subscriptions },
  chat: ChatRecord,
  follow: Follow,
): Promise<Preview> {
  const now = parts.clock.now();
  await prepareFollows(parts, [follow]);
  const found = findStories(parts, chat, [follow], now - weekMs, new Map());
  const news = found.filter(({ story }) => !isCollection(story.title));
  const shown = (news.length > 0 ? news : found).toSorted(byRelevance).slice(0, previewStories);
  const parsed = parseQuery(follow.query);
  const names = parsed.kind === 'query' ? namesakes(parsed.query, metBy(parsed.query, found)) : [];
  // Only an asked topic: unless somebody follows it, it is not kept up to date.
  if (parts.subscriptions.topic(follow.topicId) === undefined) parts.archive.dropTopic(follow.topicId);
  return {
    alerts: alertsAmong(chat, found, now).length,
    stories: shown.map((one) => ({ ...viewOf(parts, chat, one), topic: undefined })),
    // One full name is the one that is meant.
    alsoNamed: names.length > 1 ? names.slice(0, 3) : [],
    coverage: coverageOf({
      found,
      feed: parts.sight.feed,
      catalogue: feedCatalogue(),
      known: new Set(parts.sight.feedsOf(chat.id).map(({ url }) => url)),
      lang: parts.catalogue.negotiate(localeOf(chat)).split('-')[0] ?? 'en',
    }),
  };
}

/** All topics of a chat with its settings and mutes. */
export async function weekOf(parts: DeskParts, chat: ChatRecord): Promise<Week> {
  const now = parts.clock.now();
  await prepareFollows(parts, chat.follows);
  const found = bestOfEach(findStories(parts, chat, chat.follows, now - weekMs, new Map()));
  const wanted = found.filter((one) => !isMuted(chat, one, now));
  const heard = alertsAmong(chat, wanted, now);
  const { quiet, zone } = chat.settings;
  const lang = parts.catalogue.negotiate(localeOf(chat)).split('-')[0];
  return {
    alerts: heard.length,
    inQuietHours: heard.filter(({ newestAt }) => quietUntil(quiet, zone, newestAt) !== undefined).length,
    stories: wanted.length,
    inLanguage: wanted.filter(({ items }) => items.some((item) => item.lang === lang)).length,
    withPicture: wanted.filter(({ story }) => story.image !== undefined).length,
  };
}

/** The reports that the query itself meets: who is left out of it is no namesake. */
function metBy(query: Query, found: readonly Found[]): Item[] {
  return found.flatMap(({ items }) => items.filter((item) => assess(query, item) !== undefined));
}

/** Those that would have been loud: worth a push when they were fresh, within the caps of each day. */
function alertsAmong(chat: ChatRecord, found: readonly Found[], now: number): Found[] {
  const { cap, topiccap, zone } = chat.settings;
  const counts = new Map<string, number>();
  return found
    .filter((one) => one.follow.storyId !== undefined || isPushworthy(chat, one, now))
    .toSorted((a, b) => a.newestAt - b.newestAt)
    .filter(({ newestAt, follow }) => {
      const { date } = localTime(zone, newestAt);
      const [all, own] = [date, `${date} ${follow.topicId}`].map((key) => counts.get(key) ?? 0) as [number, number];
      if (all >= cap || own >= topiccap) return false;
      counts.set(date, all + 1).set(`${date} ${follow.topicId}`, own + 1);
      return true;
    });
}
