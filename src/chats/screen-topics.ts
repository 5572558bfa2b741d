/** The screens of topics: a list with pages, and one topic with its threshold, its place and its end. */
import type { Button } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { button, heading, paragraph, shorten } from './answers.ts';
import { levelsOf, paged, type Screen, type Shown, ticked } from './screen.ts';
import { describe, pairs, setLevel, stopFollowing } from './topics.ts';
import type { Visit } from './visit.ts';
import { weekBlocks } from './week.ts';

const topicsAPage = 8;

export const topicScreens: Readonly<Record<string, Screen>> = {
  topics: (visit, [page]) => topicList(visit, Number(page)),
  topic: async (visit, [id]) => about(visit, id, (follow) => topicScreen(visit, follow)),
  level: async (visit, [id, level]) =>
    about(visit, id, async (follow) => {
      const changed = await setLevel(visit, follow, level);
      return changed === undefined ? undefined : topicScreen(visit, changed);
    }),
  goes: async (visit, [id, thread = '']) => about(visit, id, (follow) => send(visit, follow, thread)),
  stop: async (visit, [id]) =>
    about(visit, id, async (follow) => {
      await stopFollowing(visit, follow);
      return topicList(visit, 0);
    }),
};

async function about(
  visit: Visit,
  id: string | undefined,
  show: (follow: Follow) => Promise<Shown | undefined>,
): Promise<Shown | undefined> {
  const found = visit.chat.follows.find(({ topicId }) => topicId === id);
  return found === undefined ? undefined : show(found);
}

async function topicList(visit: Visit, page: number): Promise<Shown> {
  const { follows } = visit.chat;
  const back = button(visit.say('button.previous'), 'set:home');
  if (follows.length === 0) return { blocks: [paragraph(visit.spans('topics.none'))], buttons: [back] };
  const turn = (to: number) => `set:topics:${to}`;
  const { shown, first, turns } = paged(visit, follows, Number.isInteger(page) ? page : 0, topicsAPage, turn);
  const lines = shown.flatMap((one, at) => [
    { text: `${at === 0 ? '' : '\n'}${first + at + 1}. ` },
    ...describe(visit, one),
  ]);
  const blocks = [
    heading(visit.spans('topics.title', { count: follows.length })),
    paragraph(lines),
    paragraph(visit.spans('screen.pickTopic')),
  ];
  const buttons = pairs(shown.flatMap((one) => button(one.text, `set:topic:${one.topicId}`)));
  return { blocks, buttons: [...buttons, turns, back] };
}

async function topicScreen(visit: Visit, follow: Follow): Promise<Shown> {
  const level = follow.threshold ?? visit.chat.settings.threshold;
  const blocks = [
    heading([{ text: follow.text }]),
    paragraph(visit.spans(`settings.threshold.${level}`)),
    ...(follow.thread === undefined ? [] : [paragraph(visit.spans('screen.inThread'))]),
    ...(await weekBlocks(visit, follow)),
  ];
  const levels = levelsOf(visit).flatMap((one) =>
    button(ticked(one.label, one.level === level), `set:level:${follow.topicId}:${one.level}`),
  );
  const latest = button(visit.say('button.latest'), `run:/latest ${follow.text}`);
  const end = button(visit.say('button.unfollow'), `set:stop:${follow.topicId}`);
  const back = button(visit.say('button.previous'), 'set:topics:0');
  return { blocks, buttons: [levels, ...places(visit, follow).map((one) => [one]), [...latest, ...end], back] };
}

/** Where a topic's alerts may go instead: the thread of this screen, those of other topics, the chat's main room. */
function places(visit: Visit, follow: Follow): Button[] {
  const here = visit.address.thread;
  const goes = (thread: string) => `set:goes:${follow.topicId}:${thread}`;
  const others = new Map(
    visit.chat.follows.flatMap(({ thread, text }) =>
      thread === undefined || thread === here || thread === follow.thread ? [] : [[thread, text] as const],
    ),
  );
  return [
    ...(here === undefined || here === follow.thread ? [] : button(visit.say('screen.sendHere'), goes(here))),
    ...[...others]
      .slice(0, 6)
      .flatMap(([thread, topic]) => button(visit.say('screen.sendWhere', { topic: shorten(topic, 20) }), goes(thread))),
    ...(follow.thread === undefined ? [] : button(visit.say('screen.sendMain'), goes(''))),
  ];
}

async function send(visit: Visit, follow: Follow, thread: string): Promise<Shown | undefined> {
  const known = [visit.address.thread, ...visit.chat.follows.map((one) => one.thread)];
  if (thread !== '' && !known.includes(thread)) return undefined;
  const { thread: _before, ...rest } = follow;
  const moved: Follow = thread === '' ? rest : { ...rest, thread };
  await visit.save({ follows: visit.chat.follows.map((one) => (one.topicId === follow.topicId ? moved : one)) });
  return topicScreen(visit, moved);
}
