/** From a changed story to the platform, for 1,000 chats that follow it; the platform's limit is lifted. */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { createClock } from '../../src/clock.ts';
import { createAlerts } from '../../src/delivery/alerts.ts';
import type { TopicId } from '../../src/model.ts';
import { createHttpChannel } from '../../test/worlds/channel.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { startPlatform } from '../../test/worlds/platform.ts';
import { makeChat, makeRanked, makeStory } from '../../test/worlds/records.ts';
import { startSending } from '../../test/worlds/sending.ts';
import { until } from '../../test/worlds/wait.ts';

export interface LatencyFigures {
  readonly chats: number;
  readonly stories: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const chats = 1_000;
const stories = 10;
/** Chats considered at once: their writes share a commit, and the first are sent while the next are considered. */
const batch = 100;

export async function measureLatency(): Promise<LatencyFigures> {
  const folder = makeFolder();
  const platform = await startPlatform();
  const clock = createClock();
  const storage = await openSqlite(`sqlite:${folder.path('state.sqlite')}`);
  const world = await startSending(createHttpChannel({ url: platform.url, isIdempotent: true }), { storage, clock });
  const alerts = createAlerts({ store: world.store, outbox: world.outbox, clock });
  const records = Array.from({ length: chats }, (_, index) => {
    const chat = makeChat(String(index));
    return { ...chat, settings: { ...chat.settings, cap: 100, topiccap: 100 } };
  });
  const waits: number[] = [];
  for (let count = 0; count < stories; count++) {
    const story = makeStory(`s${count}`, clock.now());
    const from = platform.received.length;
    const changedAt = performance.timeOrigin + performance.now();
    // Another topic each time: several stories of one topic within seconds are told together.
    const topic = `topic${count}`;
    for (let at = 0; at < chats; at += batch) {
      const follow = { ...records[0]!.follows[0]!, topicId: topic as TopicId };
      const ranked = makeRanked(story.id, topic);
      const change = { isDevelopment: false };
      await Promise.all(
        records.slice(at, at + batch).map((chat) => alerts.consider(chat, follow, ranked, story, change)),
      );
    }
    await until(() => platform.received.length === from + chats, 60_000);
    waits.push(...platform.received.slice(from).map(({ at }) => at - changedAt));
  }
  await world.close();
  await platform.close();
  folder.remove();
  waits.sort((a, b) => a - b);
  const share = (part: number) => Math.round(waits[Math.floor((waits.length - 1) * part)]!);
  return { chats, stories, p50Ms: share(0.5), p99Ms: share(0.99) };
}
