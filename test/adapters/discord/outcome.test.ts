import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { failureOf, outcomeOf } from '../../../adapters/discord/outcome.ts';
import { createGuard } from '../../../adapters/discord/refusals.ts';

type Kind = 'lost' | 'away' | 'later' | 'laterForAll' | 'threadGone' | 'rejected';

/** Discord's answers, and what each means for the outbox. */
const bodies: readonly (readonly [status: number, code: number, message: string, meaning: Kind])[] = [
  [404, 10003, 'Unknown Channel', 'lost'],
  [404, 10004, 'Unknown Guild', 'lost'],
  [404, 10013, 'Unknown User', 'lost'],
  [400, 50008, 'Cannot send messages in a non-text channel', 'lost'],
  [400, 50024, 'Cannot execute action on this channel type', 'lost'],
  [403, 50001, 'Missing Access', 'away'],
  [403, 50013, 'Missing Permissions', 'away'],
  [403, 50007, 'Cannot send messages to this user', 'away'],
  [403, 50009, 'Channel verification level is too high for you to gain access', 'away'],
  [403, 50278, 'Cannot send messages to this user due to having no mutual guilds', 'away'],
  [403, 20026, 'Your bot has been flagged by our anti-spam system', 'away'],
  [403, 40001, 'Unauthorized. Provide a valid token and try again', 'away'],
  [403, 0, '403: Forbidden', 'away'],
  [400, 50083, 'Thread is archived', 'threadGone'],
  [400, 160005, 'Thread is locked', 'threadGone'],
  [400, 160006, 'Maximum number of active threads reached', 'threadGone'],
  [404, 10008, 'Unknown Message', 'rejected'],
  [403, 50005, 'Cannot edit a message authored by another user', 'rejected'],
  [400, 50006, 'Cannot send an empty message', 'rejected'],
  [400, 50035, 'Invalid Form Body', 'rejected'],
  [403, 200000, 'Message was blocked by automatic moderation', 'rejected'],
  [413, 40005, 'Request entity too large', 'rejected'],
  [400, 40067, 'A tag is required to create a forum post in this channel', 'rejected'],
  [404, 10062, 'Unknown interaction', 'rejected'],
  [400, 40060, 'Interaction has already been acknowledged', 'rejected'],
  [401, 0, '401: Unauthorized', 'laterForAll'],
  [404, 0, '404: Not Found', 'laterForAll'],
  [503, 130000, 'API resource is currently overloaded', 'laterForAll'],
  [429, 20016, 'This action cannot be performed due to slowmode rate limit', 'later'],
  [429, 20028, 'The channel you are writing has hit the write rate limit', 'later'],
  [500, 0, '500: Internal Server Error', 'later'],
];

const expected = {
  away: { kind: 'unreachable', canReturn: true },
  lost: { kind: 'unreachable', canReturn: false },
  later: { kind: 'retry', scope: 'chat' },
  laterForAll: { kind: 'retry', scope: 'all' },
  threadGone: { kind: 'threadGone' },
  rejected: { kind: 'rejected' },
} as const;

const asItIs = (text: string) => text;

function refused(status: number, code: number, message: string, more = {}): DiscordAPIError {
  return new DiscordAPIError({ code, message, ...more }, code, status, 'POST', 'https://discord.test/x', {
    files: undefined,
    body: undefined,
  });
}

describe('what Discord refuses', () => {
  it.each(bodies)('%i %i %s: %s', (status, code, message, meaning) => {
    const outcome = outcomeOf(failureOf(refused(status, code, message), asItIs), false);
    expect(outcome).toMatchObject({ ...expected[meaning], reason: `${message} (${code})` });
  });

  it('names every field of the errors tree, on one line', () => {
    const errors = {
      components: { 0: { content: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message: 'Too long' }] } } },
    };
    const { reason } = failureOf(refused(400, 50035, 'Invalid Form Body', { errors }), asItIs);
    expect(reason).toContain('components[0].content[BASE_TYPE_BAD_LENGTH]: Too long');
    expect(reason).not.toContain('\n');
  });

  it('calls a thread that is unknown gone, and not its channel', () => {
    expect(outcomeOf(failureOf(refused(404, 10003, 'Unknown Channel'), asItIs), true)).toMatchObject({
      kind: 'threadGone',
    });
  });

  it.each([
    ['user', false, 'chat'],
    ['shared', false, 'chat'],
    ['global', true, 'all'],
  ] as const)('waits as long as Discord says: %s', (scope, global, meant) => {
    const limit = { method: 'POST', url: '', route: '', majorParameter: '', hash: '', limit: 5, sublimitTimeout: 0 };
    const thrown = new RateLimitError({ ...limit, scope, global, timeToReset: 700, retryAfter: 700 });
    expect(outcomeOf(failureOf(thrown, asItIs), false)).toMatchObject({ kind: 'retry', scope: meant, afterMs: 700 });
  });

  it('tries again after a broken connection, and tells no secret', () => {
    const cut = Object.assign(new Error('request to https://x/SECRET failed'), { code: 'ECONNRESET' });
    expect(outcomeOf(failureOf(cut, asItIs), false)).toEqual({
      kind: 'retry',
      afterMs: undefined,
      scope: 'chat',
      reason: 'no answer (ECONNRESET)',
    });
    const http = new HTTPError(502, 'Bad Gateway', 'POST', 'https://x/SECRET', { files: undefined, body: undefined });
    expect(outcomeOf(failureOf(http, asItIs), false)).toMatchObject({
      kind: 'retry',
      scope: 'all',
      reason: 'HTTP 502',
    });
  });
});

describe('too many refusals', () => {
  it('stop the calls far below what Discord bears, until its window is over', () => {
    let now = 0;
    const guard = createGuard(() => now);
    for (let count = 0; count < 999; count++) guard.count(403);
    guard.count(200);
    expect(guard.pauseMs()).toBe(0);
    now = 60_000;
    guard.count(429);
    expect(guard.pauseMs()).toBe(540_000);
    now = 600_000;
    expect(guard.pauseMs()).toBe(0);
    guard.count(401);
    expect(guard.pauseMs()).toBe(0);
  });
});
