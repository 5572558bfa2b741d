/** What Telegram's answers mean for the outbox. Descriptions are those of the Bot API server, matched without case. */
import { GrammyError, HttpError } from 'grammy';
import type { Outcome } from '../../src/ports.ts';

/** A call that did not work. `reason` holds no token. */
export interface Failure {
  /** HTTP-like code of the Bot API; 0 when no answer came. */
  readonly code: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly movedTo: string | undefined;
}

/** Reads what grammY throws; anything else is a bug and is thrown on. */
export function failureOf(thrown: unknown, redact: (text: string) => string): Failure {
  if (thrown instanceof GrammyError) {
    const { retry_after: seconds, migrate_to_chat_id: chat } = thrown.parameters;
    return {
      code: thrown.error_code,
      reason: redact(thrown.description),
      retryAfterMs: seconds === undefined ? undefined : seconds * 1000,
      movedTo: chat === undefined ? undefined : String(chat),
    };
  }
  if (!(thrown instanceof HttpError)) throw thrown;
  const cause = thrown.error as { code?: unknown; type?: unknown; name?: unknown } | undefined;
  const detail = [cause?.code, cause?.type, cause?.name].find((part) => typeof part === 'string');
  return { code: 0, reason: redact(`no answer (${detail ?? 'network'})`), retryAfterMs: undefined, movedTo: undefined };
}

const lost = { kind: 'unreachable', canReturn: false } as const;
const away = { kind: 'unreachable', canReturn: true } as const;

/** First match decides; what no line matches is refused for good when it is a 400, and unreachable when it is a 403. */
const meanings: readonly (readonly [RegExp, typeof lost | typeof away | { readonly kind: 'threadGone' }])[] = [
  [/thread not found|topic_(?:closed|deleted|id_invalid)|topic (?:is )?(?:closed|deleted)/i, { kind: 'threadGone' }],
  [/blocked by the user|bot was kicked|not a member|can't initiate conversation/i, away],
  [/user is deactivated|chat was (?:deleted|deactivated)|chat (?:is|was) deactivated/i, lost],
  [/can't send messages to (?:bots|the user)|input_user_deactivated|user_is_bot/i, lost],
  [/chat not found|user not found|chat_id_invalid|peer_id_invalid|channel_private|channel_invalid/i, lost],
  [/not enough rights|no rights|no write access|administrator rights|chat_admin_required|chat_restricted/i, away],
  [/chat_write_forbidden|chat_send_\w+_forbidden|user_banned_in_channel/i, away],
];

/** A failed send or edit as an outcome. Too many requests count against the chat; see `send.ts` for when it is all chats. */
export function outcomeOf(failure: Failure): Outcome {
  const { code, reason } = failure;
  if (failure.movedTo !== undefined) return { kind: 'moved', to: { platform: 'telegram', id: failure.movedTo } };
  const slow = /slowmode_wait_(\d+)/i.exec(reason);
  if (slow !== null) return later('chat', Number(slow[1]) * 1000, reason);
  if (code === 429 || code === 420) return later('chat', failure.retryAfterMs, reason);
  // The token was taken back while the program runs: nothing is lost while somebody sees to it.
  if (code === 401 || code === 404) return later('all', 60_000, reason);
  if (code === 0 || code === 500) return later('chat', undefined, reason);
  if (code > 500) return later('all', undefined, reason);
  const meaning = meanings.find(([pattern]) => pattern.test(reason))?.[1];
  if (meaning !== undefined) return { ...meaning, reason };
  return code === 403 ? { ...away, reason } : { kind: 'rejected', reason };
}

function later(scope: 'chat' | 'all', afterMs: number | undefined, reason: string): Outcome {
  return { kind: 'retry', afterMs, scope, reason };
}
