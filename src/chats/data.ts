/** `/import`, `/export`, `/forget`: a chat's data belong to it. */
import { z } from 'zod';
import { parseCron } from '../cron.ts';
import type { Answer, Block, MessageFile } from '../model.ts';
import {
  type BriefSchedule,
  briefSchedule,
  type ChatRecord,
  chatSettings,
  type Follow,
  follow,
  mute,
} from '../store/records.ts';
import { answer, button, line, message, paragraph, refuse } from './answers.ts';
import { roomForFeeds } from './feeds.ts';
import { newFollow, readTopic } from './follow.ts';
import type { Command, Visit } from './visit.ts';
import { findZone, isZone } from './zones.ts';

const mostCharacters = 2_000_000;

export const importCommand: Command = { name: 'import', who: 'managers', run: importData };
export const exportCommand: Command = { name: 'export', who: 'managers', run: exportData };
export const forgetCommand: Command = { name: 'forget', who: 'managers', run: forget };

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const days = z.array(z.int().min(0).max(6)).max(7);
/** In one way of writing it: what is made for a zone is kept by its name. */
const zoneName = z
  .string()
  .max(60)
  .refine(isZone)
  .transform((zone) => findZone(zone, 0) ?? zone);
const count = z.int().min(0).max(200);
/** Of a date that can be written; a span of time from now is at most a year. */
const instant = z.int().min(0).max(8_000_000_000_000);
const shortText = z.string().max(300);
const mostTaught = 2_000;

/** What `/export` writes and `/import` reads: stricter than the store, for a person may have edited it. Unknown keys are ignored. */
const exported = z.object({
  dateline: z.literal(1),
  settings: chatSettings
    .extend({
      zone: zoneName,
      cap: count,
      topiccap: count,
      quiet: z.array(z.object({ from: timeOfDay, to: timeOfDay, days })).max(14),
      snoozedUntil: instant.optional(),
      language: z.string().max(35).optional(),
    })
    .optional(),
  follows: z
    .array(
      follow.extend({ text: shortText.min(1), query: z.string().max(20_000), aliases: z.array(shortText).max(100) }),
    )
    .max(10_000)
    .default([]),
  mutes: z
    .array(mute.extend({ value: shortText, label: shortText, until: instant.optional() }))
    .max(10_000)
    .default([]),
  briefs: z
    .array(
      briefSchedule
        .extend({
          id: z.string().regex(/^[\w-]{1,20}$/),
          time: timeOfDay.optional(),
          days,
          cron: z
            .string()
            .refine((line) => parseCron(line) !== undefined)
            .optional(),
          zone: zoneName.optional(),
          topics: z.array(shortText).max(200),
        })
        .refine(({ time, cron }) => (time === undefined) !== (cron === undefined)),
    )
    .max(1_000)
    .default([]),
  taste: z
    .record(shortText, z.object({ weight: z.number().min(-3).max(3), at: instant }))
    .refine((taught) => Object.keys(taught).length <= mostTaught)
    .default({}),
  feeds: z.string().default(''),
});
type Exported = z.infer<typeof exported>;

/** Reads a file that was sent along (OPML, topics with one a line, or what `/export` wrote), or the same text after the command. */
export async function importData(visit: Visit, rest: string): Promise<Answer> {
  const content = (visit.incoming.file?.content ?? rest).trim();
  if (content === '') return line(visit, 'import.empty');
  if (content.length > mostCharacters) return line(visit, 'import.tooLarge');
  if (content.startsWith('{')) return importChat(visit, content);
  if (/<opml[\s>]/i.test(content)) return importOpml(visit, content);
  const isList = visit.incoming.file !== undefined || content.includes('\n');
  const topics = isList ? readList(content) : undefined;
  return topics === undefined ? line(visit, 'import.unread') : importTopics(visit, topics);
}

const mostLines = 1000;
/** Signs of tables, settings and programs, which nobody types in a topic. */
const unlikeTopics = /[;=|\\{}<>\t]|(?::[^\s:]*){3}/;

/** The topics of a list with one a line; undefined when it is something else. Signs of lists and comments are left out. */
function readList(content: string): readonly string[] | undefined {
  if (/^\s*</.test(content) || /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(content)) return undefined;
  const lines = content.split(/\r?\n/).map((text) => text.replace(/^\s*(?:[-*•]|\d+[.)]|\/follow)\s+/, '').trim());
  const topics = lines.filter((text) => text !== '' && !text.startsWith('#'));
  const isOther = topics.filter((text) => unlikeTopics.test(text)).length * 2 > topics.length;
  return topics.length === 0 || topics.length > mostLines || isOther ? undefined : topics;
}

async function importTopics(visit: Visit, topics: readonly string[]): Promise<Answer> {
  const { follows } = visit.chat;
  const known = new Set<string>(follows.map(({ topicId }) => topicId));
  const unread: string[] = [];
  const read = topics.flatMap((text): Follow[] => {
    const topic = readTopic(visit, text);
    if ('messages' in topic) unread.push(text.slice(0, 60));
    if ('messages' in topic || known.has(topic.topicId)) return [];
    known.add(topic.topicId);
    return [newFollow(visit, text, topic)];
  });
  const made = read.slice(0, Math.max(0, visit.tools.settings.quotas.follows - follows.length));
  // A text most of whose lines are no topics is no list of topics.
  if (unread.length * 2 > topics.length) return line(visit, 'import.unread');
  await visit.save({ follows: [...follows, ...made] });
  for (const one of made) visit.tools.news.watch(visit.chat, one);
  const left = topics.length - unread.length - made.length;
  return answer(
    message([paragraph(visit.spans('import.topics', { added: made.length, left })), ...problems(visit, unread)]),
  );
}

function problems(visit: Visit, all: readonly string[]): Block[] {
  if (all.length === 0) return [];
  return [paragraph(visit.spans('import.problems', { count: all.length, first: all.slice(0, 5).join('\n') }))];
}

async function importOpml(visit: Visit, content: string): Promise<Answer> {
  const { added, known, left, problems: unread } = await importFeeds(visit, content, visit.isAdministrator);
  const counts = paragraph(visit.spans('import.feeds', { added, known }));
  return answer(message([counts, ...noRoom(visit, left), ...problems(visit, unread)]));
}

/** As many as the chat has room for. */
async function importFeeds(visit: Visit, opml: string, isShared: boolean) {
  return visit.tools.news.importFeeds(visit.chat, opml, { isShared, most: await roomForFeeds(visit) });
}

function noRoom(visit: Visit, left: number): Block[] {
  return left === 0 ? [] : [paragraph(visit.spans('feeds.quota', { most: visit.tools.settings.quotas.feeds }))];
}

async function importChat(visit: Visit, content: string): Promise<Answer> {
  const read = exported.safeParse(parseJson(content));
  if (!read.success) return line(visit, 'import.unread');
  const before = visit.chat;
  await visit.save(merge(visit, read.data));
  const added = visit.chat.follows.slice(before.follows.length);
  for (const one of added) visit.tools.news.watch(visit.chat, one);
  const left = read.data.follows.length - added.length;
  const feeds = read.data.feeds === '' ? { added: 0, left: 0 } : await importFeeds(visit, read.data.feeds, false);
  const counts = visit.spans('import.chat', { follows: added.length, left, feeds: feeds.added });
  return answer(message([paragraph(counts), ...noRoom(visit, feeds.left)], { isPrivate: true }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function merge(visit: Visit, data: Exported): Partial<ChatRecord> {
  const { quotas } = visit.tools.settings;
  const { chat } = visit;
  const known = new Set<string>(chat.follows.map(({ topicId }) => topicId));
  const follows = data.follows
    .flatMap((one) => reread(visit, one))
    .filter(({ topicId }) => !known.has(topicId) && known.add(topicId));
  return {
    follows: [...chat.follows, ...follows].slice(0, Math.max(chat.follows.length, quotas.follows)),
    mutes: byKey([...chat.mutes, ...data.mutes], ({ kind, value }) => `${kind} ${value}`).slice(0, quotas.mutes),
    briefs: byKey([...chat.briefs, ...data.briefs.map((one) => anew(visit, one))], ({ id }) => id).slice(
      0,
      quotas.briefs,
    ),
    taste: { ...data.taste, ...chat.taste },
    settings: { ...chat.settings, ...data.settings },
  };
}

/** The threads that the chat is known to have: a file may name any, also one of somebody else's room. */
function isOwnThread({ address, chat }: Visit, thread: string | undefined): boolean {
  return thread !== undefined && [address, ...chat.follows, ...chat.briefs].some((one) => one.thread === thread);
}

/** A plan begins when it is imported: what another chat, or this one before, was sent of it is no edition that is due. */
function anew(visit: Visit, { thread, lastEdition: _edition, lastAt: _at, ...plan }: BriefSchedule): BriefSchedule {
  const begun = { ...plan, since: visit.now };
  return isOwnThread(visit, thread) ? { ...begun, thread } : begun;
}

/** A topic as the query language reads it today; a followed story stays as it is. */
function reread(visit: Visit, one: Follow): Follow[] {
  // Whom a topic calls is for the platform's own list to say, never for a file.
  const { role: _role, thread, ...whole } = one;
  const bare = { ...whole, since: visit.now, ...(isOwnThread(visit, thread) && { thread }) };
  if (one.storyId !== undefined) return [bare];
  const read = visit.tools.news.understand(one.text);
  return read.kind === 'topic' ? [{ ...bare, topicId: read.topicId, query: read.query }] : [];
}

function byKey<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.toReversed().map((one) => [key(one), one])).values()].toReversed();
}

async function exportData(visit: Visit, rest: string): Promise<Answer> {
  const feeds = await visit.tools.news.exportFeeds(visit.chat);
  const opml = file('dateline-feeds.opml', 'text/x-opml', feeds);
  if (/^(opml|feeds)$/i.test(rest))
    return answer(message([paragraph(visit.spans('export.feeds'))], { isPrivate: true, file: opml }));
  const { settings, follows, mutes, briefs, taste } = visit.chat;
  const data: Exported = { dateline: 1, settings, follows, mutes, briefs, taste, feeds };
  const json = file('dateline-chat.json', 'application/json', `${JSON.stringify(data, undefined, 2)}\n`);
  return answer(
    message([paragraph(visit.spans('export.chat'))], { isPrivate: true, file: json }),
    message([paragraph(visit.spans('export.feeds'))], { isPrivate: true, file: opml }),
  );
}

function file(name: string, mediaType: string, content: string): MessageFile {
  return { name, mediaType, content };
}

async function forget(visit: Visit, rest: string): Promise<Answer> {
  if (/^yes$/i.test(rest)) return erase(visit);
  const buttons = [
    [...button(visit.say('button.forgetYes'), 'forget:yes'), ...button(visit.say('button.keep'), 'forget:no')],
  ];
  return line(visit, 'forget.ask', { follows: visit.chat.follows.length }, { buttons });
}

/** `forget:yes` and `forget:no` of the buttons. */
export async function pressForget(visit: Visit, rest: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  return rest === 'yes' ? erase(visit) : line(visit, 'forget.kept');
}

async function erase(visit: Visit): Promise<Answer> {
  for (const one of visit.chat.follows) visit.tools.news.unwatch(visit.chat, one);
  await visit.tools.news.forget(visit.chat.id);
  visit.erased();
  return line(visit, 'forget.done', {}, { isPrivate: false });
}
