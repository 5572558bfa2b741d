/** Derived ids: the same step made twice makes the same delivery. */
import { digest } from '../hash.ts';
import type { ChatId, DeliveryId, StoryId } from '../model.ts';
import type { DeliveryRecord } from '../store/records.ts';

/**
 * 22 characters: short enough for a platform's idempotency key (Discord takes 25). The first ten are the chat's,
 * so that everything of a chat can be found to be erased.
 */
export function deliveryId(
  chatId: ChatId,
  storyId: StoryId | undefined,
  kind: DeliveryRecord['kind'],
  edition: string,
): DeliveryId {
  return (chatPrefix(chatId) + digest(12, chatId, storyId ?? '', kind, edition)) as DeliveryId;
}

/** What every delivery id of a chat begins with. */
export function chatPrefix(chatId: ChatId): string {
  return digest(10, 'chat', chatId);
}
