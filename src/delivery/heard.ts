/** What a chat has been told: one record a chat, changed by one step at a time. */
import type { ChatId, Story, StoryId, TopicId } from '../model.ts';
import type { HeardRecord, HeardStory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { localDay } from './quiet.ts';

const dayMs = 24 * 3_600_000;
/** A story is remembered for as long as it may be shown. */
const rememberedMs = 14 * dayMs;
/** At most; what was only held goes first. */
const mostStories = 500;
const mostFacts = 20;

export interface HeardBook {
  read(chatId: ChatId): Promise<HeardRecord>;
  /**
   * Reads, changes and writes a chat's record with no other change in between; `change` answers the new record, or
   * undefined to leave it, and what to hand back. Everything that changes heard records must come through here.
   */
  change<T>(chatId: ChatId, change: (heard: HeardRecord) => Promise<readonly [HeardRecord | undefined, T]>): Promise<T>;
  /** The same for different chats with one read and one write; records stand in the order of the ids. */
  changeMany<T>(
    chatIds: readonly ChatId[],
    change: (heard: readonly HeardRecord[]) => Promise<readonly [readonly (HeardRecord | undefined)[], T]>,
  ): Promise<T>;
  /** Lets go of a chat's record with `work`, which erases what else there is of the chat. */
  erase(chatId: ChatId, work: () => Promise<void>): Promise<void>;
  /** Whether the chat is being erased: whoever read its record before must change nothing for it any more. */
  isErasing(chatId: ChatId): boolean;
}

export function createHeardBook(store: Store): HeardBook {
  const last = new Map<ChatId, Promise<unknown>>();
  const erasing = new Set<ChatId>();
  const changeMany: HeardBook['changeMany'] = (chatIds, change) => {
    const before = new Set(chatIds.flatMap((id) => last.get(id) ?? []));
    const step = Promise.all(before).then(async () => {
      const records = await store.heard.getMany(chatIds);
      const [after, answer] = await change(records.map((record, index) => record ?? emptyHeard(chatIds[index]!)));
      const changed = after.flatMap((record) => (record === undefined ? [] : [[record.chatId, record] as const]));
      if (changed.length > 0) await store.heard.setMany(changed);
      return answer;
    });
    const settled = step.then(
      () => {},
      () => {},
    );
    for (const id of chatIds) last.set(id, settled);
    void settled.then(() => {
      for (const id of chatIds) if (last.get(id) === settled) last.delete(id);
    });
    return step;
  };
  return {
    read: async (chatId) => (await store.heard.get(chatId)) ?? emptyHeard(chatId),
    changeMany,
    change: (chatId, change) =>
      changeMany([chatId], async ([heard]) => {
        const [after, answer] = await change(heard!);
        return [[after], answer];
      }),
    async erase(chatId, work) {
      erasing.add(chatId);
      try {
        await changeMany([chatId], async () => {
          await work();
          await store.heard.delete(chatId);
          return [[], undefined];
        });
      } finally {
        erasing.delete(chatId);
      }
    },
    isErasing: (chatId) => erasing.has(chatId),
  };
}

function emptyHeard(chatId: ChatId): HeardRecord {
  return { chatId, stories: [], day: '', loud: {} };
}

/** The record with this story in the place of what it held of it (or of those merged into it), trimmed. */
export function withStory(
  heard: HeardRecord,
  story: HeardStory,
  now: number,
  mergedFrom: readonly StoryId[] = [],
): HeardRecord {
  const others = heard.stories.filter(({ storyId }) => storyId !== story.storyId && !mergedFrom.includes(storyId));
  const told = { ...story, facts: story.facts.slice(-mostFacts) };
  return { ...heard, stories: [...remembered(others, now, mostStories - 1), told] };
}

/** Those of the last two weeks, in their order; of too many, what was only held and what is oldest leaves. */
export function remembered(stories: readonly HeardStory[], now: number, most = mostStories): HeardStory[] {
  const recent = stories.filter(({ lastAt }) => now - lastAt < rememberedMs);
  const excess = recent.length - most;
  if (excess <= 0) return recent;
  const gone = new Set(
    recent
      .toSorted((a, b) => Number(a.how !== 'held') - Number(b.how !== 'held') || a.lastAt - b.lastAt)
      .slice(0, excess)
      .map(({ storyId }) => storyId),
  );
  return recent.filter(({ storyId }) => !gone.has(storyId));
}

/** One more loud message of the chat's local day, for these topics. */
export function withLoud(heard: HeardRecord, topics: readonly TopicId[], zone: string, now: number): HeardRecord {
  const day = localDay(zone, now);
  const loud = heard.day === day ? { ...heard.loud } : {};
  for (const key of ['all', ...new Set<string>(topics)]) loud[key] = (loud[key] ?? 0) + 1;
  return { ...heard, day, loud };
}

/** What the chat heard of this story, also under the id of one that was merged into it; the latest first. */
export function storyIn(heard: HeardRecord, story: Pick<Story, 'id' | 'mergedFrom'>): HeardStory | undefined {
  const ids = new Set([story.id, ...story.mergedFrom]);
  const known = heard.stories.filter(({ storyId }) => ids.has(storyId));
  return known.find(({ how }) => how !== 'held') ?? known[0];
}
