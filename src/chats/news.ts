/** What the commands may ask of the engine. The engine implements it; tests of the commands use a small fake. */
import type { Block, ChatId, FeedId, Message, Phrase, StoryId, StoryView, TopicId } from '../model.ts';
import type { BriefSchedule, ChatRecord, FeedRecord, Follow } from '../store/records.ts';

/** A typed topic as the query language reads it. */
export type Understanding =
  | {
      readonly kind: 'topic';
      readonly topicId: TopicId;
      /** Canonical form; equal topics have equal queries. */
      readonly query: string;
      /** Short name to show, such as 'Lavrov' or '"Sergei Lavrov" −tourism'. */
      readonly label: string;
      /** How it was understood, one phrase a part: 'the word Lavrov, in any script', 'without tourism', 'only from BBC'. */
      readonly parts: readonly Phrase[];
    }
  /** What is wrong and what to type instead. */
  | { readonly kind: 'problem'; readonly problem: Phrase };

/** One whom a followed name may mean. */
export interface Meant {
  readonly id: string;
  readonly label: string;
  /** One line, such as 'Russian diplomat'; may be empty. */
  readonly description: string;
  /** Other names, in many languages. */
  readonly names: readonly string[];
  /** The topic when this one is chosen. */
  readonly topic: Extract<Understanding, { kind: 'topic' }>;
}

export interface Namesakes {
  /** Still being asked: known in a moment. */
  readonly isLate: boolean;
  readonly choices: readonly Meant[];
}

export interface Preview {
  /** How many loud alerts the last seven days would have given with the chat's settings. */
  readonly alerts: number;
  /** Newest and most relevant first; at most five. */
  readonly stories: readonly StoryView[];
  /** Full names in the news that share the topic's word and may not be meant ('Lavrov' → 'Igor Lavrov'), most frequent first. */
  readonly alsoNamed: readonly string[];
  /** Set when few feeds of one country tell of the topic: feeds from elsewhere that could be added. */
  readonly coverage?:
    | {
        readonly feeds: number;
        /** ISO 3166-1 alpha-2. */
        readonly country: string;
        readonly suggestions: readonly { readonly url: string; readonly title: string }[];
      }
    | undefined;
}

/** What seven days would have given a chat with the settings that it has now. */
export interface Week {
  readonly alerts: number;
  /** Of these, how many fell into quiet hours. */
  readonly inQuietHours: number;
  /** All stories on the chat's topics; how many of them some source tells in the chat's language; how many have a picture. */
  readonly stories: number;
  readonly inLanguage: number;
  readonly withPicture: number;
}

export interface NextBrief {
  /** When it comes (epoch ms); undefined when none is planned. */
  readonly at: number | undefined;
  /** The zone that it is planned in. */
  readonly zone: string;
  /** What it would hold if it came now. */
  readonly stories: number;
  readonly first: string | undefined;
}

export interface Latest {
  readonly stories: readonly StoryView[];
  readonly hasMore: boolean;
}

/** Why a story reached this chat, with the one change that would have stopped it. */
export interface Explanation {
  readonly story: StoryView;
  readonly matched: readonly Phrase[];
  readonly ranked: readonly Phrase[];
  readonly stop: Phrase | undefined;
}

export interface FeedHealth {
  readonly feed: FeedRecord;
  readonly itemsAWeek: number;
  readonly state: 'new' | 'good' | 'failing' | 'silent' | 'ended';
  /** One line: why it is quiet, or undefined when all is well. */
  readonly note: Phrase | undefined;
}

/** A feed that a site has, with its language and the titles of its newest items as far as they are known. */
export interface FeedChoice {
  readonly url: string;
  readonly title: string;
  readonly lang?: string | undefined;
  readonly titles?: readonly string[];
}

export type FoundFeeds =
  | {
      readonly kind: 'added';
      readonly feed: FeedRecord;
      readonly lang?: string | undefined;
      readonly titles: readonly string[];
    }
  | { readonly kind: 'choices'; readonly choices: readonly FeedChoice[] }
  | { readonly kind: 'known'; readonly feed: FeedRecord }
  | { readonly kind: 'problem'; readonly problem: Phrase };

export interface Status {
  readonly uptimeMs: number;
  readonly feeds: Readonly<Record<FeedHealth['state'], number>>;
  readonly stories: number;
  readonly chats: number;
  readonly topics: number;
  readonly waiting: number;
  /** Deliveries that were given up on: how many, and the last of them. */
  readonly deadCount: number;
  readonly dead: readonly { readonly id: string; readonly chat: string; readonly reason: string }[];
  readonly store: string;
  /** Where other processes take part: how many of each role, and what is wrong. */
  readonly company?: {
    readonly feeds: number;
    readonly engines: number;
    readonly deliveries: number;
    readonly troubles: readonly { readonly reason: string }[];
  };
}

/** A feed as it is offered to somebody who types. */
export interface Offered {
  readonly name: string;
  readonly url: string;
  /** Added by the chat itself. */
  readonly isOwn: boolean;
}

export interface News {
  understand(text: string): Understanding;
  /** Takes up a topic that is new to the engine, so that items match it from now on. */
  watch(chat: ChatRecord, follow: Follow): void;
  unwatch(chat: ChatRecord, follow: Follow): void;
  /** Who may be meant by a topic that is one name, likeliest first; none without an alias source. Never waits long, never rejects. */
  namesakes(query: string, locale: string | undefined): Promise<Namesakes>;
  /** The chat's settings changed: what was held for it until an instant may go out earlier, or later. */
  reconsider(chatId: ChatId): void;
  /** Nothing that waits for the chat goes out until it has `returned`. */
  paused(chatId: ChatId): void;
  /** The chat, which could not be reached, speaks, or is blocked no more: what waited for it goes out. */
  returned(chatId: ChatId): void;
  /** Whether the first round of reading still goes on, so that what is not found may be on its way. */
  isReading(): boolean;
  preview(chat: ChatRecord, query: string): Promise<Preview>;
  week(chat: ChatRecord): Promise<Week>;
  /** The next brief of these plans and what it would hold now; without plans, a brief that is asked for. Marks nothing as told. */
  nextBrief(chat: ChatRecord, plans: readonly BriefSchedule[]): Promise<NextBrief>;
  /** Topics for an interest in plain words, by a language model; [] where none is set or it has nothing that can be read. */
  propose(chat: ChatRecord, interest: string): Promise<readonly string[]>;
  /** Stories of the last 14 days: of one topic, or of all that the chat follows. `about` before `mention`, newest and most relevant first. */
  latest(chat: ChatRecord, topics: readonly Follow[], page: number): Promise<Latest>;
  story(chat: ChatRecord, id: StoryId): Promise<StoryView | undefined>;
  /** What the story's reports told one after the other, for a chat to read; [] for a story that is gone. */
  timeline(chat: ChatRecord, id: StoryId): Promise<readonly Block[]>;
  explain(chat: ChatRecord, id: StoryId): Promise<Explanation | undefined>;
  /** A brief now, over the time since the last one (at least a day). Marks what it shows as told. */
  brief(
    chat: ChatRecord,
    options: {
      readonly topics: readonly string[];
      readonly length: 'headlines' | 'short' | 'full';
      /** A review of the last seven days instead. */
      readonly isReview?: boolean;
      /** Called with what there is while better words are still being found. */
      readonly show?: (partial: Message) => void;
    },
  ): Promise<Message>;
  /** A catch-up since `lastReadAt`, by day and topic. `show` is called with what there is while better words are still being found. */
  missed(chat: ChatRecord, show?: (partial: Message) => void): Promise<Message>;
  /** The weight of More/Less like this, spread over the story's topic, sources and category. */
  learn(chat: ChatRecord, id: StoryId, direction: 1 | -1): Promise<ChatRecord>;
  /** Names in the news of the last days that everybody may see, most frequent first; cheap enough for every key pressed. */
  names(): readonly string[];
  /** Feeds that the chat reads, and those of the catalogue that it does not; as cheap. */
  sources(chatId: ChatId): readonly Offered[];
  furtherFeeds(chatId: ChatId): readonly Offered[];
  feeds(chat: ChatRecord): Promise<readonly FeedHealth[]>;
  /** Reads the address (a feed, or a site that names one) and adds it: shared when an administrator asks, else for this chat. */
  addFeed(chat: ChatRecord, url: string, isShared: boolean): Promise<FoundFeeds>;
  removeFeed(chat: ChatRecord, id: FeedId, isAdministrator: boolean): Promise<boolean>;
  /** OPML of the feeds this chat reads. */
  exportFeeds(chat: ChatRecord): Promise<string>;
  /** Adds at most `most` feeds of an OPML text; answers how many, how many were read already or found no room, and what could not be read. */
  importFeeds(
    chat: ChatRecord,
    opml: string,
    options: { readonly isShared: boolean; readonly most: number },
  ): Promise<{
    readonly added: number;
    readonly known: number;
    readonly left: number;
    readonly problems: readonly string[];
  }>;
  status(): Promise<Status>;
  /** Tries dead deliveries again. */
  replayDead(): Promise<number>;
  /** Erases the chat: chat record, heard record, deliveries, feeds of its own. */
  forget(chatId: ChatId): Promise<void>;
  /** A message to every active chat, through the outbox. Answers how many. */
  announce(text: string): Promise<number>;
}
