/** Commands of the people who run the bot: `/status`, `/ban`, `/unban`, `/announce`. */
import { span } from '../messages/text.ts';
import type { Answer, ChatId, Span } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { answer, button, heading, line, list, message, paragraph, word } from './answers.ts';
import type { Status } from './news.ts';
import type { Command, Visit } from './visit.ts';

export const statusCommand: Command = { name: 'status', who: 'administrators', run: status };
export const banCommand: Command = { name: 'ban', who: 'administrators', run: ban };
export const unbanCommand: Command = { name: 'unban', who: 'administrators', run: unban };
export const announceCommand: Command = { name: 'announce', who: 'administrators', run: announce };

async function status(visit: Visit): Promise<Answer> {
  const { feeds, uptimeMs, dead, deadCount, store, company, ...numbers } = await visit.tools.news.status();
  const rows: Span[][] = [
    visit.spans('status.feeds', {
      good: feeds.good,
      fresh: feeds.new,
      failing: feeds.failing,
      silent: feeds.silent,
      ended: feeds.ended,
    }),
    visit.spans('status.stories', { stories: numbers.stories }),
    visit.spans('status.chats', { chats: numbers.chats, topics: numbers.topics }),
    visit.spans('status.waiting', { waiting: numbers.waiting, dead: deadCount }),
    visit.spans('status.store', { store }),
    ...(company === undefined ? [] : [wordCompany(visit, company)]),
    ...(company?.troubles ?? []).map(({ reason }) => visit.spans('status.trouble', { reason })),
  ];
  const blocks = [heading(visit.spans('status.title', { span: span(visit.locale, uptimeMs) })), list(rows)];
  if (dead.length > 0) blocks.push(paragraph(visit.spans('status.dead')), list(dead.map(wordDead)));
  const buttons = dead.length > 0 ? [button(visit.say('button.replay'), 'replay:dead')] : [];
  return answer(message(blocks, { isPrivate: true, buttons }));
}

function wordCompany(visit: Visit, { feeds, engines, deliveries }: NonNullable<Status['company']>): Span[] {
  return visit.spans('status.company', { feeds, engines, deliveries });
}

function wordDead({
  id,
  chat,
  reason,
}: {
  readonly id: string;
  readonly chat: string;
  readonly reason: string;
}): Span[] {
  return [{ text: `${chat} ${id}: `, style: 'dim' }, { text: reason }];
}

/** `replay:dead` of a button: tries again what could not be delivered. */
export async function pressReplay(visit: Visit): Promise<Answer> {
  if (!visit.isAdministrator) return word(visit, 'refusal.administrators');
  return word(visit, 'status.replayed', { count: await visit.tools.news.replayDead() });
}

async function ban(visit: Visit, rest: string): Promise<Answer> {
  const [typed = '', ...reason] = rest.split(/\s+/);
  const id = readChatId(typed);
  if (id === undefined) return line(visit, 'ban.which');
  if (id === visit.chat.id) return line(visit, 'ban.self');
  return changeState(visit, id, 'banned', reason.join(' '));
}

async function unban(visit: Visit, rest: string): Promise<Answer> {
  const id = readChatId(rest);
  return id === undefined ? line(visit, 'ban.which') : changeState(visit, id, 'active', '');
}

function readChatId(typed: string): ChatId | undefined {
  return /^[a-z]{1,20}:\S{1,100}$/.test(typed) ? (typed as ChatId) : undefined;
}

/** In the other chat's own turn, so that no command of it writes over the change. */
async function changeState(visit: Visit, id: ChatId, state: 'active' | 'banned', reason: string): Promise<Answer> {
  const { store, turns, news } = visit.tools;
  const work = async () => {
    const before = await store.chats.get(id);
    if (before === undefined || (before.state === 'banned') === (state === 'banned')) return before;
    const { stateReason: _old, ...rest } = before;
    const next: ChatRecord = {
      ...rest,
      state,
      stateSince: visit.now,
      ...(reason === '' ? {} : { stateReason: reason.slice(0, 200) }),
    };
    await store.chats.set(id, next);
    if (state === 'banned') news.paused(id);
    else news.returned(id);
    for (const one of next.follows) state === 'banned' ? news.unwatch(next, one) : news.watch(next, one);
    return next;
  };
  const after = await turns.take(id, work);
  if (after === undefined) return line(visit, 'ban.unknown', { chat: id });
  return line(visit, state === 'banned' ? 'ban.done' : 'ban.ended', { chat: id });
}

async function announce(visit: Visit, rest: string): Promise<Answer> {
  if (rest === '') return line(visit, 'announce.empty');
  return line(visit, 'announce.done', { count: await visit.tools.news.announce(rest) });
}
