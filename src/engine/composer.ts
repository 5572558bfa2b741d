/** Words a story's delivery at the moment it is sent, so that it says what is known then. */
import { alertMessage, digestMessage, updateMessage } from '../messages/compose.ts';
import type { Message, StoryId, TopicId } from '../model.ts';
import type { ChatRecord, DeliveryRecord, HeardStory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import {
  bestOfEach,
  type DeskParts,
  type Found,
  findStories,
  heardByStory,
  localeOf,
  prepareFollows,
  viewOf,
} from './desk.ts';

export interface Composer {
  /** Undefined when there is nothing to say any more: the story, the chat or the follow is gone. */
  compose(delivery: DeliveryRecord): Promise<Message | undefined>;
}

export function createComposer(parts: DeskParts & { readonly store: Store }): Composer {
  return {
    async compose(delivery) {
      if (delivery.message !== undefined) return delivery.message;
      const chat = await parts.store.chats.get(delivery.chatId);
      if (chat === undefined) return undefined;
      await prepareFollows(parts, chat.follows);
      const heard = heardByStory(parts.archive, await parts.store.heard.get(delivery.chatId));
      if (delivery.stories !== undefined) return wordDigest(parts, delivery, delivery.stories, chat, heard);
      const found = findOne(parts, chat, delivery.storyId, delivery.topicId, heard);
      return found === undefined ? undefined : wordStory(parts, delivery, found, chat);
    },
  };
}

/** The story under the follow that it was sent for; undefined when either is gone. */
function findOne(
  parts: DeskParts,
  chat: ChatRecord,
  storyId: StoryId | undefined,
  topicId: TopicId | undefined,
  heard: ReadonlyMap<StoryId, HeardStory>,
): Found | undefined {
  const story = storyId === undefined ? undefined : parts.archive.current(storyId);
  if (story === undefined) return undefined;
  const follows = chat.follows.filter((follow) => follow.topicId === topicId);
  return findStories(parts, chat, follows, 0, heard).find((one) => one.story.id === story.id);
}

/** Several stories in one message; those that are gone meanwhile are left out. */
function wordDigest(
  parts: DeskParts,
  delivery: DeliveryRecord,
  stories: NonNullable<DeliveryRecord['stories']>,
  chat: ChatRecord,
  heard: ReadonlyMap<StoryId, HeardStory>,
): Message | undefined {
  const found = stories.flatMap(({ storyId, topicId }) => findOne(parts, chat, storyId, topicId, heard) ?? []);
  const views = bestOfEach(found).map((one) => viewOf(parts, chat, one));
  if (views.length === 0) return undefined;
  return digestMessage(views, delivery.isLoud, { catalogue: parts.catalogue, locale: localeOf(chat) });
}

function wordStory(
  parts: DeskParts,
  delivery: DeliveryRecord,
  found: Found,
  chat: Parameters<typeof viewOf>[1],
): Message {
  const view = viewOf(parts, chat, found);
  const wording = { catalogue: parts.catalogue, locale: localeOf(chat) };
  const beside = besideOf(found.follow, wording.locale);
  if (delivery.kind === 'update')
    return withPreview({ ...updateMessage(view, delivery.isLoud, wording), ...beside }, chat);
  const message = { ...alertMessage(view, delivery.isLoud && delivery.kind === 'alert', wording), ...beside };
  // The same message grown: platforms that cannot edit show it as news of an alert, not as another one.
  return withPreview(delivery.kind === 'edit' ? { ...message, kind: 'update' } : message, chat);
}

/** Whom the follow calls, and the language in which a platform adds words of its own. */
function besideOf({ role }: Found['follow'], locale: string | undefined): Pick<Message, 'role' | 'locale'> {
  return { ...(role !== undefined && { role }), ...(locale !== undefined && { locale }) };
}

/** A chat that wants no images gets no preview of the page either. */
function withPreview(message: Message, { settings }: ChatRecord): Message {
  return settings.images ? message : { ...message, previewUrl: undefined };
}
