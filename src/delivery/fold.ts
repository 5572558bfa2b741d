/** When a flood would take longer than it is worth: one digest in the place of many alerts. Nothing is dropped. */
import type { ChatId } from '../model.ts';
import type { ChannelLimits, Rate } from '../ports.ts';
import type { DeliveryRecord } from '../store/records.ts';
import { foldOf } from './deliveries.ts';
import { enqueue } from './ledger.ts';
import type { Entry } from './queue.ts';
import { announce, type OutboxState, platformOf, queueOf, shelve } from './waiting.ts';

/** A chat's alerts are folded when more than this many wait and they would take longer than this. */
const fewest = 5;
const longestMs = 60_000;

/** Lanes that fold: alerts and updates. */
const foldingLanes = 2;

/** Whether a chat's `waiting` messages, among `overall` of the platform, would take too long to send one by one. */
export function isFlood(waiting: number, overall: number, isPrivate: boolean, limits: ChannelLimits): boolean {
  if (waiting <= fewest) return false;
  const own = isPrivate ? limits.perChat : [...limits.perChat, ...limits.perGroup];
  const ownMs = Math.max(0, ...own.map((rate) => timeFor(waiting, rate)));
  // Chats take turns, so a chat's messages wait for about as many of everyone else's.
  const overallMs = Math.max(0, ...limits.overall.map((rate) => timeFor(overall, rate)));
  return Math.max(ownMs, overallMs) > longestMs;
}

function timeFor(messages: number, rate: Rate): number {
  return (messages / rate.count) * rate.windowMs;
}

/** After a failed write, the first wait before it is tried again; then twice as long each time. */
const againAfterMs = 1_000;
const longestWaitMs = 30_000;

/** Folds the chat's waiting alerts and updates but the first `keep` into one digest for each thread. Throws StoreError; then nothing was folded. */
export async function foldWaiting(state: OutboxState, chatId: ChatId, keep: number): Promise<number> {
  const queue = queueOf(state, platformOf(chatId));
  const entries = queue.waitingOf(chatId, foldingLanes).slice(keep);
  if (entries.length < 2) return 0;
  queue.removeEntries(entries);
  let records: DeliveryRecord[];
  try {
    records = (await state.store.outbox.getMany(entries.map(({ id }) => id))).filter((each) => each !== undefined);
    const byThread = Map.groupBy(records, (record) => record.address.thread);
    const now = state.clock.now();
    await enqueue(
      state,
      [...byThread.values()].map((group) => foldOf(group, now)),
    );
  } catch (error) {
    putBack(state, entries);
    throw error;
  }
  await leaveFolded(state, entries);
  return records.length;
}

/** What could not be folded waits again, except what was erased or moved meanwhile. */
function putBack(state: OutboxState, entries: readonly Entry[]): void {
  for (const entry of entries) if (state.index.get(entry.id) === entry) shelve(state, { ...entry, isGone: false });
  announce(state);
}

/**
 * The digest is on its way: what it stands for goes, however often that fails at first. A crash in between is made up for at
 * the start, as the digest names what it folds.
 */
async function leaveFolded(state: OutboxState, entries: readonly Entry[]): Promise<void> {
  const { store, clock } = state;
  const at = clock.now();
  for (let waitMs = againAfterMs; ; waitMs = Math.min(longestWaitMs, 2 * waitMs)) {
    try {
      await store.sent.setMany(entries.map(({ id }) => [id, { at, messageId: undefined }] as const));
      await store.outbox.delete(...entries.map(({ id }) => id));
      break;
    } catch {
      await clock.sleep(waitMs);
    }
  }
  for (const entry of entries) if (state.index.get(entry.id) === entry) state.index.delete(entry.id);
  announce(state);
}
