/** Kills the driver again and again, and compares what the platform received with what should have been. */
import { join } from 'node:path';
import type { ChannelLimits } from '../../src/ports.ts';
import { startChild } from './child.ts';
import { makeFolder } from './folder.ts';
import { type Platform, type Received, startPlatform } from './platform.ts';
import type { RedisServer } from './redis.ts';
import { startTelegramPlatform } from './telegram-platform.ts';

const steps = ['enqueue', 'claim', 'mark', 'leave', 'send'] as const;
export type KillPoint = `${'before' | 'after'}-${(typeof steps)[number]}`;

/** In the program itself; then while the platform has the message and has not answered; then at any instant. */
export const killPoints: readonly (KillPoint | 'in-send' | 'any')[] = [
  ...steps.flatMap((step) => [`before-${step}`, `after-${step}`] as const),
  'in-send',
  'any',
];

export interface Driver {
  /** Where its state is. */
  readonly store: string;
  readonly url: string;
  readonly isIdempotent: boolean;
  /** Set for the adapter of Telegram in front of a fake of it, in place of a small channel in front of a small platform. */
  readonly telegramToken?: string;
  readonly limits?: ChannelLimits;
  readonly chats: number;
  readonly perChat: number;
  readonly kill?: { readonly point: KillPoint; readonly nth: number };
}

const program = join(import.meta.dirname, 'driver.ts');

/** Limits as a real platform has: where there are none, sends without a nonce need not go one by one. */
const shape = {
  chats: 4,
  perChat: 15,
  limits: { perChat: [], perGroup: [], overall: [{ count: 1_000, windowMs: 1_000 }] },
};

export interface CrashReport {
  readonly kills: number;
  readonly deliveries: number;
  readonly lost: number;
  readonly repeats: number;
  /** Most messages that came again for one kill. */
  readonly mostRepeatsOfAKill: number;
  /** Points after whose kills something came again. */
  readonly repeatingPoints: readonly string[];
  readonly outOfOrder: number;
}

/** What is looked at of a platform. */
type Taking = Pick<Platform, 'url' | 'received' | 'onTaken' | 'close'>;

interface Tally {
  kills: number;
  deliveries: number;
  lost: number;
  repeats: number;
  mostRepeatsOfAKill: number;
  readonly repeatingPoints: Set<string>;
  outOfOrder: number;
}

/** `random` gives numbers from 0 to 1. Batches of deliveries are sent until there were enough kills. */
export async function crash(options: {
  readonly kills: number;
  readonly points: readonly (KillPoint | 'in-send' | 'any')[];
  readonly isIdempotent: boolean;
  readonly random: () => number;
  /** Keeps the state, in place of a file. */
  readonly redis?: RedisServer;
  readonly isTelegram?: boolean;
}): Promise<CrashReport> {
  const tally = newTally();
  while (tally.kills < options.kills) await crashBatch(options, tally);
  return { ...tally, repeatingPoints: [...tally.repeatingPoints].sort() };
}

function newTally(): Tally {
  return {
    kills: 0,
    deliveries: 0,
    lost: 0,
    repeats: 0,
    mostRepeatsOfAKill: 0,
    repeatingPoints: new Set(),
    outOfOrder: 0,
  };
}

async function crashBatch(options: Parameters<typeof crash>[0], tally: Tally): Promise<void> {
  const folder = makeFolder();
  const platform = options.isTelegram
    ? await startTelegramPlatform(shape.chats)
    : await startPlatform({ knowsNonces: options.isIdempotent });
  const base = {
    ...shape,
    ...('telegramToken' in platform && { telegramToken: platform.telegramToken }),
    store: options.redis?.url() ?? `sqlite:${folder.path('state.sqlite')}`,
    url: platform.url,
    isIdempotent: options.isIdempotent,
  };
  const lives: Life[] = [];
  for (let isDone = false; !isDone; ) {
    const hasMore = tally.kills < options.kills;
    const point = options.points[tally.kills % options.points.length]!;
    const from = platform.received.length;
    isDone = await liveOnce(base, platform, hasMore ? point : undefined, options.random);
    if (!isDone) tally.kills++;
    platform.onTaken = undefined;
    // As if the five seconds that a killed owner's lease lasts had passed.
    await options.redis?.command('DEL', 'dateline:lease', 'dateline:owner');
    lives.push({ received: platform.received.slice(from), endedAt: isDone ? 'end' : point });
  }
  judgeRepeats(lives, tally);
  judgeChats(platform, shape.chats, shape.perChat, tally);
  await platform.close();
  await options.redis?.empty();
  folder.remove();
}

/** Whether the program came to its end. */
async function liveOnce(
  base: Omit<Driver, 'kill'>,
  platform: Taking,
  point: KillPoint | 'in-send' | 'any' | undefined,
  random: () => number,
): Promise<boolean> {
  const nth = 1 + Math.floor(random() * 4);
  const isInside = point !== undefined && point !== 'in-send' && point !== 'any';
  const driver: Driver = isInside ? { ...base, kill: { point, nth } } : base;
  const child = startChild(program, [JSON.stringify(driver)]);
  if (point === 'in-send') {
    let left = nth;
    platform.onTaken = () => (--left === 0 ? killAndWait(child) : undefined);
  }
  if (point === 'any') {
    // From the first message on: before that, nothing could go wrong.
    platform.onTaken = () => {
      platform.onTaken = undefined;
      setTimeout(() => child.process.kill('SIGKILL'), random() * 40);
    };
  }
  const { code, signal, stderr } = await child.ended;
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The driver failed: ${stderr}`);
  return code === 0;
}

async function killAndWait(child: ReturnType<typeof startChild>): Promise<void> {
  child.process.kill('SIGKILL');
  await child.ended;
}

export interface EndReport extends Omit<CrashReport, 'kills' | 'mostRepeatsOfAKill' | 'repeatingPoints'> {
  readonly ends: number;
  readonly slowestMs: number;
}

/** Ends the driver with SIGTERM while it sends, again and again; the platform takes its time to answer. */
export async function endUnderLoad(options: {
  readonly ends: number;
  readonly random: () => number;
}): Promise<EndReport> {
  const tally = newTally();
  let slowestMs = 0;
  while (tally.kills < options.ends) {
    const folder = makeFolder();
    const platform = await startPlatform({ latencyMs: 10 });
    const driver = { ...shape, store: `sqlite:${folder.path('state.sqlite')}`, url: platform.url, isIdempotent: false };
    const lives: Life[] = [];
    for (let isDone = false; !isDone; ) {
      const from = platform.received.length;
      const child = startChild(program, [JSON.stringify(driver)]);
      let askedAt = 0;
      platform.onTaken = () => {
        platform.onTaken = undefined;
        if (tally.kills >= options.ends) return;
        setTimeout(() => {
          askedAt = performance.now();
          child.process.kill('SIGTERM');
        }, options.random() * 150);
      };
      const { code, signal, stdout, stderr } = await child.ended;
      isDone = stdout.includes('done');
      // Asked when it had come to its end by itself and was leaving: the runtime listens to no signal any more.
      const isLeaving = isDone && signal === 'SIGTERM';
      if (code !== 0 && !isLeaving) throw new Error(`The driver ended with ${code ?? signal}: ${stderr}`);
      if (!isDone) {
        tally.kills++;
        slowestMs = Math.max(slowestMs, performance.now() - askedAt);
      }
      lives.push({ received: platform.received.slice(from), endedAt: 'term' });
    }
    judgeRepeats(lives, tally);
    judgeChats(platform, shape.chats, shape.perChat, tally);
    await platform.close();
    folder.remove();
  }
  const { kills, deliveries, lost, repeats, outOfOrder } = tally;
  return { ends: kills, slowestMs, deliveries, lost, repeats, outOfOrder };
}

/**
 * Kills Redis under the driver while the platform has a message, and starts it again after `awayMs`; again and again.
 * Counts as kills those of Redis.
 */
export async function killRedisUnderLoad(options: {
  readonly redis: RedisServer;
  readonly kills: number;
  readonly awayMs: number;
}): Promise<CrashReport> {
  const tally = newTally();
  const platform = await startPlatform();
  const driver = { ...shape, store: options.redis.url(), url: platform.url, isIdempotent: false };
  const each = Math.floor((shape.chats * shape.perChat) / (options.kills + 1));
  platform.onTaken = async () => {
    if (platform.received.length % each !== 0 || tally.kills >= options.kills) return;
    tally.kills++;
    await options.redis.kill('SIGKILL');
    setTimeout(() => void options.redis.start(), options.awayMs);
  };
  const { code, stderr } = await startChild(program, [JSON.stringify(driver)]).ended;
  if (code !== 0) throw new Error(`The driver failed: ${stderr}`);
  judgeRepeats([{ received: platform.received, endedAt: 'end' }], tally);
  judgeChats(platform, shape.chats, shape.perChat, tally);
  await platform.close();
  await options.redis.empty();
  return { ...tally, repeatingPoints: [...tally.repeatingPoints] };
}

/** One run of the program. */
interface Life {
  readonly received: readonly Received[];
  readonly endedAt: string;
}

/** A message that comes again is put down to the kill that ended the life in which it came before. */
function judgeRepeats(lives: readonly Life[], tally: Tally): void {
  const lastLife = new Map<string, number>();
  const repeatsOfKill = new Map<number, number>();
  for (const [life, { received }] of lives.entries()) {
    for (const { nonce } of received) {
      const before = lastLife.get(nonce);
      lastLife.set(nonce, life);
      if (before === undefined) continue;
      tally.repeats++;
      tally.repeatingPoints.add(lives[before]!.endedAt);
      repeatsOfKill.set(before, (repeatsOfKill.get(before) ?? 0) + 1);
    }
  }
  tally.mostRepeatsOfAKill = Math.max(tally.mostRepeatsOfAKill, ...repeatsOfKill.values());
}

function judgeChats(platform: Taking, chats: number, perChat: number, tally: Tally): void {
  tally.deliveries += chats * perChat;
  for (let chat = 0; chat < chats; chat++) {
    const texts = platform.received.filter((message) => message.chat === String(chat)).map(({ text }) => text);
    const firsts = [...new Set(texts)].map((text) => Number(text.split(' ')[1]));
    tally.lost += perChat - firsts.length;
    tally.outOfOrder += firsts.filter((number, index) => index > 0 && number < firsts[index - 1]!).length;
  }
}

/** A small generator of even numbers (mulberry32), so that a run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
