/** Some of the gateway's shards, held by this process while others hold the rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type ClientOptions, SimpleShardingStrategy } from 'discord.js';
import type { Log, Sharing } from '../../src/ports.ts';

/** Of Discord: one session of a bucket begins in five seconds, counted when the request arrives. Some lines are shorter than others. */
const identifyRate = { count: 1, windowMs: 5_250 };
export const noSessions = 'Discord lets no more sessions begin for now; waiting';
const againMs = 1_000;
const longestRestMs = 60_000;
/**
 * discord.js opens a broken connection again after half a second, in which it cannot be told to let it be; and told so while it
 * waits for Discord's hello or for a session, it would begin anew.
 */
const gapMs = 1_500;
const longestWaitMs = 3_000;
const lookEveryMs = 20;
/** A line that is dead does not close in order. */
const closeMs = 2_000;
/** Of Discord: after these a session is over, and is kept for whoever resumes it. */
const overCode = 1_000;
const keptCode = 4_200;

/** Of discord.js, for a shard without a connection, and for one that has no session yet. */
const idle = 0;
const connecting = 1;

type Options = NonNullable<ClientOptions['ws']>;
type Manager = Parameters<NonNullable<Options['buildStrategy']>>[0];
/** Where a session can be resumed, and from where on. */
export type Session = NonNullable<Awaited<ReturnType<Manager['options']['retrieveSessionInfo']>>>;

export interface Slice {
  readonly shards: readonly number[];
  /** Of all processes together. */
  readonly count: number;
  readonly options: Options;
  /** As they are, or were when the connections were closed. */
  sessions(): readonly Session[];
  /**
   * Closes the connections for good; no session begins any more. Those that are still to be made are waited for. The sessions
   * are kept for whoever resumes them, or are over.
   */
  close(client: Client, isStarting: boolean, isKept: boolean): Promise<void>;
}

export interface SliceParts {
  readonly shards: readonly number[];
  readonly count: number;
  /** Resolves when a shard's session may begin, or when the signal is aborted. */
  turn(shard: number, manager: Manager, signal: AbortSignal): Promise<void>;
  /** Of another process, to be resumed. */
  readonly inherited?: Session;
}

export function createSlice({ shards, count, turn, inherited }: SliceParts): Slice {
  const ended = new AbortController();
  /** Shards that wait for their turn: these can be closed. */
  const waiting = new Set<number>();
  const sessions = new Map<number, Session | null>(inherited && [[inherited.shardId, inherited]]);
  let manager: Manager | undefined;

  const states = async () => [...((await manager?.fetchStatus()) ?? new Map<number, number>())];

  /** For how long it is worth waiting before the connections are closed. */
  const pauseMs = async (isStarting: boolean): Promise<number> => {
    const all = await states();
    if (all.some(([shard, state]) => state === connecting && !waiting.has(shard))) return longestWaitMs;
    const isOpening = all.length === 0 ? isStarting : all.some(([, state]) => state === idle);
    return isOpening ? gapMs : 0;
  };

  return {
    shards,
    count,
    options: {
      buildStrategy(made) {
        manager = made;
        const { updateSessionInfo, retrieveSessionInfo } = made.options;
        made.options.updateSessionInfo = (shard, session) => {
          // At its end discord.js forgets what others may resume.
          if (session !== null || !ended.signal.aborted) sessions.set(shard, session);
          return updateSessionInfo(shard, session);
        };
        made.options.retrieveSessionInfo = (shard) => {
          if (ended.signal.aborted) return null;
          return inherited === undefined ? retrieveSessionInfo(shard) : (sessions.get(shard) ?? null);
        };
        return new SimpleShardingStrategy(made);
      },
      buildIdentifyThrottler: (of) => ({
        async waitForIdentify(shard, closed) {
          waiting.add(shard);
          await turn(shard, of, AbortSignal.any([closed, ended.signal]));
          // discord.js would go on after an error, but for its own.
          if (ended.signal.aborted && !closed.aborted)
            await new Promise((end) => closed.addEventListener('abort', end));
          waiting.delete(shard);
          closed.throwIfAborted();
        },
      }),
    },
    sessions: () => [...sessions.values()].filter((session) => session !== null),
    async close(client, isStarting, isKept) {
      const begunAt = performance.now();
      ended.abort();
      while (performance.now() - begunAt < (await pauseMs(isStarting))) await sleep(lookEveryMs);
      const closed = manager?.destroy({ code: isKept ? keptCode : overCode, reason: 'handed over' });
      await Promise.race([closed, sleep(closeMs, undefined, { ref: false })]);
      await Promise.race([client.destroy(), sleep(closeMs, undefined, { ref: false })]);
    },
  };
}

interface TurnParts {
  readonly sharing: Sharing;
  readonly log: Log;
  /** The last that is done before a shard's session begins. */
  before(shard: number): Promise<void>;
}

/** Sessions that begin within Discord's limits, which all processes keep together. */
export function createTurns({ sharing, log, before }: TurnParts): SliceParts['turn'] {
  /** Whether sessions may begin today, so that those who begin one at the same moment have one, too. */
  const mayBegin = async (manager: Manager): Promise<number> => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation(true);
    if (limit.remaining >= Math.min(limit.max_concurrency, limit.total)) return 0;
    log.warn({ resetsInMs: limit.reset_after }, noSessions);
    return Math.max(againMs, Math.min(limit.reset_after, longestRestMs));
  };
  return async (shard, manager, signal) => {
    while (!signal.aborted) {
      const known = await manager.fetchGatewayInformation().catch(() => undefined);
      const bucket = shard % (known?.session_start_limit.max_concurrency ?? 1);
      const place = await sharing.turn(`identify-${bucket}`, identifyRate, signal);
      const restMs = signal.aborted ? 0 : await mayBegin(manager).catch(() => againMs);
      // Whoever gives the shard up leaves the old session to the next.
      if (restMs === 0 && !signal.aborted) await before(shard);
      place.settle(true);
      if (restMs === 0) return;
      await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  };
}
