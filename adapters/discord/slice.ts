/** Some of the gateway's shards, held by this process while others hold the rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientOptions, SimpleShardingStrategy } from 'discord.js';
import type { Log, Sharing } from '../../src/ports.ts';
import { noSessions } from './gateway.ts';

/** Of Discord: one session of a bucket begins in five seconds, counted when the request arrives. Some lines are shorter than others. */
const identifyRate = { count: 1, windowMs: 5_250 };
const againMs = 1_000;
const longestRestMs = 60_000;
/**
 * discord.js opens a broken connection again after half a second, in which it cannot be told to let it be; and told so while it
 * waits for Discord's hello or for a session, it would begin anew.
 */
const gapMs = 1_500;
const longestWaitMs = 3_000;
const lookEveryMs = 20;

/** Of discord.js, for a shard without a connection, and for one that has no session yet. */
const idle = 0;
const connecting = 1;

type Options = NonNullable<ClientOptions['ws']>;
type Manager = Parameters<NonNullable<Options['buildStrategy']>>[0];

export interface Slice {
  readonly shards: readonly number[];
  /** Of all processes together. */
  readonly count: number;
  readonly options: Options;
  /** From now on no session begins. Resolves when the connections can be closed for good; those that are still to be made are waited for. */
  end(isStarting: boolean): Promise<void>;
}

/** The shards of part `part` of `parts`: every so many. */
export function createSlice(
  part: number,
  { parts, count, sharing, log }: { parts: number; count: number; sharing: Sharing; log: Log },
): Slice {
  const shards: number[] = [];
  for (let shard = part; shard < count; shard += parts) shards.push(shard);
  const ended = new AbortController();
  /** Shards that wait for their turn: these can be closed. */
  const waiting = new Set<number>();
  let manager: Manager | undefined;

  /** Whether sessions may begin today, so that those who begin one at the same moment have one, too. */
  const mayBegin = async (of: Manager): Promise<number> => {
    const { session_start_limit: limit } = await of.fetchGatewayInformation(true);
    if (limit.remaining >= Math.min(limit.max_concurrency, limit.total)) return 0;
    log.warn({ resetsInMs: limit.reset_after }, noSessions);
    return Math.max(againMs, Math.min(limit.reset_after, longestRestMs));
  };

  /** For how long it is worth waiting before the connections are closed. */
  const pauseMs = async (isStarting: boolean): Promise<number> => {
    const states = [...((await manager?.fetchStatus()) ?? new Map<number, number>())];
    if (states.some(([shard, state]) => state === connecting && !waiting.has(shard))) return longestWaitMs;
    const isOpening = states.length === 0 ? isStarting : states.some(([, state]) => state === idle);
    return isOpening ? gapMs : 0;
  };

  return {
    shards,
    count,
    options: {
      buildStrategy(made) {
        manager = made;
        return new SimpleShardingStrategy(made);
      },
      buildIdentifyThrottler: (of) => ({
        async waitForIdentify(shard, closed) {
          const signal = AbortSignal.any([closed, ended.signal]);
          waiting.add(shard);
          while (!signal.aborted) {
            const known = await of.fetchGatewayInformation().catch(() => undefined);
            const bucket = shard % (known?.session_start_limit.max_concurrency ?? 1);
            const place = await sharing.turn(`identify-${bucket}`, identifyRate, signal);
            const restMs = signal.aborted ? 0 : await mayBegin(of).catch(() => againMs);
            place.settle(true);
            if (restMs === 0) break;
            await sleep(restMs, undefined, { signal }).catch(() => undefined);
          }
          // discord.js would go on after an error, but for its own.
          if (ended.signal.aborted && !closed.aborted)
            await new Promise((end) => closed.addEventListener('abort', end));
          waiting.delete(shard);
          closed.throwIfAborted();
        },
      }),
    },
    async end(isStarting) {
      ended.abort();
      const begunAt = performance.now();
      while (performance.now() - begunAt < (await pauseMs(isStarting))) await sleep(lookEveryMs);
    },
  };
}
