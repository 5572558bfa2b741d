/** `/topics` and `/unfollow`, and how many alerts one topic may give. */

import type { Answer, Button, Span } from '../model.ts';
import type { BriefSchedule, ChatRecord, Follow } from '../store/records.ts';
import { words } from '../text/words.ts';
import { answer, button, heading, line, list, message, paragraph, refuse, word } from './answers.ts';
import type { Command, Tools, Visit } from './visit.ts';
import { withWeek } from './week.ts';

const mostButtons = 20;
const levels = ['low', 'normal', 'high'] as const;

export const topicsCommand: Command = { name: 'topics', who: 'everyone', run: topics, suggest: suggestTopics };
export const unfollowCommand: Command = { name: 'unfollow', who: 'managers', run: unfollow, suggest: suggestTopics };

async function topics(visit: Visit, rest: string): Promise<Answer> {
  const { follows } = visit.chat;
  if (follows.length === 0) return line(visit, 'topics.none');
  if (rest !== '') return oneTopic(visit, rest);
  const rows = pairs(
    follows.slice(0, mostButtons).flatMap((one) => button(`✕ ${one.text}`, `unfollow:${one.topicId}`)),
  );
  const blocks = [
    heading(visit.spans('topics.title', { count: follows.length })),
    list(
      follows.map((one) => describe(visit, one)),
      true,
    ),
    paragraph(visit.spans('topics.hint')),
  ];
  return answer(message(blocks, { buttons: [...rows, button(visit.say('screen.change'), 'set:topics:0')] }));
}

/** `/topics Lavrov` and `/topics Lavrov high`: how many alerts one topic may give. */
async function oneTopic(visit: Visit, rest: string): Promise<Answer> {
  const [, name = '', level] = /^(.+?)\s+(low|normal|high)$/is.exec(rest) ?? [];
  const whole = findFollow(visit.tools, visit.chat, rest);
  const found = whole ?? findFollow(visit.tools, visit.chat, name);
  if (found === undefined) return unknownTopic(visit, rest);
  if (whole === undefined) {
    if (!visit.isManager) return refuse(visit);
    await setLevel(visit, found, level?.toLowerCase());
  }
  const shown = found.threshold ?? visit.chat.settings.threshold;
  if (whole === undefined)
    return line(visit, `level.${level?.toLowerCase()}`, { topic: found.text }, { isPrivate: false });
  const buttons = [button(visit.say('screen.change'), `set:topic:${found.topicId}`)];
  return answer(
    message([paragraph(describe(visit, found)), paragraph(visit.spans(`settings.threshold.${shown}`))], { buttons }),
  );
}

/** Nothing that is followed is called so: what is; or, where only the last word is wrong, the levels there are. */
function unknownTopic(visit: Visit, rest: string): Answer {
  const { tools, chat } = visit;
  const [, name = '', value = ''] = /^(.+?)\s+(\S+)$/.exec(rest) ?? [];
  const one = findFollow(tools, chat, name);
  if (one !== undefined)
    return line(visit, 'settings.badValue', { value: value.slice(0, 40), name: one.text, values: levels.join(', ') });
  return unfollowed(visit, rest);
}

function unfollowed(visit: Visit, name: string): Answer {
  const buttons = unfollowButtons(visit.chat.follows);
  return line(visit, 'unfollow.unknown', { topic: name.slice(0, 80) }, { buttons });
}

export function describe(visit: Visit, follow: Follow): Span[] {
  const notes = [
    ...(follow.storyId === undefined ? [] : [visit.say('topics.story')]),
    ...(follow.threshold === undefined || follow.threshold === 'normal'
      ? []
      : [visit.say(`topics.${follow.threshold}`)]),
  ];
  const tail: Span[] = notes.length === 0 ? [] : [{ text: ` (${notes.join(', ')})`, style: 'dim' }];
  return [{ text: follow.text }, ...tail];
}

export function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((one, index) => (index % 2 === 0 ? [[one, ...buttons.slice(index + 1, index + 2)]] : []));
}

async function unfollow(visit: Visit, rest: string): Promise<Answer> {
  const { follows } = visit.chat;
  if (follows.length === 0) return line(visit, 'topics.none');
  if (rest === '') return line(visit, 'unfollow.which', {}, { buttons: unfollowButtons(follows) });
  const isAll = /^all(\s+yes)?$/i.exec(rest);
  if (isAll !== null && !follows.some(({ text }) => text.toLowerCase() === rest.toLowerCase()))
    return isAll[1] === undefined ? askAll(visit) : endAll(visit);
  const found = findFollow(visit.tools, visit.chat, rest);
  if (found === undefined) return unfollowed(visit, rest);
  return endFollow(visit, found);
}

function unfollowButtons(follows: readonly Follow[]): Button[][] {
  return pairs(follows.slice(0, mostButtons).flatMap((one) => button(`✕ ${one.text}`, `unfollow:${one.topicId}`)));
}

function askAll(visit: Visit): Answer {
  const buttons = [button(visit.say('button.yesAll'), 'run:/unfollow all yes')];
  return line(visit, 'unfollow.all', { count: visit.chat.follows.length }, { buttons });
}

async function endAll(visit: Visit): Promise<Answer> {
  const { follows } = visit.chat;
  await visit.save({ follows: [], briefs: visit.chat.briefs.filter(({ topics }) => topics.length === 0) });
  for (const one of follows) visit.tools.news.unwatch(visit.chat, one);
  return line(visit, 'unfollow.allDone', { count: follows.length }, { isPrivate: false });
}

/** The follow that a person means: its number in `/topics`, its text, the same topic in other words, or a text that only one begins with. */
export function findFollow(tools: Tools, chat: ChatRecord, typed: string): Follow | undefined {
  const { follows } = chat;
  const folded = words(typed).join(' ');
  const read = tools.news.understand(typed);
  const begun = follows.filter(({ text }) => folded !== '' && words(text).join(' ').startsWith(folded));
  return (
    follows.find(({ text }) => text.toLowerCase() === typed.toLowerCase()) ??
    follows.find(({ topicId }) => read.kind === 'topic' && topicId === read.topicId) ??
    (/^\d{1,3}$/.test(typed) ? follows[Number(typed) - 1] : undefined) ??
    (begun.length === 1 ? begun[0] : undefined)
  );
}

/** `unfollow:TOPICID` of a button. */
export async function pressUnfollow(visit: Visit, topicId: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const found = visit.chat.follows.find((one) => one.topicId === topicId);
  return found === undefined ? word(visit, 'unfollow.gone') : endFollow(visit, found);
}

export async function stopFollowing(visit: Visit, found: Follow): Promise<void> {
  const { follows, briefs } = visit.chat;
  await visit.save({ follows: follows.filter((one) => one !== found), briefs: withoutTopic(briefs, found.topicId) });
  visit.tools.news.unwatch(visit.chat, found);
}

/** A brief about this topic alone ends with it, or it would become one about everything. */
export function withoutTopic(briefs: readonly BriefSchedule[], topicId: string): BriefSchedule[] {
  return briefs.flatMap((one) => {
    const topics = one.topics.filter((id) => id !== topicId);
    return one.topics.length > 0 && topics.length === 0 ? [] : [{ ...one, topics }];
  });
}

async function endFollow(visit: Visit, found: Follow): Promise<Answer> {
  await stopFollowing(visit, found);
  const again = found.storyId === undefined ? `run:/follow ${found.text}` : `fstory:${found.storyId}`;
  const buttons = [button(visit.say('button.followAgain'), again)];
  return line(visit, 'unfollow.done', { topic: found.text }, { isPrivate: false, buttons });
}

/** `level:high:TOPICID`: fewer or more alerts for one topic. */
export async function pressLevel(visit: Visit, rest: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const [name, topicId = ''] = rest.split(':');
  const found = visit.chat.follows.find((one) => one.topicId === topicId);
  const changed = found === undefined ? undefined : await setLevel(visit, found, name);
  if (changed === undefined) return word(visit, 'unfollow.gone');
  return withWeek(visit, word(visit, `level.${changed.threshold}`, { topic: changed.text }), changed);
}

/** The topic with its new level; undefined when there is no such level. */
export async function setLevel(visit: Visit, found: Follow, name: string | undefined): Promise<Follow | undefined> {
  const threshold = levels.find((one) => one === name);
  if (threshold === undefined) return undefined;
  const changed: Follow = { ...found, threshold };
  await visit.save({ follows: visit.chat.follows.map((one) => (one.topicId === found.topicId ? changed : one)) });
  return changed;
}

/** Completions among the chat's topics. */
export async function suggestTopics(_tools: Tools, chat: ChatRecord | undefined, typed: string) {
  const wanted = typed.toLowerCase();
  return (chat?.follows ?? [])
    .filter(({ text }) => text.toLowerCase().startsWith(wanted))
    .map(({ text }) => ({ label: text, value: text }));
}
