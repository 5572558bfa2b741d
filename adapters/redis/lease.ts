/**
 * One process at a time: the one that took the database last owns it, and every write asks for that. A lease that is
 * renewed each second tells a newcomer whether the owner is alive; after a hard kill it runs out within five seconds.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError, StoreError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { releaseScript, renewScript, takeScript } from './scripts.ts';

const leaseMs = 5_000;
const renewEveryMs = 1_000;
const lookEveryMs = 200;
/** An owner without a lease may have been cut off with Redis itself; back again, it renews within this time. */
const graceMs = 2_000;

export const ownerKey = 'dateline:owner';
const keys = [ownerKey, 'dateline:lease'] as const;

export interface Lease {
  readonly token: string;
  /** Resolves when another process owns the database, or its content is gone. */
  readonly lost: Promise<StoreError>;
  /** Never throws: what cannot be released runs out. */
  release(): Promise<void>;
}

/**
 * Takes the database. While a lease stands, waits whether it is renewed (its owner lives) or runs out (it was killed).
 * Throws SetupError when another process uses the database, StoreError when Redis does not do its part.
 */
export async function takeLease(connection: Connection, label: string): Promise<Lease> {
  const token = randomUUID();
  const startedAt = performance.now();
  const take = () => {
    const isPatient = performance.now() - startedAt < graceMs;
    const args = [token, leaseMs, isPatient ? 0 : 1];
    return connection.ask('opened', (redis) => redis.eval(takeScript, 2, ...keys, ...args)) as Promise<number>;
  };
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const left = await take();
    if (left === 0) return keepLease(connection, token);
    if (left > before)
      throw new SetupError(`The state in ${label} is in use by another running Dateline; stop that one first.`);
    before = left;
    await sleep(lookEveryMs);
  }
}

function keepLease(connection: Connection, token: string): Lease {
  let isAsking = false;
  let tellLost: (error: StoreError) => void;
  const lost = new Promise<StoreError>((resolve) => {
    tellLost = resolve;
  });
  const renew = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      const isOurs = await connection.ask('held', (redis) => redis.eval(renewScript, 2, ...keys, token, leaseMs));
      if (isOurs === 0) tellLost(new StoreError('Another Dateline has taken over this state, or it was emptied.'));
    } catch {
      // Redis is away. It still knows its owner when it is back.
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(renew, renewEveryMs).unref();
  return {
    token,
    lost,
    async release() {
      clearInterval(timer);
      const released = connection.ask('released', (redis) => redis.eval(releaseScript, 2, ...keys, token));
      await Promise.race([released.catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
    },
  };
}
