/**
 * The platforms' limits over all processes: sliding windows in Redis, by its clock, looked at and booked in one script.
 * A place is held while its message is under way (five seconds at most, should its process die), then counts from when the
 * platform can have counted it: the same reckoning as that of one process alone.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Gate, Passage, Rate } from '../../src/ports.ts';
import type { Connection } from './connection.ts';

const holdMs = 5_000;
/** A place may become free earlier than reckoned: messages under way end, pauses of others do not. */
const lookEveryMs = 40;

/** The windows are kept by Redis' clock, which all processes share; how long an answer took is told by this process's own. */
interface GateTime {
  /** Milliseconds, as an expression of Lua. */
  readonly script: string;
  now(): number;
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

const realTime: GateTime = {
  script: "(function(time) return time[1] * 1000 + time[2] / 1000 end)(redis.call('TIME'))",
  now: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};

/**
 * KEYS: pause of the platform, pause of the chat, sign that an answer waits; then a sorted set for each window.
 * ARGV: id of the place, how long it is held, 1 for an answer; then count, length and 1 for a window over all chats.
 * Answers 0 when the place is taken, else in how many ms to look again. The sign stands until an answer has taken its place (others
 * that wait set it again at their next look), or for a second after its process was last heard of.
 */
const enterScript = (time: string) => `
local now = ${time}
local wait = math.max(redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2]), 0)
local waitAll = 0
if ARGV[3] == '0' and redis.call('EXISTS', KEYS[3]) == 1 then wait = math.max(wait, 5) end
for i = 4, #KEYS do
  local at = 4 + (i - 4) * 3
  local count, length = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now - length)
  if redis.call('ZCARD', KEYS[i]) >= count then
    local oldest = redis.call('ZRANGE', KEYS[i], -count, -count, 'WITHSCORES')[2]
    local free = oldest + length + 1 - now
    wait = math.max(wait, free)
    if ARGV[at + 2] == '1' then waitAll = math.max(waitAll, free) end
  end
end
if wait > 0 then
  if ARGV[3] == '1' and waitAll > 0 then redis.call('SET', KEYS[3], '1', 'PX', 1000) end
  return math.ceil(wait)
end
if ARGV[3] == '1' then redis.call('DEL', KEYS[3]) end
for i = 4, #KEYS do
  local length = tonumber(ARGV[5 + (i - 4) * 3])
  redis.call('ZADD', KEYS[i], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[i], math.ceil(length + ARGV[2]))
end
return 0`;

/** KEYS: the windows. ARGV: id of the place, how long it was held, after how many ms from its beginning it counts. */
const settleScript = `
for i = 1, #KEYS do
  local score = redis.call('ZSCORE', KEYS[i], ARGV[1])
  if score then redis.call('ZADD', KEYS[i], score - ARGV[2] + ARGV[3], ARGV[1]) end
end
return 1`;

/** KEYS: a pause. ARGV: how long. A longer one that holds already stays. */
const pauseScript = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1`;

export function createGate(connection: Connection, time = realTime): Gate {
  const script = enterScript(time.script);
  const latencies = new Map<string, ReturnType<typeof createLatency>>();
  return {
    async enter(passage, priority, signal) {
      const id = randomUUID();
      const isAnswer = priority === 'reply';
      const { keys, windows } = windowsOf(passage);
      const args = [
        id,
        holdMs,
        isAnswer ? 1 : 0,
        ...windows.flatMap(({ rate, isOverall }) => [rate.count, rate.windowMs, isOverall ? 1 : 0]),
      ];
      const { platform } = passage.address;
      const latency = latencies.get(platform) ?? createLatency();
      latencies.set(platform, latency);
      while (signal?.aborted !== true) {
        const askedAt = time.now();
        const waitMs = (await connection.ask('paced', (redis) =>
          redis.eval(script, keys.length, ...keys, ...args),
        )) as number;
        if (waitMs === 0)
          return placeOf(connection, keys.slice(3), id, (isAnswered) => {
            const lateMs = isAnswered ? latency.excess(time.now() - askedAt) : 0;
            return Math.max(marginFor(passage.limits.overall), lateMs);
          });
        await time.sleep(Math.min(waitMs, isAnswer ? lookEveryMs / 4 : lookEveryMs), signal);
      }
      return { settle: () => undefined };
    },
    async pause({ address }, scope, ms) {
      const key = pauseKey(address.platform, scope === 'all' ? undefined : address.id);
      await connection
        .ask('paced', (redis) => redis.eval(pauseScript, 1, key, Math.max(1, Math.ceil(ms))))
        .catch(() => undefined);
    },
  };
}

function placeOf(
  connection: Connection,
  windows: readonly string[],
  id: string,
  countsAfterMs: (isAnswered: boolean) => number,
) {
  return {
    settle(isAnswered: boolean) {
      if (windows.length === 0) return;
      const args = [id, holdMs, countsAfterMs(isAnswered)];
      connection
        .ask('paced', (redis) => redis.eval(settleScript, windows.length, ...windows, ...args))
        .catch(() => undefined);
    },
  };
}

function pauseKey(platform: string, chat: string | undefined): string {
  return chat === undefined ? `dateline:pause:${platform}` : `dateline:pause:${platform}:${chat}`;
}

/** A group obeys the figures for every chat and those for groups; a chat without figures of its own needs no window. */
function windowsOf({ address, chatKind, limits }: Passage) {
  const { platform, id } = address;
  const own = chatKind === 'private' ? limits.perChat : [...limits.perChat, ...limits.perGroup];
  const windows = [
    ...limits.overall.map((rate) => ({ rate, isOverall: true, name: '' })),
    ...own.map((rate) => ({ rate, isOverall: false, name: `:${id}` })),
  ];
  const keyOf = (name: string, { count, windowMs }: Rate) => `dateline:gate:${platform}${name}/${count}/${windowMs}`;
  const keys = [
    pauseKey(platform, undefined),
    pauseKey(platform, id),
    `dateline:gate:${platform}/answers`,
    ...windows.map(({ rate, name }) => keyOf(name, rate)),
  ];
  return { keys, windows };
}

/** 2 % of the shortest window over all: so much earlier than reckoned may the next message arrive. */
function marginFor(overall: readonly Rate[]): number {
  const shortest = Math.min(...overall.map((rate) => rate.windowMs), 1_000);
  return Math.max(1, Math.floor(shortest * 0.02));
}

/** How much longer an answer took than the quickest of late: begun at nothing and believed slowly, so as to err on the safe side. */
function createLatency(): { excess(tookMs: number): number } {
  let quickestMs = 0;
  return {
    excess(tookMs) {
      quickestMs = Math.min(tookMs, quickestMs * 1.01 + 0.01);
      return tookMs - quickestMs;
    },
  };
}
