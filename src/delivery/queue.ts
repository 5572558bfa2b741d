/**
 * Who is next on one platform: by priority, fair between chats, in order within a chat, one at a time for each chat.
 * In memory only; every step is constant or logarithmic in what waits.
 */
import type { Address, ChatId, ChatKind, DeliveryId } from '../model.ts';
import { createDeque, type Deque } from './deque.ts';
import { createHeap } from './heap.ts';

/** What the queue knows of a waiting delivery. */
export interface Entry {
  readonly id: DeliveryId;
  readonly chatId: ChatId;
  readonly address: Address;
  readonly chatKind: ChatKind;
  /** 0 goes first; below `lanes`. */
  readonly lane: number;
  /** Place in the chat's order; unique. */
  readonly order: number;
  notBefore: number;
  /** Removed while it was elsewhere: to be ignored. */
  isGone: boolean;
}

/** Alerts, updates, briefs and notices, silent edits. */
const lanes = 4;

export interface Queue {
  add(entry: Entry, now: number): void;
  /** Takes the next entry whose chat may have one now; its chat is busy until `finish` or `giveBack`. */
  pick(now: number, chatFreeAt: (entry: Entry) => number): Entry | undefined;
  finish(entry: Entry): void;
  /** Puts a picked entry back until `until`. With `holdsChat`, everything behind it waits too. */
  giveBack(entry: Entry, until: number, holdsChat: boolean, now: number): void;
  /** Nothing of this chat is picked until `unpark`. */
  park(chatId: ChatId): void;
  unpark(chatId: ChatId): void;
  isParked(chatId: ChatId): boolean;
  /** Takes out everything of a chat that is not picked. */
  removeChat(chatId: ChatId): readonly Entry[];
  /** Those of a chat's entries that wait for their turn, not for an instant, in order; only lanes below `belowLane`. */
  waitingOf(chatId: ChatId, belowLane: number): readonly Entry[];
  /** How many those are. */
  countOf(chatId: ChatId, belowLane: number): number;
  removeEntries(entries: readonly Entry[]): void;
  /** The clock was set back: chats that sleep or are held are looked at again at once. */
  wakeChats(): void;
  /** Earliest instant at which something becomes ready by itself. */
  wakeAt(): number | undefined;
  /** Entries that wait for their turn in chats that are not parked, and those that are picked. */
  readonly ready: number;
  /** All entries, those that are picked included. */
  readonly size: number;
}

interface Chat {
  readonly id: ChatId;
  /** Made when something is put into them: very many chats have one message in one lane. */
  readonly lanes: (Deque<Entry> | undefined)[];
  waiting: number;
  isBusy: boolean;
  isParked: boolean;
  holdUntil: number;
  /** The ring that lists it; -1 for none. */
  ring: number;
  sleepUntil: number;
}

interface State {
  readonly chats: Map<ChatId, Chat>;
  readonly rings: readonly Deque<Chat>[];
  readonly delayed: ReturnType<typeof createHeap<Entry>>;
  readonly sleepers: ReturnType<typeof createHeap<{ readonly at: number; readonly chat: Chat }>>;
  ready: number;
  size: number;
}

export function createQueue(): Queue {
  const state: State = {
    chats: new Map(),
    rings: Array.from({ length: lanes }, () => createDeque<Chat>()),
    delayed: createHeap((entry: Entry) => entry.notBefore),
    sleepers: createHeap((sleeper: { readonly at: number; readonly chat: Chat }) => sleeper.at),
    ready: 0,
    size: 0,
  };
  return {
    add(entry, now) {
      state.size++;
      file(state, entry, now);
    },
    pick: (now, chatFreeAt) => pick(state, now, chatFreeAt),
    finish(entry) {
      state.ready--;
      state.size--;
      release(state, chatOf(state, entry.chatId));
    },
    giveBack(entry, until, holdsChat, now) {
      const chat = chatOf(state, entry.chatId);
      state.ready--;
      if (holdsChat) {
        chat.holdUntil = until;
        line(state, chat, entry);
      } else {
        entry.notBefore = until;
        file(state, entry, now);
      }
      release(state, chat);
    },
    park(chatId) {
      const chat = chatOf(state, chatId);
      if (!chat.isParked) state.ready -= chat.waiting;
      chat.isParked = true;
    },
    unpark(chatId) {
      const chat = chatOf(state, chatId);
      if (chat.isParked) state.ready += chat.waiting;
      chat.isParked = false;
      chat.holdUntil = 0;
      release(state, chat, chat.isBusy);
    },
    isParked: (chatId) => state.chats.get(chatId)?.isParked ?? false,
    removeChat: (chatId) => removeChat(state, chatId),
    waitingOf(chatId, belowLane) {
      const chat = state.chats.get(chatId);
      return chat === undefined ? [] : chat.lanes.slice(0, belowLane).flatMap((lane) => lane?.list() ?? []);
    },
    countOf(chatId, belowLane) {
      const chat = state.chats.get(chatId);
      return chat === undefined ? 0 : countIn(chat.lanes.slice(0, belowLane));
    },
    removeEntries: (entries) => removeEntries(state, entries),
    wakeChats() {
      for (const chat of state.chats.values()) {
        chat.sleepUntil = 0;
        chat.holdUntil = 0;
        enlist(state, chat);
      }
    },
    wakeAt() {
      const wakes = [state.delayed.peek()?.notBefore, state.sleepers.peek()?.at].filter((at) => at !== undefined);
      return wakes.length === 0 ? undefined : Math.min(...wakes);
    },
    get ready() {
      return state.ready;
    },
    get size() {
      return state.size;
    },
  };
}

function chatOf(state: State, id: ChatId): Chat {
  const known = state.chats.get(id);
  if (known !== undefined) return known;
  const chat: Chat = {
    id,
    lanes: Array.from({ length: lanes }),
    waiting: 0,
    isBusy: false,
    isParked: false,
    holdUntil: 0,
    ring: -1,
    sleepUntil: 0,
  };
  state.chats.set(id, chat);
  return chat;
}

function countIn(lanes: readonly (Deque<Entry> | undefined)[]): number {
  return lanes.reduce((sum, lane) => sum + (lane?.size ?? 0), 0);
}

/** To its chat's lane, or to those that wait for an instant. */
function file(state: State, entry: Entry, now: number): void {
  if (entry.notBefore > now) {
    state.delayed.push(entry);
    return;
  }
  const chat = chatOf(state, entry.chatId);
  line(state, chat, entry);
  enlist(state, chat);
}

function line(state: State, chat: Chat, entry: Entry): void {
  chat.lanes[entry.lane] ??= createDeque<Entry>();
  chat.lanes[entry.lane]!.insert(entry, (each) => each.order);
  chat.waiting++;
  if (!chat.isParked) state.ready++;
}

/** Lists the chat in the ring of its most urgent entry. */
function enlist(state: State, chat: Chat): void {
  if (chat.isBusy || chat.isParked || chat.sleepUntil > 0) return;
  const lane = chat.lanes.findIndex((each) => each !== undefined && each.size > 0);
  if (lane === -1 || lane === chat.ring) return;
  chat.ring = lane;
  state.rings[lane]!.push(chat);
}

function release(state: State, chat: Chat, isBusy = false): void {
  chat.isBusy = isBusy;
  if (chat.waiting === 0 && !chat.isBusy && !chat.isParked && chat.holdUntil === 0) state.chats.delete(chat.id);
  else enlist(state, chat);
}

function wake(state: State, now: number): void {
  for (let entry = state.delayed.peek(); entry !== undefined && entry.notBefore <= now; entry = state.delayed.peek()) {
    state.delayed.pop();
    if (!entry.isGone) file(state, entry, now);
  }
  for (let next = state.sleepers.peek(); next !== undefined && next.at <= now; next = state.sleepers.peek()) {
    state.sleepers.pop();
    if (next.chat.sleepUntil !== next.at) continue;
    next.chat.sleepUntil = 0;
    enlist(state, next.chat);
  }
}

function pick(state: State, now: number, chatFreeAt: (entry: Entry) => number): Entry | undefined {
  wake(state, now);
  for (const [lane, ring] of state.rings.entries()) {
    for (let left = ring.size; left > 0; left--) {
      const entry = tryChat(state, ring.shift()!, lane, now, chatFreeAt);
      if (entry !== undefined) return entry;
    }
  }
  return undefined;
}

function tryChat(
  state: State,
  chat: Chat,
  lane: number,
  now: number,
  chatFreeAt: (entry: Entry) => number,
): Entry | undefined {
  // Listed elsewhere since, or emptied.
  if (chat.ring !== lane) return undefined;
  chat.ring = -1;
  const first = chat.lanes[lane]?.peek();
  if (first === undefined || chat.isBusy || chat.isParked) {
    enlist(state, chat);
    return undefined;
  }
  const freeAt = Math.max(chat.holdUntil, chatFreeAt(first));
  if (freeAt > now) {
    chat.sleepUntil = freeAt;
    state.sleepers.push({ at: freeAt, chat });
    return undefined;
  }
  chat.lanes[lane]!.shift();
  chat.waiting--;
  chat.isBusy = true;
  chat.holdUntil = 0;
  return first;
}

function removeChat(state: State, chatId: ChatId): readonly Entry[] {
  const chat = state.chats.get(chatId);
  const removed = state.delayed.filter((entry) => entry.chatId === chatId && !entry.isGone);
  removed.push(...(chat?.lanes.flatMap((lane) => lane?.list() ?? []) ?? []));
  for (const entry of removed) entry.isGone = true;
  state.size -= removed.length;
  if (chat !== undefined) {
    if (!chat.isParked) state.ready -= chat.waiting;
    chat.waiting = 0;
    for (const lane of chat.lanes) lane?.remove(() => true);
    chat.isParked = false;
    chat.holdUntil = 0;
    release(state, chat, chat.isBusy);
  }
  return removed;
}

function removeEntries(state: State, entries: readonly Entry[]): void {
  const gone = new Set(entries);
  for (const chatId of new Set(entries.map((entry) => entry.chatId))) {
    const chat = chatOf(state, chatId);
    const before = chat.waiting;
    for (const lane of chat.lanes) lane?.remove((entry) => gone.has(entry));
    chat.waiting = countIn(chat.lanes);
    state.size -= before - chat.waiting;
    if (!chat.isParked) state.ready -= before - chat.waiting;
  }
  for (const entry of entries) entry.isGone = true;
}
