/**
 * Plain readonly data: one object per stage of the pipeline. Instants are epoch milliseconds in UTC (`…At`),
 * durations are milliseconds (`…Ms`), ids are branded strings. Nothing here knows a platform or a store.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type FeedId = Branded<'FeedId'>;
export type ItemId = Branded<'ItemId'>;
/** Twelve characters or fewer, so that it fits into a button's payload. */
export type StoryId = Branded<'StoryId'>;
/** Hash of a topic's canonical query; equal queries of different chats share one. Ten characters or fewer. */
export type TopicId = Branded<'TopicId'>;
/** `platform:id`, such as `telegram:123` or `console:console`. */
export type ChatId = Branded<'ChatId'>;
export type DeliveryId = Branded<'DeliveryId'>;

export const categories = [
  'world',
  'politics',
  'business',
  'technology',
  'science',
  'health',
  'sport',
  'culture',
  'environment',
  'crime',
  'other',
] as const;
export type Category = (typeof categories)[number];

// ---------------------------------------------------------------- feeds and items

/** One `<item>` or `<entry>` as the feed gives it, decoded but not yet cleaned. */
export interface Entry {
  /** The feed's own id (guid, atom:id); undefined when it gives none. */
  readonly id: string | undefined;
  /** Resolved against the feed's base; any scheme. */
  readonly link: string | undefined;
  /** May hold HTML. */
  readonly title: string;
  /** HTML or text: description, summary. */
  readonly summary: string;
  /** HTML or text: content:encoded, atom:content; '' when the feed gives only a summary. */
  readonly content: string;
  /** The date's text as given, first of pubDate, dc:date, published, updated…; undefined when none. */
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly tags: readonly string[];
  readonly author: string | undefined;
  /** Of the entry itself (an aggregator names the origin): `<source>`, dc:source. */
  readonly source: string | undefined;
  readonly lang: string | undefined;
  readonly image: string | undefined;
  /** A mark of the entry's text as it stands in the feed, where it can be told apart there. */
  readonly raw?: string;
}

export interface ParsedFeed {
  readonly title: string;
  readonly link: string | undefined;
  readonly lang: string | undefined;
  readonly entries: readonly Entry[];
  /** How long the feed asks to be left alone (ttl, sy:updatePeriod), if it says. */
  readonly ttlMs: number | undefined;
  /** Hours of the day (UTC) and days (0 = Sunday) in which the feed asks not to be read. */
  readonly skipHours: readonly number[];
  readonly skipDays: readonly number[];
  /** WebSub hub and the feed's own canonical address, when declared. */
  readonly hub: string | undefined;
  readonly self: string | undefined;
}

/** What the operator or a chat said about a feed; the state of reading it is kept in the feed's record. */
export interface FeedSource {
  readonly id: FeedId;
  readonly url: string;
  /** Shown name of the outlet, such as 'BBC News'. */
  readonly name: string;
  readonly siteUrl: string | undefined;
  readonly lang: string | undefined;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string | undefined;
  readonly category: Category | undefined;
}

/** A report: one entry of one feed, cleaned. */
export interface Item {
  readonly id: ItemId;
  readonly feedId: FeedId;
  /** The outlet's shown name. */
  readonly source: string;
  /** http(s), canonical: no tracking parameters, no fragment. */
  readonly url: string;
  /** Plain text, one line, never empty. */
  readonly title: string;
  /** Plain text, paragraphs separated by a newline; without promotion, credits and link trails; may be ''. At most 6,000 characters. */
  readonly text: string;
  /** ISO 639-1, or undefined when unknown. */
  readonly lang: string | undefined;
  readonly category: Category;
  readonly tags: readonly string[];
  /** As the feed says, made sane (never later than first seen); undefined when the feed gives none that can be read. */
  readonly publishedAt: number | undefined;
  readonly firstSeenAt: number;
  /** Undated, and in the feed when it was read for the first time: it may be of today or of last year. */
  readonly isOfUnknownAge?: boolean | undefined;
  readonly image: string | undefined;
}

/** An item of unknown age counts as this old when it is first seen: it may be shown, and fresh news stands before it. */
const unknownAgeMs = 20 * 3_600_000;

/** When an item counts as having happened: its publication, or else when it was first seen. */
export function itemAt(item: Pick<Item, 'publishedAt' | 'firstSeenAt' | 'isOfUnknownAge'>): number {
  return item.publishedAt ?? item.firstSeenAt - (item.isOfUnknownAge === true ? unknownAgeMs : 0);
}

// ---------------------------------------------------------------- stories

/** One event and the reports that carry it on. Its items are kept apart, under their own keys. */
export interface Story {
  readonly id: StoryId;
  /** In order of arrival. */
  readonly itemIds: readonly ItemId[];
  /** Headline of the report that tells it best. */
  readonly title: string;
  readonly url: string;
  readonly category: Category;
  readonly lang: string | undefined;
  readonly image: string | undefined;
  /** Distinct outlets in order of arrival, each with its first report. */
  readonly sources: readonly StorySource[];
  /** How many outlets wrote their own text: wire copies and reprints are counted once. */
  readonly originals: number;
  /** Names of people, places, organisations that most reports share, most frequent first; at most 12. */
  readonly entities: readonly string[];
  /** When the first report was published, and when the last one arrived. */
  readonly startedAt: number;
  readonly updatedAt: number;
  /** The earlier story that this one carries on, if any. */
  readonly follows: StoryId | undefined;
  /** Stories that were found to be this one; whoever was told of them was told of it. */
  readonly mergedFrom: readonly StoryId[];
}

export interface StorySource {
  readonly name: string;
  readonly feedId: FeedId;
  readonly itemId: ItemId;
  readonly url: string;
  readonly title: string;
  readonly at: number;
  /** True when its text repeats an earlier source's. */
  readonly isReprint: boolean;
}

// ---------------------------------------------------------------- topics

type Level = 'about' | 'mention';

/** A phrase of the message catalogue, with what to put into it; see `config/locales/`. */
export interface Phrase {
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** How a topic and a text (or story) stand to each other. */
export interface Assessment {
  readonly level: Level;
  /** Salience of the topic, 0 to 1. */
  readonly score: number;
  /** Why, for a person to read: 'in the headline', 'quoted', '3 of 4 sentences'. */
  readonly reasons: readonly Phrase[];
}

/** A match with everything that ranking found: what is shown, sorted and pushed. */
export interface Ranked extends Assessment {
  readonly storyId: StoryId;
  readonly topicId: TopicId;
  /** Salience × importance × novelty × freshness × taste, 0 to 1. */
  readonly rank: number;
  readonly importance: number;
}

// ---------------------------------------------------------------- chats

export interface Address {
  readonly platform: string;
  /** The platform's own id of the chat, channel or direct-message channel. */
  readonly id: string;
  /** Forum topic or thread inside it. */
  readonly thread?: string;
  /** What it stands in, where the platform needs that to tell which process knows it (Discord: the server, '@me' for direct messages). */
  readonly home?: string;
}

export type ChatKind = 'private' | 'group' | 'channel';

export function chatIdOf(address: Address): ChatId {
  return `${address.platform}:${address.id}` as ChatId;
}

export interface MessageRef {
  readonly address: Address;
  /** The platform's id of the message. */
  readonly id: string;
}

// ---------------------------------------------------------------- messages

/** People of a chat under one name, whom the alerts of a topic call; set by those who manage the chat. */
export interface Role {
  /** The platform's own id. */
  readonly id: string;
  readonly name: string;
  /** Whether members may take it by themselves. */
  readonly isOpen: boolean;
}

/** Runs of text. Adapters turn them into entities, never into hand-made markup. */
export interface Span {
  readonly text: string;
  readonly style?: 'bold' | 'italic' | 'code' | 'dim';
  /** http(s) only. */
  readonly href?: string;
  /** An instant that `text` words; platforms with live times show their own. */
  readonly at?: number;
}

export interface Button {
  readonly label: string;
  /** At most 60 bytes: a verb and ids, such as `more:s3f9a`. An http(s) address opens instead. */
  readonly action: string;
}

/** A story as a chat sees it. */
export interface StoryView {
  readonly id: StoryId;
  readonly title: string;
  readonly url: string;
  readonly publishedAt: number;
  readonly updatedAt: number;
  readonly level: Level;
  readonly score: number;
  /** Worded in the chat's language. */
  readonly reasons: readonly string[];
  readonly summary: string;
  readonly category: Category;
  /** The category worded in the chat's language. */
  readonly categoryName: string;
  /** '3 h ago' in the chat's language at the time of writing; '' when nobody knows. */
  readonly age: string;
  /** 'Also in: BBC, CNA' and 'mentioned' in the chat's language, for platforms that word these; without them in their own. */
  readonly alsoIn?: string;
  readonly mentioned?: string;
  readonly lang: string | undefined;
  readonly image: string | undefined;
  readonly sources: readonly SourceView[];
  readonly topic: string | undefined;
  /** The story that this one carries on, where it is still known. */
  readonly earlier?: Pick<SourceView, 'title' | 'url' | 'publishedAt'> | undefined;
}

export interface SourceView {
  readonly name: string;
  readonly url: string;
  readonly title: string;
  readonly publishedAt: number;
}

export type Block =
  | { readonly kind: 'heading'; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'quote'; readonly spans: readonly Span[]; readonly isCollapsible: boolean }
  | { readonly kind: 'divider' }
  | {
      readonly kind: 'story';
      readonly story: StoryView;
      /** headline: title and sources on one or two lines; short: and a summary; full: and where else it is told. */
      readonly detail: 'headline' | 'short' | 'full';
      /** Before the title: '🔔 Lavrov', 'Update:'. */
      readonly lead: readonly Span[];
      /** After it, quiet: 'you saw this at 14:05', 'also in: …'. */
      readonly notes: readonly (readonly Span[])[];
    };

export type MessageKind = 'reply' | 'alert' | 'update' | 'brief' | 'notice';

export interface Message {
  readonly kind: MessageKind;
  /** The topic as the chat typed it, for alerts. */
  readonly topic: string | undefined;
  readonly blocks: readonly Block[];
  /** Rows of buttons. */
  readonly buttons: readonly (readonly Button[])[];
  /** Whether the platform should make a sound. */
  readonly isLoud: boolean;
  /** Whether only the asker should see it, where the platform can do that. */
  readonly isPrivate: boolean;
  /** A page to preview, or undefined for no preview. */
  readonly previewUrl: string | undefined;
  /** A picture to show with it, where the chat wants pictures and the platform can show one. */
  readonly imageUrl?: string | undefined;
  readonly file: MessageFile | undefined;
  /** Language of its words, for what a platform adds to them; undefined when nobody said. */
  readonly locale?: string;
  /** Of an alert: whom it calls when it is loud. */
  readonly role?: Role;
}

export interface MessageFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** The stories of a message, in order. */
export function storiesOf(message: Message): readonly StoryView[] {
  return message.blocks.flatMap((block) => (block.kind === 'story' ? [block.story] : []));
}

/** What a person did: typed a command, pressed a button, sent a file. */
export interface Incoming {
  /** Unique on its platform; the same update delivered twice has the same id. */
  readonly updateId: string;
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly chatTitle: string | undefined;
  readonly person: Person;
  /** The typed line, such as `/follow Lavrov`, with a platform's `@botname` already taken off. */
  readonly text: string | undefined;
  /** Or the action of the button that was pressed, and the message that carried it. */
  readonly action: string | undefined;
  readonly messageRef: MessageRef | undefined;
  readonly file: MessageFile | undefined;
  /** Asked from somewhere else, such as Telegram's inline mode: nothing is kept of it, and the chat may not know the bot. */
  readonly isPassing?: boolean;
  /** Chosen from the platform's list beside the text; never read from what was typed. */
  readonly role?: Role;
}

interface Person {
  /** The platform's id of the person. */
  readonly id: string;
  readonly name: string | undefined;
  /** Whether the platform lets them manage this chat. Always true in private chats. */
  readonly isManager: boolean;
  /** IETF tag from the platform, such as 'en-GB'. */
  readonly locale: string | undefined;
}

export interface Answer {
  readonly messages: readonly Message[];
  /** A word shown at the pressed button, at most 180 characters; undefined for a silent acknowledgement. */
  readonly toast: string | undefined;
  /** When given, the message whose button was pressed is changed to this. */
  readonly replacement: Message | undefined;
}

/** What arrives at the address that a hub was told for one feed (WebSub). */
export interface HubCall {
  readonly method: string;
  readonly feedId: string;
  /** The part of the address that only the hub knows. */
  readonly door: string;
  readonly query: URLSearchParams;
  /** `X-Hub-Signature` */
  readonly signature: string | undefined;
  /** Asked for only when the address is a right one; undefined when the body is too large. */
  readBody(): Promise<Uint8Array | undefined>;
}
