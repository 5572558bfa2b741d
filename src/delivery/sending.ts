/** What sending needs, and the state of one platform's line. */
import type { Address, ChatId, ChatKind, Message, MessageRef } from '../model.ts';
import type { Channel, ChatChange, Clock, Log } from '../ports.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Outbox } from './outbox.ts';
import type { Pace } from './pace.ts';

/** What is found out about a chat when something is sent to it. */
export type ChatNews = ChatChange | { readonly kind: 'threadGone'; readonly thread: string; readonly reason: string };

export interface Sending {
  readonly outbox: Outbox;
  /** Answers the message, or undefined when there is nothing to say any more. */
  compose(delivery: DeliveryRecord): Promise<Message | undefined>;
  onSent(delivery: DeliveryRecord, ref: MessageRef): Promise<void>;
  onChat(chatId: ChatId, change: ChatNews): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Line {
  readonly sending: Sending;
  readonly channel: Channel;
  readonly pace: Pace;
  /** Aborted when the time to stop is over. */
  readonly abort: AbortController;
  readonly waiters: Waiter[];
  readonly idleListeners: Set<() => void>;
  inFlight: number;
  isStopping: boolean;
  cancelWake: (() => void) | undefined;
  /** Chats with failures that may be the platform's own, since something last went well. */
  readonly failing: Set<ChatId>;
  /** Pauses of the whole platform, in a row. */
  outages: number;
  /** Smoothed time from taking a delivery to having marked it. */
  cycleMs: number;
  lastTidyAt: number;
  /** The clock as last seen: it may be set back. */
  lastSeenAt: number;
}

interface Waiter {
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly rank: number;
  readonly go: () => void;
}
