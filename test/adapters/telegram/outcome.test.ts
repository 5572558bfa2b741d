import { GrammyError, HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { failureOf, outcomeOf } from '../../../adapters/telegram/outcome.ts';
import type { Outcome } from '../../../src/ports.ts';

type Kind = Outcome['kind'] | 'lost' | 'away' | 'later' | 'laterForAll';

/** Bodies of the Bot API server, and what each means for the outbox. */
const bodies: readonly (readonly [code: number, description: string, meaning: Kind])[] = [
  [403, 'Forbidden: bot was blocked by the user', 'away'],
  [403, 'Forbidden: bot was kicked from the group chat', 'away'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'away'],
  [403, 'Forbidden: bot was kicked from the channel chat', 'away'],
  [403, 'Forbidden: bot is not a member of the supergroup chat', 'away'],
  [403, 'Forbidden: bot is not a member of the channel chat', 'away'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'away'],
  [403, "Forbidden: bot can't send messages to bots", 'lost'],
  [403, 'Forbidden: user is deactivated', 'lost'],
  [403, 'Forbidden: the group chat was deleted', 'lost'],
  [403, 'Forbidden: CHAT_WRITE_FORBIDDEN', 'away'],
  [403, 'Forbidden: something that nobody has seen yet', 'away'],
  [400, 'Bad Request: chat not found', 'lost'],
  [400, 'Bad Request: user not found', 'lost'],
  [400, 'Bad Request: PEER_ID_INVALID', 'lost'],
  [400, 'Bad Request: CHANNEL_PRIVATE', 'lost'],
  [400, 'Bad Request: not enough rights to send text messages to the chat', 'away'],
  [400, 'Bad Request: have no rights to send a message', 'away'],
  [400, 'Bad Request: need administrator rights in the channel chat', 'away'],
  [400, 'Bad Request: CHAT_ADMIN_REQUIRED', 'away'],
  [400, 'Bad Request: CHAT_RESTRICTED', 'away'],
  [400, 'Bad Request: message thread not found', 'threadGone'],
  [400, 'Bad Request: TOPIC_CLOSED', 'threadGone'],
  [400, 'Bad Request: TOPIC_DELETED', 'threadGone'],
  [400, 'Bad Request: message is too long', 'rejected'],
  [400, 'Bad Request: message text is empty', 'rejected'],
  [400, "Bad Request: can't parse entities: unsupported start tag", 'rejected'],
  [400, 'Bad Request: BUTTON_DATA_INVALID', 'rejected'],
  [400, 'Bad Request: message to edit not found', 'rejected'],
  [400, "Bad Request: message can't be edited", 'rejected'],
  [400, 'Bad Request: MESSAGE_ID_INVALID', 'rejected'],
  [413, 'Request Entity Too Large', 'rejected'],
  [400, 'Bad Request: SLOWMODE_WAIT_12', 'later'],
  [500, 'Internal Server Error', 'later'],
  [502, 'Bad Gateway', 'laterForAll'],
  [401, 'Unauthorized', 'laterForAll'],
];

const expected: Readonly<Record<Kind, Partial<Outcome>>> = {
  away: { kind: 'unreachable', canReturn: true },
  lost: { kind: 'unreachable', canReturn: false },
  later: { kind: 'retry', scope: 'chat' },
  laterForAll: { kind: 'retry', scope: 'all' },
  threadGone: { kind: 'threadGone' },
  rejected: { kind: 'rejected' },
  retry: {},
  sent: {},
  moved: {},
  unreachable: {},
};

const asItIs = (text: string) => text;

function thrown(code: number, description: string, parameters = {}): GrammyError {
  return new GrammyError('x', { ok: false, error_code: code, description, parameters }, 'sendMessage', {});
}

describe('what Telegram refuses', () => {
  it.each(bodies)('%i %s: %s', (code, description, meaning) => {
    const outcome = outcomeOf(failureOf(thrown(code, description), asItIs));
    expect(outcome).toMatchObject({ ...expected[meaning], reason: description });
  });

  it('waits as long as Telegram says', () => {
    const flood = failureOf(thrown(429, 'Too Many Requests: retry after 17', { retry_after: 17 }), asItIs);
    expect(outcomeOf(flood)).toMatchObject({ kind: 'retry', scope: 'chat', afterMs: 17_000 });
    const slow = failureOf(thrown(400, 'Bad Request: SLOWMODE_WAIT_12'), asItIs);
    expect(outcomeOf(slow)).toMatchObject({ kind: 'retry', afterMs: 12_000 });
  });

  it('follows a group that became a supergroup', () => {
    const parameters = { migrate_to_chat_id: -1001 };
    const moved = thrown(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
    expect(outcomeOf(failureOf(moved, asItIs))).toEqual({ kind: 'moved', to: { platform: 'telegram', id: '-1001' } });
  });

  it('tries again after a broken connection', () => {
    const cut = new HttpError(
      'x',
      Object.assign(new Error('request to https://x/bot1:SECRET failed'), { code: 'ECONNRESET' }),
    );
    const outcome = outcomeOf(failureOf(cut, asItIs));
    expect(outcome).toEqual({ kind: 'retry', afterMs: undefined, scope: 'chat', reason: 'no answer (ECONNRESET)' });
  });

  it('lets a bug be a bug', () => {
    expect(() => failureOf(new TypeError('undefined is not a function'), asItIs)).toThrow(TypeError);
  });
});
