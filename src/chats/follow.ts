/** `/follow`: what was understood, whom it might be confused with, what it would have sent, and how to narrow or widen it. */
import { clauses, languageIn, listOf } from '../messages/text.ts';
import type { Answer, Block, Button, Phrase, Span } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { soundOf } from '../text/inflect.ts';
import { words } from '../text/words.ts';
import { answer, button, heading, line, message, paragraph } from './answers.ts';
import type { Preview, Understanding } from './news.ts';
import { suggestNames } from './offers.ts';
import type { Command, Visit } from './visit.ts';
import { whichOne } from './which.ts';

const longestText = 300;
const shownHeadlines = 3;
/** So many words are hardly met by one report: at once, or when nothing met fewer of them. */
const longInterest = 6;
const shortInterest = 3;

type Topic = Extract<Understanding, { kind: 'topic' }>;

export const followCommand: Command = { name: 'follow', who: 'managers', run: follow, suggest: suggestNames };

/** Follows what was typed. A second follow of the same topic changes nothing but the thread where its alerts go. */
export async function follow(visit: Visit, text: string): Promise<Answer> {
  const topic = readTopic(visit, text);
  if ('messages' in topic) return topic;
  const before = visit.chat.follows.find(({ topicId }) => topicId === topic.topicId);
  if (before !== undefined) return followAgain(visit, before, topic);
  const most = visit.tools.settings.quotas.follows;
  if (visit.chat.follows.length >= most) return line(visit, 'follow.quota', { most });
  const made = newFollow(visit, text, topic);
  await visit.save({ follows: [...visit.chat.follows, made] });
  visit.tools.news.watch(visit.chat, made);
  return confirm(visit, made, topic, 'follow.done');
}

/** The topic, or one clear line about what is wrong with the text. */
export function readTopic(visit: Visit, text: string): Topic | Answer {
  if (text === '') return line(visit, 'follow.empty');
  if ([...text].length > longestText) return line(visit, 'follow.tooLong', { most: longestText });
  if (!/[\p{L}\p{N}]/u.test(text)) return line(visit, 'follow.noWords');
  const read = visit.tools.news.understand(text.replace(/\s+/g, ' '));
  if (read.kind === 'topic') return read;
  return line(visit, 'problem', { problem: visit.tools.catalogue.phrase(visit.locale, read.problem) });
}

export function newFollow(visit: Visit, text: string, topic: Topic): Follow {
  const { thread } = visit.address;
  const typed = text.replace(/\s+/g, ' ').replace(/^[^"]*"[^"]*(?:"[^"]*"[^"]*)*$/, '$&"');
  return {
    topicId: topic.topicId,
    text: typed,
    query: topic.query,
    since: visit.now,
    aliases: [],
    ...(thread === undefined ? {} : { thread }),
  };
}

async function followAgain(visit: Visit, before: Follow, topic: Topic): Promise<Answer> {
  if (before.thread === visit.address.thread) return confirm(visit, before, topic, 'follow.already');
  const moved: Follow = { ...before, thread: visit.address.thread };
  await visit.save({ follows: visit.chat.follows.map((one) => (one === before ? moved : one)) });
  return line(visit, 'follow.moved', { topic: before.text }, { isPrivate: false });
}

async function confirm(visit: Visit, made: Follow, topic: Topic, key: string): Promise<Answer> {
  const [preview, meant] = await Promise.all([
    visit.tools.news.preview(visit.chat, topic.query),
    visit.tools.news.namesakes(topic.query, visit.locale),
  ]);
  const [choices, choose] = whichOne(visit, made, meant);
  const proposals = await proposalsFor(visit, made.text, topic, preview);
  const isFirst = visit.chat.follows.length === 1 && visit.chat.briefs.length === 0;
  const blocks: Block[] = [
    heading(visit.spans(key, { topic: made.text })),
    paragraph(understood(visit, topic)),
    ...choices,
    ...(choices.length > 0 ? [] : namesakes(visit, namesOf(preview))),
    ...shown(visit, preview),
    ...advice(visit, made.text, topic, preview),
    ...coverage(visit, preview),
    ...(proposals.length > 0 ? [paragraph(visit.spans('follow.proposals'))] : []),
    ...(isFirst ? [paragraph(visit.spans('follow.briefHint'))] : []),
  ];
  const proposed = proposals.map((text) => button(visit.say('button.follow', { topic: text }), `run:/follow ${text}`));
  const buttons = [...choose, ...proposed, ...followButtons(visit, made, preview, isFirst)];
  return answer(message(blocks, { buttons, topic: made.text }));
}

/** A sentence rather than a topic: a language model, where one is set, knows words that reports use. */
async function proposalsFor(visit: Visit, text: string, topic: Topic, preview: Preview): Promise<readonly string[]> {
  const count = words(text).length;
  const isSentence = count >= longInterest || (count >= shortInterest && preview.stories.length === 0);
  const hasOperators = /["“”„«»:]|\bOR\b|(?:^|\s)-/u.test(text) || topic.parts.length === 0;
  return isSentence && !hasOperators ? visit.tools.news.propose(visit.chat, text) : [];
}

/** A topic that a few feeds of one country tell of alone: the buttons add others. */
function coverage(visit: Visit, preview: Preview): Block[] {
  if (preview.coverage === undefined) return [];
  const { feeds, country } = preview.coverage;
  const name = new Intl.DisplayNames(visit.locale, { type: 'region' }).of(country.toUpperCase()) ?? country;
  return [paragraph(visit.spans('follow.coverage', { feeds, country: name }))];
}

function understood(visit: Visit, topic: Topic): Span[] {
  const parts = topic.parts.map((part) => visit.tools.catalogue.phrase(visit.locale, spelledOut(visit, part)));
  return visit.spans('follow.understood', { parts: clauses(visit.locale, parts.length > 0 ? parts : [topic.label]) });
}

/** Language codes are for typing; people read 'English'. */
function spelledOut(visit: Visit, part: Phrase): Phrase {
  if (part.key !== 'topic.part.langs') return part;
  const names = String(part.params?.list ?? '')
    .split(', ')
    .map((code) => languageIn(visit.locale, code));
  return { ...part, params: { list: listOf(visit.locale, names) } };
}

function namesakes(visit: Visit, names: readonly string[]): Block[] {
  if (names.length === 0) return [];
  return [paragraph(visit.spans('follow.alsoNamed', { names: listOf(visit.locale, names), example: `"${names[0]}"` }))];
}

/**
 * Each person once, however the name is inflected or spelled: 'Igor Lavrov', 'Igor Lavrov’s' and 'Igor Lawrow' are one.
 * A single name is no choice, so none is named then.
 */
function namesOf(preview: Preview): string[] {
  const bySound = new Map<string, string>();
  for (const typed of preview.alsoNamed) {
    const name = typed.replace(/['’]s?$/u, '').trim();
    const sound = words(name).map(soundOf).join(' ');
    if (!bySound.has(sound)) bySound.set(sound, name);
  }
  return bySound.size < 2 ? [] : [...bySound.values()].slice(0, 3);
}

function shown(visit: Visit, preview: Preview): Block[] {
  if (preview.stories.length === 0)
    return [paragraph(visit.spans(visit.tools.news.isReading() ? 'follow.reading' : 'follow.previewNone'))];
  const stories = preview.stories.slice(0, shownHeadlines);
  return [
    paragraph(visit.spans('follow.preview', { alerts: preview.alerts })),
    ...stories.map((story): Block => ({ kind: 'story', story, detail: 'headline', lead: [], notes: [] })),
  ];
}

/** How to get less where much only mentions the topic, and more where there was nothing; no advice where none is needed. */
function advice(visit: Visit, text: string, topic: Topic, preview: Preview): Block[] {
  if (preview.stories.length === 0) {
    if (visit.tools.news.isReading()) return [];
    const unread = unreadSource(visit, topic);
    if (unread !== undefined) return [paragraph(visit.spans('follow.noSource', { name: unread }))];
    return topic.parts.length > 1 || words(text).length > 1 ? [paragraph(visit.spans('follow.widen'))] : [];
  }
  const hasMentions = preview.stories.some(({ level }) => level === 'mention');
  const isPlain = !/about:|\bOR\b/.test(text) && text.length <= 60;
  if (!hasMentions || !isPlain) return [];
  return [paragraph(visit.spans('follow.narrow', { example: `/follow about:${text}` }))];
}

/** The first of the wanted sources, where nothing that the chat reads has any of their names. */
function unreadSource(visit: Visit, topic: Topic): string | undefined {
  const wanted = topic.parts.flatMap(({ key, params }) =>
    key === 'topic.part.sources' ? String(params?.list ?? '').split(', ') : [],
  );
  if (wanted.length === 0) return undefined;
  const read = visit.tools.news.sources(visit.chat.id).map(({ name, url }) => ` ${words(`${name} ${url}`).join(' ')} `);
  return wanted.some((name) => read.some((one) => one.includes(` ${words(name).join(' ')} `))) ? undefined : wanted[0];
}

function followButtons(visit: Visit, made: Follow, preview: Preview, isFirst: boolean): Button[][] {
  const named = namesOf(preview)
    .slice(0, 2)
    .flatMap((name) => button(visit.say('button.only', { name }), `run:/follow "${name}"`));
  return [
    [
      ...button(visit.say('button.fewer'), `level:high:${made.topicId}`),
      ...button(visit.say('button.moreAlerts'), `level:low:${made.topicId}`),
    ],
    named,
    (preview.coverage?.suggestions ?? []).flatMap(({ url, title }) => button(`+ ${title}`, `run:/addfeed ${url}`)),
    [
      ...button(visit.say('button.latest'), `run:/latest ${made.text}`),
      ...button(visit.say('button.unfollow'), `unfollow:${made.topicId}`),
    ],
    isFirst ? button(visit.say('button.briefAt', { time: '08:00' }), 'run:/brief 08:00') : [],
  ];
}
