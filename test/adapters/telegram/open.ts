/** A fake Telegram with a started channel and a fake core, for the tests of this folder. */
import { onTestFinished } from 'vitest';
import { createTelegram, type TelegramChannel } from '../../../adapters/telegram/index.ts';
import type { Clock } from '../../../src/ports.ts';
import { createFakeHost, type FakeHost } from '../../contracts/host.ts';
import { realClock } from '../../worlds/real-time.ts';
import { createTelegramWorld, noLimits, type TelegramWorld, type WorldOptions } from '../../worlds/telegram.ts';
import { createPeople, type People } from '../../worlds/telegram-people.ts';

export { eventually, quickClock, realClock, settle } from '../../worlds/real-time.ts';

export interface Opened {
  readonly world: TelegramWorld;
  readonly people: People;
  readonly host: FakeHost;
  readonly channel: TelegramChannel;
}

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
