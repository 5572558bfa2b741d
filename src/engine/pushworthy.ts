/** Whether a story would have been pushed when it was fresh: for previews, by the same thresholds as real alerts. */
import { isWorth } from '../delivery/attention.ts';
import { freshnessOf } from '../ranking/rank.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Found } from './desk.ts';

export function isPushworthy(chat: ChatRecord, { ranked, follow, newestAt }: Found, now: number): boolean {
  if (ranked.level !== 'about') return false;
  const whenFresh = ranked.rank / freshnessOf({ updatedAt: newestAt }, now);
  return isWorth({ ...ranked, rank: whenFresh }, follow.threshold ?? chat.settings.threshold);
}
