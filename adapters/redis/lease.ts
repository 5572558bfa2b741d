/**
 * One holder at a time: the one that took the lease last owns it, and every write of its holder asks for that. A lease
 * that is renewed each second tells the others whether the owner is alive; after a hard kill it runs out within five seconds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError, StoreError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { releaseScript, renewScript, takeScript } from './scripts.ts';
import type { Fence } from './writer.ts';

export const leaseMs = 5_000;
export const renewEveryMs = 1_000;
const lookEveryMs = 200;
/** An owner without a lease may have been cut off with Redis itself; back again, it renews within this time. */
const graceMs = 2_000;

/** Who owns it, until somebody else takes it; and the sign of life that runs out. */
export interface LeaseKeys {
  readonly owner: string;
  readonly lease: string;
}

const databaseKeys: LeaseKeys = { owner: 'dateline:owner', lease: 'dateline:lease' };

export interface HeldLease {
  readonly fence: Fence;
  /** Resolves when another process owns it, or the database was emptied. */
  readonly lost: Promise<StoreError>;
  /** Never throws: what cannot be released runs out. */
  release(): Promise<void>;
  /** Ends the signs of life: it runs out, unless others who share it live. */
  leave(): void;
}

function take(connection: Connection, keys: LeaseKeys, token: string, isPatient: boolean): Promise<number> {
  const args = [token, leaseMs, isPatient ? 0 : 1];
  return connection.ask('opened', (redis) =>
    redis.eval(takeScript, 2, keys.owner, keys.lease, ...args),
  ) as Promise<number>;
}

/**
 * Takes the database. While a lease stands, waits whether it is renewed (its owner lives) or runs out (it was killed).
 * With the token of the owner it is shared. Throws SetupError when another process uses the database, StoreError when
 * Redis does not do its part.
 */
export async function takeDatabase(connection: Connection, label: string, token: string): Promise<HeldLease> {
  const startedAt = performance.now();
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const left = await take(connection, databaseKeys, token, performance.now() - startedAt < graceMs);
    if (left === 0) return keepLease(connection, databaseKeys, token);
    if (left > before)
      throw new SetupError(`The state in ${label} is in use by another running Dateline; stop that one first.`);
    before = left;
    await sleep(lookEveryMs);
  }
}

/** Waits until the lease can be had, however long; an unreachable Redis is waited for. Undefined when the signal was aborted. */
export async function waitForLease(
  connection: Connection,
  keys: LeaseKeys,
  token: string,
  signal: AbortSignal,
): Promise<HeldLease | undefined> {
  for (let orphanedAt: number | undefined; !signal.aborted; ) {
    const isPatient = orphanedAt === undefined || performance.now() - orphanedAt < graceMs;
    const left = await take(connection, keys, token, isPatient).catch(() => Number.POSITIVE_INFINITY);
    if (left === 0) return keepLease(connection, keys, token);
    // One millisecond is said of an owner that gives no sign of life.
    if (left > 1) orphanedAt = undefined;
    else orphanedAt ??= performance.now();
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

function keepLease(connection: Connection, keys: LeaseKeys, token: string): HeldLease {
  let isAsking = false;
  let tellLost: (error: StoreError) => void;
  const lost = new Promise<StoreError>((resolve) => {
    tellLost = resolve;
  });
  const { owner, lease } = keys;
  const renew = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      const isOurs = await connection.ask('held', (redis) => redis.eval(renewScript, 2, owner, lease, token, leaseMs));
      if (isOurs === 0) tellLost(new StoreError('Another Dateline has taken over this state, or it was emptied.'));
    } catch {
      // Redis is away. It still knows its owner when it is back.
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(renew, renewEveryMs).unref();
  return {
    fence: { key: owner, token },
    lost,
    leave: () => clearInterval(timer),
    async release() {
      clearInterval(timer);
      const released = connection.ask('released', (redis) => redis.eval(releaseScript, 2, owner, lease, token));
      await Promise.race([released.catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
    },
  };
}
