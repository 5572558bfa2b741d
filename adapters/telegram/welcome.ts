/** The first words: what `/start` adds on Telegram, and the greeting in a group that the bot was put into. */
import type { Answer, Button, Message } from '../../src/model.ts';
import { deliver } from './answers.ts';
import type { Connection } from './connection.ts';
import type { Act, Typed } from './incoming.ts';
import { channelLink, groupLink } from './links.ts';
import type { Sender } from './send.ts';

/** Long enough for the `/start` that follows when the bot was added by a link, and for a group that has only moved. */
const greetingMs = 3000;

export function isStart({ text }: Typed): boolean {
  return text !== undefined && /^\/start(?:\s|$)/.test(text);
}

/** In a private chat, `/start` also shows how to take the bot along into groups and channels. */
export function withWaysIn(line: Connection, answer: Answer, { chatKind, actor }: Typed): Answer {
  const last = answer.messages.at(-1);
  if (chatKind !== 'private' || last === undefined || last.buttons.length === 0) return answer;
  const say = (key: string) => line.host.say(actor.locale, key);
  const ways: readonly Button[] = [
    { label: say('telegram.addToGroup'), action: groupLink(line.me.username) },
    { label: say('telegram.addToChannel'), action: channelLink(line.me.username) },
  ];
  const extended: Message = { ...last, buttons: [...last.buttons, ways] };
  return { ...answer, messages: [...answer.messages.slice(0, -1), extended] };
}

type Joined = Extract<Act, { kind: 'membership' }>;

export interface Greeting {
  /** Greets a group that the bot has just joined, unless somebody is quicker with `/start`. */
  after(joined: Joined, ask: () => Promise<Answer>): void;
  /** Somebody asked already. */
  cancel(chatId: string): void;
  /** This group is an old one under a new id: it will not be greeted. */
  know(chatId: string): void;
}

export function createGreeting(line: Connection, sender: Sender): Greeting {
  const waiting = new Map<string, () => void>();
  const moved = new Set<string>();
  const cancel = (chatId: string): void => {
    waiting.get(chatId)?.();
    waiting.delete(chatId);
  };
  const greet = async (joined: Joined, ask: () => Promise<Answer>): Promise<void> => {
    const { address, chatKind } = joined;
    const asked = { updateId: `greet:${address.id}`, address, chatKind, replyTo: undefined, manner: {} };
    await deliver(line, sender, await ask(), asked);
  };
  return {
    after(joined, ask) {
      const { id } = joined.address;
      if (moved.has(id)) return;
      cancel(id);
      const stop = line.host.clock.after(greetingMs, () => {
        waiting.delete(id);
        greet(joined, ask).catch((error: unknown) => {
          line.host.log.warn({ chat: id, reason: line.redact(String(error)) }, 'a group was not greeted');
        });
      });
      waiting.set(id, stop);
    },
    cancel,
    know(chatId) {
      cancel(chatId);
      moved.add(chatId);
    },
  };
}
