/** Several delivery processes as parts of this one, connected to a fake Discord over real sockets. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { createClock } from '../../../src/clock.ts';
import { createDeliveryRole } from '../../../src/cluster/delivery-role.ts';
import { commandsLine, type DeliveryAbout } from '../../../src/cluster/messages.ts';
import type { RoleProcess } from '../../../src/cluster/outpost.ts';
import { createRemoteChannel } from '../../../src/cluster/remote-channel.ts';
import { loadCatalogue } from '../../../src/messages/say.ts';
import type { Answer, Incoming } from '../../../src/model.ts';
import type { Channel, Cluster } from '../../../src/ports.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { noLimits } from '../../worlds/channel.ts';
import { type Company, createCompany } from '../../worlds/company.ts';
import { createDiscordWorld, type DiscordWorld, type WorldOptions } from '../../worlds/discord.ts';
import { createPeople, type FakePerson, guildIdOn, type People } from '../../worlds/discord-people.ts';
import { type FakeChannel, type FakeGuild, rights } from '../../worlds/discord-state.ts';
import { quietLog } from '../../worlds/records.ts';
import { until } from '../../worlds/wait.ts';
import { addressOf } from './open.ts';

interface Process {
  readonly cluster: Cluster;
  readonly role: RoleProcess;
  held(): readonly number[];
}

interface Scene {
  readonly company: Company;
  readonly world: DiscordWorld;
  readonly people: People;
  readonly olga: FakePerson;
  /** One server on each shard, with a channel. */
  readonly guilds: readonly FakeGuild[];
  readonly news: readonly FakeChannel[];
  /** What the engine was asked, in order. */
  readonly asked: Incoming[];
  /** Discord as the engine sees it. */
  readonly engine: Channel;
  start(): Promise<Process>;
  /** Waits until every shard is connected and each process holds that many. */
  spread(...sizes: readonly [Process, number][]): Promise<void>;
}

async function openScene(shards: number, options: WorldOptions = {}): Promise<Scene> {
  const world = await createDiscordWorld({ shards, ...options });
  const people = createPeople(world);
  const olga = people.person('Olga');
  const guilds = Array.from({ length: shards }, (_, shard) =>
    people.guild(`Harbour ${shard}`, [[olga, rights.manageGuild]], true, guildIdOn(shard)),
  );
  const news = guilds.map((guild) => people.channel(guild));
  const company = createCompany();
  const running = new Set<RoleProcess>();
  const asked: Incoming[] = [];
  const leader = company.join();
  leader.work.consume(commandsLine, 8, async ({ body }): Promise<Answer> => {
    asked.push(body as Incoming);
    return { messages: [sampleMessage()], toast: undefined, replacement: undefined };
  });
  onTestFinished(async () => {
    await Promise.all([...running].map((role) => role.stop()));
    await world.close();
  });
  return {
    company,
    world,
    people,
    olga,
    guilds,
    news,
    asked,
    engine: createRemoteChannel(leader, { platform: 'discord', limits: noLimits, isIdempotent: true }),
    async start() {
      const cluster = company.join();
      const role = createDeliveryRole({
        cluster,
        channels: [createDiscord({ token: world.token, apiRoot: world.apiRoot })],
        exclusive: new Set(),
        catalogue: loadCatalogue(),
        clock: createClock(),
        clockSpeed: undefined,
        administrators: [],
        log: quietLog,
      });
      const made: Process = {
        cluster,
        role: {
          ...role,
          async stop() {
            running.delete(role);
            await role.stop();
          },
        },
        held() {
          const me = cluster.members().find(({ id }) => id === cluster.id);
          return (me?.about as DeliveryAbout | undefined)?.shares?.[0]?.held ?? [];
        },
      };
      running.add(role);
      await role.start();
      return made;
    },
    async spread(...sizes) {
      const all = Array.from({ length: shards }, (_, shard) => shard).join();
      await until(() => sizes.every(([process, size]) => process.held().length === size), 20_000);
      await until(() => world.gateway.live().join() === all, 20_000);
    },
  };
}

const heardOnce = ({ world }: Scene) => world.gateway.told.filter(({ event }) => event === 'INTERACTION_CREATE');

/** The gate of this company lets everybody through: how fast sessions begin is the scenarios' to look at. */
const twice = ({ gateway }: DiscordWorld) => gateway.violations.filter((one) => one.includes('twice'));

describe('the gateway of several processes', () => {
  it('is shared out: each shard is connected once, and what people do is answered by who holds theirs', async () => {
    const scene = await openScene(4);
    const { world, people, olga, news, asked } = scene;
    const first = await scene.start();
    await scene.spread([first, 4]);
    const second = await scene.start();
    await scene.spread([first, 2], [second, 2]);

    const typed = news.map((channel) => people.type(olga, channel, '/latest'));
    const direct = people.type(olga, olga.direct, '/latest');
    await until(() => [...typed, direct].every(({ originalId }) => originalId !== undefined));
    expect(asked.map(({ address }) => address.id).toSorted()).toEqual(
      [...news, olga.direct].map(({ id }) => id).toSorted(),
    );
    expect(heardOnce(scene).every(({ isHeard }) => isHeard)).toBe(true);
    expect(twice(world)).toEqual([]);
  }, 60_000);

  it('sends to a place through the process that knows it, and to people through any', async () => {
    const scene = await openScene(2);
    const { world, people, olga, guilds, engine } = scene;
    const forums = guilds.map((guild) => people.channel(guild, { type: 15, name: 'stories' }));
    const closed = guilds.map((guild) => people.channel(guild, { denied: rights.send }));
    const [first, second] = [await scene.start(), await scene.start()];
    await scene.spread([first, 1], [second, 1]);
    // More than once, so that both processes take some; a channel that nobody has spoken in has no home yet.
    const send = (channel: FakeChannel, nonce: string) =>
      engine.send(addressOf(channel), sampleMessage(), { ...sendOptions(), nonce });
    for (const round of [1, 2, 3, 4]) {
      for (const forum of forums) {
        const sent = await send(forum, `post ${round} ${forum.id}`);
        // Only who knows that it is a forum opens a post.
        expect(sent).toMatchObject({ kind: 'sent', ref: { address: { id: forum.id, thread: expect.any(String) } } });
      }
      // A right that is missing is known without a try.
      for (const channel of closed)
        expect(await send(channel, `no ${round} ${channel.id}`)).toMatchObject({ kind: 'unreachable' });
      expect(await send(olga.direct, `hello ${round}`)).toMatchObject({ kind: 'sent' });
    }
    expect(world.calls.filter(({ status }) => status === 403)).toEqual([]);
    // Each process asks once where a channel is that it does not know.
    const lookUps = world.callsTo('GET', /^\/channels\/\d+$/);
    expect(lookUps.length).toBeLessThanOrEqual(2 * (forums.length + closed.length + 1));
  }, 60_000);

  it('asks Discord nothing about a chat that told where it is', async () => {
    const scene = await openScene(2);
    const { world, people, olga, news, asked, engine } = scene;
    const [first, second] = [await scene.start(), await scene.start()];
    await scene.spread([first, 1], [second, 1]);
    for (const channel of [...news, olga.direct]) people.type(olga, channel, '/latest');
    await until(() => asked.length === 3);
    for (const round of [1, 2, 3, 4]) {
      for (const { address } of asked)
        expect(
          await engine.send(address, sampleMessage(), { ...sendOptions(), nonce: `${round} ${address.id}` }),
        ).toMatchObject({ kind: 'sent' });
    }
    expect(world.callsTo('GET', /^\/channels\/\d+$/)).toEqual([]);
  }, 60_000);

  it('is handed over at once when a process ends in order, and nothing that was begun is dropped', async () => {
    const scene = await openScene(2);
    const { world, people, olga, news, asked } = scene;
    const [first, second] = [await scene.start(), await scene.start()];
    await scene.spread([first, 1], [second, 1]);
    const mine = news[first.held()[0]!]!;
    const last = people.type(olga, mine, '/latest');
    await until(() => last.ackType !== undefined);
    const resumes = () => world.gateway.log.filter((one) => one === 'resume').length;
    const before = resumes();
    const stopped = first.role.stop();
    // While nobody is connected to the shard: what is done then is heard by the next one, from the session that was left.
    await until(() => world.gateway.live().length < 2);
    const between = people.type(olga, mine, '/latest');
    await stopped;
    expect(last.originalId).toBeDefined();
    await scene.spread([second, 2]);
    const next = people.type(olga, mine, '/latest');
    await until(() => between.originalId !== undefined && next.originalId !== undefined);
    expect(resumes() - before).toBe(1);
    expect(asked.map(({ updateId }) => updateId)).toEqual([last.id, between.id, next.id]);
    expect(twice(world)).toEqual([]);
  }, 60_000);

  it('lets a message rest while its shard changes hands, without counting that as a failed try', async () => {
    const scene = await openScene(1);
    const { engine, news, world, company } = scene;
    // Somebody who does not let go of the only shard.
    const holder = company.join();
    const lease = (await holder.lead('platform-discord-0', new AbortController().signal))!;
    const process = await scene.start();
    const send = () => engine.send({ ...addressOf(news[0]!), home: guildIdOn(0) }, sampleMessage(), sendOptions());
    expect(await send()).toMatchObject({ kind: 'retry', scope: 'chat', afterMs: expect.any(Number) });
    expect(world.callsTo('POST', /messages/)).toEqual([]);
    await lease.release();
    await scene.spread([process, 1]);
    expect(await send()).toMatchObject({ kind: 'sent' });
  }, 60_000);

  it('stays where it is while few sessions are left, until a shard is free', async () => {
    const scene = await openScene(4, { maxConcurrency: 1, sessionStarts: 5 });
    const first = await scene.start();
    await scene.spread([first, 4]);
    const second = await scene.start();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect([first.held().length, second.held().length]).toEqual([4, 0]);
    await first.role.stop();
    await until(() => second.held().length > 0);
  }, 60_000);
});
