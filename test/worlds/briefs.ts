/** Briefs of an invented desk with three sources that answer, as most tests of briefs want them. */
import { makeBrief } from '../../src/engine/briefing.ts';
import type { ChatRecord, FeedRecord, HeardRecord } from '../../src/store/records.ts';
import { type Desk, feedOf, heardOf, linesOf } from './desk.ts';

type Options = Partial<Parameters<typeof makeBrief>[4]>;

export function sourcesOf({ clock }: Desk): FeedRecord[] {
  return ['Harbour Post', 'Meridian', 'Lisk Courier'].map((name) => feedOf(name, clock.now()));
}

/** A short brief of every topic of the chat, unless the options say otherwise. */
export function briefOf(
  desk: Desk,
  chat: ChatRecord,
  heard: HeardRecord = heardOf(),
  feeds: readonly FeedRecord[] = sourcesOf(desk),
  options: Options = {},
) {
  return makeBrief(desk, chat, heard, feeds, { topics: [], length: 'short', ...options });
}

export function briefLines(...given: Parameters<typeof briefOf>): string[] {
  return linesOf(briefOf(...given).message);
}

export const ferry = {
  source: 'Harbour Post',
  title: 'Ferry Aurelia runs aground off Tarnholm',
  text: 'The ferry Aurelia struck rocks off Tarnholm in fog on Monday with 212 people on board.',
};
