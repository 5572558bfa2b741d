/** What a change of settings means, in figures: the last seven days as they would have been with it, and the next brief. */
import { clauses, clockTime, longDate, relativeDay } from '../messages/text.ts';
import type { Answer, Block } from '../model.ts';
import type { BriefSchedule, Follow } from '../store/records.ts';
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
  return params === undefined ? made : withLine(made, visit.say('settings.week', params));
}

/** How many of the week's stories are told in the language that was chosen, or have a picture. */
export async function withShare(visit: Visit, made: Answer, of: 'inLanguage' | 'withPicture'): Promise<Answer> {
  const { news } = visit.tools;
  if (visit.chat.follows.length === 0 || news.isReading()) return made;
  const week = await news.week(visit.chat);
  if (week.stories === 0) return made;
  return withLine(made, visit.say(`settings.${of}`, { count: week[of], all: week.stories }));
}

/** When the next of these briefs comes, and what it would hold if it came now; without plans, what one that is asked for would hold. */
export async function withNextBrief(
  visit: Visit,
  made: Answer,
  plans: readonly BriefSchedule[] = visit.chat.briefs,
): Promise<Answer> {
  const { chat, locale, tools } = visit;
  if (chat.follows.length === 0) return made;
  const { at, zone, stories, first = '' } = await tools.news.nextBrief(chat, plans);
  const parts: string[] = [];
  if (at !== undefined) {
    const day = relativeDay(locale, zone, at, visit.now) ?? longDate(locale, zone, at);
    parts.push(visit.say('brief.next', { when: dayAndTime(locale, day, clockTime(locale, zone, at)) }));
  }
  if (!tools.news.isReading()) parts.push(visit.say('brief.wouldHold', { count: stories, first: shorten(first, 100) }));
  return parts.length === 0 ? made : withLine(made, sentences(parts));
}

function dayAndTime(locale: string, day: string, time: string): string {
  return /^(?:ja|zh)\b/.test(locale) ? `${day} ${time}` : clauses(locale, [day, time]);
}

/** Behind each other; no space follows a full stop that is as wide as a letter. */
function sentences(parts: readonly string[]): string {
  return parts.join(' ').replaceAll('。 ', '。');
}

function withLine(made: Answer, text: string): Answer {
  const [first, ...rest] = made.messages;
  if (made.toast !== undefined) return { ...made, toast: shorten(`${made.toast} ${text}`, longestToast) };
  if (first === undefined) return made;
  return { ...made, messages: [{ ...first, blocks: [...first.blocks, paragraph([{ text }])] }, ...rest] };
}
