/** What a receiver's answer means for the delivery. Nothing of the address stands in a reason: it may hold a key. */
import type { MessageRef } from '../../src/model.ts';
import type { Outcome } from '../../src/ports.ts';

/** Refusals that another try may mend. */
const laterStatuses = new Set([408, 409, 421, 423, 425, 429]);
/** What a receiver may ask for; more is its mistake. */
const longestWaitMs = 3_600_000;

export function readAnswer(
  status: number,
  retryAfter: string | string[] | undefined,
  ref: MessageRef,
  now: number,
): Outcome {
  const reason = `the receiver answers ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent', ref };
  if (status === 410) return { kind: 'unreachable', reason: 'the receiver answers 410 (gone)', canReturn: true };
  if (status < 500 && !laterStatuses.has(status)) return { kind: 'rejected', reason };
  const asked = status === 429 || status === 503 ? waitOf(String(retryAfter ?? ''), now) : undefined;
  return { kind: 'retry', afterMs: asked, scope: 'chat', reason };
}

/** `Retry-After`, in seconds or as a date. */
function waitOf(header: string, now: number): number | undefined {
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, longestWaitMs) : undefined;
}

export function readFailure(error: unknown): Outcome {
  const { name, code } = error as { name?: string; code?: string };
  const reason = name === 'TimeoutError' ? 'no answer in time' : `not reached (${code ?? name ?? 'unknown'})`;
  return { kind: 'retry', afterMs: undefined, scope: 'chat', reason };
}
