/** A fake Telegram with a started channel and a fake core, for the tests of this folder. */
import { onTestFinished } from 'vitest';
import { createTelegram, type TelegramChannel } from '../../../adapters/telegram/index.ts';
import type { Clock } from '../../../src/ports.ts';
import { createFakeHost, type FakeHost } from '../../contracts/host.ts';
import { createTelegramWorld, noLimits, type TelegramWorld, type WorldOptions } from '../../worlds/telegram.ts';
import { createPeople, type People } from '../../worlds/telegram-people.ts';

export interface Opened {
  readonly world: TelegramWorld;
  readonly people: People;
  readonly host: FakeHost;
  readonly channel: TelegramChannel;
}

/** Real time, whose timers do not keep a test alive. */
export const realClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** Pauses of seconds pass in hundredths. */
export const quickClock: Clock = {
  now: () => Date.now() * 100,
  after: (ms, run) => realClock.after(ms / 100, run),
  sleep: (ms, signal) => realClock.sleep(ms / 100, signal),
};

/** Real time, but what was to happen later happens when the test says so. */
export function heldClock(): Clock & { fire(): void } {
  const held = new Set<() => void>();
  return {
    ...realClock,
    after(_ms, run) {
      held.add(run);
      return () => held.delete(run);
    },
    fire() {
      for (const run of [...held]) if (held.delete(run)) run();
    },
  };
}

export interface OpenOptions extends WorldOptions {
  readonly clock?: Clock;
  readonly isStarted?: boolean;
  readonly webhook?: Parameters<typeof createTelegram>[0]['webhook'];
}

/** Opens everything; it is closed when the test ends. */
export async function openTelegram(options: OpenOptions = {}): Promise<Opened> {
  const world = await createTelegramWorld({ limits: noLimits, ...options });
  const host = createFakeHost(options.clock ?? realClock);
  const { webhook } = options;
  const channel = createTelegram({ token: world.token, apiRoot: world.apiRoot, ...(webhook && { webhook }) });
  onTestFinished(async () => {
    await channel.stop();
    await world.close();
  });
  if (options.isStarted !== false) await channel.start(host);
  return { world, people: createPeople(world), host, channel };
}

/** Tries until a check holds, for at most five seconds. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries > 500) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Lets what was begun run for a while, to see that nothing more happens. */
export function settle(ms = 60): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
