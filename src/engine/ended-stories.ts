/** A followed story ends when it is told no more: its follow goes by itself, with one last message. */
import { withoutTopic } from '../chats/topics.ts';
import type { Turns } from '../chats/turns.ts';
import { composedOf } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { textMessage } from '../messages/compose.ts';
import type { ChatRecord, DeliveryRecord, Follow } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { within } from '../within.ts';
import { type DeskParts, localeOf } from './desk.ts';
import type { Subscriptions } from './subscriptions.ts';
import { timelineOf } from './timeline.ts';

const dayMs = 86_400_000;
/** So long without a report, and the story is over. */
const silentDays = 3;
/** Real time; what a chat's turn comes to later is done then. */
const patienceMs = 1_000;

export interface EndingParts extends DeskParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly turns: Turns;
  readonly subscriptions: Subscriptions;
}

/** Queued first, then the follow goes: a crash in between repeats the step, and the outbox knows the delivery. */
export async function endStories(parts: EndingParts): Promise<void> {
  for await (const [, { id, state, follows }] of parts.store.chats.entries()) {
    if (state !== 'active' || !follows.some((one) => isOver(parts, one))) continue;
    const ending = parts.turns.take(id, async () => {
      const chat = await parts.store.chats.get(id);
      if (chat === undefined) return;
      const over = chat.follows.filter((one) => isOver(parts, one));
      await parts.outbox.enqueue(over.map((one) => farewell(parts, chat, one)));
      const follows = chat.follows.filter((one) => !over.includes(one));
      const briefs = over.reduce((left, one) => withoutTopic(left, one.topicId), chat.briefs);
      await parts.store.chats.set(id, { ...chat, follows, briefs });
      for (const one of over) parts.subscriptions.unwatch(id, one);
    });
    // A chat that has asked for much makes no other chat wait.
    await within(patienceMs, ending);
  }
}

function isOver({ archive, clock }: DeskParts, { storyId, since }: Follow): boolean {
  if (storyId === undefined) return false;
  const told = archive.current(storyId)?.updatedAt ?? 0;
  return clock.now() - Math.max(told, since) > silentDays * dayMs;
}

function farewell(parts: EndingParts, chat: ChatRecord, { text, storyId, thread, since }: Follow): DeliveryRecord {
  const { catalogue, clock } = parts;
  const spans = catalogue.spans(localeOf(chat), 'story.ended', { title: text, days: silentDays });
  const told = textMessage('notice', [spans]);
  const message = { ...told, blocks: [...told.blocks, ...timelineOf(parts, chat, storyId!)] };
  return composedOf({ chat, thread, storyId, now: clock.now() }, 'notice', `ended-${since}`, message);
}
