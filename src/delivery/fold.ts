/** When a flood would take longer than it is worth: one digest in the place of many alerts. Nothing is dropped. */
import type { ChatId } from '../model.ts';
import type { ChannelLimits, Rate } from '../ports.ts';
import { foldOf } from './deliveries.ts';
import { enqueue } from './ledger.ts';
import type { Entry } from './queue.ts';
import { announce, type OutboxState, platformOf, queueOf } from './waiting.ts';

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

/** Folds the chat's waiting alerts and updates but the first `keep` into one digest for each thread. */
export async function foldWaiting(state: OutboxState, chatId: ChatId, keep: number): Promise<number> {
  const queue = queueOf(state, platformOf(chatId));
  const entries = queue.waitingOf(chatId, foldingLanes).slice(keep);
  if (entries.length < 2) return 0;
  queue.removeEntries(entries);
  const records = (await state.store.outbox.getMany(entries.map(({ id }) => id))).filter((each) => each !== undefined);
  const byThread = Map.groupBy(records, (record) => record.address.thread);
  await enqueue(
    state,
    [...byThread.values()].map((group) => foldOf(group, state.clock.now())),
  );
  await leaveFolded(state, entries);
  return records.length;
}

/** Repeated at the start when a crash comes in between: the digest names what it folds. */
async function leaveFolded(state: OutboxState, entries: readonly Entry[]): Promise<void> {
  const at = state.clock.now();
  await state.store.sent.setMany(entries.map(({ id }) => [id, { at, messageId: undefined }] as const));
  await state.store.outbox.delete(...entries.map(({ id }) => id));
  for (const { id } of entries) state.index.delete(id);
  announce(state);
}
