/** When a chat's next brief comes, and what it would hold if it came now: shown when something about it changes. */
import { nextDue } from '../briefs/due.ts';
import type { NextBrief } from '../chats/news.ts';
import type { HeardBook } from '../delivery/heard.ts';
import { storiesOf } from '../model.ts';
import { type BriefSchedule, type ChatRecord, isWeekly } from '../store/records.ts';
import { makeBrief } from './briefing.ts';
import { type DeskParts, prepareFollows } from './desk.ts';

interface Parts extends DeskParts {
  readonly heard: Pick<HeardBook, 'read'>;
}

/** The first of these plans; without any, a brief on everything in the chat's own length. Marks nothing as told. Throws StoreError. */
export async function nextBriefOf(parts: Parts, chat: ChatRecord, plans: readonly BriefSchedule[]): Promise<NextBrief> {
  await prepareFollows(parts, chat.follows);
  const now = parts.clock.now();
  const { zone, briefLength } = chat.settings;
  const dated = plans.map((plan) => ({ plan, at: nextDue(plan, zone, now) }));
  const first = dated.toSorted((a, b) => (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE))[0];
  const { topics = [], length = briefLength, lastAt } = first?.plan ?? {};
  const isReview = first !== undefined && isWeekly(first.plan);
  const options = { topics, length, since: lastAt, isReview };
  const { message, views } = makeBrief(parts, chat, await parts.heard.read(chat.id), [], options);
  return {
    at: first?.at,
    zone: first?.plan.zone ?? zone,
    stories: views.length,
    first: storiesOf(message)[0]?.title ?? views[0]?.title,
  };
}
