/** One connection to Redis that comes back by itself; what it could not do is a StoreError, never a quiet nothing. */
import { Redis } from 'ioredis';
import { SetupError, StoreError } from '../../src/errors.ts';
import type { RedisAddress } from './address.ts';

/** A call waits this long at most, so that a restart of Redis passes unnoticed and a longer absence does not hang anyone. */
const answerWithinMs = 5_000;
const connectWithinMs = 3_000;
const againAfterMs = 250;

export interface Connection {
  /** Runs a command. `what` ends the sentence 'The state could not be …'. Throws StoreError. */
  ask<T>(what: string, run: (redis: Redis) => Promise<T>): Promise<T>;
  /** After it every call throws StoreError. Never throws; waits a second at most. */
  close(): Promise<void>;
}

/** How to get there, for any client. */
export function optionsOf(address: RedisAddress) {
  return {
    host: address.host,
    port: address.port,
    db: address.db,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.isEncrypted ? { tls: { servername: address.host } } : {}),
    connectionName: 'dateline',
    connectTimeout: connectWithinMs,
  };
}

/** What waits for a Redis that is away is refused in time, so that it does not pile up. */
export const impatience = {
  commandTimeout: answerWithinMs,
  maxRetriesPerRequest: Math.ceil(answerWithinMs / againAfterMs),
  retryStrategy: () => againAfterMs,
};

/** Throws SetupError, one line, when nothing answers at the address or it does not let us in. */
export async function connect(address: RedisAddress): Promise<Connection> {
  const state = { isOpen: false, reason: '' };
  const retryStrategy = () => (state.isOpen ? againAfterMs : null);
  const redis = new Redis({ ...optionsOf(address), ...impatience, lazyConnect: true, retryStrategy });
  redis.on('error', (error: Error) => {
    state.reason = reasonOf(error);
  });
  try {
    await redis.connect();
    // The client goes on in database 0 when its own choice of a database is refused.
    await redis.select(address.db);
  } catch (error) {
    redis.disconnect();
    throw new SetupError(`Redis at ${address.label} cannot be used: ${state.reason || reasonOf(error)}.`);
  }
  state.isOpen = true;
  return createConnection(redis, state);
}

function createConnection(redis: Redis, state: { isOpen: boolean; reason: string }): Connection {
  return {
    async ask(what, run) {
      if (!state.isOpen) throw new StoreError(`The state could not be ${what}: it is closed.`);
      try {
        return await run(redis);
      } catch (error) {
        // Without the cause: errors of the client hold the command with all that was in it.
        const isAway = redis.status !== 'ready' && state.reason !== '';
        throw new StoreError(`The state could not be ${what}: ${isAway ? state.reason : reasonOf(error)}.`);
      }
    },
    async close() {
      if (!state.isOpen) return;
      state.isOpen = false;
      const patience = new Promise((resolve) => setTimeout(resolve, 1_000).unref());
      if (redis.status === 'ready') await Promise.race([redis.quit().catch(() => undefined), patience]);
      redis.disconnect();
    },
  };
}

const known: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing answers there (is Redis running?)'],
  [/ENOTFOUND|EAI_AGAIN/, 'its host is not known'],
  [
    /ETIMEDOUT|Command timed out|Connection is closed|max retries|ECONNRESET|EPIPE|EHOSTUNREACH/,
    'Redis does not answer',
  ],
  [/\bOOM\b/, 'Redis has no room left (maxmemory)'],
  [/MISCONF/, 'Redis cannot write to its disk'],
  [/LOADING/, 'Redis is still loading its data'],
  [/READONLY/, 'this Redis is a read-only copy; name the main one'],
  [/NOAUTH|WRONGPASS|invalid password/i, 'Redis asks for another user name or password'],
  [/NOPERM/, 'Redis does not permit this user what is needed'],
  [/\bLOST\b/, 'another Dateline has taken over this database, or it was emptied'],
];

/** In plain words where it is one of the usual reasons. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  const text = `${code ?? ''} ${message ?? ''}`.trim();
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? text.split('\n', 1)[0]!.replace(/\.$/, '');
}
