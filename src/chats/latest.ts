/** `/latest`: a topic page in the chat; of one topic, or of all that the chat follows. */
import type { Answer, Block, Button, Message, StoryView } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { answer, button, heading, line, message, nothing, paragraph } from './answers.ts';
import { readTopic } from './follow.ts';
import { read, withOffer } from './habit.ts';
import { suggestTopicsAndNames } from './offers.ts';
import { findFollow } from './topics.ts';
import type { Command, Visit } from './visit.ts';

const lastPage = 50;

/** What a page is about, and how its buttons name it. */
interface Subject {
  readonly follows: readonly Follow[];
  readonly label: string | undefined;
  /** `*` for everything, a topic id, or `=query` for what is not followed. */
  readonly token: string;
  readonly isFollowed: boolean;
}

export const latestCommand: Command = { name: 'latest', who: 'everyone', run: latest, suggest: suggestTopicsAndNames };

async function latest(visit: Visit, rest: string): Promise<Answer> {
  const subject = rest === '' ? everything(visit) : readSubject(visit, rest);
  if ('messages' in subject) return subject;
  const page = await compose(visit, subject, 0);
  if (rest !== '') return answer(page);
  await visit.save(read(visit));
  return withOffer(visit, answer(page));
}

function everything(visit: Visit): Subject | Answer {
  const { follows } = visit.chat;
  if (follows.length === 0) return line(visit, 'latest.noTopics');
  return { follows, label: undefined, token: '*', isFollowed: true };
}

function readSubject(visit: Visit, rest: string): Subject | Answer {
  const followed = findFollow(visit.tools, visit.chat, rest);
  if (followed !== undefined)
    return { follows: [followed], label: followed.text, token: followed.topicId, isFollowed: true };
  const topic = readTopic(visit, rest);
  if ('messages' in topic) return topic;
  const search: Follow = { topicId: topic.topicId, text: rest, query: topic.query, since: visit.now, aliases: [] };
  return { follows: [search], label: topic.label, token: `=${rest}`, isFollowed: false };
}

/** `latest:PAGE:TOKEN`: turns the page in place. */
export async function pressLatest(visit: Visit, rest: string): Promise<Answer> {
  const colon = rest.indexOf(':');
  const page = Number(rest.slice(0, colon));
  const token = rest.slice(colon + 1);
  if (colon < 1 || !Number.isInteger(page) || page < 0 || page > lastPage) return line(visit, 'refusal.old');
  const subject = subjectOf(visit, token);
  if ('messages' in subject) return subject;
  return { ...nothing, replacement: await compose(visit, subject, page) };
}

function subjectOf(visit: Visit, token: string): Subject | Answer {
  if (token === '*') return everything(visit);
  if (token.startsWith('=')) return readSubject(visit, token.slice(1));
  const followed = visit.chat.follows.find(({ topicId }) => topicId === token);
  if (followed === undefined) return line(visit, 'unfollow.gone');
  return { follows: [followed], label: followed.text, token, isFollowed: true };
}

async function compose(visit: Visit, subject: Subject, page: number): Promise<Message> {
  const { stories, hasMore } = await visit.tools.news.latest(visit.chat, subject.follows, page);
  const extra = subject.label === undefined ? {} : { topic: subject.label };
  const follow = subject.isFollowed
    ? []
    : button(visit.say('button.follow', { topic: subject.label ?? '' }), `run:/follow ${subject.token.slice(1)}`);
  if (stories.length === 0)
    return message([paragraph(emptyPage(visit, subject, page))], { ...extra, buttons: [follow] });
  const title =
    subject.label === undefined
      ? visit.spans('latest.titleAll')
      : visit.spans('latest.title', { topic: subject.label });
  const blocks: Block[] = [
    heading(title),
    ...stories.map((story, index) => card(story, index + 1)),
    ...(await course(visit, subject)),
  ];
  return message(blocks, { ...extra, buttons: [numbers(stories), turns(visit, subject, page, hasMore), follow] });
}

/** Of a followed story, what happened so far. */
async function course(visit: Visit, { follows }: Subject): Promise<readonly Block[]> {
  const [only, ...others] = follows;
  if (only?.storyId === undefined || others.length > 0) return [];
  return visit.tools.news.timeline(visit.chat, only.storyId);
}

function emptyPage(visit: Visit, subject: Subject, page: number) {
  if (page > 0) return visit.spans('latest.end');
  if (visit.tools.news.isReading()) return visit.spans('latest.reading');
  return subject.label === undefined
    ? visit.spans('latest.noneAll')
    : visit.spans('latest.none', { topic: subject.label });
}

function card(story: StoryView, number: number): Block {
  return { kind: 'story', story, detail: 'full', lead: [{ text: `${number}. ` }], notes: [] };
}

/** A number for each story opens it with its own buttons. */
function numbers(stories: readonly StoryView[]): Button[] {
  return stories.slice(0, 8).map(({ id }, index) => ({ label: String(index + 1), action: `more:${id}` }));
}

function turns(visit: Visit, subject: Subject, page: number, hasMore: boolean): Button[] {
  const back = page > 0 ? button(visit.say('button.newer'), `latest:${page - 1}:${subject.token}`) : [];
  const on = hasMore ? button(visit.say('button.older'), `latest:${page + 1}:${subject.token}`) : [];
  return [...back, ...on];
}
