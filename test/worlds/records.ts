/** Invented records for tests, each with sensible defaults. */

import { defaultSettings } from '../../src/chats/record.ts';
import { deliveryId } from '../../src/delivery/ids.ts';
import {
  type Address,
  type ChatId,
  chatIdOf,
  type FeedId,
  type ItemId,
  type Ranked,
  type Story,
  type StoryId,
  type TopicId,
} from '../../src/model.ts';
import type { Log } from '../../src/ports.ts';
import type { ChatRecord, ChatSettings, DeliveryRecord, Follow } from '../../src/store/records.ts';

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const settings: ChatSettings = { ...defaultSettings, images: false };

export function makeFollow(topic = 'lavrov', changes: Partial<Follow> = {}): Follow {
  return { topicId: topic as TopicId, text: topic, query: topic, since: 0, aliases: [], ...changes };
}

export function makeChat(id = '1', changes: Partial<ChatRecord> = {}): ChatRecord {
  const address: Address = { platform: 'fake', id };
  return {
    id: chatIdOf(address),
    address,
    kind: 'private',
    createdAt: 0,
    settings,
    follows: [makeFollow()],
    mutes: [],
    briefs: [],
    taste: {},
    state: 'active',
    ...changes,
  };
}

export function makeStory(
  id: string,
  at: number,
  sources: readonly string[] = ['Harbour Post'],
  title = `Story ${id}`,
): Story {
  return {
    id: id as StoryId,
    itemIds: sources.map((_, index) => `${id}-${index}` as ItemId),
    title,
    url: `https://news.example/${id}`,
    category: 'world',
    lang: 'en',
    image: undefined,
    sources: sources.map((name, index) => ({
      name,
      feedId: name as FeedId,
      itemId: `${id}-${index}` as ItemId,
      url: `https://news.example/${id}/${index}`,
      title,
      at,
      isReprint: false,
    })),
    originals: sources.length,
    entities: [],
    startedAt: at,
    updatedAt: at,
    follows: undefined,
    mergedFrom: [],
  };
}

export function makeRanked(story: string, topic = 'lavrov', changes: Partial<Ranked> = {}): Ranked {
  return {
    storyId: story as StoryId,
    topicId: topic as TopicId,
    level: 'about',
    score: 0.8,
    rank: 0.5,
    importance: 0.5,
    reasons: [],
    ...changes,
  };
}

export function makeDelivery(
  chat: string,
  edition: string,
  at: number,
  changes: Partial<DeliveryRecord> = {},
): DeliveryRecord {
  const chatId = `fake:${chat}` as ChatId;
  const kind = changes.kind ?? 'alert';
  return {
    id: deliveryId(chatId, changes.storyId, kind, edition),
    chatId,
    address: { platform: 'fake', id: chat },
    chatKind: 'private',
    kind,
    edition,
    isLoud: true,
    createdAt: at,
    notBefore: at,
    tries: 0,
    state: 'waiting',
    ...changes,
  };
}
