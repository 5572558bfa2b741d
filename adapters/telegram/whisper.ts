/** Answers that one member of a group alone sees: who may get one, and how. */
import type { Answer } from '../../src/model.ts';
import type { Pressed, Typed } from './incoming.ts';
import type { BotRights } from './managers.ts';
import type { Manner } from './send.ts';

/** How what is private in an answer to a typed command reaches the asker. */
export async function whisperTo(act: Typed, answer: Answer, rights: BotRights): Promise<Manner> {
  const personId = Number(act.actor.id);
  // Anonymous administrators and channels are nobody to whom one could whisper.
  if (act.chatKind !== 'group' || act.actor.isChatItself || !(personId > 0)) return {};
  if (!answer.messages.some(({ isPrivate }) => isPrivate)) return {};
  if (act.whisperId !== undefined) return { onlyFor: { personId, whisperId: act.whisperId } };
  return (await rights(act)) ? { onlyFor: { personId } } : {};
}

export function whisperBack(act: Pressed): Manner {
  if (act.chatKind !== 'group') return {};
  return { onlyFor: { personId: act.query.from.id, queryId: act.query.id } };
}
