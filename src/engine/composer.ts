/** Words a story's delivery at the moment it is sent, so that it says what is known then. */

import { mayRing } from '../delivery/attention.ts';
import { rewordedOf } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { alertMessage, digestMessage, updateMessage } from '../messages/compose.ts';
import type { Message, StoryId, StoryView, TopicId } from '../model.ts';
import type { Log } from '../ports.ts';
import type { ChatRecord, DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import {
  bestOfEach,
  type DeskParts,
  type Found,
  findStory,
  isMuted,
  localeOf,
  prepareFollows,
  viewOf,
} from './desk.ts';
import type { Prose } from './prose.ts';

export interface Composer {
  /** Undefined when there is nothing to say any more: the story, the chat or the follow is gone, or muted by now. */
  compose(delivery: DeliveryRecord): Promise<Message | undefined>;
}

interface Parts extends DeskParts {
  readonly store: Store;
  readonly outbox: Pick<Outbox, 'enqueue'>;
  readonly prose: Pick<Prose, 'push'>;
  readonly log: Log;
}

export function createComposer(parts: Parts): Composer {
  return {
    async compose(delivery) {
      if (delivery.message !== undefined) return delivery.message;
      const chat = await parts.store.chats.get(delivery.chatId);
      if (chat === undefined) return undefined;
      const told = delivery.stories ?? [{ storyId: delivery.storyId, topicId: delivery.topicId }];
      const topics = new Set(told.map(({ topicId }) => topicId));
      await prepareFollows(
        parts,
        chat.follows.filter(({ topicId }) => topics.has(topicId)),
      );
      const message = wordDelivery(parts, delivery, chat);
      return message && parts.prose.push(message, chat, () => void reword(parts, delivery));
    },
  };
}

/** Only an alert is one message that lives on; a development and a digest stay as they went out. */
async function reword({ store, outbox, clock, log }: Parts, delivery: DeliveryRecord): Promise<void> {
  if (delivery.kind !== 'alert' || delivery.storyId === undefined) return;
  try {
    // Erased while the words were on their way: nothing of it is written any more.
    if ((await store.chats.get(delivery.chatId)) === undefined) return;
    await outbox.enqueue([rewordedOf(delivery, clock.now())]);
  } catch (error) {
    log.error({ delivery: delivery.id, reason: String(error) }, 'an alert stays in the words of its source');
  }
}

function wordDelivery(parts: DeskParts, delivery: DeliveryRecord, chat: ChatRecord): Message | undefined {
  if (delivery.stories !== undefined) return wordDigest(parts, delivery, delivery.stories, chat);
  const found = findOne(parts, chat, delivery.storyId, delivery.topicId);
  return found === undefined ? undefined : wordStory(parts, delivery, found, chat);
}

/** The story under the follow that it was sent for; undefined when either is gone, or muted by now. */
function findOne(
  parts: DeskParts,
  chat: ChatRecord,
  storyId: StoryId | undefined,
  topicId: TopicId | undefined,
): Found | undefined {
  const story = storyId === undefined ? undefined : parts.archive.current(storyId);
  if (story === undefined) return undefined;
  const follows = chat.follows.filter((follow) => follow.topicId === topicId);
  const found = follows.map((follow) => findStory(parts, chat, follow, story)).find((one) => one !== undefined);
  // Muted while it waited: it is not told any more.
  return found === undefined || isMuted(chat, found, parts.clock.now()) ? undefined : found;
}

/** Several stories in one message; those that are gone meanwhile are left out. */
function wordDigest(
  parts: DeskParts,
  delivery: DeliveryRecord,
  stories: NonNullable<DeliveryRecord['stories']>,
  chat: ChatRecord,
): Message | undefined {
  const found = stories.flatMap(({ storyId, topicId }) => findOne(parts, chat, storyId, topicId) ?? []);
  const views = bestOfEach(found).map((one) => viewOf(parts, chat, one));
  if (views.length === 0) return undefined;
  const importance = Math.max(...found.map(({ ranked }) => ranked.importance));
  const isLoud = delivery.isLoud && mayRing(chat, importance, parts.clock.now());
  return digestMessage(views, isLoud, { catalogue: parts.catalogue, locale: localeOf(chat) });
}

function wordStory(parts: DeskParts, delivery: DeliveryRecord, found: Found, chat: ChatRecord): Message {
  const view = viewOf(parts, chat, found);
  const isLoud = delivery.isLoud && mayRing(chat, found.ranked.importance, parts.clock.now());
  const wording = { catalogue: parts.catalogue, locale: localeOf(chat) };
  const beside = besideOf(found.follow, wording.locale);
  // A development answers the alert, which has the picture.
  if (delivery.kind === 'update') {
    const update = { ...updateMessage(view, isLoud, wording), ...beside };
    return withPreview(update, { ...view, image: undefined }, chat);
  }
  const message = { ...alertOf(view, isLoud && delivery.kind === 'alert', wording), ...beside };
  // The same message grown: platforms that cannot edit show it as news of an alert, not as another one.
  return withPreview(delivery.kind === 'edit' ? { ...message, kind: 'update' } : message, view, chat);
}

/** By the view, its alert with and without sound: very many chats are told the same. */
const alerts = new WeakMap<StoryView, Map<string, Message>>();

function alertOf(view: StoryView, isLoud: boolean, wording: Parameters<typeof alertMessage>[2]): Message {
  const known = alerts.get(view) ?? new Map<string, Message>();
  const key = `${wording.locale}/${isLoud}`;
  const message = known.get(key) ?? alertMessage(view, isLoud, wording);
  alerts.set(view, known.set(key, message));
  return message;
}

/** Whom the follow calls, and the language in which a platform adds words of its own. */
function besideOf({ role }: Found['follow'], locale: string | undefined): Pick<Message, 'role' | 'locale'> {
  return { ...(role !== undefined && { role }), ...(locale !== undefined && { locale }) };
}

/** A chat that wants no pictures gets no preview of the page either. */
function withPreview(message: Message, view: StoryView, { settings }: ChatRecord): Message {
  if (settings.images === false) return { ...message, previewUrl: undefined };
  return settings.images === true && view.image !== undefined ? { ...message, imageUrl: view.image } : message;
}
