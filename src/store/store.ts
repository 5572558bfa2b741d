/** The store as the core sees it: one collection for each kind of aggregate, checked when read. */
import type { Collection } from '../ports.ts';
import type {
  ChatRecord,
  CorrectionRecord,
  DeliveryRecord,
  FeedRecord,
  HeardRecord,
  ItemRecord,
  NamesRecord,
  StoryRecord,
} from './records.ts';

export interface Store {
  readonly feeds: Collection<FeedRecord>;
  readonly items: Collection<ItemRecord>;
  readonly stories: Collection<StoryRecord>;
  readonly chats: Collection<ChatRecord>;
  readonly heard: Collection<HeardRecord>;
  readonly outbox: Collection<DeliveryRecord>;
  /** Deliveries that were sent, for 30 days: key = delivery id, value = instant and the platform's message. */
  readonly sent: Collection<{ readonly at: number; readonly messageId: string | undefined }>;
  /** Handled update ids: key = `platform:updateId`, value = instant. */
  readonly updates: Collection<{ readonly at: number }>;
  /** Who may be meant by a name, as an alias source told: key = digest of the name and the language. */
  readonly names: Collection<NamesRecord>;
  /** What people ruled about stories, with the reports, for good: key = instant and id. */
  readonly corrections: Collection<CorrectionRecord>;
  /** Layout version and other single values. */
  readonly meta: Collection<unknown>;
  /** Makes what was deleted unreadable in the store's bytes. Slow: for erasing a chat, after everything of it was deleted. */
  scrub(): Promise<void>;
  /** Writes a consistent copy; false where the storage cannot. */
  backup(path: string): Promise<boolean>;
  close(): Promise<void>;
}

export type Namespace = Exclude<keyof Store, 'scrub' | 'backup' | 'close'>;

const kept: Readonly<Record<Namespace, true>> = {
  feeds: true,
  items: true,
  stories: true,
  chats: true,
  heard: true,
  outbox: true,
  sent: true,
  updates: true,
  names: true,
  corrections: true,
  meta: true,
};

/** All that a storage holds of us. */
export const namespaces = Object.keys(kept) as readonly Namespace[];
