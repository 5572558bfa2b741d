/**
 * While an answer is being made, the chat shows it: 'typing…' in groups, in private chats a draft that grows. A draft goes by
 * itself when the message comes, or after half a minute; whatever goes wrong with one is no matter.
 */
import type { InputRichMessageWithoutUpload } from 'grammy/types';
import type { Message } from '../../src/model.ts';
import { attempt, type Connection, type Tried } from './connection.ts';
import type { Place } from './incoming.ts';
import { onePiece, piecesOf } from './pieces.ts';
import { richMessage } from './rich.ts';

/** Most answers are there before this. */
const patienceMs = 800;
/** Between two steps of a draft: the limit of messages in one chat. */
const stepMs = 1000;

/** Runs what makes the answer, which may `show` how far it has come. */
export async function showingWork<T>(
  line: Connection,
  act: Place,
  updateId: string,
  make: (show: (partial: Message) => void) => Promise<T>,
): Promise<T> {
  const draft = createDraft(line, act, draftIdOf(updateId));
  const cancel = line.host.clock.after(patienceMs, () => draft.wait());
  try {
    return await make((partial) => draft.show(partial));
  } finally {
    cancel();
    await draft.end();
  }
}

/** Not 0, and the same for every step of one draft. */
function draftIdOf(updateId: string): number {
  return (Number(updateId) % 1_000_000_000) + 1;
}

interface Draft {
  wait(): void;
  show(partial: Message): void;
  /** Resolves when nothing of it is under way any more: a late step must not stand below the message. */
  end(): Promise<void>;
}

function createDraft(line: Connection, act: Place, id: number): Draft {
  const isPrivate = act.chatKind === 'private';
  let next: (() => Promise<unknown>) | undefined;
  let running: Promise<void> | undefined;
  let isEnded = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let hasBegun = false;
  const enough = new AbortController();

  const run = async (): Promise<void> => {
    while (next !== undefined && !isEnded) {
      await line.host.clock.sleep(Math.max(0, lastAt + stepMs - line.host.clock.now()), enough.signal);
      if (isEnded) return;
      const step = next;
      next = undefined;
      await step();
      lastAt = line.host.clock.now();
    }
  };
  const take = (step: () => Promise<unknown>): void => {
    if (isEnded) return;
    hasBegun = true;
    next = step;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  return {
    wait() {
      if (!hasBegun) {
        take(() => (isPrivate && line.skills.drafts ? step(line, act, id, undefined) : typing(line, act)));
      }
    },
    show(partial) {
      if (isPrivate && line.skills.drafts) take(() => step(line, act, id, partial));
    },
    async end() {
      isEnded = true;
      enough.abort();
      await running;
    },
  };
}

/** Without a message, clients show that something is being thought about. */
async function step(line: Connection, act: Place, id: number, partial: Message | undefined): Promise<void> {
  const chat = Number(act.address.id);
  const thread = act.address.thread === undefined ? {} : { message_thread_id: Number(act.address.thread) };
  const isLong = partial !== undefined && piecesOf(partial).length > 1;
  const rich = isLong && line.skills.richMessages ? richMessage(partial) : undefined;
  const done: Tried<true> = await attempt(line, () => {
    if (rich !== undefined)
      return line.api.sendRichMessageDraft(chat, id, rich as InputRichMessageWithoutUpload, thread);
    const { text, entities } = partial === undefined ? { text: '', entities: [] } : onePiece(partial);
    return line.api.sendMessageDraft(chat, id, text, { ...thread, entities: [...entities] });
  });
  if (done.ok || done.failure.code === 429) return;
  // Older servers have none at all, or only for bots of a certain kind.
  if (done.failure.code === 404 || /draft/i.test(done.failure.reason)) line.skills.drafts = false;
  await typing(line, act);
}

async function typing(line: Connection, act: Place): Promise<void> {
  if (act.chatKind === 'channel') return;
  const thread = Number(act.address.thread ?? 1);
  const other = thread > 1 ? { message_thread_id: thread } : {};
  await attempt(line, () => line.api.sendChatAction(Number(act.address.id), 'typing', other));
}
