/**
 * What is kept, as schemas: records are checked when they are read. One aggregate is one record under one key.
 * The version of the layout is kept in `meta/schema`; see `upgrades.ts`.
 */
import { z } from 'zod';
import {
  type Address,
  type Category,
  type ChatId,
  categories,
  type DeliveryId,
  type FeedId,
  type ItemId,
  type Message,
  type StoryId,
  type TopicId,
} from '../model.ts';

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T>;
const category: z.ZodType<Category> = z.enum(categories);
const instant = z.number();
const optional = <T extends z.ZodType>(type: T) => type.optional();

const address: z.ZodType<Address> = z.object({
  platform: z.string(),
  id: z.string(),
  thread: z.string().exactOptional(),
  home: z.string().exactOptional(),
});
const messageRef = z.object({ address, id: z.string() });

/** Long lists and free objects are read at every poll of every feed: checked at once instead of one by one. */
const isTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

// ---------------------------------------------------------------- feeds: key = feed id

export const feedRecord = z.object({
  id: id<FeedId>(),
  url: z.string(),
  name: z.string(),
  siteUrl: optional(z.string()),
  lang: optional(z.string()),
  country: optional(z.string()),
  category: optional(category),
  /** Where it stood in the list it came from, from the outside in. */
  folders: optional(z.array(z.string())),
  /** From the settings, or added by an administrator: read for everyone. Otherwise only `chats` see its items. */
  isShared: z.boolean(),
  /** Named by the settings; it goes when they name it no more. */
  isListed: optional(z.boolean()),
  chats: z.array(id<ChatId>()),
  addedAt: instant,
  /** Ended by 410 or removed by hand; kept so that a restart does not revive it. */
  isEnded: z.boolean(),
  etag: optional(z.string()),
  lastModified: optional(z.string()),
  bodyHash: optional(z.string()),
  nextCheckAt: instant,
  /** In a row; 0 after a good fetch. */
  failures: z.number(),
  lastError: optional(z.string()),
  lastTryAt: optional(instant),
  lastGoodAt: optional(instant),
  lastItemAt: optional(instant),
  /** Smoothed time between new items. */
  rhythmMs: optional(z.number()),
  /** Identities that recent fetches showed, newest first; bounded. */
  seen: z.custom<string[]>(isTexts, 'not a list of texts'),
  /** Other state of reading it (repeated boilerplate, hub subscription…), owned by `src/feeds/`. */
  reading: z.custom<Record<string, unknown>>(isObject, 'not an object'),
});
export type FeedRecord = z.infer<typeof feedRecord>;

// ---------------------------------------------------------------- items: key = item id

export const itemRecord = z.object({
  id: id<ItemId>(),
  feedId: id<FeedId>(),
  storyId: id<StoryId>(),
  source: z.string(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  lang: optional(z.string()),
  category,
  tags: z.array(z.string()),
  publishedAt: optional(instant),
  firstSeenAt: instant,
  isOfUnknownAge: optional(z.boolean()),
  image: optional(z.string()),
});
export type ItemRecord = z.infer<typeof itemRecord>;

// ---------------------------------------------------------------- stories: key = story id

export const storyRecord = z.object({
  id: id<StoryId>(),
  itemIds: z.array(id<ItemId>()),
  title: z.string(),
  url: z.string(),
  category,
  lang: optional(z.string()),
  image: optional(z.string()),
  sources: z.array(
    z.object({
      name: z.string(),
      feedId: id<FeedId>(),
      itemId: id<ItemId>(),
      url: z.string(),
      title: z.string(),
      at: instant,
      isReprint: z.boolean(),
    }),
  ),
  originals: z.number(),
  entities: z.array(z.string()),
  startedAt: instant,
  updatedAt: instant,
  follows: optional(id<StoryId>()),
  mergedFrom: z.array(id<StoryId>()).default([]),
});
export type StoryRecord = z.infer<typeof storyRecord>;

// ---------------------------------------------------------------- chats: key = chat id

export const follow = z.object({
  topicId: id<TopicId>(),
  /** As typed. */
  text: z.string(),
  /** Canonical query, from which the topic is rebuilt. */
  query: z.string(),
  since: instant,
  /** Forum topic or thread where alerts go. */
  thread: optional(z.string()),
  threshold: optional(z.enum(['low', 'normal', 'high'])),
  /** A followed story instead of a query; ends with it. */
  storyId: optional(id<StoryId>()),
  /** Other names chosen for it (from an alias source). */
  aliases: z.array(z.string()),
  /** Whom its alerts call. */
  role: z.object({ id: z.string(), name: z.string(), isOpen: z.boolean() }).exactOptional(),
});
export type Follow = z.infer<typeof follow>;

export const mute = z.object({
  kind: z.enum(['word', 'source', 'topic', 'story']),
  value: z.string(),
  label: z.string(),
  until: optional(instant),
});
export type Mute = z.infer<typeof mute>;

export const briefSchedule = z.object({
  id: z.string(),
  /** 'HH:MM' local, with days 0 (Sunday) to 6; or a cron line of five fields. */
  time: optional(z.string()),
  days: z.array(z.number()),
  cron: optional(z.string()),
  zone: optional(z.string()),
  topics: z.array(z.string()),
  length: z.enum(['headlines', 'short', 'full']),
  /** When it was set up: earlier editions are not due. */
  since: instant,
  /** Local time of the last edition, '2026-11-23T08:00': 'due' is computed from it. */
  lastEdition: optional(z.string()),
  /** When that was sent: the next one reaches back to it, whatever other briefs there were. */
  lastAt: optional(instant),
  thread: optional(z.string()),
});
export type BriefSchedule = z.infer<typeof briefSchedule>;

/** A brief of one day a week looks back over the week. */
export function isWeekly({ time, days }: BriefSchedule): boolean {
  return time !== undefined && days.length === 1;
}

/** Local times; `days` are those on which it begins, 0 is Sunday, none given means every day. */
const quietWindow = z.object({ from: z.string(), to: z.string(), days: z.array(z.number()) });
export type QuietWindow = z.infer<typeof quietWindow>;

export const chatSettings = z.object({
  zone: z.string(),
  language: optional(z.string()),
  /** Loud alerts a day over all topics, and for one topic. */
  cap: z.number(),
  topiccap: z.number(),
  threshold: z.enum(['low', 'normal', 'high']),
  quiet: z.array(quietWindow),
  quietmode: z.enum(['hold', 'silent', 'critical']),
  /** No alerts before this instant. */
  snoozedUntil: optional(instant),
  /** Pictures with the stories; only the card of the page; nothing. */
  images: z.union([z.boolean(), z.literal('preview')]),
  briefLength: z.enum(['headlines', 'short', 'full']),
});
export type ChatSettings = z.infer<typeof chatSettings>;

export const chatRecord = z.object({
  id: id<ChatId>(),
  address,
  kind: z.enum(['private', 'group', 'channel']),
  title: optional(z.string()),
  createdAt: instant,
  locale: optional(z.string()),
  settings: chatSettings,
  follows: z.array(follow),
  mutes: z.array(mute),
  briefs: z.array(briefSchedule),
  /** Learnt from More/Less like this: weights by 'topic:…', 'source:…', 'category:…', decayed when read. */
  taste: z.record(z.string(), z.object({ weight: z.number(), at: instant })),
  /** 'active', or why nothing is sent at present. */
  state: z.enum(['active', 'unreachable', 'banned']),
  stateSince: optional(instant),
  stateReason: optional(z.string()),
  /** When the person last read or asked: `/missed` counts from here. */
  lastReadAt: optional(instant),
  /** Of a group or channel: the platform's id of the person who last managed it, to be told when it is lost. */
  keeperId: optional(z.string()),
  /** When the person of a private chat read, newest last; bounded. Only for offering a brief at the usual time. */
  readings: optional(z.array(instant)),
  offeredAt: optional(instant),
});
export type ChatRecord = z.infer<typeof chatRecord>;

// ---------------------------------------------------------------- heard: key = chat id; what this chat has been told

const heardStory = z.object({
  storyId: id<StoryId>(),
  topicId: id<TopicId>(),
  /** pushed: an alert went out; silent: without a sound; held: waits (quiet hours, cap…); briefed: only in a brief. */
  how: z.enum(['pushed', 'silent', 'held', 'briefed']),
  /** Why it was held: 'quiet', 'cap', 'threshold', 'snooze', 'burst'. */
  why: optional(z.string()),
  firstAt: instant,
  lastAt: instant,
  /** When the platform took the last message that told it; a decision may wait in the outbox for long. */
  sentAt: optional(instant),
  /** Counts loud messages: 1 for the alert, one more for each development. */
  edition: z.number(),
  /** Outlets that the chat's message names already. */
  sources: z.number(),
  /** Titles that told something new, newest last; bounded. */
  facts: z.array(z.string()),
  message: optional(messageRef),
});
export type HeardStory = z.infer<typeof heardStory>;

export const heardRecord = z.object({
  chatId: id<ChatId>(),
  stories: z.array(heardStory),
  /** Loud alerts of the local day: 'all' and by topic id. */
  day: z.string(),
  loud: z.record(z.string(), z.number()),
  /** End of the span that the last brief covered. */
  lastBriefAt: optional(instant),
  /** The same of the last one that was about all topics. */
  lastWholeAt: optional(instant),
  /** By topic id, since when no story was seen for it: longer than the window of news reaches back. */
  silentSince: optional(z.record(z.string(), z.number())),
});
export type HeardRecord = z.infer<typeof heardRecord>;

// ---------------------------------------------------------------- outbox: key = delivery id

export const deliveryRecord = z.object({
  id: id<DeliveryId>(),
  chatId: id<ChatId>(),
  address,
  /** Platforms pace groups and private chats differently. */
  chatKind: z.enum(['private', 'group', 'channel']),
  kind: z.enum(['alert', 'update', 'edit', 'brief', 'notice']),
  storyId: optional(id<StoryId>()),
  topicId: optional(id<TopicId>()),
  edition: z.string(),
  /** Composed already (briefs, notices); a story's message is composed when it is sent. */
  message: optional(z.custom<Message>((value) => typeof value === 'object' && value !== null)),
  /** Of a digest: the stories it lists, and the deliveries that it takes the place of. */
  stories: optional(z.array(z.object({ storyId: id<StoryId>(), topicId: id<TopicId>() }))),
  folds: optional(z.array(id<DeliveryId>())),
  isLoud: z.boolean(),
  /** Let go when its chat cannot be reached, in place of waiting for its return. */
  isBestEffort: optional(z.boolean()),
  /** The message that this one answers or, for an edit, changes. */
  replyTo: optional(messageRef),
  createdAt: instant,
  /** Place in the order of the outbox; given when it is enqueued. */
  order: optional(z.number()),
  notBefore: instant,
  tries: z.number(),
  state: z.enum(['waiting', 'sending', 'dead']),
  lastError: optional(z.string()),
});
export type DeliveryRecord = z.infer<typeof deliveryRecord>;

// ---------------------------------------------------------------- names: key = digest of the name and the language; what an alias source told

export const namesRecord = z.object({
  at: instant,
  candidates: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      description: z.string(),
      aliases: z.array(z.string()).readonly(),
    }),
  ),
});
export type NamesRecord = z.infer<typeof namesRecord>;
// ---------------------------------------------------------------- corrections: key = instant (ISO 8601) and a hash

/** A report as the quality benchmark reads it; `group` says which reports belong together. */
const correctedReport = z.object({
  id: id<ItemId>(),
  published: z.string().nullable(),
  source: z.string(),
  lang: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  group: z.enum(['a', 'b']),
});

export const correctionRecord = z.object({
  at: instant,
  kind: z.enum(['together', 'apart']),
  /** Why, in the operator's words; may be ''. */
  why: z.string(),
  reports: z.array(correctedReport),
});
export type CorrectionRecord = z.infer<typeof correctionRecord>;
