/** A brief for anybody, on topics that are only asked about: from shared feeds alone, and from nothing that a chat was told. */
import { blankChat } from '../chats/record.ts';
import type { Assessment, ChatId, FeedId, Message, StoryId, TopicId } from '../model.ts';
import type { ChatRecord, FeedRecord, Follow, HeardRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { assessStory } from '../topics/assess.ts';
import type { Archive } from './archive.ts';
import { makeBrief } from './briefing.ts';
import { type DeskParts, prepareFollows } from './desk.ts';
import type { Sight } from './sight.ts';
import { queryOf, type Subscriptions } from './subscriptions.ts';

interface Parts extends DeskParts {
  readonly store: Pick<Store, 'feeds'>;
  readonly subscriptions: Subscriptions;
}

export interface AskedTopic {
  readonly topicId: TopicId;
  readonly text: string;
  readonly query: string;
}

const reader = 'web:reader' as ChatId;

/** Over the last day, in the length of a short brief. Throws StoreError. */
export async function publicBrief(parts: Parts, topics: readonly AskedTopic[], locale: string): Promise<Message> {
  const { archive, subscriptions, clock } = parts;
  const follows = topics.map((topic): Follow => ({ ...topic, since: 0, aliases: [] }));
  await prepareFollows(parts, follows);
  const own = { ...parts, sight: publicSight(parts.sight), archive: publicArchive(parts, follows) };
  const { message } = makeBrief(own, readerOf(follows, locale, clock.now()), nothingHeard, await sharedFeeds(parts), {
    topics: [],
    length: 'short',
  });
  // Only asked about: unless somebody follows it, a topic is not kept up to date.
  for (const { topicId } of follows) if (subscriptions.topic(topicId) === undefined) archive.dropTopic(topicId);
  return message;
}

/** Standings by what anybody may see: a report of a chat's own feed makes no story be about anything. */
function publicArchive({ archive, sight }: Parts, follows: readonly Follow[]): Archive {
  const standings = new Map(
    follows.map((follow) => {
      const query = queryOf(follow);
      const known = [...(archive.assessments(follow.topicId) ?? [])];
      const found = known.flatMap(([id, assessment]): [StoryId, Assessment][] => {
        const story = archive.current(id);
        const seen = story === undefined ? undefined : sight.sharedStory(story);
        if (story === undefined || seen === undefined || query === undefined) return [];
        const isWhole = seen.items.length === story.itemIds.length;
        const own = isWhole ? assessment : assessStory(query, seen.items);
        return own === undefined ? [] : [[id, own]];
      });
      return [follow.topicId, new Map(found)] as const;
    }),
  );
  return { ...archive, assessments: (topicId) => standings.get(topicId) };
}

function publicSight(sight: Sight): Sight {
  const isShared = (feedId: FeedId) => sight.feed(feedId)?.isShared === true;
  return {
    ...sight,
    storyFor: (_chatId, story) => sight.sharedStory(story),
    sees: (_chatId, feedId) => isShared(feedId),
    feedsOf: () => sight.feedsOf(reader).filter(({ id }) => isShared(id)),
  };
}

async function sharedFeeds({ store }: Parts): Promise<FeedRecord[]> {
  const feeds: FeedRecord[] = [];
  for await (const [, feed] of store.feeds.entries()) if (feed.isShared) feeds.push(feed);
  return feeds;
}

const nothingHeard: HeardRecord = { chatId: reader, stories: [], day: '', loud: {} };

function readerOf(follows: readonly Follow[], locale: string, now: number): ChatRecord {
  const address = { platform: 'web', id: 'reader' };
  return { ...blankChat(address, 'private', now, { cap: 0, topiccap: 0 }), id: reader, locale, follows: [...follows] };
}
