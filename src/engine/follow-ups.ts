/** A followed story that goes on as another: who follows it is told in one quiet line, and may follow that one as well. */
import { shorten } from '../chats/answers.ts';
import { composedOf } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { textMessage } from '../messages/compose.ts';
import type { ChatId, Story, StoryId } from '../model.ts';
import type { ChatRecord, DeliveryRecord, Follow } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type DeskParts, heardByStory, isMuted, localeOf } from './desk.ts';
import type { StoryChange } from './intake.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface FollowUpParts extends DeskParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
}

const edition = 'goes-on';
const longestTitle = 80;

/**
 * To be called when the chats that the changes concern were alerted: who was told of the new story by one of its topics
 * needs no line. Repeatable: the outbox knows the delivery.
 */
export async function tellFollowUps(parts: FollowUpParts, changes: readonly StoryChange[]): Promise<void> {
  const { archive, store, outbox } = parts;
  for (const { story, isNew, newItems } of changes) {
    const earlier = story.follows === undefined ? undefined : archive.current(story.follows);
    if (!isNew || earlier === undefined || earlier.id === story.id || newItems.length === 0) continue;
    const chats = await store.chats.getMany(followersOf(parts, earlier));
    const lines = await Promise.all(chats.map((chat) => lineFor(parts, chat, earlier, story)));
    await outbox.enqueue(lines.filter((line) => line !== undefined));
  }
}

function followersOf({ subscriptions }: FollowUpParts, { id, mergedFrom }: Story): ChatId[] {
  return [...new Set([id, ...mergedFrom].flatMap((one) => [...subscriptions.storyFollowers(one).keys()]))];
}

async function lineFor(
  parts: FollowUpParts,
  chat: ChatRecord | undefined,
  earlier: Story,
  story: Story,
): Promise<DeliveryRecord | undefined> {
  const { archive, sight, store, clock } = parts;
  const known: readonly (StoryId | undefined)[] = [earlier.id, ...earlier.mergedFrom];
  const follow = chat?.follows.find(({ storyId }) => known.includes(storyId));
  if (chat?.state !== 'active' || follow === undefined) return undefined;
  const seen = sight.storyFor(chat.id, story);
  if (seen === undefined || isMuted(chat, { story: seen.story, follow }, clock.now())) return undefined;
  const heard = heardByStory(archive, await store.heard.get(chat.id)).get(story.id);
  return heard === undefined || heard.how === 'held' ? delivery(parts, chat, follow, seen.story) : undefined;
}

function delivery(parts: FollowUpParts, chat: ChatRecord, follow: Follow, story: Story): DeliveryRecord {
  const { catalogue, clock } = parts;
  const locale = localeOf(chat);
  const titles = { title: follow.text, next: shorten(story.title, longestTitle) };
  const told = textMessage('notice', [catalogue.spans(locale, 'story.goesOn', titles)]);
  const button = { label: catalogue.say(locale, 'button.followStory'), action: `fstory:${story.id}` };
  const place = { chat, thread: follow.thread, storyId: story.id, now: clock.now() };
  return composedOf(place, 'notice', edition, { ...told, buttons: [[button]] });
}
