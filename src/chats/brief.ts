/** `/brief` now, on a schedule, listed and ended; and `/missed`. */
import { digest } from '../hash.ts';
import type { Answer, TopicId } from '../model.ts';
import { type BriefSchedule, type ChatRecord, type Follow, isWeekly } from '../store/records.ts';
import { answer, button, line, list, message, paragraph, refuse } from './answers.ts';
import { cronFault, readCronWords } from './brief-cron.ts';
import { parseTime, wordDays } from './clock-words.ts';
import { read, withOffer } from './habit.ts';
import { parseSchedule, type ScheduleWords } from './schedule-words.ts';
import { findFollow, suggestTopics } from './topics.ts';
import type { Command, Tools, Visit } from './visit.ts';
import { withNextBrief } from './week.ts';

/** Whoever knows cron types its fields without saying so. */
const cronFields = /^[\d*,/-]+\s+[\d*,/-]+\s+[\d*,/?-]+\s+\S+\s+\S+/;
const lengths = ['headlines', 'short', 'full'] as const;

export const briefCommand: Command = { name: 'brief', who: 'everyone', run: brief, suggest: suggestBrief };
export const missedCommand: Command = { name: 'missed', who: 'everyone', run: missed };

async function brief(visit: Visit, rest: string): Promise<Answer> {
  const [first = '', ...more] = rest.split(/\s+/);
  const word = first.toLowerCase();
  if (word === '' || word === 'now') return briefNow(visit, more.join(' '));
  if ((word === 'week' || word === 'weekly') && more.length === 0) return briefNow(visit, '', true);
  if (word === 'list') return listBriefs(visit);
  const length = lengths.find((name) => name === word);
  if (length !== undefined && more.length === 0) return briefNow(visit, word);
  if (word === 'off') return visit.isManager ? briefOff(visit, more.join(' ')) : refuse(visit);
  const topic = findFollow(visit.tools, visit.chat, rest);
  if (topic !== undefined && parseTime(rest) === undefined) return briefNow(visit, rest);
  if (!visit.isManager) return refuse(visit);
  const isAdded = word === 'add' || word === 'also';
  const asked = isAdded ? more.join(' ') : rest;
  if (/^cron\s/i.test(`${asked} `) || cronFields.test(asked)) return addCron(visit, asked.replace(/^cron\s*/i, ''));
  return schedule(visit, asked, isAdded);
}

async function briefNow(visit: Visit, rest: string, isReview = false): Promise<Answer> {
  if (visit.chat.follows.length === 0) return line(visit, 'latest.noTopics');
  const length = lengths.find((name) => name === rest.toLowerCase());
  const typed = rest === '' || length !== undefined ? [] : splitTopics(rest);
  const topics = typed.map((name) => findFollow(visit.tools, visit.chat, name));
  const missing = typed[topics.indexOf(undefined)];
  if (missing !== undefined) return line(visit, 'brief.unknownTopic', { topic: missing.slice(0, 80) });
  const made = await visit.tools.news.brief(visit.chat, {
    topics: topics.flatMap((one) => (one === undefined ? [] : [one.topicId])),
    length: length ?? visit.chat.settings.briefLength,
    isReview,
    show: visit.show,
  });
  await visit.save(read(visit));
  return withOffer(visit, answer(made));
}

function splitTopics(text: string): string[] {
  return text
    .replace(/^about\s+/i, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

async function missed(visit: Visit): Promise<Answer> {
  if (visit.chat.follows.length === 0) return line(visit, 'latest.noTopics');
  const made = await visit.tools.news.missed(visit.chat, visit.show);
  await visit.save(read(visit));
  return withOffer(visit, answer(made));
}

function listBriefs(visit: Visit): Answer {
  const { briefs } = visit.chat;
  const plan = visit.isManager ? button(visit.say('screen.addBrief'), 'set:bhour') : [];
  if (briefs.length === 0) return line(visit, 'brief.listNone', {}, { buttons: [plan] });
  const rows = briefs.flatMap((one) => button(visit.say('button.end', { what: timeOf(one) }), `brief:off:${one.id}`));
  const blocks = [
    paragraph(visit.spans('brief.list')),
    list(briefs.map((one) => [{ text: wordSchedule(visit, one) }])),
  ];
  return answer(message(blocks, { buttons: [...rows.map((one) => [one]), plan], isPrivate: true }));
}

function timeOf({ time, cron }: BriefSchedule): string {
  return time ?? `cron ${cron}`;
}

/** '08:00, Mon–Fri, Europe/London, about Lavrov'. */
export function wordSchedule(visit: Visit, one: BriefSchedule): string {
  const days = one.cron === undefined ? wordDays(one.days, visit.locale) || visit.say('brief.everyDay') : '';
  const topics = one.topics.flatMap((id) =>
    visit.chat.follows.filter(({ topicId }) => topicId === id).map(({ text }) => text),
  );
  const about = topics.length === 0 ? '' : visit.say('brief.about', { topics: topics.join(', ') });
  const length = one.length === 'short' ? '' : visit.say(`brief.${one.length}`);
  const zone = one.zone ?? visit.chat.settings.zone;
  return [timeOf(one), days, zone, length, about].filter(Boolean).join(' · ');
}

async function briefOff(visit: Visit, rest: string): Promise<Answer> {
  const time = rest.startsWith('cron ') ? rest.replace(/["“”]/g, '') : parseTime(rest);
  if (rest !== '' && time === undefined && rest.toLowerCase() !== 'all')
    return line(visit, 'brief.unread', { word: rest.slice(0, 40) });
  const left = time === undefined ? [] : visit.chat.briefs.filter((one) => timeOf(one) !== time);
  if (left.length === visit.chat.briefs.length) return line(visit, 'brief.listNone');
  await visit.save({ briefs: left });
  return line(visit, left.length === 0 ? 'brief.off' : 'brief.offOne', { time: time ?? '' }, { isPrivate: false });
}

/** `brief:off:ID` of a button. */
export async function pressBrief(visit: Visit, rest: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const ended = visit.chat.briefs.find(({ id }) => rest === `off:${id}`);
  if (ended === undefined) return line(visit, 'refusal.old');
  await visit.save({ briefs: visit.chat.briefs.filter((one) => one !== ended) });
  return line(visit, 'brief.offOne', { time: timeOf(ended) });
}

/** Plans briefs as they are typed after `/brief`; `isAdded` keeps those that there are. */
export async function schedule(visit: Visit, text: string, isAdded: boolean): Promise<Answer> {
  const read = parseSchedule(text, visit.locale, visit.now);
  if (read.kind === 'unread') return line(visit, 'brief.unread', { word: read.word.slice(0, 40) });
  if (read.schedule.times.length === 0) return line(visit, 'brief.noTime');
  const topics = topicIdsOf(visit, read.schedule.topics);
  if ('messages' in topics) return topics;
  const made = read.schedule.times.map((time) =>
    newSchedule(visit, read.schedule, { time, days: [...read.schedule.days] }, topics),
  );
  return keepSchedules(visit, made, isAdded);
}

/** The topics that are named, or a line about the one that is not followed. */
function topicIdsOf(visit: Visit, names: readonly string[]): readonly TopicId[] | Answer {
  const follows = names.map((name) => findFollow(visit.tools, visit.chat, name));
  const missing = names[follows.indexOf(undefined)];
  if (missing !== undefined) return line(visit, 'brief.unknownTopic', { topic: missing.slice(0, 80) });
  return follows.flatMap((one: Follow | undefined) => (one === undefined ? [] : [one.topicId]));
}

function newSchedule(
  visit: Visit,
  words: Pick<ScheduleWords, 'zone' | 'length'>,
  times: Pick<BriefSchedule, 'time' | 'cron' | 'days'>,
  topics: readonly TopicId[],
): BriefSchedule {
  const { thread } = visit.address;
  const when = times.cron === undefined ? [times.time ?? '', times.days.join()] : [times.cron];
  return {
    id: digest(8, visit.chat.id, ...when, words.zone ?? '', topics.join()),
    ...times,
    topics: [...topics],
    length: words.length ?? visit.chat.settings.briefLength,
    since: visit.now,
    ...(words.zone === undefined ? {} : { zone: words.zone }),
    ...(thread === undefined ? {} : { thread }),
  };
}

async function addCron(visit: Visit, text: string): Promise<Answer> {
  const words = readCronWords(text, visit.locale, visit.now);
  const fault = words === undefined ? cronFault(text) : undefined;
  if (fault !== undefined) return line(visit, 'brief.badCronField', { ...fault, value: fault.value.slice(0, 20) });
  if (words === undefined) return line(visit, 'brief.badCron');
  const topics = topicIdsOf(visit, words.topics);
  if ('messages' in topics) return topics;
  return keepSchedules(visit, [newSchedule(visit, words, { cron: words.cron, days: [] }, topics)], true);
}

async function keepSchedules(visit: Visit, made: readonly BriefSchedule[], isAdded: boolean): Promise<Answer> {
  const ids = new Set(made.map(({ id }) => id));
  const kept = visit.chat.briefs
    .filter(({ id }) => !ids.has(id))
    .flatMap((old) => (isAdded ? [old] : uncovered(old, made)));
  const known = (one: BriefSchedule) => visit.chat.briefs.find(({ id }) => id === one.id);
  // The same plan again, perhaps longer, shorter or in another thread: what was sent of it stays sent.
  const briefs = [
    ...kept,
    ...made.map((one) => ({ ...sentOf(known(one)), ...one, since: known(one)?.since ?? one.since })),
  ];
  const most = visit.tools.settings.quotas.briefs;
  if (briefs.length > most) return line(visit, 'brief.quota', { most });
  await visit.save({ briefs });
  return confirm(visit, made, briefs);
}

function sentOf(plan: BriefSchedule | undefined): Partial<BriefSchedule> {
  return plan === undefined ? {} : { lastEdition: plan.lastEdition, lastAt: plan.lastAt };
}

/** An older schedule of the same topics gives way on the days that a new one covers. */
function uncovered(old: BriefSchedule, made: readonly BriefSchedule[]): BriefSchedule[] {
  const rivals = made.filter(({ topics }) => topics.join() === old.topics.join());
  if (rivals.length === 0 || old.cron !== undefined) return [old];
  const all = [0, 1, 2, 3, 4, 5, 6];
  const taken = new Set(rivals.flatMap(({ days }) => (days.length === 0 ? all : days)));
  const days = (old.days.length === 0 ? all : old.days).filter((day) => !taken.has(day));
  return days.length === 0 ? [] : [{ ...old, days: days.length === 7 ? [] : days }];
}

function confirm(visit: Visit, made: readonly BriefSchedule[], briefs: readonly BriefSchedule[]): Promise<Answer> {
  const others = briefs.filter((one) => !made.some(({ id }) => id === one.id));
  const zone = made[0]?.zone;
  const isForeign = zone !== undefined && zone !== visit.chat.settings.zone;
  const blocks = [
    paragraph(
      visit.spans(made.every(isWeekly) ? 'brief.setWeek' : 'brief.set', {
        when: made.map((one) => wordSchedule(visit, one)).join('; '),
      }),
    ),
    ...(others.length === 0
      ? []
      : [paragraph(visit.spans('brief.others', { when: others.map((one) => wordSchedule(visit, one)).join('; ') }))]),
    ...(visit.chat.follows.length === 0 ? [paragraph(visit.spans('brief.noTopicsYet'))] : []),
  ];
  const buttons = [
    isForeign ? button(visit.say('button.zone', { zone }), `run:/timezone ${zone}`) : [],
    button(visit.say('button.briefNow'), 'run:/brief'),
  ];
  return withNextBrief(visit, answer(message(blocks, { buttons })), made);
}

async function suggestBrief(tools: Tools, chat: ChatRecord | undefined, typed: string) {
  const fixed = ['08:00', '08:00 weekdays', 'off', 'list'].filter((text) => text.startsWith(typed.toLowerCase()));
  return [...fixed.map((text) => ({ label: text, value: text })), ...(await suggestTopics(tools, chat, typed))];
}
