/** Deliveries to a chat, with derived ids. Messages of stories are composed when they are sent. */
import { digest } from '../hash.ts';
import type { Address, Message, StoryId, TopicId } from '../model.ts';
import type { ChatRecord, DeliveryRecord, HeardStory } from '../store/records.ts';
import { deliveryId } from './ids.ts';

const minuteMs = 60_000;

/** All of a chat that a delivery needs. */
type Recipient = Pick<ChatRecord, 'id' | 'address' | 'kind'>;

export interface Place {
  readonly chat: Recipient;
  readonly thread: string | undefined;
  readonly topicId: TopicId | undefined;
  readonly storyId: StoryId | undefined;
  readonly now: number;
}

/** The first telling of a story in a chat. */
export function alertOf(place: Place, isLoud: boolean): DeliveryRecord {
  return deliveryOf(place, 'alert', '1', isLoud, place.now);
}

/** A real development: a message of its own, in answer to the first. */
export function updateOf(place: Place, told: HeardStory, isLoud: boolean): DeliveryRecord {
  return about(told, deliveryOf(place, 'update', String(told.edition + 1), isLoud, place.now));
}

/**
 * The chat's message grows. What happens within one span is one edit at its end: a minute while the story is new,
 * a tenth of its age later on, a quarter of an hour at most.
 */
export function editOf(place: Place, told: HeardStory): DeliveryRecord {
  const spanMs = Math.min(15, Math.max(1, Math.floor((place.now - told.firstAt) / 10 / minuteMs))) * minuteMs;
  const at = (Math.floor(place.now / spanMs) + 1) * spanMs;
  return about(told, deliveryOf(place, 'edit', `edit-${at}`, false, at));
}

/** How long the alert itself may take to go out, before its translation changes it. */
const alertFirstMs = 5_000;

/** The alert once more, in words that were not there when it went out: its message changes, silently. */
export function rewordedOf({ replyTo: _, ...alert }: DeliveryRecord, now: number): DeliveryRecord {
  const edition = `words-${alert.edition}`;
  return {
    ...alert,
    id: deliveryId(alert.chatId, alert.storyId, 'edit', edition),
    kind: 'edit',
    edition,
    isLoud: false,
    createdAt: now,
    notBefore: now + alertFirstMs,
    tries: 0,
    state: 'waiting',
  };
}

/** The message that told the story, where it is known; else the sender looks it up among what was sent. */
function about(told: HeardStory, delivery: DeliveryRecord): DeliveryRecord {
  return told.message === undefined ? delivery : { ...delivery, replyTo: told.message };
}

/** A message whose words are there already: a brief, a notice. */
export function composedOf(
  place: Omit<Place, 'topicId' | 'storyId'> & { readonly storyId?: StoryId | undefined },
  kind: DeliveryRecord['kind'],
  edition: string,
  message: Message,
  isLoud = false,
): DeliveryRecord {
  const whole = { ...place, storyId: place.storyId, topicId: undefined };
  return { ...deliveryOf(whole, kind, edition, isLoud, place.now), message };
}

type StoryOfDigest = NonNullable<DeliveryRecord['stories']>[number];

/** Several stories in one message. */
export function digestOf(
  place: Omit<Place, 'storyId' | 'topicId'>,
  stories: readonly StoryOfDigest[],
  isLoud = true,
): DeliveryRecord {
  const edition = `held-${digest(8, ...stories.map(({ storyId }) => storyId).sort())}`;
  return listing(place, edition, stories, isLoud);
}

/** One message in the place of many that wait in one thread of a chat: it names those that it stands for. */
export function foldOf(records: readonly DeliveryRecord[], now: number): DeliveryRecord {
  const { chatId: id, address, chatKind: kind } = records[0]!;
  const stories = new Map(
    records.flatMap(({ storyId, topicId }) =>
      storyId === undefined || topicId === undefined ? [] : [[storyId, { storyId, topicId }] as const],
    ),
  );
  const ids = records.map((record) => record.id);
  const place = { chat: { id, address, kind }, thread: undefined, now };
  const isLoud = records.some((record) => record.isLoud);
  return { ...listing(place, `digest-${digest(8, ...ids)}`, [...stories.values()], isLoud), folds: ids };
}

function listing(
  place: Omit<Place, 'storyId' | 'topicId'>,
  edition: string,
  stories: readonly StoryOfDigest[],
  isLoud: boolean,
): DeliveryRecord {
  const whole = { ...place, storyId: undefined, topicId: undefined };
  const delivery = deliveryOf(whole, 'notice', edition, isLoud, place.now);
  return { ...delivery, stories: stories.map(({ storyId, topicId }) => ({ storyId, topicId })) };
}

function deliveryOf(
  { chat, thread, topicId, storyId, now }: Place,
  kind: DeliveryRecord['kind'],
  edition: string,
  isLoud: boolean,
  notBefore: number,
): DeliveryRecord {
  return {
    id: deliveryId(chat.id, storyId, kind, edition),
    chatId: chat.id,
    address: addressOf(chat.address, thread),
    chatKind: chat.kind,
    kind,
    storyId,
    topicId,
    edition,
    isLoud,
    createdAt: now,
    notBefore,
    tries: 0,
    state: 'waiting',
  };
}

function addressOf(address: Address, thread: string | undefined): Address {
  return thread === undefined ? address : { ...address, thread };
}
