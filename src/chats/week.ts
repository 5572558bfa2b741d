/** What a change of settings means, in figures: the last seven days as they would have been with it. */
import type { Answer, Block } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { paragraph, shorten } from './answers.ts';
import type { Visit } from './visit.ts';

const longestToast = 180;

/** '…would have given 4 alerts, 1 of them in quiet hours'; undefined while nothing is followed or nobody can say yet. */
async function countWeek(
  visit: Visit,
  follows: readonly Follow[] = visit.chat.follows,
): Promise<{ alerts: number; quiet: number } | undefined> {
  const { news } = visit.tools;
  if (follows.length === 0 || news.isReading()) return undefined;
  const { alerts, inQuietHours } = await news.week({ ...visit.chat, follows: [...follows] });
  return { alerts, quiet: inQuietHours };
}

/** Of all that the chat follows, or of one topic. */
export async function weekBlocks(visit: Visit, follow?: Follow): Promise<Block[]> {
  const params = await countWeek(visit, follow === undefined ? undefined : [follow]);
  return params === undefined ? [] : [paragraph(visit.spans('settings.week', params))];
}

/** The confirmation of a change, with what it would have meant: below the line, or in the word at the pressed button. */
export async function withWeek(visit: Visit, made: Answer, follow?: Follow): Promise<Answer> {
  const params = await countWeek(visit, follow === undefined ? undefined : [follow]);
  const [first, ...rest] = made.messages;
  if (params === undefined) return made;
  if (made.toast !== undefined)
    return { ...made, toast: shorten(`${made.toast} ${visit.say('settings.week', params)}`, longestToast) };
  if (first === undefined) return made;
  const blocks = [...first.blocks, paragraph(visit.spans('settings.week', params))];
  return { ...made, messages: [{ ...first, blocks }, ...rest] };
}
