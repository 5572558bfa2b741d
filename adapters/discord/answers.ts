/** Messages that answer a person by way of the channel: within the limits, patiently, and not for ever. */
import type { Address, ChatKind, Message, MessageRef } from '../../src/model.ts';
import type { Outcome } from '../../src/ports.ts';
import type { Connection } from './connection.ts';
import type { Sender } from './send.ts';

const maxTries = 5;
const longestWaitMs = 60_000;

/** Where an answer goes. */
export interface Destination {
  readonly updateId: string;
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly replyTo: MessageRef | undefined;
}

/** Sends the messages in order. Failures are logged, and told to the core when the chat is gone. */
export async function deliver(
  line: Connection,
  sender: Sender,
  messages: readonly Message[],
  to: Destination,
): Promise<void> {
  for (const [index, message] of messages.entries())
    await deliverOne(line, sender, message, `${to.updateId}:${index}`, to);
}

async function deliverOne(
  line: Connection,
  sender: Sender,
  message: Message,
  key: string,
  { address, chatKind, replyTo }: Destination,
): Promise<void> {
  const options = { nonce: `reply:${key}`, isSilent: !message.isLoud, replyTo };
  for (let tries = 0; tries < maxTries; tries++) {
    await line.host.turn(address, chatKind, 'reply');
    const outcome = await sender.send(address, message, options);
    if (outcome.kind !== 'retry') return conclude(line, address, outcome);
    await line.host.clock.sleep(Math.min(outcome.afterMs ?? 1000 * 2 ** tries, longestWaitMs));
  }
}

async function conclude(line: Connection, address: Address, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'sent' || outcome.kind === 'retry' || outcome.kind === 'moved') return;
  if (outcome.kind === 'unreachable') return line.host.chatChanged(address, { kind: 'gone', reason: outcome.reason });
  line.host.log.warn({ chat: address.id, reason: outcome.reason }, 'Discord refused an answer');
}
