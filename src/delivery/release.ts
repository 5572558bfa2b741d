/** What was held until an instant: released when quiet hours or a snooze end, or when a burst proves to be none. */
import type { ChatId, TopicId } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { ChatRecord, DeliveryRecord, HeardRecord, HeardStory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { burstMs, freshMs } from './attention.ts';
import { alertOf, digestOf } from './deliveries.ts';
import { type HeardBook, withLoud, withStory } from './heard.ts';
import type { Outbox } from './outbox.ts';
import { localDay, quietUntil } from './quiet.ts';

/** Stories in the one message after quiet hours or a burst; the rest are in the next brief. */
const mostInDigest = 10;
/** So many stories of a burst are still told one by one; more are one message, and the rest in the next brief. */
const mostInBurst = 5;
/** A burst that does not end is judged after this long. */
const longestBurstMs = 5 * burstMs;

export interface Releases {
  /** The chat holds something that may go out at `dueAt`. */
  note(chatId: ChatId, dueAt: number): void;
  /** If it holds anything, it is looked at again at the next release. */
  reconsider(chatId: ChatId): void;
  /** Answers how many messages. Throws StoreError when it failed for some chat, which is released by the next call. */
  release(now: number): Promise<number>;
}

export function createReleases(options: {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly heard: HeardBook;
}): Releases {
  const { store, outbox, heard } = options;
  const due = new Map<ChatId, number>();
  let isRead = false;
  const note = (chatId: ChatId, dueAt: number) => void due.set(chatId, Math.min(due.get(chatId) ?? dueAt, dueAt));
  const releaseTo = async (chatId: ChatId, now: number): Promise<number> => {
    const chat = await store.chats.get(chatId);
    if (chat?.state !== 'active') return 0;
    return heard.change(chatId, async (before) => {
      const plan = planRelease(chat, before, now);
      if (plan.nextAt !== undefined) note(chatId, plan.nextAt);
      await outbox.enqueue(plan.deliveries);
      return [plan.after, plan.deliveries.length];
    });
  };
  return {
    note,
    reconsider(chatId) {
      // Before the first release nobody knows who holds something: everybody is looked at then.
      if (due.has(chatId)) due.set(chatId, 0);
    },
    async release(now) {
      if (!isRead) await findHeld(store, due);
      isRead = true;
      let messages = 0;
      const errors: unknown[] = [];
      for (const [chatId, dueAt] of [...due]) {
        if (dueAt > now) continue;
        due.delete(chatId);
        try {
          messages += await releaseTo(chatId, now);
        } catch (error) {
          // It is due still; what another chat holds is not kept back by it.
          note(chatId, dueAt);
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
      return messages;
    },
  };
}

/** After a start, every chat that holds something is looked at once. */
async function findHeld(store: Store, due: Map<ChatId, number>): Promise<void> {
  for await (const [, { chatId, stories }] of store.heard.entries()) {
    if (stories.some(isReleasable) && !due.has(chatId)) due.set(chatId, 0);
  }
}

function isReleasable({ how, why }: HeardStory): boolean {
  return how === 'held' && (why === 'quiet' || why === 'snooze' || why === 'burst');
}

interface ReleasePlan {
  readonly deliveries: readonly DeliveryRecord[];
  /** Undefined when nothing changed. */
  readonly after: HeardRecord | undefined;
  /** When to look again. */
  readonly nextAt: number | undefined;
}

/** Pure: what goes out to the chat now, and what it has heard then. */
function planRelease(chat: ChatRecord, before: HeardRecord, now: number): ReleasePlan {
  const topics = new Set(chat.follows.map(({ topicId }) => topicId));
  const held = before.stories.filter(
    (story) => isReleasable(story) && topics.has(story.topicId) && now - story.firstAt <= freshMs,
  );
  const waitUntil = heldUntil(chat, now);
  if (held.length === 0) return { deliveries: [], after: undefined, nextAt: undefined };
  if (waitUntil !== undefined) return { deliveries: [], after: undefined, nextAt: waitUntil };
  const burst = held.filter(isBurst);
  const isOpen = burst.length > 0 && !isOver(burst, now);
  const isLarge = burst.length > mostInBurst;
  const night = held.filter((story) => !isBurst(story));
  const together = [...night, ...(isLarge && !isOpen ? burst : [])].sort((a, b) => b.firstAt - a.firstAt);
  let plan: Draft = { deliveries: [], heard: before };
  plan = tellTogether(plan, chat, together.slice(0, mostInDigest), now);
  for (const story of isLarge || isOpen ? [] : burst) plan = tellAlone(plan, chat, story, now);
  for (const story of together.slice(mostInDigest)) plan = leaveToBrief(plan, story, now);
  return { deliveries: plan.deliveries, after: plan.heard, nextAt: isOpen ? now + burstMs : undefined };
}

interface Draft {
  readonly deliveries: readonly DeliveryRecord[];
  readonly heard: HeardRecord;
}

/** Whether what goes out now may make a sound: not in quiet hours that are only silent. */
function maySound({ settings }: ChatRecord, now: number): boolean {
  return settings.quietmode !== 'silent' || quietUntil(settings.quiet, settings.zone, now) === undefined;
}

/** One more message: a loud one counts against the caps of the day. */
function counted(heard: HeardRecord, chat: ChatRecord, topics: readonly TopicId[], now: number): HeardRecord {
  return maySound(chat, now) ? withLoud(heard, topics, chat.settings.zone, now) : heard;
}

function isBurst(story: HeardStory): boolean {
  return story.why === 'burst';
}

function isOver(burst: readonly HeardStory[], now: number): boolean {
  const starts = burst.map(({ firstAt }) => firstAt);
  return now - Math.max(...starts) >= burstMs || now - Math.min(...starts) >= longestBurstMs;
}

function heldUntil({ settings }: ChatRecord, now: number): number | undefined {
  const snoozedUntil = settings.snoozedUntil ?? 0;
  const quiet = settings.quietmode === 'silent' ? undefined : quietUntil(settings.quiet, settings.zone, now);
  const until = Math.max(snoozedUntil, quiet ?? 0);
  return until > now ? until : undefined;
}

/** In each thread that the stories belong to, one story is an alert as any other; several are one message. */
function tellTogether(draft: Draft, chat: ChatRecord, stories: readonly HeardStory[], now: number): Draft {
  const byThread = Map.groupBy(stories, ({ topicId }) => threadOf(chat, topicId));
  return [...byThread].reduce((plan, [thread, own]) => tellInThread(plan, chat, thread, own, now), draft);
}

function threadOf(chat: ChatRecord, topicId: TopicId): string | undefined {
  return chat.follows.find((follow) => follow.topicId === topicId)?.thread;
}

function tellInThread(
  draft: Draft,
  chat: ChatRecord,
  thread: string | undefined,
  stories: readonly HeardStory[],
  now: number,
): Draft {
  if (stories.length < 2) return stories.reduce((plan, story) => tellAlone(plan, chat, story, now), draft);
  if (isCapped(draft.heard, chat, undefined, now)) {
    return stories.reduce((plan, story) => leaveToBrief(plan, story, now), draft);
  }
  const told = stories.reduce((heard, story) => withStory(heard, tellNow(story, 'briefed', now), now), draft.heard);
  return {
    deliveries: [...draft.deliveries, digestOf({ chat, thread, now }, stories, maySound(chat, now))],
    heard: counted(told, chat, [], now),
  };
}

function tellAlone(draft: Draft, chat: ChatRecord, story: HeardStory, now: number): Draft {
  const { storyId, topicId } = story;
  if (isCapped(draft.heard, chat, topicId, now)) return leaveToBrief(draft, story, now);
  const place = { chat, thread: threadOf(chat, topicId), topicId, storyId, now };
  const isLoud = maySound(chat, now);
  const told = withStory(draft.heard, tellNow(story, isLoud ? 'pushed' : 'silent', now), now);
  return {
    deliveries: [...draft.deliveries, alertOf(place, isLoud)],
    heard: counted(told, chat, [topicId], now),
  };
}

function tellNow(story: HeardStory, how: 'pushed' | 'silent' | 'briefed', now: number): HeardStory {
  return { ...story, how, why: undefined, lastAt: now, edition: story.edition + 1 };
}

/** Held still, but no longer until an instant. */
function leaveToBrief(draft: Draft, story: HeardStory, now: number): Draft {
  return { ...draft, heard: withStory(draft.heard, { ...story, why: 'cap' }, now) };
}

function isCapped(heard: HeardRecord, { settings }: ChatRecord, topicId: TopicId | undefined, now: number): boolean {
  if (heard.day !== localDay(settings.zone, now)) return false;
  const ofTopic = topicId === undefined ? 0 : (heard.loud[topicId] ?? 0);
  return (heard.loud.all ?? 0) >= settings.cap || ofTopic >= settings.topiccap;
}
