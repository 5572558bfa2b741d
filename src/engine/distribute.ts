/** From a changed story to the chats that follow what it is about. */
import type { Alerts } from '../delivery/alerts.ts';
import { mostInAMinute } from '../delivery/attention.ts';
import type { Assessment, ChatId, Item, Ranked, Story, TopicId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Clock } from '../ports.ts';
import { rankStory } from '../ranking/rank.ts';
import type { ChatRecord, Follow, HeardStory } from '../store/records.ts';
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
 * breaking story may concern very many, and large batches cost fewer round trips.
 */
const smallBatch = 50;
const smallUntil = 1_000;
const largeBatch = 1_000;
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
  const chatIds = [...standings.keys()];
  let until = 0;
  for (let from = 0; from < chatIds.length; from = until) {
    until = from + (from < smallUntil ? smallBatch : largeBatch);
    const chats = await parts.store.chats.getMany(chatIds.slice(from, until));
    const active = chats.filter((chat) => chat?.state === 'active') as ChatRecord[];
    await Promise.all(
      active.map((chat) => considerChat(parts, change, chat, standings.get(chat.id) ?? new Map(), isBurst(chat.id))),
    );
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

async function considerChat(
  parts: DistributeParts,
  change: StoryChange,
  chat: ChatRecord,
  topics: ReadonlyMap<TopicId, Assessment>,
  isBurst: boolean,
): Promise<void> {
  const { archive, sight, clock, alerts, store } = parts;
  const seen = sight.storyFor(chat.id, change.story);
  // What may be of any day is shown on request, never pushed.
  const newItems = change.newItems.filter((item) => item.isOfUnknownAge !== true && sight.sees(chat.id, item.feedId));
  if (seen === undefined || newItems.length === 0) return;
  const now = clock.now();
  const told = heardByStory(archive, await store.heard.get(chat.id));
  const heard = told.get(change.story.id);
  const newestAt = Math.max(...newItems.map(itemAt));
  const best = chat.follows
    .flatMap((follow): { follow: Follow; ranked: Ranked }[] => {
      const assessment = topics.get(follow.topicId);
      if (assessment === undefined) return [];
      const story: Story = { ...seen.story, updatedAt: newestAt };
      return [{ follow, ranked: rankStory({ story, topicId: follow.topicId, assessment, chat, heard, now }) }];
    })
    .sort((a, b) => levelOf(a.ranked) - levelOf(b.ranked) || b.ranked.rank - a.ranked.rank)[0];
  if (best === undefined) return;
  const development = developmentOf(newItems, heard, now);
  const story = underTopic(seen.story, seen.items, best.follow);
  await alerts.consider(chat, best.follow, best.ranked, story, {
    isDevelopment: development !== undefined,
    isBurst,
    isEcho: heard?.how !== 'pushed' && isEcho(archive, told, seen.items, best.follow.topicId, now),
    ...(development === undefined ? {} : { developmentTitle: development }),
  });
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
