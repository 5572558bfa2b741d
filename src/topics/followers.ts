/** Who follows what: topics to chats, held in little memory. An index over the chats' records; rebuilt at start. */
import type { ChatId, TopicId } from '../model.ts';

export interface Followers {
  /** Adding twice is adding once. */
  add(topic: TopicId, chat: ChatId): void;
  /** Answers whether anybody still follows the topic. */
  remove(topic: TopicId, chat: ChatId): boolean;
  /** The chats that follow a topic, each once. */
  of(topic: TopicId): readonly ChatId[];
}

/** Short lists are searched, long ones are sets: many thousand chats may follow one topic. */
const longList = 64;

/** An empty index. A follow takes about 8 bytes beyond its topic and its chat, which are each held once. */
export function createFollowers(): Followers {
  const numbers = new Map<ChatId, number>();
  const chats: ChatId[] = [];
  const lists = new Map<TopicId, number[] | Set<number>>();

  function numberOf(chat: ChatId): number {
    const known = numbers.get(chat);
    if (known !== undefined) return known;
    numbers.set(chat, chats.length);
    chats.push(chat);
    return chats.length - 1;
  }

  return {
    add(topic, chat) {
      const number = numberOf(chat);
      const list = lists.get(topic);
      if (list === undefined) lists.set(topic, [number]);
      else if (list instanceof Set) list.add(number);
      else if (!list.includes(number))
        lists.set(topic, list.length < longList ? [...list, number] : new Set(list).add(number));
    },
    remove(topic, chat) {
      const number = numbers.get(chat);
      const list = lists.get(topic) ?? [];
      if (list instanceof Set) {
        if (number !== undefined) list.delete(number);
        return list.size > 0 || !lists.delete(topic);
      }
      const rest = list.filter((other) => other !== number);
      if (rest.length === 0) lists.delete(topic);
      else lists.set(topic, rest);
      return rest.length > 0;
    },
    of(topic) {
      const found: ChatId[] = [];
      for (const number of lists.get(topic) ?? []) found.push(chats[number]!);
      return found;
    },
  };
}
