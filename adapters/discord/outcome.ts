/** What Discord's answers mean for the outbox. Codes are those of its list of JSON error codes. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Outcome } from '../../src/ports.ts';

/** A call that did not work. `reason` holds no token. */
export interface Failure {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Discord's own code; 0 when it gave none. */
  readonly code: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  /** Whether the limit or the trouble is the whole bot's. */
  readonly isForAll: boolean;
}

const longestReason = 400;

/** Reads what discord.js throws. */
export function failureOf(thrown: unknown, redact: (text: string) => string): Failure {
  if (thrown instanceof DiscordAPIError) {
    const code = Number(thrown.code) || 0;
    const words = redact(thrown.message.replace(/\s*\n\s*/g, '; ')).slice(0, longestReason);
    const wait = waitIn(thrown.rawError);
    return { status: thrown.status, code, reason: `${words} (${code})`, retryAfterMs: wait, isForAll: false };
  }
  if (thrown instanceof RateLimitError) {
    const afterMs = Math.max(1, Math.ceil(Math.max(thrown.retryAfter, thrown.timeToReset)));
    const isForAll = thrown.global || thrown.scope === 'global';
    return { status: 429, code: 0, reason: `rate limit (${thrown.scope})`, retryAfterMs: afterMs, isForAll };
  }
  if (thrown instanceof HTTPError) {
    const { status } = thrown;
    return { status, code: 0, reason: `HTTP ${status}`, retryAfterMs: undefined, isForAll: status > 500 };
  }
  const { code, name, message } = Object(thrown) as { code?: unknown; name?: unknown; message?: unknown };
  const detail = [code, name, message].find((part) => typeof part === 'string') as string | undefined;
  const reason = redact(`no answer (${detail ?? 'network'})`).slice(0, longestReason);
  return { status: 0, code: 0, reason, retryAfterMs: undefined, isForAll: false };
}

function waitIn(raw: unknown): number | undefined {
  const seconds = (Object(raw) as { retry_after?: unknown }).retry_after;
  return typeof seconds === 'number' ? Math.ceil(seconds * 1000) : undefined;
}

const lost = { kind: 'unreachable', canReturn: false } as const;
const away = { kind: 'unreachable', canReturn: true } as const;
const threadGone = { kind: 'threadGone' } as const;

const meanings: ReadonlyMap<number, typeof lost | typeof away | typeof threadGone> = new Map<
  number,
  typeof lost | typeof away | typeof threadGone
>([
  [10003, lost], // unknown channel
  [10004, lost], // unknown guild
  [10013, lost], // unknown user
  [20026, away], // the bot is flagged by the anti-spam system
  [40001, away], // unauthorised for this
  [50001, away], // missing access
  [50007, away], // cannot send messages to this user
  [50008, lost], // cannot send messages in a non-text channel
  [50009, away], // channel verification level too high
  [50013, away], // missing permissions
  [50024, lost], // cannot do that on this type of channel
  [50278, away], // no server in common with this user
  [50083, threadGone], // the thread is archived
  [160005, threadGone], // the thread is locked
  [160006, threadGone], // the limit of active threads
]);

/** Refusals that a later try may not meet: slow mode, an overloaded platform. */
const later = new Set([20016, 20028, 20029, 31002, 130000, 40333]);

/** Refusals with status 403 that are about the message and not about the place: not ours, held back by moderation. */
const aboutMessage = new Set([50005, 50021, 200000, 200001]);

/** A failed send or edit as an outcome. In a thread, an unknown channel is an unknown thread. */
export function outcomeOf(failure: Failure, isThread: boolean): Outcome {
  const { status, code, reason, retryAfterMs: afterMs } = failure;
  if (status === 429 || later.has(code))
    return retry(failure.isForAll || code === 130000 ? 'all' : 'chat', afterMs, reason);
  // The token was taken back while the program runs: nothing is lost while somebody sees to it.
  if (status === 401) return retry('all', 60_000, reason);
  if (status === 0 || status >= 500) return retry(status > 500 ? 'all' : 'chat', afterMs, reason);
  const meaning = meanings.get(code);
  if (meaning !== undefined) return { ...(isThread && code === 10003 ? threadGone : meaning), reason };
  // An answer without a code of Discord's comes from something in between.
  if (status === 404 && code === 0) return retry('all', 60_000, reason);
  return status === 403 && !aboutMessage.has(code) ? { ...away, reason } : { kind: 'rejected', reason };
}

function retry(scope: 'chat' | 'all', afterMs: number | undefined, reason: string): Outcome {
  return { kind: 'retry', afterMs, scope, reason };
}
