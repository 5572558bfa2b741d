/** Carries the core's answers to the person who asked: within the limits, patiently, and not for ever. */
import type { Address, Answer, ChatKind, Message, MessageRef } from '../../src/model.ts';
import type { Outcome } from '../../src/ports.ts';
import type { Connection } from './connection.ts';
import type { Manner, Sender } from './send.ts';

const maxTries = 5;
const longestWaitMs = 60_000;

/** Where an answer goes. */
export interface Asked {
  readonly updateId: string;
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly replyTo: MessageRef | undefined;
  readonly manner: Manner;
}

/** Sends the messages of an answer in order. Failures are logged, and told to the core when the chat is gone or moved. */
export async function deliver(line: Connection, sender: Sender, answer: Answer, asked: Asked): Promise<void> {
  for (const [index, message] of answer.messages.entries()) {
    await deliverOne(line, sender, message, { ...asked, updateId: `${asked.updateId}:${index}` });
  }
}

async function deliverOne(line: Connection, sender: Sender, message: Message, asked: Asked): Promise<void> {
  let to = asked.address;
  const manner = message.isPrivate && !line.openGroups.has(to.id) ? asked.manner : {};
  const options = { nonce: `reply:${asked.updateId}`, isSilent: !message.isLoud, replyTo: asked.replyTo };
  for (let tries = 0; tries < maxTries; tries++) {
    await line.host.turn(to, asked.chatKind, 'reply');
    const outcome = await sender.send(to, message, options, manner);
    if (outcome.kind === 'sent') return;
    if (outcome.kind === 'rejected' && manner.onlyFor !== undefined) {
      // No message for one person alone, here or any more: better that all see it than nobody.
      if (isClosedToWhispers(outcome.reason)) line.openGroups.add(to.id);
      return deliverOne(line, sender, message, { ...asked, manner: {} });
    }
    const next = await afterRefusal(line, to, outcome, tries);
    if (next === undefined) break;
    to = next;
  }
}

/** The group takes none at all, as against one that came too late. */
function isClosedToWhispers(reason: string): boolean {
  return /ephemeral/i.test(reason) && !/too old|expired|too late|timeout/i.test(reason);
}

/** Where to try again, or undefined when there is no use. */
async function afterRefusal(
  line: Connection,
  to: Address,
  outcome: Exclude<Outcome, { kind: 'sent' }>,
  tries: number,
): Promise<Address | undefined> {
  switch (outcome.kind) {
    case 'retry':
      await line.host.clock.sleep(Math.min(outcome.afterMs ?? 1000 * 2 ** tries, longestWaitMs));
      return to;
    case 'moved':
      await line.host.chatChanged(to, { kind: 'moved', to: outcome.to });
      return outcome.to;
    case 'threadGone':
      return to.thread === undefined ? undefined : { platform: to.platform, id: to.id };
    case 'unreachable':
      await line.host.chatChanged(to, { kind: 'gone', reason: outcome.reason });
      return undefined;
    case 'rejected':
      line.host.log.warn({ chat: to.id, reason: outcome.reason }, 'Telegram refused an answer');
      return undefined;
  }
}
