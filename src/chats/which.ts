/** 'Which Lavrov?': who may be meant by a followed name, where an alias source is set, and the choice among them. */
import type { Answer, Block, Button, Span } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { answer, button, heading, line, list, message, paragraph, refuse, word } from './answers.ts';
import type { Meant, Namesakes } from './news.ts';
import type { Visit } from './visit.ts';

const shownNames = 4;

/** What the answer to `/follow` says about it, and the buttons. */
export function whichOne(
  visit: Visit,
  { text, topicId }: Follow,
  { isLate, choices }: Namesakes,
): [Block[], Button[][]] {
  if (isLate) return [[], [button(visit.say('button.which', { name: text }), `which:${topicId}`)]];
  if (choices.length === 0) return [[], []];
  const blocks = [paragraph(visit.spans('follow.which', { count: choices.length })), list(choices.map(describe))];
  return [
    blocks,
    choices.map(({ id, label, description }) => button(titleOf(label, description), `meant:${id}:${topicId}`)),
  ];
}

function describe({ label, description }: Meant): Span[] {
  const name: Span = { text: label, style: 'bold' };
  return description === '' ? [name] : [name, { text: `: ${description}` }];
}

function titleOf(label: string, description: string): string {
  return description === '' ? label : `${label} (${description})`;
}

/** `which:TOPICID`: who may be meant, when that was not known in time. */
export async function pressWhich(visit: Visit, topicId: string): Promise<Answer> {
  const found = visit.chat.follows.find((one) => one.topicId === topicId);
  if (found === undefined) return word(visit, 'unfollow.gone');
  const namesakes = await visit.tools.news.namesakes(found.query, visit.locale);
  if (namesakes.isLate) return word(visit, 'follow.whichLate');
  if (namesakes.choices.length === 0) return word(visit, 'follow.whichNone', { topic: found.text });
  const [blocks, buttons] = whichOne(visit, found, namesakes);
  return answer(message(blocks, { buttons, topic: found.text }));
}

/** `meant:ID:TOPICID`: the follow is of this one from now on, under all names. */
export async function pressMeant(visit: Visit, rest: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const [id = '', topicId = ''] = rest.split(':');
  const before = visit.chat.follows.find((one) => one.topicId === topicId);
  if (before === undefined) return word(visit, 'unfollow.gone');
  const { isLate, choices } = await visit.tools.news.namesakes(before.query, visit.locale);
  const chosen = choices.find((one) => one.id === id);
  if (chosen === undefined) return word(visit, isLate ? 'follow.whichLate' : 'refusal.old');
  const made = await change(visit, before, chosen);
  const names = chosen.names.slice(0, shownNames).join(', ');
  const again = [button(visit.say('button.latest'), `run:/latest ${made.text}`)];
  const undo = button(visit.say('button.unfollow'), `unfollow:${made.topicId}`);
  const blocks = [
    heading(visit.spans('follow.done', { topic: made.text })),
    paragraph(visit.spans('follow.chosen', { count: chosen.names.length, names })),
  ];
  if (chosen.names.length === 0) return line(visit, 'follow.done', { topic: made.text }, { isPrivate: false });
  return answer(message(blocks, { buttons: [[...again.flat(), ...undo]], topic: made.text }));
}

/** Takes the place of the follow, with its thread and threshold; of a topic that the chat follows already, nothing is doubled. */
async function change(visit: Visit, before: Follow, { label, topic }: Meant): Promise<Follow> {
  const text = renamed(before, label);
  const made: Follow = { ...before, topicId: topic.topicId, text, query: topic.query, aliases: [] };
  const isDouble = ({ topicId }: Follow) => topicId === made.topicId && topicId !== before.topicId;
  // Plans and mutes that are about the topic stay so.
  const renamedId = (id: string) => (id === before.topicId ? made.topicId : id);
  await visit.save({
    follows: visit.chat.follows
      .filter((one) => !isDouble(one))
      .map((one) => (one.topicId === before.topicId ? made : one)),
    briefs: visit.chat.briefs.map((one) => ({ ...one, topics: [...new Set(one.topics.map(renamedId))] })),
    mutes: visit.chat.mutes.map((one) => (one.kind === 'topic' ? { ...one, value: renamedId(one.value) } : one)),
  });
  if (made.topicId !== before.topicId) {
    visit.tools.news.watch(visit.chat, made);
    visit.tools.news.unwatch(visit.chat, before);
  }
  return made;
}

/** The chosen name with the filters that were typed: 'Lavrov -tourism' is 'Sergey Lavrov -tourism' then. */
function renamed({ text }: Follow, label: string): string {
  const filters = text.match(/(?<=\s)(?:-(?:"[^"]*"|\S+)|-?[a-z]+:(?:"[^"]*"|\S+))(?=\s|$)/giu) ?? [];
  const isAbout = /^about:/iu.test(text);
  return [isAbout ? `about:${label}` : label, ...filters].join(' ');
}
