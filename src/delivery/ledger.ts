/** The durable steps of the outbox. Each may be repeated after a crash; none is skipped by one. */
import type { ChatId, DeliveryId } from '../model.ts';
import type { DeliveryRecord } from '../store/records.ts';
import { chatPrefix } from './ids.ts';
import type { Entry } from './queue.ts';
import { announce, entryOf, type OutboxState, platformOf, queueOf, shelve } from './waiting.ts';

/** How long it is remembered that a delivery was sent, and how long a dead one is kept: 30 days. */
const keptMs = 30 * 24 * 3_600_000;

const batchRows = 500;

/** Durable before it returns; ids that are known already are ignored. */
export async function enqueue(state: OutboxState, records: readonly DeliveryRecord[]): Promise<void> {
  // What another caller is writing right now counts as kept only once it is.
  const others = records.flatMap(({ id }) => state.writing.get(id) ?? []);
  const fresh = new Map(records.filter(({ id }) => isNew(state, id)).map((record) => [record.id, record]));
  const writing = writeNew(state, [...fresh.values()]);
  for (const id of fresh.keys()) state.writing.set(id, writing);
  try {
    await Promise.all([writing, ...others]);
  } finally {
    for (const id of fresh.keys()) state.writing.delete(id);
  }
}

function isNew(state: OutboxState, id: DeliveryId): boolean {
  return !state.index.has(id) && !state.writing.has(id) && !state.dead.has(id);
}

async function writeNew(state: OutboxState, records: readonly DeliveryRecord[]): Promise<void> {
  if (records.length === 0) return;
  const ordered = records.map((record) => ({ ...record, order: nextOrder(state) }));
  const sent = await state.store.sent.getMany(ordered.map(({ id }) => id));
  const unsent = ordered.filter((_, index) => sent[index] === undefined);
  await state.store.outbox.setMany(unsent.map((record) => [record.id, record] as const));
  for (const record of unsent) shelve(state, entryOf(record));
  announce(state);
}

export async function findKnown(state: OutboxState, ids: readonly DeliveryId[]): Promise<ReadonlySet<DeliveryId>> {
  const absent = ids.filter((id) => !state.index.has(id));
  const sent = await state.store.sent.getMany(absent);
  const unknown = new Set(absent.filter((_, index) => sent[index] === undefined));
  return new Set(ids.filter((id) => !unknown.has(id)));
}

function nextOrder(state: OutboxState): number {
  state.lastOrder = Math.max(state.lastOrder + 1, state.clock.now());
  return state.lastOrder;
}

export async function claim(state: OutboxState, entries: readonly Entry[]): Promise<(DeliveryRecord | undefined)[]> {
  const records = await state.store.outbox.getMany(entries.map(({ id }) => id));
  const claimed = records.map((record, index) =>
    record === undefined || entries[index]!.isGone ? undefined : { ...record, state: 'sending' as const },
  );
  const writes = claimed.filter((record) => record !== undefined);
  await state.store.outbox.setMany(writes.map((record) => [record.id, record] as const));
  return claimed;
}

/** 'Sent' is written and the delivery taken out of the outbox: a crash in between is mended at the next start. */
export async function mark(
  state: OutboxState,
  done: readonly { readonly entry: Entry; readonly messageId: string | undefined }[],
): Promise<void> {
  const at = state.clock.now();
  const kept = done.filter(({ entry }) => !entry.isGone);
  // Together, so that they may share a commit; where they do not, whatever is missing after a crash is made up for.
  await Promise.all([
    state.store.sent.setMany(kept.map(({ entry, messageId }) => [entry.id, { at, messageId }] as const)),
    state.store.outbox.delete(...done.map(({ entry }) => entry.id)),
  ]);
  for (const { entry } of done) leave(state, entry);
  announce(state);
}

function leave(state: OutboxState, entry: Entry): void {
  queueOf(state, entry.address.platform).finish(entry);
  if (!entry.isGone) state.index.delete(entry.id);
}

export async function retry(
  state: OutboxState,
  entry: Entry,
  record: DeliveryRecord,
  until: number,
  holdsChat: boolean,
): Promise<void> {
  if (entry.isGone) return leave(state, entry);
  await state.store.outbox.set(record.id, { ...record, state: 'waiting', notBefore: until });
  queueOf(state, entry.address.platform).giveBack(entry, until, holdsChat, state.clock.now());
  announce(state);
}

export async function bury(state: OutboxState, entry: Entry, record: DeliveryRecord, reason: string): Promise<void> {
  if (!entry.isGone) {
    await state.store.outbox.set(record.id, { ...record, state: 'dead', lastError: reason });
    state.dead.add(record.id);
  }
  leave(state, entry);
  announce(state);
}

export async function listDead(state: OutboxState): Promise<readonly DeliveryRecord[]> {
  const records = await state.store.outbox.getMany([...state.dead]);
  return records.filter((record) => record !== undefined).sort((a, b) => a.createdAt - b.createdAt);
}

export async function replay(state: OutboxState, ids?: readonly string[]): Promise<number> {
  const wanted = ids === undefined ? undefined : new Set(ids);
  const records = (await listDead(state))
    .filter(({ id }) => wanted?.has(id) ?? true)
    .map((record) => ({ ...record, state: 'waiting' as const, tries: 0, notBefore: state.clock.now() }));
  await state.store.outbox.setMany(records.map((record) => [record.id, record] as const));
  for (const record of records) {
    if (!state.dead.delete(record.id)) continue;
    shelve(state, entryOf(record));
  }
  announce(state);
  return records.length;
}

/**
 * What of the chat waits in the outbox, or is dead, becomes what `change` makes of it. What is under way is left to whoever
 * sends it: the platform may have taken it, and says so itself when it has not.
 */
export async function move(
  state: OutboxState,
  chatId: ChatId,
  change: (record: DeliveryRecord) => DeliveryRecord,
): Promise<void> {
  queueOf(state, platformOf(chatId)).removeChat(chatId);
  const changed: (readonly [DeliveryRecord, DeliveryRecord])[] = [];
  for (const record of await recordsOf(state, chatId))
    if (!isUnderWay(state, record.id)) changed.push([record, change(record)]);
  await state.store.outbox.setMany(changed.map(([, after]) => [after.id, after] as const));
  const left = changed.filter(([before, after]) => before.id !== after.id).map(([before]) => before.id);
  await state.store.outbox.delete(...left);
  for (const [before, after] of changed) {
    state.index.delete(before.id);
    const wasDead = state.dead.delete(before.id);
    if (wasDead) state.dead.add(after.id);
    else shelve(state, entryOf(after));
  }
  announce(state);
}

/** Picked and not answered yet, or only being written: everything that waited was taken out of the queue before. */
function isUnderWay(state: OutboxState, id: DeliveryId): boolean {
  return state.index.get(id)?.isGone === false || state.writing.has(id);
}

async function recordsOf(state: OutboxState, chatId: ChatId): Promise<DeliveryRecord[]> {
  const found: DeliveryRecord[] = [];
  for await (const [, record] of state.store.outbox.entries(chatPrefix(chatId))) {
    if (record.chatId === chatId) found.push(record);
  }
  return found;
}

export async function forget(state: OutboxState, chatId: ChatId): Promise<void> {
  queueOf(state, platformOf(chatId)).removeChat(chatId);
  for (const [id, entry] of state.index) {
    if (entry.chatId !== chatId) continue;
    // One that is being sent right now leaves no mark when it is done.
    entry.isGone = true;
    state.index.delete(id);
  }
  const ids = (await recordsOf(state, chatId)).map(({ id }) => id);
  for (const id of ids) state.dead.delete(id);
  await state.store.outbox.delete(...ids);
  const sent: string[] = [];
  for await (const [id] of state.store.sent.entries(chatPrefix(chatId))) sent.push(id);
  await state.store.sent.delete(...sent);
}

/** The characters of ids, in base64url; two of them part what was sent into 4,096 even parts. */
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const partCount = letters.length ** 2;
const partsAMinute = 3;

/** The parts whose turn it is by the clock: all have had theirs within a day, however often the program is restarted. */
export async function pruneSent(state: OutboxState): Promise<number> {
  const now = state.clock.now();
  const first = Math.floor(now / 60_000) * partsAMinute;
  let count = 0;
  for (let part = first; part < first + partsAMinute; part++) {
    const [high, low] = [Math.floor((part % partCount) / letters.length), part % letters.length];
    const old: string[] = [];
    for await (const [id, { at }] of state.store.sent.entries(`${letters[high]}${letters[low]}`))
      if (at < now - keptMs) old.push(id);
    for (let from = 0; from < old.length; from += batchRows)
      await state.store.sent.delete(...old.slice(from, from + batchRows));
    count += old.length;
  }
  return count;
}

export async function pruneDead(state: OutboxState): Promise<number> {
  const before = state.clock.now() - keptMs;
  const dead = (await listDead(state)).filter(({ createdAt }) => createdAt < before).map(({ id }) => id);
  await state.store.outbox.delete(...dead);
  for (const id of dead) state.dead.delete(id);
  return dead.length;
}
