/** What every minute and every hour need: briefs that are due, quiet hours that end, news that is too old. */
import { dueEdition } from '../briefs/due.ts';
import type { Turns } from '../chats/turns.ts';
import type { Alerts } from '../delivery/alerts.ts';
import { composedOf } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { ChatId } from '../model.ts';
import type { Log } from '../ports.ts';
import { type BriefSchedule, type ChatRecord, isWeekly } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Clusterer } from '../stories/cluster.ts';
import { within } from '../within.ts';
import type { Census } from './census.ts';
import { type DeskParts, prepareFollows } from './desk.ts';
import { readFeeds } from './feed-news.ts';
import type { Prose } from './prose.ts';
import { tellBrief } from './telling.ts';

export interface KeepingParts extends DeskParts {
  readonly store: Store;
  readonly census: Pick<Census, 'due'>;
  readonly outbox: Outbox;
  readonly alerts: Alerts;
  readonly clusterer: Clusterer;
  /** A chat's record is changed by one at a time. */
  readonly turns: Turns;
  readonly prose: Pick<Prose, 'polish' | 'isSet'>;
  readonly log: Log;
}

const dayMs = 86_400_000;
const keptMs = 14 * dayMs;
const deletedAtOnce = 500;

/** Better words are waited for: so many chats at once, that a slow model does not make one wait for the other. */
const chatsAtOnce = 8;
/** Longer than a model is waited for. A brief that takes more waits for its chat's turn, and nobody waits for it. Real time. */
const usualPatienceMs = 40_000;

export interface DueBriefs {
  /**
   * Sends every brief that is due, once: the edition is kept in the chat's record, the delivery's id is derived from it. One
   * that fails is logged and keeps no other chat's back; it is due still.
   */
  send(): Promise<void>;
}

export function createDueBriefs(parts: KeepingParts, patienceMs = usualPatienceMs): DueBriefs {
  const underWay = new Set<ChatId>();
  const begin = async (id: ChatId): Promise<void> => {
    underWay.add(id);
    try {
      await sendBriefsTo(parts, id);
    } catch (error) {
      parts.log.error({ reason: String(error) }, 'a brief could not be made; it is due still');
    } finally {
      underWay.delete(id);
    }
  };
  return {
    async send() {
      const due = parts.census.due(parts.clock.now()).values();
      const work = async () => {
        for (const id of due) if (!underWay.has(id)) await within(patienceMs, begin(id));
      };
      await Promise.all(Array.from({ length: chatsAtOnce }, work));
    },
  };
}

async function sendBriefsTo(parts: KeepingParts, id: ChatId): Promise<void> {
  const chat = await parts.store.chats.get(id);
  if (chat?.state !== 'active') return;
  for (const schedule of chat.briefs) {
    const edition = dueEdition(schedule, chat.settings.zone, parts.clock.now());
    if (edition !== undefined) await sendBrief(parts, chat, schedule, edition);
  }
}

/** Queued first, then told, then the edition: a crash in between repeats the step, and the outbox knows the delivery. */
async function sendBrief(
  parts: KeepingParts,
  chat: ChatRecord,
  schedule: BriefSchedule,
  edition: string,
): Promise<void> {
  const { store, turns, alerts, outbox, clock } = parts;
  await prepareFollows(parts, chat.follows);
  const feeds = await readFeeds(store, parts.sight, chat.id);
  const { topics, length, lastAt } = schedule;
  const options = { topics, length, since: lastAt, isReview: isWeekly(schedule) };
  await tellBrief({ ...parts, heard: alerts.heard }, chat, feeds, options, {
    queue: (message) => {
      const place = { chat, thread: schedule.thread, now: clock.now() };
      return outbox.enqueue([composedOf(place, 'brief', `${schedule.id}/${edition}`, message, true)]);
    },
  });
  await turns.take(chat.id, async () => {
    const fresh = await store.chats.get(chat.id);
    if (fresh === undefined) return;
    const sent = { lastEdition: edition, lastAt: parts.clock.now() };
    const briefs = fresh.briefs.map((one) => (one.id === schedule.id ? { ...one, ...sent } : one));
    await store.chats.set(chat.id, { ...fresh, briefs });
  });
}

/** Lets go of stories whose last report came more than 14 days ago, in memory first, then in the store. */
export async function forgetOld({ archive, clusterer, clock, store }: KeepingParts): Promise<void> {
  const before = clock.now() - keptMs;
  clusterer.forgetBefore(before);
  const { stories, items } = archive.forgetBefore(before);
  for (let from = 0; from < stories.length; from += deletedAtOnce) {
    await store.stories.delete(...stories.slice(from, from + deletedAtOnce));
  }
  for (let from = 0; from < items.length; from += deletedAtOnce) {
    await store.items.delete(...items.slice(from, from + deletedAtOnce));
  }
}
