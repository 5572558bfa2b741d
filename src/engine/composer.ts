/** Words a story's delivery at the moment it is sent, so that it says what is known then. */
import { alertMessage, updateMessage } from '../messages/compose.ts';
import type { Message } from '../model.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type DeskParts, type Found, findStories, heardByStory, localeOf, viewOf } from './desk.ts';

export interface Composer {
  /** Undefined when there is nothing to say any more: the story, the chat or the follow is gone. */
  compose(delivery: DeliveryRecord): Promise<Message | undefined>;
}

export function createComposer(parts: DeskParts & { readonly store: Store }): Composer {
  return {
    async compose(delivery) {
      if (delivery.message !== undefined) return delivery.message;
      const { storyId, topicId, chatId } = delivery;
      const chat = await parts.store.chats.get(chatId);
      const story = storyId === undefined ? undefined : parts.archive.current(storyId);
      const follows = chat?.follows.filter((follow) => follow.topicId === topicId) ?? [];
      if (chat === undefined || story === undefined) return undefined;
      const heard = heardByStory(parts.archive, await parts.store.heard.get(chatId));
      const found = findStories(parts, chat, follows, 0, heard).find((one) => one.story.id === story.id);
      return found === undefined ? undefined : wordStory(parts, delivery, found, chat);
    },
  };
}

function wordStory(
  parts: DeskParts,
  delivery: DeliveryRecord,
  found: Found,
  chat: Parameters<typeof viewOf>[1],
): Message {
  const view = viewOf(parts, chat, found);
  const wording = { catalogue: parts.catalogue, locale: localeOf(chat) };
  if (delivery.kind === 'update') return updateMessage(view, delivery.isLoud, wording);
  const message = alertMessage(view, delivery.isLoud && delivery.kind === 'alert', wording);
  // The same message grown: platforms that cannot edit show it as news of an alert, not as another one.
  return delivery.kind === 'edit' ? { ...message, kind: 'update' } : message;
}
