import { expect, test } from 'vitest';
import { createHeardBook } from '../../src/delivery/heard.ts';
import { createReach } from '../../src/delivery/reach.ts';
import type { Address } from '../../src/model.ts';
import type { Channel, Outcome } from '../../src/ports.ts';
import { noLimits } from '../worlds/channel.ts';
import { createManualClock } from '../worlds/clock.ts';
import { makeChat, makeDelivery, makeFollow } from '../worlds/records.ts';
import { startSending } from '../worlds/sending.ts';
import { advanceUntil } from '../worlds/wait.ts';

interface Consequence {
  /** Calls for the ten messages that wait for the chat. */
  readonly calls: number;
  readonly told: number;
  readonly dead: number;
  readonly state: 'active' | 'unreachable' | undefined;
  /** How often the owner is to hear of it. */
  readonly notices: number;
}

const closed: Consequence = { calls: 1, told: 0, dead: 0, state: 'unreachable', notices: 1 };
const refused: Consequence = { calls: 10, told: 0, dead: 10, state: 'active', notices: 0 };
const moved: Consequence = { calls: 11, told: 10, dead: 0, state: undefined, notices: 1 };
const threadGone: Consequence = { calls: 11, told: 10, dead: 0, state: 'active', notices: 1 };
const postponed: Consequence = { calls: 11, told: 10, dead: 0, state: 'active', notices: 0 };

const unreachable = (reason: string, canReturn = true): Outcome => ({ kind: 'unreachable', reason, canReturn });
const later = (scope: 'chat' | 'all', afterMs: number | undefined, reason: string): Outcome => ({
  kind: 'retry',
  scope,
  afterMs,
  reason,
});

/** What the platforms' documented refusals come to, as their adapters put it, and what follows. */
const table: readonly (readonly [string, Outcome, Consequence])[] = [
  ['bot was blocked by the user', unreachable('blocked'), closed],
  ['user is deactivated', unreachable('deactivated', false), closed],
  ['bot was kicked from the group chat', unreachable('kicked'), closed],
  ['bot is not a member of the channel chat', unreachable('not a member'), closed],
  ['chat not found', unreachable('not found', false), closed],
  ['the group chat was deleted', unreachable('deleted', false), closed],
  ['have no rights to send a message', unreachable('no rights'), closed],
  ['Unknown Channel', unreachable('unknown channel', false), closed],
  ['Missing Access', unreachable('missing access'), closed],
  ['Missing Permissions', unreachable('missing permissions'), closed],
  ['Cannot send messages to this user', unreachable('direct messages are closed'), closed],
  ['message is too long', { kind: 'rejected', reason: 'too long' }, refused],
  ['message text is empty', { kind: 'rejected', reason: 'empty' }, refused],
  ['Invalid Form Body', { kind: 'rejected', reason: 'form' }, refused],
  ['group chat was upgraded to a supergroup chat', { kind: 'moved', to: { platform: 'fake', id: '-100' } }, moved],
  ['message thread not found', { kind: 'threadGone', reason: 'not found' }, threadGone],
  ['TOPIC_CLOSED', { kind: 'threadGone', reason: 'closed' }, threadGone],
  ['Too Many Requests for the chat', later('chat', 3_000, '429'), postponed],
  ['Too Many Requests for the bot', later('all', 3_000, '429'), postponed],
  ['Internal Server Error', later('chat', undefined, '500'), postponed],
  ['Bad Gateway', later('all', undefined, '502'), postponed],
  ['connection reset', later('all', undefined, 'reset'), postponed],
];

/** Refuses as told, until the consequence was drawn: a new address, the main thread, or a second try. */
function createRefusing(outcome: Outcome, calls: Address[]): Channel {
  const isRetry = outcome.kind === 'retry';
  return {
    platform: 'fake',
    limits: noLimits,
    start: async () => {},
    async send(to) {
      calls.push(to);
      const isOver =
        to.id !== '1' || (outcome.kind === 'threadGone' && to.thread === undefined) || (isRetry && calls.length > 1);
      return isOver ? { kind: 'sent', ref: { address: to, id: String(calls.length) } } : outcome;
    },
    edit: async () => outcome,
    stop: async () => {},
  };
}

test.each(table)('hazard 18: %s', async (_, outcome, expected) => {
  const clock = createManualClock();
  const calls: Address[] = [];
  let notices = 0;
  const world = await startSending(createRefusing(outcome, calls), {
    clock,
    onChat: async ({ store }, chatId, news) => {
      const reach = createReach({ store, heard: createHeardBook(store), clock });
      if ((await reach.apply(chatId, news)) !== undefined) notices++;
    },
  });
  const address = { platform: 'fake', id: '1', thread: '7' };
  const follows = [makeFollow('a', { thread: '7' })];
  await world.store.chats.set('fake:1', makeChat('1', { kind: 'group', follows }));
  const deliveries = Array.from({ length: 10 }, (_, index) =>
    makeDelivery('1', String(index), clock.now(), { address }),
  );
  await world.outbox.enqueue(deliveries);
  await advanceUntil(clock, 500, () => calls.length >= expected.calls);
  await clock.advance(60_000);
  const state = (await world.store.chats.get('fake:1'))?.state;
  expect({
    calls: calls.length,
    told: world.sent.length,
    dead: (await world.outbox.dead()).length,
    state,
    notices,
  }).toEqual(expected);
  await world.close();
});
