/**
 * Discord shuts out an address that gets 10,000 answers of 401, 403 or 429 within ten minutes. Far below that, the
 * adapter stops asking until the window is over.
 */
import { type REST, RESTEvents } from 'discord.js';

/** A tenth of what Discord bears. */
const most = 1000;
const windowMs = 600_000;

export interface Guard {
  /** Takes note of an answer's status. */
  count(status: number): void;
  /** How long to wait before the next call; 0 for not at all. */
  pauseMs(): number;
}

/** `now` is real time in ms: Discord's window does not follow a virtual clock. */
export function createGuard(now: () => number = () => performance.now()): Guard {
  let began = Number.NEGATIVE_INFINITY;
  let refused = 0;
  return {
    count(status) {
      if (status !== 401 && status !== 403 && status !== 429) return;
      if (now() - began >= windowMs) {
        began = now();
        refused = 0;
      }
      refused += 1;
    },
    pauseMs: () => (refused < most ? 0 : Math.max(0, Math.ceil(began + windowMs - now()))),
  };
}

/** Counts what Discord answers: a call that waits for its limit on this side is no refusal. */
export function countRefusals(rest: REST, guard: Guard): void {
  rest.on(RESTEvents.Response, (_request, { status }) => guard.count(status));
}
