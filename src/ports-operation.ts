/** What those who run the program may ask, and the meters on the stages; re-exported by `ports.ts`. */

export type Trouble =
  | { readonly kind: 'store'; readonly reason: string }
  | { readonly kind: 'starting'; readonly reason: string }
  | { readonly kind: 'feeds'; readonly reason: string }
  | { readonly kind: 'platform'; readonly reason: string }
  | { readonly kind: 'roles'; readonly reason: string };

export type FeedState = 'new' | 'good' | 'failing' | 'silent' | 'ended';

/** Counts of what there is at one instant. */
export interface Figures {
  readonly uptimeMs: number;
  readonly feeds: Readonly<Record<FeedState, number>>;
  readonly chats: Readonly<Record<'active' | 'unreachable' | 'banned', number>>;
  readonly stories: number;
  readonly topics: number;
  /** Deliveries that wait or are being sent, by platform. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly dead: number;
  /** Platforms that take no messages at present. */
  readonly resting: readonly string[];
}

export interface FeedReport {
  readonly name: string;
  readonly url: string;
  readonly state: FeedState;
  readonly itemsAWeek: number;
  /** Reports of each of the last 14 days (UTC), today last. */
  readonly daily: readonly number[];
  /** Why all is not well, worded in English; '' when it is. */
  readonly note: string;
  readonly lastGoodAt: number | undefined;
  readonly nextCheckAt: number;
}

export interface DeadDelivery {
  readonly id: string;
  readonly platform: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly reason: string;
}

export interface WaitingDelivery {
  readonly platform: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly tries: number;
  /** Why the last try failed; '' when there was none. */
  readonly reason: string;
}

/** What those who run the program may ask; chats appear as numbers only. */
export interface Operation {
  /** What keeps it from doing its work; nothing when all is well. Never throws; answers within 3 s of real time. */
  health(): Promise<readonly Trouble[]>;
  /** Throws StoreError. */
  figures(): Promise<Figures>;
  /** Shared feeds, those in trouble first. Throws StoreError. */
  feeds(): Promise<readonly FeedReport[]>;
  /** Some of the deliveries that wait, those tried before first. Throws StoreError. */
  waiting(): Promise<readonly WaitingDelivery[]>;
  /** Newest first. Throws StoreError. */
  dead(): Promise<readonly DeadDelivery[]>;
  /** Tries dead deliveries again: those named, or all. Answers how many. Throws StoreError. */
  retry(ids: readonly string[] | undefined): Promise<number>;
}

export type Stage = 'fetch' | 'read' | 'intake' | 'distribute' | 'command' | 'send' | 'edit';

/** Takes down how the stages do. Never throws. */
export interface Meter {
  /** A piece of work ended; `ms` of real time. Outcomes are few fixed words. */
  worked(stage: Stage, outcome: string, ms: number, platform?: string): void;
  /** Reports that came in, stories that began. */
  counted(what: 'items' | 'edits' | 'stories', count: number): void;
  /** From the moment a delivery was decided on until the platform took it, in ms of the core's clock. */
  delivered(kind: string, ms: number): void;
}
