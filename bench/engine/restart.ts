/** How long the index takes to come back from the store after a start. */
import { openMemory } from '../../adapters/memory/index.ts';
import { createSubscriptions, restoreSubscriptions } from '../../src/engine/subscriptions.ts';
import type { TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord } from '../../src/store/records.ts';
import { canonicalQuery } from '../../src/topics/query.ts';
import { makeChat, makeFollow } from '../../test/worlds/records.ts';
import { computedMs, queryOf } from './pipeline.ts';
import { topicName } from './world.ts';

const followsPerChat = 5;
const batch = 5_000;

/** Seconds of computing from the first record read to the last topic indexed. Chats are in a memory store as JSON. */
export async function measureRestart(topics: number, follows: number): Promise<number> {
  const store = await openStore(openMemory());
  const chats = follows / followsPerChat;
  const follow = (n: number) => {
    const text = topicName(n % topics);
    return makeFollow(text, { topicId: `t${n % topics}` as TopicId, query: canonicalQuery(queryOf(text)) });
  };
  for (let from = 0; from < chats; from += batch) {
    const made = Array.from({ length: Math.min(batch, chats - from) }, (_, n): ChatRecord => {
      const own = Array.from({ length: followsPerChat }, (_, k) => follow((from + n) * followsPerChat + k));
      return makeChat(String(100_000_000 + from + n), { follows: own });
    });
    await store.chats.setMany(made.map((chat) => [chat.id, chat] as const));
  }
  const startedAt = computedMs();
  const subscriptions = createSubscriptions();
  for await (const [, chat] of store.chats.entries()) restoreSubscriptions(subscriptions, chat);
  const seconds = (computedMs() - startedAt) / 1000;
  await store.close();
  return seconds;
}
