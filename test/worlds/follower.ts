/** A chat that follows one story beside a topic, over a window of invented news: what is told of a followed story goes to it. */
import { openMemory } from '../../adapters/memory/index.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { createSubscriptions, type Subscriptions } from '../../src/engine/subscriptions.ts';
import type { StoryId, TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, DeliveryRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { chatOf, type Desk, openDesk } from './desk.ts';
import { makeFollow, quietLog } from './records.ts';

export interface Follower extends Desk {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly chat: ChatRecord;
  /** Takes out of the outbox what waits for the chat. */
  take(): Promise<DeliveryRecord[]>;
}

/** The story is one of those that `reports` tell; it is followed since now. */
export async function openFollower(
  story: { readonly id: string; readonly title: string; readonly thread?: string; readonly topic: string },
  reports: Readonly<Record<string, Parameters<Desk['tell']>[1][]>>,
): Promise<Follower> {
  const desk = openDesk();
  for (const [id, told] of Object.entries(reports)) desk.tell(id, ...told);
  const store = await openStore(openMemory());
  const outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  const subscriptions = createSubscriptions();
  const follow = makeFollow('fol' as TopicId, {
    text: story.title,
    query: `story:${story.id}`,
    since: desk.clock.now(),
    storyId: story.id as StoryId,
    ...(story.thread !== undefined && { thread: story.thread }),
  });
  const made = chatOf([story.topic]);
  const chat = { ...made, follows: [...made.follows, follow] };
  await store.chats.set(chat.id, chat);
  for (const one of chat.follows) subscriptions.watch(chat.id, one);
  return {
    ...desk,
    store,
    outbox,
    subscriptions,
    chat,
    async take() {
      const taken: DeliveryRecord[] = [];
      const pick = () => outbox.pick(chat.address.platform, () => 0);
      for (let entry = pick(); entry !== undefined; entry = pick()) taken.push((await outbox.claim([entry]))[0]!);
      return taken;
    },
  };
}
