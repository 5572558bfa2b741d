/** A fake Discord with a started channel and a fake core, for the tests of this folder. */
import { onTestFinished } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Address } from '../../../src/model.ts';
import type { Channel, Clock } from '../../../src/ports.ts';
import { createFakeHost, type FakeHost } from '../../contracts/host.ts';
import { createDiscordWorld, type DiscordWorld, type WorldOptions } from '../../worlds/discord.ts';
import { createPeople, type FakePerson, type People } from '../../worlds/discord-people.ts';
import { type FakeChannel, type FakeGuild, rights } from '../../worlds/discord-state.ts';

export interface Opened {
  readonly world: DiscordWorld;
  readonly people: People;
  readonly host: FakeHost;
  readonly channel: Channel;
  /** Manages the server. */
  readonly olga: FakePerson;
  readonly max: FakePerson;
  readonly guild: FakeGuild;
  /** A text channel of the server. */
  readonly news: FakeChannel;
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

export interface OpenOptions extends WorldOptions {
  readonly clock?: Clock;
  readonly isStarted?: boolean;
}

/** Opens everything; it is closed when the test ends. */
export async function openDiscord(options: OpenOptions = {}): Promise<Opened> {
  const world = await createDiscordWorld(options);
  const people = createPeople(world);
  const olga = people.person('Olga');
  const max = people.person('Max');
  const guild = people.guild('Harbour watch', [
    [olga, rights.manageGuild],
    [max, 0n],
  ]);
  const news = people.channel(guild);
  const host = createFakeHost(options.clock ?? realClock);
  const channel = createDiscord({ token: world.token, apiRoot: world.apiRoot });
  onTestFinished(async () => {
    await channel.stop();
    await world.close();
  });
  if (options.isStarted !== false) await channel.start(host);
  return { world, people, host, channel, olga, max, guild, news };
}

export function addressOf(channel: FakeChannel): Address {
  const isThread = channel.type === 11 && channel.parentId !== undefined;
  return isThread
    ? { platform: 'discord', id: channel.parentId as string, thread: channel.id }
    : { platform: 'discord', id: channel.id };
}

/** Tries until a check holds, for at most ten seconds. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries > 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Lets what was begun run for a while, to see that nothing more happens. */
export function settle(ms = 60): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
