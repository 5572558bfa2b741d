/** The buttons under a story, and `/why`. */
import { digest } from '../hash.ts';
import { storyButtons } from '../messages/buttons.ts';
import { ago } from '../messages/text.ts';
import type { Answer, Block, Phrase, Span, StoryId, StoryView, TopicId } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { answer, line, list, message, paragraph, refuse, shorten, word } from './answers.ts';
import { lastTold, muteStory } from './mute.ts';
import type { Command, Visit } from './visit.ts';

export const whyCommand: Command = { name: 'why', who: 'everyone', run: why };

const placeholder = '\u{e000}';

const storyId = (text: string) => text as StoryId;

/** `more:ID`: the whole card, with every outlet's own headline. */
export async function pressMore(visit: Visit, id: string): Promise<Answer> {
  const story = await visit.tools.news.story(visit.chat, storyId(id));
  if (story === undefined) return word(visit, 'story.gone');
  const blocks: Block[] = [
    { kind: 'story', story, detail: 'short', lead: [], notes: [] },
    paragraph(visit.spans('story.sources', { count: story.sources.length })),
    list(story.sources.map((source) => wordSource(visit, source))),
    ...earlier(visit, story),
  ];
  const buttons = storyButtons(visit.tools.catalogue, visit.locale, story.id).map((row) =>
    row.filter(({ action }) => !action.startsWith('more:')),
  );
  return answer(
    message(blocks, { isPrivate: true, buttons, ...(story.topic === undefined ? {} : { topic: story.topic }) }),
  );
}

/** What the story carries on, with its link. */
function earlier(visit: Visit, story: StoryView): Block[] {
  if (story.earlier === undefined) return [];
  const { title, url, publishedAt } = story.earlier;
  const age = ago(visit.locale, publishedAt, visit.now, visit.chat.settings.zone);
  const link: Span[] = [{ text: ' ' }, { text: title, href: url }, { text: ` · ${age}`, style: 'dim' }];
  return [paragraph([...visit.spans('story.earlier'), ...link])];
}

function wordSource(visit: Visit, source: StoryView['sources'][number]): Span[] {
  const age = ago(visit.locale, source.publishedAt, visit.now, visit.chat.settings.zone);
  return [
    { text: source.name, style: 'bold' },
    { text: ` · ${age} · `, style: 'dim' },
    { text: source.title, href: source.url },
  ];
}

async function why(visit: Visit, rest: string): Promise<Answer> {
  const id = rest === '' ? await lastTold(visit) : storyId(rest);
  return id === undefined ? line(visit, 'why.none') : pressWhy(visit, id);
}

/** `why:ID`: what matched, what ranked, and the one change that would have stopped it. */
export async function pressWhy(visit: Visit, id: string): Promise<Answer> {
  const found = await visit.tools.news.explain(visit.chat, storyId(id));
  if (found === undefined) return word(visit, 'story.gone');
  const worded = (phrases: readonly Phrase[]) =>
    list(phrases.map((one): Span[] => [{ text: visit.tools.catalogue.phrase(visit.locale, one) }]));
  const blocks: Block[] = [paragraph(visit.spans('why.title', { title: found.story.title }))];
  if (found.matched.length > 0) blocks.push(paragraph(visit.spans('why.matched')), worded(found.matched));
  if (found.ranked.length > 0) blocks.push(paragraph(visit.spans('why.ranked')), worded(found.ranked));
  if (found.stop !== undefined) blocks.push(paragraph(stopped(visit, found.stop)));
  return answer(message(blocks, { isPrivate: true }));
}

/** The command in the advice keeps its style: it is to be copied as a whole. */
function stopped(visit: Visit, { key, params }: Phrase): Span[] {
  return visit.spans('why.stopped', { stop: placeholder }).flatMap((span) => {
    const [before = '', after] = span.text.split(placeholder);
    if (after === undefined) return [span];
    const around = (text: string) => (text === '' ? [] : [{ ...span, text }]);
    return [...around(before), ...visit.spans(key, params), ...around(after)];
  });
}

/** `fstory:ID`: follows one story until it ends. */
export async function pressFollowStory(visit: Visit, id: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const story = await visit.tools.news.story(visit.chat, storyId(id));
  if (story === undefined) return word(visit, 'story.gone');
  const title = shorten(story.title, 80);
  if (visit.chat.follows.some((one) => one.storyId === story.id)) return followed(visit, story.id, title);
  const most = visit.tools.settings.quotas.follows;
  if (visit.chat.follows.length >= most) return word(visit, 'follow.quota', { most });
  const made = followOf(visit, story, title);
  await visit.save({ follows: [...visit.chat.follows, made] });
  visit.tools.news.watch(visit.chat, made);
  return followed(visit, story.id, title);
}

/** A word at the button, and what happened so far, where that is more than one thing. */
async function followed(visit: Visit, id: StoryId, title: string): Promise<Answer> {
  const done = word(visit, 'story.followed', { title });
  const timeline = await visit.tools.news.timeline(visit.chat, id);
  const steps = timeline.flatMap((block) => (block.kind === 'list' ? block.items : [])).length;
  if (steps < 2) return done;
  const heading: Block = { kind: 'heading', spans: [{ text: title }] };
  return { ...done, messages: [...done.messages, message([heading, ...timeline], { isPrivate: true })] };
}

function followOf(visit: Visit, story: StoryView, title: string): Follow {
  const { thread } = visit.address;
  return {
    topicId: digest(10, 'story', story.id) as TopicId,
    text: title,
    query: `story:${story.id}`,
    since: visit.now,
    storyId: story.id,
    aliases: [],
    ...(thread === undefined ? {} : { thread }),
  };
}

/** `mstory:ID`. */
export async function pressMuteStory(visit: Visit, id: string): Promise<Answer> {
  return visit.isManager ? muteStory(visit, storyId(id)) : refuse(visit);
}

/** `less:ID` and `like:ID`: what this chat learns from. */
export async function pressTaste(visit: Visit, id: string, direction: 1 | -1): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const story = await visit.tools.news.story(visit.chat, storyId(id));
  if (story === undefined) return word(visit, 'story.gone');
  const { taste } = await visit.tools.news.learn(visit.chat, story.id, direction);
  await visit.save({ taste });
  return word(visit, direction > 0 ? 'story.liked' : 'story.lessened');
}
