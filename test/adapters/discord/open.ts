/** A fake Discord with a started channel and a fake core, for the tests of this folder. */
import { onTestFinished } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Address, Answer } from '../../../src/model.ts';
import type { Channel, Clock } from '../../../src/ports.ts';
import { createFakeHost, type FakeHost } from '../../contracts/host.ts';
import { createDiscordWorld, type DiscordWorld, type WorldOptions } from '../../worlds/discord.ts';
import { createPeople, type FakePerson, type People } from '../../worlds/discord-people.ts';
import { type FakeChannel, type FakeGuild, rights } from '../../worlds/discord-state.ts';
import { realClock, settle } from '../../worlds/real-time.ts';

export { eventually, quickClock, realClock, settle } from '../../worlds/real-time.ts';

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

/** An answer after `ms`. */
export function slowly(ms: number, answer: Partial<Answer>) {
  return async () => {
    await settle(ms);
    return answer;
  };
}
