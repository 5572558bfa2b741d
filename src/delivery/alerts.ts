/**
 * From a change of a story to what one chat is sent. Every step may be repeated after a crash: deliveries have derived
 * ids and are written before the record of what the chat heard.
 */
import type { ChatId, MessageRef, Ranked, Story, StoryId } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { ChatRecord, DeliveryRecord, Follow, HeardRecord, HeardStory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type Decision, decide } from './attention.ts';
import { alertOf, editOf, updateOf } from './deliveries.ts';
import { gather } from './gather.ts';
import { createHeardBook, type HeardBook, storyIn, withLoud, withStory } from './heard.ts';
import { deliveryId } from './ids.ts';
import type { Outbox } from './outbox.ts';
import { createReleases } from './release.ts';

export interface StoryChange {
  /** Whether a report tells something really new, and its title: the same development interrupts a chat once. */
  readonly isDevelopment: boolean;
  readonly developmentTitle?: string;
  /** Whether it is one of many stories that one reading of a feed brought the chat. */
  readonly isBurst?: boolean;
  /** Whether the chat was told of it in another language. */
  readonly isEcho?: boolean;
}

/** A changed story as it stands before one chat: under which follow, how high, in which words. */
export interface Concern {
  readonly follow: Follow;
  readonly ranked: Ranked;
  readonly story: Story;
  readonly change: StoryChange;
}

export interface Alerts {
  /**
   * Decides for different chats whether each is interrupted, and puts what they are sent into the outbox: one read and two
   * writes for all of them. `concernOf` is told what the chat has heard, and answers undefined when the story is nothing
   * to it: then nothing is decided. One chat's steps follow each other. Throws StoreError.
   */
  consider(
    chats: readonly ChatRecord[],
    concernOf: (chat: ChatRecord, heard: HeardRecord) => Concern | undefined,
  ): Promise<ReadonlyMap<ChatId, Decision>>;
  /** To be called when a delivery was sent: remembers the message that grows. */
  told(delivery: DeliveryRecord, ref: MessageRef): Promise<void>;
  /** To be called every minute: what waited for the end of quiet hours, a snooze or a burst goes out. Answers how many messages. */
  releaseHeld(now: number): Promise<number>;
  /** The chat's settings changed: what is held is looked at again at the next release. */
  reconsider(chatId: ChatId): void;
  /** The one way to change what a chat has heard (briefs mark what they showed). */
  readonly heard: HeardBook;
}

export function createAlerts(options: {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
}): Alerts {
  const { outbox, clock } = options;
  const heard = createHeardBook(options.store);
  const releases = createReleases({ ...options, heard });
  const tellTogether = gather(async (all: readonly Told[]) => {
    const byChat = Map.groupBy(all, ({ delivery }) => delivery.chatId);
    await heard.changeMany([...byChat.keys()], async (records) => {
      const after = records.map((before) => {
        const told = (byChat.get(before.chatId) ?? []).reduce(withTold, before);
        return told === before ? undefined : told;
      });
      return [after, undefined];
    });
    return all.map(() => undefined);
  });
  return {
    heard,
    releaseHeld: (now) => releases.release(now),
    reconsider: (chatId) => releases.reconsider(chatId),
    consider(all, concernOf) {
      const chats = all.filter(({ id }) => !heard.isErasing(id));
      return heard.changeMany(
        chats.map(({ id }) => id),
        async (records) => {
          const now = clock.now();
          const steps = chats.flatMap((chat, index): Step[] => {
            const before = records[index]!;
            const concern = concernOf(chat, before);
            return concern === undefined ? [] : [{ ...concern, chat, before, now }];
          });
          const decided = await decideAll(outbox, steps);
          for (const [{ chat }, decision] of decided)
            if (decision.kind === 'hold' && decision.until !== undefined) releases.note(chat.id, decision.until);
          await outbox.enqueue(decided.flatMap(([step, decision]) => deliveriesFor(decision, step)));
          const after = decided.map(([step, decision]) => recordOf(decision, step));
          return [after, new Map(decided.map(([{ chat }, decision]) => [chat.id, decision]))];
        },
      );
    },
    async told(delivery, ref) {
      if (storiesIn(delivery).length > 0) await tellTogether({ delivery, ref, sentAt: clock.now() });
    },
  };
}

interface Told {
  readonly delivery: DeliveryRecord;
  readonly ref: MessageRef;
  readonly sentAt: number;
}

/** A chat that was erased meanwhile has heard nothing, and nothing is written. */
function withTold(before: HeardRecord, { delivery, ref, sentAt }: Told): HeardRecord {
  const ids = new Set<string>(storiesIn(delivery));
  if (!before.stories.some(({ storyId }) => ids.has(storyId))) return before;
  // A message of several stories, or a development, is not the one that grows.
  const grows = delivery.kind === 'alert' && delivery.stories === undefined ? { message: ref } : {};
  const stories = before.stories.map((one) => (ids.has(one.storyId) ? { ...one, sentAt, ...grows } : one));
  return { ...before, stories };
}

/** What a message told of; an edit makes no sound and tells nothing new. */
function storiesIn({ kind, storyId, stories }: DeliveryRecord): StoryId[] {
  if (kind === 'edit') return [];
  return stories?.map((one) => one.storyId) ?? (storyId === undefined ? [] : [storyId]);
}

/** The same development, seen again: through another of the chat's topics, or after a crash. */
function isKnown(heard: HeardRecord, story: Story, title: string | undefined): boolean {
  return title !== undefined && (storyIn(heard, story)?.facts.includes(title) ?? false);
}

/** A headline that the chat was told under another story is no news: reports may move from one story to another. */
function unheard(heard: HeardRecord, story: Story, decision: Decision): Decision {
  if (decision.kind === 'nothing' || storyIn(heard, story) !== undefined) return decision;
  const isTold = heard.stories.some(({ how, facts }) => how !== 'held' && facts.includes(story.title));
  return isTold ? { kind: 'nothing', why: 'told' } : decision;
}

/** An edit is for outlets that the chat's message does not name yet. */
function grown(heard: HeardRecord, story: Story, decision: Decision): Decision {
  if (decision.kind !== 'edit') return decision;
  const named = storyIn(heard, story)?.sources ?? 0;
  return story.sources.length > named ? decision : { kind: 'nothing', why: 'told' };
}

interface Step extends Concern {
  readonly chat: ChatRecord;
  readonly before: HeardRecord;
  readonly now: number;
}

type Decided = readonly [step: Step, decision: Decision];

/** After a crash between the outbox and a chat's record, an alert is there although the chat seems not to know its story. */
async function decideAll(outbox: Outbox, steps: readonly Step[]): Promise<readonly Decided[]> {
  const decided = steps.map((step): Decided => [step, decideOne(step)]);
  const inDoubt = decided.flatMap(([{ chat, before, story }, { kind }]) =>
    kind === 'hold' && storyIn(before, story) === undefined ? [deliveryId(chat.id, story.id, 'alert', '1')] : [],
  );
  const out = inDoubt.length === 0 ? new Set() : await outbox.known(inDoubt);
  return decided.map(([step, decision]): Decided => {
    const { chat, before, story } = step;
    const isOut = decision.kind === 'hold' && out.has(deliveryId(chat.id, story.id, 'alert', '1'));
    const certain: Decision = isOut ? { kind: 'loud' } : decision;
    return [step, grown(before, story, unheard(before, story, certain))];
  });
}

function decideOne({ chat, follow, ranked, story, change, before, now }: Step): Decision {
  return decide({
    chat,
    heard: before,
    follow,
    ranked,
    story,
    storyAt: story.startedAt,
    isDevelopment: change.isDevelopment && !isKnown(before, story, change.developmentTitle),
    isBurst: change.isBurst ?? false,
    isEcho: change.isEcho ?? false,
    now,
  });
}

function deliveriesFor(decision: Decision, { chat, follow, ranked, story, before, now }: Step): DeliveryRecord[] {
  const told = storyIn(before, story);
  const isLoud = decision.kind === 'loud';
  const place = { chat, thread: follow.thread, topicId: ranked.topicId, storyId: story.id, now };
  if (decision.kind === 'edit') return [editOf(place, told!)];
  if (decision.kind !== 'loud' && decision.kind !== 'silent') return [];
  if (told === undefined || told.how === 'held') return [alertOf(place, isLoud)];
  return [updateOf(place, told, isLoud)];
}

/** What the chat has heard after this decision; undefined when that has not changed. */
function recordOf(decision: Decision, { chat, ranked, story, change, before, now }: Step): HeardRecord | undefined {
  if (decision.kind === 'nothing') return undefined;
  const told = storyIn(before, story);
  const isRepeat = told !== undefined && told.how !== 'held';
  const isMessage = decision.kind === 'loud' || decision.kind === 'silent';
  const facts = change.developmentTitle === undefined ? [] : [change.developmentTitle];
  const next: HeardStory = {
    storyId: story.id,
    topicId: told?.topicId ?? ranked.topicId,
    how: isMessage ? (decision.kind === 'loud' ? 'pushed' : 'silent') : decision.kind === 'hold' ? 'held' : told!.how,
    why: decision.kind === 'hold' ? decision.why : undefined,
    firstAt: told?.firstAt ?? now,
    lastAt: now,
    edition: (told?.edition ?? 0) + (isMessage ? 1 : 0),
    sources: story.sources.length,
    facts: [...(told?.facts ?? [story.title]), ...(isRepeat ? facts : [])],
    message: told?.message,
    sentAt: told?.sentAt,
  };
  const after = withStory(before, next, now, story.mergedFrom);
  return decision.kind === 'loud' ? withLoud(after, [ranked.topicId], chat.settings.zone, now) : after;
}
