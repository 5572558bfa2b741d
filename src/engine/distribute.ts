/** From a changed story to the chats that follow what it is about. */
import type { Alerts, Concern } from '../delivery/alerts.ts';
import { mostInAMinute } from '../delivery/attention.ts';
import type { Assessment, ChatId, Item, Ranked, Story, TopicId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Clock } from '../ports.ts';
import { rankStory } from '../ranking/rank.ts';
import type { ChatRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { newFact } from '../writing/changes.ts';
import type { Archive } from './archive.ts';
import { followedStory, heardByStory, underTopic } from './desk.ts';
import { isEcho } from './echo.ts';
import type { StoryChange } from './intake.ts';
import { reassess } from './search.ts';
import type { Sight } from './sight.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface DistributeParts {
  readonly store: Store;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly subscriptions: Subscriptions;
  readonly alerts: Alerts;
  readonly clock: Clock;
}

/**
 * Chats are considered in batches, small ones first, so that the first chats are told while the next are considered; a
 * breaking story may concern very many, and large batches cost fewer round trips. While one is being written, the next
 * is decided on.
 */
const smallBatch = 50;
const smallUntil = 1_000;
const largeBatch = 1_000;
const batchesAtOnce = 2;
/** A story that goes on tells its chats aloud again at the earliest after this time. */
const developmentAfterMs = 6 * 3_600_000;
const developmentSources = 2;

/**
 * Considers every chat whose topics the stories of one fetch meet. Repeatable: what a chat was told is derived from its record.
 * When one fetch brings a chat more than a few new stories, they are told as a burst.
 */
export async function distribute(parts: DistributeParts, changes: readonly StoryChange[]): Promise<void> {
  const met = changes.map((change) => ({ change, standings: standingsOf(parts, change) }));
  const counts = new Map<ChatId, number>();
  for (const { change, standings } of met) {
    if (!change.isNew) continue;
    for (const [chatId, topics] of standings) {
      if ([...topics.values()].some(({ level }) => level === 'about'))
        counts.set(chatId, (counts.get(chatId) ?? 0) + 1);
    }
  }
  for (const { change, standings } of met) {
    await considerChats(parts, change, standings, (chatId) => (counts.get(chatId) ?? 0) > mostInAMinute);
  }
}

async function considerChats(
  parts: DistributeParts,
  change: StoryChange,
  standings: ReadonlyMap<ChatId, ReadonlyMap<TopicId, Assessment>>,
  isBurst: (chatId: ChatId) => boolean,
): Promise<void> {
  const { store, alerts } = parts;
  const batches = inBatches([...standings.keys()]);
  const concernOf = concernsIn(parts, change, standings, isBurst);
  let error: unknown;
  const work = async () => {
    for (let ids = batches.next(); !ids.done && error === undefined; ids = batches.next()) {
      const chats = await store.chats.getMany(ids.value);
      await alerts.consider(chats.filter((chat) => chat?.state === 'active') as ChatRecord[], concernOf);
    }
  };
  const workers = Array.from({ length: batchesAtOnce }, () =>
    work().catch((reason: unknown) => {
      error ??= reason;
    }),
  );
  await Promise.all(workers);
  if (error !== undefined) throw error;
}

function* inBatches(chatIds: readonly ChatId[]): Generator<readonly ChatId[]> {
  for (let from = 0, size = 0; from < chatIds.length; from += size) {
    size = from < smallUntil ? smallBatch : largeBatch;
    yield chatIds.slice(from, from + size);
  }
}

/** For each chat, the topics of its follows that the story meets. */
function standingsOf(
  { archive, subscriptions }: DistributeParts,
  change: StoryChange,
): Map<ChatId, Map<TopicId, Assessment>> {
  const { story, newItems } = change;
  const topicIds = new Set([
    ...newItems.flatMap((item) => subscriptions.matching(item)),
    ...archive.topicsOf(story.id),
  ]);
  const topics = [...topicIds].flatMap((id) => subscriptions.topic(id) ?? []);
  const found = reassess(archive, story, archive.itemsOf(story), topics);
  const standings = new Map<ChatId, Map<TopicId, Assessment>>();
  const add = (chatId: ChatId, topicId: TopicId, assessment: Assessment) => {
    const own = standings.get(chatId);
    if (own === undefined) standings.set(chatId, new Map([[topicId, assessment]]));
    else own.set(topicId, assessment);
  };
  for (const [topicId, assessment] of found) {
    for (const chatId of subscriptions.followers(topicId)) add(chatId, topicId, assessment);
  }
  for (const id of [story.id, ...story.mergedFrom]) {
    for (const [chatId, topicId] of subscriptions.storyFollowers(id)) add(chatId, topicId, followedStory);
  }
  return standings;
}

/** How the story stands before a chat that has heard so much: its best follow. Undefined when it is nothing to the chat. */
function concernsIn(
  parts: DistributeParts,
  change: StoryChange,
  standings: ReadonlyMap<ChatId, ReadonlyMap<TopicId, Assessment>>,
  isBurst: (chatId: ChatId) => boolean,
): (chat: ChatRecord, heard: HeardRecord) => Concern | undefined {
  const { archive, sight, clock } = parts;
  // What may be of any day is shown on request, never pushed.
  const datedItems = change.newItems.filter((item) => item.isOfUnknownAge !== true);
  return (chat, record) => {
    const seen = sight.storyFor(chat.id, change.story);
    const newItems = datedItems.filter((item) => sight.sees(chat.id, item.feedId));
    const topics = standings.get(chat.id);
    if (seen === undefined || topics === undefined || newItems.length === 0) return undefined;
    const now = clock.now();
    const told = heardByStory(archive, record);
    const heard = told.get(change.story.id);
    const story: Story = { ...seen.story, updatedAt: Math.max(...newItems.map(itemAt)) };
    const best = chat.follows
      .flatMap((follow): { follow: Follow; ranked: Ranked }[] => {
        const assessment = topics.get(follow.topicId);
        if (assessment === undefined) return [];
        return [{ follow, ranked: rankStory({ story, topicId: follow.topicId, assessment, chat, heard, now }) }];
      })
      .sort((a, b) => levelOf(a.ranked) - levelOf(b.ranked) || b.ranked.rank - a.ranked.rank)[0];
    if (best === undefined) return undefined;
    const development = developmentOf(newItems, heard, now);
    return {
      ...best,
      story: underTopic(seen.story, seen.items, best.follow),
      change: {
        isDevelopment: development !== undefined,
        isBurst: isBurst(chat.id),
        isEcho: heard?.how !== 'pushed' && isEcho(archive, told, seen.items, best.follow.topicId, now),
        ...(development === undefined ? {} : { developmentTitle: development }),
      },
    };
  };
}

function levelOf(ranked: Ranked): number {
  return ranked.level === 'about' ? 0 : 1;
}

/** The new fact of a story that went quiet for hours and that two outlets carry on; anything less only edits the alert. */
function developmentOf(newItems: readonly Item[], heard: HeardStory | undefined, now: number): string | undefined {
  if (heard === undefined || now - heard.lastAt < developmentAfterMs) return undefined;
  if (new Set(newItems.map(({ source }) => source)).size < developmentSources) return undefined;
  return newFact(newItems, heard.facts);
}
