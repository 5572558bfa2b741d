/** The language model within its limits: so many calls a day in all and for one chat, none while it rests after a failure. */
import type { Clock, Log, Writer } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';

export interface Asking {
  /**
   * The answer; undefined when there is no model, its limits are reached, or it failed. What nobody asked for (`isUnasked`: an alert)
   * may spend half of the limits: the other half is for briefs and questions. Never throws.
   */
  ask(
    chat: Pick<ChatRecord, 'id'>,
    question: { readonly system: string; readonly prompt: string },
    isUnasked?: boolean,
  ): Promise<string | undefined>;
  readonly isSet: boolean;
}

const dayMs = 86_400_000;
/** What a day may cost: calls in all, and for one chat. */
const callsADay = 400;
const callsAChat = 40;
/** What may be spent on what is pushed. */
const unaskedShare = 0.5;
const mostTokens = 600;
/** After a failure the model is left alone for so long. */
const restMs = 5 * 60_000;

export function createAsking(parts: {
  readonly writer: Writer | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): Asking {
  const { writer, clock, log } = parts;
  const spent = { day: 0, all: 0, chats: new Map<string, number>() };
  let restUntil = 0;

  const mayAsk = (chatId: string, share: number): boolean => {
    const now = clock.now();
    const day = Math.floor(now / dayMs);
    if (day !== spent.day) {
      spent.day = day;
      spent.all = 0;
      spent.chats.clear();
    }
    const own = spent.chats.get(chatId) ?? 0;
    if (now < restUntil || spent.all >= share * callsADay || own >= share * callsAChat) return false;
    spent.all += 1;
    spent.chats.set(chatId, own + 1);
    return true;
  };

  return {
    isSet: writer !== undefined,
    async ask(chat, { system, prompt }, isUnasked = false) {
      if (writer === undefined || !mayAsk(chat.id, isUnasked ? unaskedShare : 1)) return undefined;
      try {
        return await writer.complete({ system, prompt, maxTokens: mostTokens });
      } catch (error) {
        restUntil = clock.now() + restMs;
        log.warn(
          { reason: error instanceof Error ? error.message : 'unknown' },
          'the sources’ own words are used for now',
        );
        return undefined;
      }
    },
  };
}
