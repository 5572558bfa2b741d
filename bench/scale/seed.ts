/** A state with very many chats: who they are is invented, how many follow what is not even. */

import { understand } from '../../src/engine/news.ts';
import type { TopicId } from '../../src/model.ts';
import type { Storage } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, Follow } from '../../src/store/records.ts';
import { makeChat, makeFollow } from '../../test/worlds/records.ts';
import { generator, topicName } from '../engine/world.ts';

export const followsPerChat = 3;
/** The subject of the breaking story: who follows it is told apart by `hot`. */
export const breakingTopic = 'Ostravel';
const batch = 500;

export interface Seed {
  readonly chats: number;
  readonly topics: number;
  /** So many chats, evenly spread, follow the breaking story's subject. */
  readonly hot: number;
  readonly platform: string;
}

/** Few topics are followed by many, most by few: half of all follows fall on a fiftieth of the topics. */
export async function seedChats(storage: Storage, { chats, topics, hot, platform }: Seed): Promise<void> {
  const store = await openStore(storage);
  const random = generator(7);
  const follows = Array.from({ length: topics }, (_, n) => followOf(topicName(n)));
  const breaking = followOf(breakingTopic);
  const every = Math.max(1, Math.floor(chats / Math.max(1, hot)));
  for (let from = 0; from < chats; from += batch) {
    const made = Array.from({ length: Math.min(batch, chats - from) }, (_, at): ChatRecord => {
      const own = new Set<Follow>((from + at) % every === 0 && hot > 0 ? [breaking] : []);
      while (own.size < followsPerChat) own.add(follows[Math.floor(random() ** 6 * topics)]!);
      const chat = makeChat(String(100_000_000 + from + at), { follows: [...own] });
      const address = { platform, id: chat.address.id };
      return { ...chat, id: `${platform}:${address.id}` as ChatRecord['id'], address };
    });
    await store.chats.setMany(made.map((chat) => [chat.id, chat] as const));
  }
}

function followOf(text: string): Follow {
  const understood = understand(text);
  if (understood.kind !== 'topic') throw new Error(`${text} is no topic`);
  return makeFollow(text, { topicId: understood.topicId as TopicId, query: understood.query });
}
