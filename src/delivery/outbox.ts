/**
 * The outbox: a delivery exists durably before anything is sent, and is marked durably when it was.
 * Claim → send → mark. A crash at any point repeats a step and never skips one: what is not marked is sent again.
 */
import type { ChatId, DeliveryId } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { foldWaiting } from './fold.ts';
import { gather } from './gather.ts';
import {
  bury,
  claim,
  enqueue,
  findKnown,
  forget,
  listDead,
  mark,
  move,
  pruneDead,
  pruneSent,
  replay,
  retry,
} from './ledger.ts';
import type { Entry, Queue } from './queue.ts';
import { announce, createState, platformOf, queueOf, rebuild } from './waiting.ts';

export interface Outbox {
  /** Keeps the deliveries; those that are known already (waiting, dead or sent) are ignored. Throws StoreError. */
  enqueue(records: readonly DeliveryRecord[]): Promise<void>;
  /** The next delivery of this platform whose chat may have one now, taken out of the queue. */
  pick(platform: string, chatFreeAt: (entry: Entry) => number): Entry | undefined;
  /** Notes durably that these are being sent. In order; undefined for what was erased since. */
  claim(entries: readonly Entry[]): Promise<(DeliveryRecord | undefined)[]>;
  /** Notes durably that these need no sending any more: sent as the platform's message, or nothing was left to say. */
  mark(done: readonly { readonly entry: Entry; readonly messageId: string | undefined }[]): Promise<void>;
  /** Puts a delivery back as it was: it goes first again when its chat is free at `until`. */
  giveBack(entry: Entry, until: number): void;
  /** Counts a failed try durably; `holdsChat`: what is behind it waits as well. */
  retry(entry: Entry, record: DeliveryRecord, until: number, holdsChat: boolean): Promise<void>;
  /** Gives up on a delivery, durably and with its reason. */
  bury(entry: Entry, record: DeliveryRecord, reason: string): Promise<void>;
  /** Those given up on, oldest first. */
  dead(): Promise<readonly DeliveryRecord[]>;
  /** Tries dead deliveries again (all, or those named). Answers how many. */
  replay(ids?: readonly string[]): Promise<number>;
  /** Sends the chat's waiting deliveries elsewhere, its next one first. Repeatable. */
  move(chatId: ChatId, change: (record: DeliveryRecord) => DeliveryRecord): Promise<void>;
  /** One digest instead of the chat's waiting alerts and updates but the first `keep`. Answers how many it holds. */
  fold(chatId: ChatId, keep: number): Promise<number>;
  park(chatId: ChatId): void;
  unpark(chatId: ChatId): void;
  /** Erases everything of a chat: waiting, dead, and the memory of what was sent. */
  forget(chatId: ChatId): Promise<void>;
  /** The platform's message that a delivery became, if it was sent. */
  messageOf(id: DeliveryId): Promise<string | undefined>;
  /** Those that wait, are being sent, or were sent (or found to need no sending) in the last 30 days. */
  known(ids: readonly DeliveryId[]): Promise<ReadonlySet<DeliveryId>>;
  /** Deliveries of a platform that wait, for whatever reason, or are being sent. */
  pending(platform: string): number;
  queue(platform: string): Queue;
  /**
   * Drops the memory of what was sent more than 30 days ago. To be called every minute: each time it looks through a small
   * part, in a day through all. Answers how many.
   */
  pruneSent(): Promise<number>;
  /** Drops what was given up on more than 30 days ago. Answers how many. */
  pruneDead(): Promise<number>;
  /** Calls back whenever something may have become ready. The answer ends that. */
  onChange(listener: () => void): () => void;
}

/** Rebuilds the queue from the store. Throws StoreError. */
export async function createOutbox(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Outbox> {
  const { store, clock, log } = options;
  const state = createState(store, clock);
  const count = await rebuild(state);
  if (count > 0) log.info({ count }, 'deliveries wait from before');
  const claimTogether = gather(async (calls: readonly (readonly Entry[])[]) => {
    const records = (await claim(state, calls.flat())).values();
    return calls.map((entries) => entries.map(() => records.next().value));
  });
  const markTogether = gather(async (calls: readonly Parameters<Outbox['mark']>[0][]) => {
    await mark(state, calls.flat());
    return calls.map(() => undefined);
  });
  return {
    enqueue: (records) => enqueue(state, records),
    pick: (platform, chatFreeAt) => queueOf(state, platform).pick(clock.now(), chatFreeAt),
    claim: claimTogether,
    mark: markTogether,
    giveBack(entry, until) {
      const queue = queueOf(state, entry.address.platform);
      if (entry.isGone) queue.finish(entry);
      else queue.giveBack(entry, until, true, clock.now());
    },
    retry: (entry, record, until, holdsChat) => retry(state, entry, record, until, holdsChat),
    bury: (entry, record, reason) => bury(state, entry, record, reason),
    dead: () => listDead(state),
    replay: (ids) => replay(state, ids),
    move: (chatId, change) => move(state, chatId, change),
    fold: (chatId, keep) => foldWaiting(state, chatId, keep),
    park: (chatId) => queueOf(state, platformOf(chatId)).park(chatId),
    unpark(chatId) {
      queueOf(state, platformOf(chatId)).unpark(chatId);
      announce(state);
    },
    forget: (chatId) => forget(state, chatId),
    messageOf: async (id) => (await store.sent.get(id))?.messageId,
    known: (ids) => findKnown(state, ids),
    pending: (platform) => queueOf(state, platform).size,
    queue: (platform) => queueOf(state, platform),
    pruneSent: () => pruneSent(state),
    pruneDead: () => pruneDead(state),
    onChange(listener) {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
  };
}
