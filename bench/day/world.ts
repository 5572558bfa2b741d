/** A day of news in the daemon's own stages: feeds are read every five minutes by a clock that is moved by hand. */
import { openMemory } from '../../adapters/memory/index.ts';
import { type Alerts, createAlerts } from '../../src/delivery/alerts.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { type Archive, createArchive } from '../../src/engine/archive.ts';
import { distribute } from '../../src/engine/distribute.ts';
import { createIntake } from '../../src/engine/intake.ts';
import { understand } from '../../src/engine/news.ts';
import { createSight, type Sight } from '../../src/engine/sight.ts';
import { createSubscriptions, type Subscriptions } from '../../src/engine/subscriptions.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, Follow } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { createManualClock, type ManualClock } from '../../test/worlds/clock.ts';
import { quietLog } from '../../test/worlds/records.ts';
import { feedsOf, type Row } from './feeds.ts';

const minuteMs = 60_000;
/** Feeds are read so often. */
export const readingMs = 5 * minuteMs;

export interface DayWorld {
  readonly store: Store;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly subscriptions: Subscriptions;
  readonly clock: ManualClock;
  readonly outbox: Outbox;
  readonly alerts: Alerts;
  /** Reads feeds and lets minutes pass until the clock has passed an instant. */
  liveUntil(at: number): Promise<void>;
}

/** `watch` may look over the shoulder of the outbox and of the alerts. */
export async function openDay(
  rows: readonly Row[],
  startAt: number,
  chats: readonly ChatRecord[],
  watch: (world: { readonly archive: Archive; readonly outbox: Outbox }) => {
    readonly outbox: Outbox;
    watch(alerts: Alerts): Alerts;
  } = ({ outbox }) => ({ outbox, watch: (alerts) => alerts }),
): Promise<DayWorld> {
  const clock = createManualClock(startAt);
  const store = await openStore(openMemory());
  const archive = createArchive();
  const parts = { store, archive, clock, sight: createSight(archive), subscriptions: createSubscriptions() };
  await store.chats.setMany(chats.map((chat) => [chat.id, chat] as const));
  for (const chat of chats) for (const one of chat.follows) parts.subscriptions.watch(chat.id, one);
  const intake = createIntake({ store, archive, clusterer: createClusterer() });
  const witness = watch({ archive, outbox: await createOutbox({ store, clock, log: quietLog }) });
  const alerts = witness.watch(createAlerts({ store, outbox: witness.outbox, clock }));
  const feeds = feedsOf(rows);
  return {
    ...parts,
    outbox: witness.outbox,
    alerts,
    async liveUntil(at) {
      for (let now = clock.now(); now <= at; now = clock.now()) {
        for (const feed of feeds) {
          const items = feed.read(now);
          if (items.length > 0) await distribute({ ...parts, alerts }, await intake.accept(items, []));
        }
        for (let minute = 0; minute < readingMs; minute += minuteMs) {
          clock.jump(clock.now() + minuteMs);
          await alerts.releaseHeld(clock.now());
        }
      }
    },
  };
}

/** As somebody types it after `/follow`. */
export function followOf(topic: string): Follow {
  const understood = understand(topic);
  if (understood.kind !== 'topic') throw new Error(`'${topic}' is no topic`);
  return { topicId: understood.topicId, text: topic, query: understood.query, since: 0, aliases: [] };
}
