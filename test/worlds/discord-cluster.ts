/** Many processes of the real program on one Redis around a fake Discord, which has one server on each of its shards. */
import { createDiscordWorld, type DiscordWorld, type WorldOptions } from './discord.ts';
import { createPeople, type FakePerson, guildIdOn, type People } from './discord-people.ts';
import { type FakeChannel, readShown, rights } from './discord-state.ts';
import { openProcesses, type Processes } from './processes.ts';
import { until } from './wait.ts';

export interface DiscordCluster extends Processes {
  readonly world: DiscordWorld;
  readonly people: People;
  /** Manages all servers. */
  readonly olga: FakePerson;
  /** The channel of the server on each shard. */
  readonly news: readonly FakeChannel[];
  /** Waits until every shard is connected. */
  connected(): Promise<void>;
  /** Olga follows the topic in a channel, and is told so. */
  follow(channel: FakeChannel, topic: string): Promise<void>;
  /** Messages of the channel that show the text. */
  shown(channel: FakeChannel, text: string): number;
}

const patienceMs = 60_000;

/** Everything is ended with the test. */
export async function openDiscordCluster(
  outlets: readonly string[],
  options: WorldOptions & { readonly shards: number },
  settings: readonly string[] = [],
): Promise<DiscordCluster> {
  const world = await createDiscordWorld(options);
  const env = { DISCORD_TOKEN: world.token, DISCORD_API_ROOT: world.apiRoot };
  const processes = await openProcesses({ outlets, settings, env, close: () => world.close() });
  const people = createPeople(world);
  const olga = people.person('Olga');
  const all = Array.from({ length: options.shards }, (_, shard) => shard);
  const news = all.map((shard) =>
    people.channel(people.guild(`Harbour ${shard}`, [[olga, rights.manageGuild]], true, guildIdOn(shard))),
  );
  const shown = (channel: FakeChannel, text: string) =>
    channel.messages.filter((one) => readShown(one).text.includes(text)).length;
  return {
    ...processes,
    world,
    people,
    olga,
    news,
    connected: () => until(() => world.gateway.live().join() === all.join(), patienceMs),
    async follow(channel, topic) {
      await until(() => world.commands.length > 0, patienceMs);
      // Before that a person is asked to try again, and this one does not.
      await processes.who('engine', 'this engine leads');
      const asked = people.type(olga, channel, `/follow ${topic}`);
      await until(() => channel.messages.some(({ id }) => id === asked.originalId), patienceMs);
    },
    shown,
  };
}
