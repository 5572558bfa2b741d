/** What the outbox holds in memory: an index and a queue for each platform, rebuilt from the store at the start. */
import type { ChatId, DeliveryId } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { createQueue, type Entry, type Queue } from './queue.ts';

export interface OutboxState {
  readonly store: Store;
  readonly clock: Clock;
  /** Everything that waits or is being sent. */
  readonly index: Map<DeliveryId, Entry>;
  /** Writes of new deliveries that are under way. */
  readonly writing: Map<DeliveryId, Promise<void>>;
  readonly dead: Set<DeliveryId>;
  readonly queues: Map<string, Queue>;
  readonly listeners: Set<() => void>;
  lastOrder: number;
}

const batchRows = 500;

const laneOf: Readonly<Record<DeliveryRecord['kind'], number>> = { alert: 0, update: 1, brief: 2, notice: 2, edit: 3 };

export function createState(store: Store, clock: Clock): OutboxState {
  return {
    store,
    clock,
    index: new Map(),
    writing: new Map(),
    dead: new Set(),
    queues: new Map(),
    listeners: new Set(),
    lastOrder: 0,
  };
}

export function platformOf(chatId: ChatId): string {
  return chatId.slice(0, chatId.indexOf(':'));
}

export function queueOf(state: OutboxState, platform: string): Queue {
  const queue = state.queues.get(platform) ?? createQueue();
  state.queues.set(platform, queue);
  return queue;
}

/** Something may have become ready. */
export function announce(state: OutboxState): void {
  for (const listener of state.listeners) listener();
}

export function entryOf(record: DeliveryRecord): Entry {
  return {
    id: record.id,
    chatId: record.chatId,
    address: record.address,
    chatKind: record.chatKind,
    lane: laneOf[record.kind],
    order: record.order ?? record.createdAt,
    notBefore: record.notBefore,
    isGone: false,
  };
}

/** Into the index and the queue. */
export function shelve(state: OutboxState, entry: Entry): void {
  state.index.set(entry.id, entry);
  queueOf(state, entry.address.platform).add(entry, state.clock.now());
}

/** Reads the whole outbox once, and finishes what a crash left half done. Answers how many wait. */
export async function rebuild(state: OutboxState): Promise<number> {
  const { entries, folded } = await readOutbox(state);
  entries.sort((a, b) => a.order - b.order);
  const done = new Set([...folded, ...(await alreadySent(state, entries))]);
  await finishDone(state, done);
  const waiting = entries.filter((entry) => !done.has(entry.id));
  for (const entry of waiting) shelve(state, entry);
  await parkChats(state, waiting);
  return waiting.length;
}

async function readOutbox(state: OutboxState): Promise<{ entries: Entry[]; folded: Set<DeliveryId> }> {
  const entries: Entry[] = [];
  const folded = new Set<DeliveryId>();
  for await (const [, record] of state.store.outbox.entries()) {
    const entry = entryOf(record);
    state.lastOrder = Math.max(state.lastOrder, entry.order);
    if (record.state === 'dead') state.dead.add(entry.id);
    else entries.push(entry);
    for (const id of record.folds ?? []) folded.add(id);
  }
  return { entries, folded };
}

/** Marked as sent, but not yet taken out of the outbox when the program ended. */
async function alreadySent(state: OutboxState, entries: readonly Entry[]): Promise<DeliveryId[]> {
  const found: DeliveryId[] = [];
  for (let from = 0; from < entries.length; from += batchRows) {
    const batch = entries.slice(from, from + batchRows);
    const sent = await state.store.sent.getMany(batch.map((entry) => entry.id));
    found.push(...batch.filter((_, index) => sent[index] !== undefined).map((entry) => entry.id));
  }
  return found;
}

/** Takes out of the outbox what was sent, or what a digest took the place of. */
async function finishDone(state: OutboxState, done: ReadonlySet<DeliveryId>): Promise<void> {
  const ids = [...done];
  const known = await state.store.sent.getMany(ids);
  const at = state.clock.now();
  const unknown = ids.filter((_, index) => known[index] === undefined);
  await state.store.sent.setMany(unknown.map((id) => [id, { at, messageId: undefined }] as const));
  await state.store.outbox.delete(...ids);
}

/** Chats that could not be reached before are not tried again until something says that they are back. */
async function parkChats(state: OutboxState, waiting: readonly Entry[]): Promise<void> {
  const ids = [...new Set(waiting.map((entry) => entry.chatId))];
  for (let from = 0; from < ids.length; from += batchRows) {
    for (const chat of await state.store.chats.getMany(ids.slice(from, from + batchRows))) {
      if (chat !== undefined && chat.state !== 'active') queueOf(state, platformOf(chat.id)).park(chat.id);
    }
  }
}
