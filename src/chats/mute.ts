/** `/mute`, `/unmute`, `/mutes`: what a chat does not want to hear of. */
import { shortDate, span } from '../messages/text.ts';
import type { Answer, StoryId } from '../model.ts';
import type { ChatRecord, Mute } from '../store/records.ts';
import { words } from '../text/words.ts';
import { answer, button, heading, line, list, message, paragraph, shorten, word } from './answers.ts';
import { splitDuration } from './durations.ts';
import { suggestMutable } from './offers.ts';
import { findFollow, pairs } from './topics.ts';
import type { Command, Tools, Visit } from './visit.ts';
import { withWeek } from './week.ts';

const longest = 100;

export const muteCommand: Command = { name: 'mute', who: 'managers', run: mute, suggest: suggestMutable };
export const unmuteCommand: Command = { name: 'unmute', who: 'managers', run: unmute, suggest: suggestMutes };
export const mutesCommand: Command = { name: 'mutes', who: 'everyone', run: mutes };

async function mute(visit: Visit, rest: string): Promise<Answer> {
  const { rest: what, ms } = splitDuration(rest);
  if (what === '' || /^(source|topic|word):\s*$/i.test(what)) return line(visit, 'mute.empty');
  if (/ for \S+( \S+)?$/i.test(what) && /\d/.test(what.slice(what.lastIndexOf(' for '))))
    return line(visit, 'mute.badSpan');
  const until = ms === undefined ? undefined : visit.now + ms;
  if (what.toLowerCase() === 'story') return muteLastStory(visit, until);
  const made = readMute(visit, shorten(what, longest), until);
  return made === undefined ? line(visit, 'mute.noWords') : keep(visit, made, ms);
}

/** A source, a topic that is followed, or a word. */
function readMute(visit: Visit, typed: string, until: number | undefined): Mute | undefined {
  const end = until === undefined ? {} : { until };
  const [, kind, rest = ''] = /^(source|topic|word):\s*(.+)$/i.exec(typed) ?? [];
  const name = (kind === undefined ? typed : rest).replace(/^["“„«]+|["”“»]+$/gu, '').trim();
  if (words(name).length === 0) return undefined;
  if (kind?.toLowerCase() === 'source') return { kind: 'source', value: name, label: name, ...end };
  const isTopic = kind?.toLowerCase() === 'topic';
  const topic = kind?.toLowerCase() === 'word' ? undefined : exactTopic(visit, name, isTopic);
  if (topic !== undefined) return { kind: 'topic', value: topic.topicId, label: topic.text, ...end };
  return isTopic ? undefined : { kind: 'word', value: name, label: name, ...end };
}

function exactTopic(visit: Visit, name: string, isNear: boolean) {
  if (isNear) return findFollow(visit.tools, visit.chat, name);
  const folded = words(name).join(' ');
  return visit.chat.follows.find(({ text }) => words(text).join(' ') === folded);
}

async function keep(visit: Visit, made: Mute, ms: number | undefined): Promise<Answer> {
  const others = live(visit).filter(
    (one) => one.kind !== made.kind || one.value.toLowerCase() !== made.value.toLowerCase(),
  );
  const most = visit.tools.settings.quotas.mutes;
  if (others.length >= most) return line(visit, 'mute.quota', { most });
  await visit.save({ mutes: [...others, made] });
  const params = { what: wordMute(visit, made), span: ms === undefined ? '' : span(visit.locale, ms) };
  const key = ms === undefined ? 'mute.done' : 'mute.doneFor';
  if (visit.incoming.action !== undefined && made.kind === 'story') return word(visit, key, params);
  const buttons = [
    button(visit.say('button.unmute'), `run:/unmute ${made.kind === 'story' ? made.value : made.label}`),
  ];
  const done = line(visit, key, params, { isPrivate: false, buttons });
  // One story more or less says nothing of a week.
  return made.kind === 'story' ? done : withWeek(visit, done);
}

/** Mutes of which time has not ended. */
function live(visit: Visit): Mute[] {
  return visit.chat.mutes.filter(({ until }) => until === undefined || until > visit.now);
}

function wordMute(visit: Visit, one: Mute): string {
  return visit.say(`mute.kind.${one.kind}`, { label: one.label });
}

/** The story that this chat was told last. */
export async function lastTold(visit: Visit): Promise<StoryId | undefined> {
  const heard = await visit.tools.store.heard.get(visit.chat.id);
  const told = (heard?.stories ?? []).filter(({ how }) => how !== 'held');
  return told.sort((a, b) => b.lastAt - a.lastAt)[0]?.storyId;
}

async function muteLastStory(visit: Visit, until: number | undefined): Promise<Answer> {
  const id = await lastTold(visit);
  return id === undefined ? line(visit, 'mute.noStory') : muteStory(visit, id, until);
}

/** Mutes one story; also behind the button `mstory:ID`. */
export async function muteStory(visit: Visit, id: StoryId, until?: number): Promise<Answer> {
  const story = await visit.tools.news.story(visit.chat, id);
  if (story === undefined) return word(visit, 'story.gone');
  const made: Mute = {
    kind: 'story',
    value: id,
    label: shorten(story.title, longest),
    ...(until === undefined ? {} : { until }),
  };
  return keep(visit, made, until === undefined ? undefined : until - visit.now);
}

async function unmute(visit: Visit, rest: string): Promise<Answer> {
  const all = live(visit);
  if (all.length === 0) return line(visit, 'mute.none');
  if (rest === '') return line(visit, 'mute.which', {}, { buttons: unmuteButtons(all) });
  const ended = rest.toLowerCase() === 'all' ? all : all.filter((one, index) => isMeant(one, rest, index + 1));
  if (ended.length === 0)
    return line(visit, 'mute.unknown', { what: rest.slice(0, 60) }, { buttons: unmuteButtons(all) });
  await visit.save({ mutes: all.filter((one) => !ended.includes(one)) });
  const what = ended.map(({ label }) => label).join(', ');
  return withWeek(visit, line(visit, 'mute.ended', { what }, { isPrivate: false }));
}

function isMeant(one: Mute, typed: string, number: number): boolean {
  const name = typed.replace(/^(source|topic|word|story):\s*/i, '');
  const folded = words(name).join(' ');
  return typed === String(number) || one.value === name || (folded !== '' && words(one.label).join(' ') === folded);
}

function unmuteButtons(all: readonly Mute[]) {
  return pairs(
    all
      .slice(0, 20)
      .flatMap((one) => button(`✕ ${one.label}`, `run:/unmute ${one.kind === 'story' ? one.value : one.label}`)),
  );
}

async function mutes(visit: Visit): Promise<Answer> {
  const all = live(visit);
  if (all.length === 0) return line(visit, 'mute.none');
  const items = all.map((one) => [{ text: wordMute(visit, one) }, { text: ending(visit, one), style: 'dim' as const }]);
  const blocks = [
    heading(visit.spans('mute.title', { count: all.length })),
    list(items, true),
    paragraph(visit.spans('mute.hint')),
  ];
  return answer(message(blocks, { buttons: unmuteButtons(all), isPrivate: true }));
}

function ending(visit: Visit, one: Mute): string {
  return one.until === undefined
    ? ''
    : ` ${visit.say('mute.until', { date: shortDate(visit.locale, visit.chat.settings.zone, one.until) })}`;
}

async function suggestMutes(_tools: Tools, chat: ChatRecord | undefined, typed: string) {
  return (chat?.mutes ?? [])
    .filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()))
    .map(({ label }) => ({ label, value: label }));
}
