/** Which updates were carried out already: a platform may deliver one again after a crash or a lost acknowledgement. */
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** Platforms hand over again what is up to a day old. */
const keptMs = 3 * 86_400_000;
const sweepEveryMs = 6 * 3_600_000;
const batch = 500;

export interface Handled {
  has(key: string): Promise<boolean>;
  /** Durable once resolved. Old marks are swept now and then, without holding anybody up. */
  mark(key: string): Promise<void>;
}

export function createHandled({
  store,
  clock,
  log,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Handled {
  let sweptAt = Number.NEGATIVE_INFINITY;
  return {
    has: async (key) => (await store.updates.get(key)) !== undefined,
    async mark(key) {
      const at = clock.now();
      await store.updates.set(key, { at });
      if (at - sweptAt < sweepEveryMs) return;
      sweptAt = at;
      sweep(store, at - keptMs).catch((error: unknown) =>
        log.warn({ error: String(error) }, 'old updates could not be swept'),
      );
    },
  };
}

async function sweep(store: Store, before: number): Promise<void> {
  const old: string[] = [];
  for await (const [key, { at }] of store.updates.entries()) if (at < before) old.push(key);
  for (let from = 0; from < old.length; from += batch) await store.updates.delete(...old.slice(from, from + batch));
}
