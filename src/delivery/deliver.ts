/** One delivery from claim to mark, and what follows from each answer of the platform. */
import { type Address, chatIdOf, type MessageRef } from '../model.ts';
import type { Outcome } from '../ports.ts';
import type { DeliveryRecord } from '../store/records.ts';
import { backOffMs, holdingTries, mostTries, outageMs } from './backoff.ts';
import { deliveryId } from './ids.ts';
import type { Slot } from './pace.ts';
import type { Entry } from './queue.ts';
import type { ChatNews, Line } from './sending.ts';

type Result = Outcome | { readonly kind: 'nothing' };

/** An edit that failed this often is let go: the story is still there. */
const mostEditTries = 3;
/** Failures in so many chats, with no success in between, are the platform's and count against no message. */
const outageChats = 3;
/** How long sending rests when the store fails. */
const storeRestMs = 2_000;

/** Never throws: a failing store puts the delivery back and rests, so that nothing is sent without a durable record. */
export async function deliver(line: Line, entry: Entry, slot: Slot): Promise<void> {
  const { outbox, clock, log } = line.sending;
  let record: DeliveryRecord | undefined;
  try {
    [record] = await outbox.claim([entry]);
  } catch (error) {
    log.error({ error: String(error) }, 'a delivery could not be claimed; nothing was sent');
    slot.settle();
    outbox.giveBack(entry, clock.now());
    line.pace.pauseAll(clock.now() + storeRestMs);
    return;
  }
  const result = record === undefined ? ({ kind: 'nothing' } as const) : await attempt(line, record);
  slot.settle(clock.now());
  await persist(line, () => conclude(line, entry, record, result));
}

/** What became of a message is written down until that works: it must not be sent again because of the store. */
async function persist(line: Line, run: () => Promise<void>): Promise<void> {
  const { clock, log } = line.sending;
  for (let tries = 0; ; tries++) {
    try {
      return await run();
    } catch (error) {
      log.error({ error: String(error) }, 'what became of a delivery could not be written; trying again');
      if (line.isStopping) return;
      await clock.sleep(Math.min(storeRestMs, 50 * 2 ** tries), line.abort.signal);
    }
  }
}

async function attempt(line: Line, record: DeliveryRecord): Promise<Result> {
  try {
    const message = record.message ?? (await line.sending.compose(record));
    if (message === undefined) return { kind: 'nothing' };
    const replyTo = record.replyTo ?? (await firstTelling(line, record));
    const { id: nonce, isLoud, chatKind } = record;
    const options = { nonce, isSilent: !isLoud || !message.isLoud, replyTo, chatKind, signal: line.abort.signal };
    if (record.kind !== 'edit') return await line.channel.send(record.address, message, options);
    return replyTo === undefined ? { kind: 'nothing' } : await line.channel.edit(replyTo, message, options);
  } catch (error) {
    // A bug in composing or in the adapter: counted as a failed try, so that it ends among the dead with its reason.
    return { kind: 'retry', afterMs: undefined, scope: 'chat', reason: `unexpected: ${(error as Error).message}` };
  }
}

/** The message that first told the story in this chat: edits change it, updates answer it. */
async function firstTelling(line: Line, record: DeliveryRecord): Promise<MessageRef | undefined> {
  if (record.storyId === undefined || (record.kind !== 'edit' && record.kind !== 'update')) return undefined;
  const id = await line.sending.outbox.messageOf(deliveryId(record.chatId, record.storyId, 'alert', '1'));
  return id === undefined ? undefined : { address: record.address, id };
}

/** Repeatable as a whole: it may throw StoreError anywhere and be called again. */
async function conclude(line: Line, entry: Entry, record: DeliveryRecord | undefined, result: Result): Promise<void> {
  const { outbox, log } = line.sending;
  if (result.kind !== 'retry') recover(line);
  if (record === undefined || result.kind === 'nothing') return outbox.mark([{ entry, messageId: undefined }]);
  switch (result.kind) {
    case 'sent':
      await outbox.mark([{ entry, messageId: result.ref.id }]);
      return tell(line, () => line.sending.onSent(record, result.ref));
    case 'retry':
      return postpone(line, entry, record, result);
    case 'unreachable':
      return closeChat(line, entry, record, result);
    case 'moved':
      return moveChat(line, entry, record, result.to);
    case 'threadGone':
      if (record.address.thread !== undefined) return leaveThread(line, entry, record, result.reason);
  }
  const { reason } = result;
  log.warn(
    { platform: line.channel.platform, delivery: record.id, reason },
    `a message of kind ${record.kind} was refused`,
  );
  // The message that an edit would have changed is gone or too old; it never becomes a new one.
  if (record.kind === 'edit') return outbox.mark([{ entry, messageId: undefined }]);
  return outbox.bury(entry, record, reason);
}

function recover(line: Line): void {
  line.failing.clear();
  line.outages = 0;
}

async function postpone(
  line: Line,
  entry: Entry,
  record: DeliveryRecord,
  { afterMs, scope, reason }: Extract<Outcome, { kind: 'retry' }>,
): Promise<void> {
  const { outbox, clock, log } = line.sending;
  const now = clock.now();
  if (scope === 'chat' && afterMs !== undefined) {
    line.pace.pauseChat(record.address, record.chatKind, now + afterMs);
    return outbox.giveBack(entry, now);
  }
  line.failing.add(record.chatId);
  if (scope === 'all' || line.failing.size >= outageChats) {
    const restMs = afterMs ?? outageMs(line.outages);
    log.warn({ platform: line.channel.platform, restMs, reason }, 'the platform does not take messages; resting');
    line.outages++;
    line.pace.pauseAll(now + restMs);
    return outbox.giveBack(entry, now);
  }
  const tries = record.tries + 1;
  if (record.kind === 'edit' && tries >= mostEditTries) return outbox.mark([{ entry, messageId: undefined }]);
  if (tries >= mostTries) return outbox.bury(entry, { ...record, tries }, reason);
  const until = now + backOffMs(tries, record.id);
  return outbox.retry(entry, { ...record, tries, lastError: reason }, until, tries <= holdingTries);
}

async function closeChat(
  line: Line,
  entry: Entry,
  record: DeliveryRecord,
  { reason, missing }: Extract<Outcome, { kind: 'unreachable' }>,
): Promise<void> {
  const { outbox, clock } = line.sending;
  if (record.isBestEffort === true) return outbox.mark([{ entry, messageId: undefined }]);
  outbox.park(record.chatId);
  await line.sending.onChat(record.chatId, { kind: 'gone', reason, ...(missing !== undefined && { missing }) });
  outbox.giveBack(entry, clock.now());
}

async function moveChat(line: Line, entry: Entry, record: DeliveryRecord, to: Address): Promise<void> {
  await readdress(line, entry, record, { kind: 'moved', to }, (each) => movedTo(each, to));
}

async function leaveThread(line: Line, entry: Entry, record: DeliveryRecord, reason: string): Promise<void> {
  const { thread = '' } = record.address;
  const news = { kind: 'threadGone', thread, reason } as const;
  await readdress(line, entry, record, news, (each) => withoutThread(each, thread));
}

/** The chat's record first, then what waits for it: a crash in between meets the same answer of the platform again. */
async function readdress(
  line: Line,
  entry: Entry,
  record: DeliveryRecord,
  news: ChatNews,
  change: (record: DeliveryRecord) => DeliveryRecord,
): Promise<void> {
  const { outbox, clock } = line.sending;
  outbox.park(record.chatId);
  await line.sending.onChat(record.chatId, news);
  // What was picked lives on as a new entry.
  entry.isGone = true;
  await outbox.move(record.chatId, change);
  outbox.giveBack(entry, clock.now());
}

/** The same delivery to the chat itself, where it was meant for this thread of it. */
export function withoutThread(record: DeliveryRecord, thread: string): DeliveryRecord {
  const { thread: meant, ...main } = record.address;
  return meant === thread ? { ...record, address: main, state: waitingAgain(record) } : record;
}

/** What was given up on stays so, wherever it goes. */
function waitingAgain({ state }: DeliveryRecord): DeliveryRecord['state'] {
  return state === 'dead' ? 'dead' : 'waiting';
}

/** The same delivery to the chat's new address, under an id of that chat. */
export function movedTo(record: DeliveryRecord, to: Address): DeliveryRecord {
  const { thread } = record.address;
  const chatId = chatIdOf(to);
  const { replyTo: _, ...rest } = record;
  return {
    ...rest,
    id: deliveryId(chatId, record.storyId, record.kind, record.edition),
    chatId,
    address: to.thread === undefined && thread !== undefined ? { ...to, thread } : to,
    state: waitingAgain(record),
  };
}

async function tell(line: Line, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    line.sending.log.error({ error: String(error) }, 'a delivery was sent, but could not be noted with its story');
  }
}
