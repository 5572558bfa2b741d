/**
 * One day of news lived through by the daemon's own stages: topics are followed first, then feeds are read every few minutes by a
 * clock that is moved by hand. Answers every story that would have interrupted a chat, and why.
 */
import type { Alerts } from '../../src/delivery/alerts.ts';
import type { Outbox } from '../../src/delivery/outbox.ts';
import type { Archive } from '../../src/engine/archive.ts';
import { underTopic } from '../../src/engine/desk.ts';
import { digest } from '../../src/hash.ts';
import type { ChatId, Item, Ranked, StoryId } from '../../src/model.ts';
import type { ChatRecord, DeliveryRecord } from '../../src/store/records.ts';
import { makeChat, settings } from '../../test/worlds/records.ts';
import type { Row } from './feeds.ts';
import { followOf, openDay, readingMs } from './world.ts';

export type Threshold = 'low' | 'normal' | 'high';

/** A story that a chat was sent. */
export interface Push {
  readonly topic: string;
  readonly threshold: Threshold;
  /** alert: alone; update: a development of a story told before; digest: with others in one message after a burst. */
  readonly kind: 'alert' | 'update' | 'digest';
  readonly at: number;
  readonly isLoud: boolean;
  readonly title: string;
  /** The row whose headline was shown. */
  readonly shown: string | undefined;
  /** The rows that the story held then, but for those of unknown age, which nobody labelled. */
  readonly rows: readonly string[];
  readonly sources: number;
  readonly ranked: Ranked | undefined;
}

const hourMs = 3_600_000;
/** The first reading is so long before the last entry: what was published earlier is found in the feeds, as it is at a first start. */
const dayMs = 48 * hourMs;
/** Caps would hide what the choice of stories is worth. */
const uncapped = { ...settings, cap: 10_000, topiccap: 10_000 };

/** Lives through the day with one chat for each topic and threshold. The same rows give the same answer. */
export async function liveThrough(
  rows: readonly Row[],
  topics: readonly string[],
  thresholds: readonly Threshold[],
): Promise<Push[]> {
  const endAt = Math.max(...rows.map(({ published }) => (published === null ? 0 : Date.parse(published)))) + readingMs;
  const chats = readersOf(topics, thresholds);
  const pushes: Push[] = [];
  const world = await openDay(
    rows,
    endAt - dayMs,
    [...chats.values()].map(({ chat }) => chat),
    ({ archive, outbox }) => createWitness(pushes, chats, archive, outbox, rows),
  );
  await world.liveUntil(endAt);
  await world.store.close();
  return pushes;
}

interface Reader {
  readonly chat: ChatRecord;
  readonly topic: string;
  readonly threshold: Threshold;
}

function readersOf(topics: readonly string[], thresholds: readonly Threshold[]): ReadonlyMap<ChatId, Reader> {
  const readers = topics.flatMap((topic) =>
    thresholds.map((threshold): Reader => {
      const chat = makeChat(digest(10, topic, threshold), {
        settings: { ...uncapped, threshold },
        follows: [followOf(topic)],
      });
      return { chat, topic, threshold };
    }),
  );
  return new Map(readers.map((reader) => [reader.chat.id, reader]));
}

/** Looks over the shoulder of alerts and outbox: what went out, about which story as it stood then, with which rank. */
function createWitness(
  pushes: Push[],
  readers: ReadonlyMap<ChatId, Reader>,
  archive: Archive,
  outbox: Outbox,
  rows: readonly Row[],
): { readonly outbox: Outbox; watch(alerts: Alerts): Alerts } {
  const ranks = new Map<string, Ranked>();
  const rowOf = new Map(
    rows.flatMap(({ id, source, published }) => (published === null ? [] : [[digest(12, source, `id ${id}`), id]])),
  );
  const note = (record: DeliveryRecord, storyId: StoryId, kind: Push['kind']) => {
    const found = archive.current(storyId);
    const reader = readers.get(record.chatId);
    if (found === undefined || reader === undefined) return;
    const story = underTopic(found, archive.itemsOf(found), reader.chat.follows[0]!);
    pushes.push({
      topic: reader.topic,
      threshold: reader.threshold,
      kind,
      at: record.createdAt,
      isLoud: record.isLoud,
      title: story.title,
      shown: shownOf(archive.itemsOf(story), story.url),
      rows: story.itemIds.flatMap((id) => rowOf.get(id) ?? []),
      sources: story.sources.length,
      ranked: ranks.get(`${record.chatId} ${storyId}`),
    });
  };
  const shownOf = (items: readonly Item[], url: string) => {
    const shown = items.find((item) => item.url === url);
    return shown === undefined ? undefined : rowOf.get(shown.id);
  };
  return {
    outbox: {
      ...outbox,
      async enqueue(records) {
        for (const record of records) {
          if (record.kind === 'alert' || record.kind === 'update') note(record, record.storyId!, record.kind);
          for (const { storyId } of record.stories ?? []) note(record, storyId, 'digest');
        }
        await outbox.enqueue(records);
      },
    },
    watch: (alerts) => ({
      ...alerts,
      consider: (chats, concernOf) =>
        alerts.consider(chats, (chat, heard) => {
          const concern = concernOf(chat, heard);
          if (concern !== undefined) ranks.set(`${chat.id} ${concern.story.id}`, concern.ranked);
          return concern;
        }),
    }),
  };
}
