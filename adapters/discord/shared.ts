/**
 * Discord where several processes share out the gateway: each holds some of its shards, and answers what people do in their
 * servers. Who holds a server's shard sends there, because the gateway told that process alone what the channel is (a forum, an
 * announcement channel), which rights the bot has and which roles there are.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Routes } from 'discord.js';
import type { Address } from '../../src/model.ts';
import type { ChannelHost, Sharing } from '../../src/ports.ts';
import { createActs } from './acts.ts';
import { attempt, type Connection, type DiscordSettings, directHome, openClient } from './connection.ts';
import { patiently } from './gateway.ts';
import { openHeir, readSessions } from './heir.ts';
import { createLedger } from './marks.ts';
import { countRefusals } from './refusals.ts';
import { createSender, type Sender } from './send.ts';
import { createSlice, createTurns, type Slice } from './slice.ts';
import { type Common, createEar, filled, openStation, type Station } from './station.ts';

/** Shards go round in at most so many parts, each with a lease and a line of its own. */
const mostParts = 16;
/** Places whose server was asked for. */
const rememberedHomes = 50_000;

export interface Shared {
  /** Knows no server, but may make any call. */
  readonly line: Connection;
  senderFor(to: Address): Promise<Sender>;
  partOf(to: Address): Promise<number | undefined>;
  /** To be called once the commands can be answered. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

interface GatewayInfo {
  readonly shards: number;
  readonly session_start_limit: { readonly total: number; readonly remaining: number };
}

/** When fewer sessions than one in so many may still begin, shards that are connected stay where they are. */
const scarce = 4;
const lookEveryMs = 1_000;
const askEveryMs = 60_000;

/** Undefined when the signal was aborted before Discord answered. */
export async function openShared(
  settings: DiscordSettings,
  host: ChannelHost,
  sharing: Sharing,
  common: Common,
  signal: AbortSignal,
): Promise<Shared | undefined> {
  const client = openClient(settings);
  const { rest } = client;
  rest.setToken(settings.token);
  countRefusals(rest, common.guard);
  const ask = <T>(route: `/${string}`) => patiently<T>(() => rest.get(route), host, common.redact, signal);
  const application = await ask<{ readonly id: string; readonly bot?: { readonly id: string } }>(
    Routes.currentApplication(),
  );
  if (application === undefined) return undefined;
  const applicationId = application.id;
  const line: Connection = {
    ...common,
    client,
    rest,
    host,
    applicationId,
    botId: application.bot?.id ?? applicationId,
  };
  const sender = createSender(line);
  const stations = new Map<number, Station>();
  const homes = createLedger<string>(rememberedHomes);
  let shards = 0;
  let parts = 0;

  const acts = Promise.resolve(createActs(line, sender));
  let isClosed = false;

  async function open(part: number, signal: AbortSignal, bequest: unknown) {
    const own = Array.from({ length: shards }, (_, shard) => shard).filter((shard) => shard % parts === part);
    const ear = createEar(acts, host, common.redact);
    const heirs = readSessions(bequest, shards)
      .filter(({ shardId }) => own.includes(shardId))
      .map((session) => openHeir(settings, session, ear.listen));
    // Until a session of one's own may begin, the old one is listened to.
    const before = async (shard: number) => heirs.find((heir) => heir.shard === shard)?.close(false);
    const turn = createTurns({ sharing, log: host.log, before });
    let slice: Slice | undefined;
    const openSlice = () => {
      slice = createSlice({ shards: own, count: shards, turn });
      return slice;
    };
    const station = await openStation(settings, host, { ...common, rest }, { openSlice, signal }).finally(() =>
      // Those whose turn has come are closed already; the others go on to whoever is to have the part.
      Promise.all(heirs.map((heir) => heir.close(true))),
    );
    await ear.end();
    if (station === undefined) {
      const sessions = [...heirs.flatMap((heir) => heir.sessions()), ...(slice?.sessions() ?? [])];
      const last = new Map(sessions.map((session) => [session.shardId, session]));
      return { bequest: () => [...last.values()], close: async () => undefined };
    }
    await filled(station.line.client, signal);
    stations.set(part, station);
    return {
      bequest: station.sessions,
      async close(hasHeir: boolean) {
        stations.delete(part);
        await station.close(hasHeir);
      },
    };
  }

  /** The server of a place, or that it is a direct message; undefined where Discord does not tell. */
  async function homeOf({ id, home }: Address): Promise<string | undefined> {
    const known = home ?? homes.get(id);
    if (known !== undefined) return known;
    const asked = await attempt<{ readonly guild_id?: string }>(line, () => rest.get(Routes.channel(id)));
    if (!asked.ok) return undefined;
    const found = asked.value.guild_id ?? directHome;
    homes.set(id, found);
    return found;
  }

  async function partOf(to: Address): Promise<number | undefined> {
    for (const [part, station] of stations) if (station.knows(to)) return part;
    const home = await homeOf(to);
    if (home === undefined || home === directHome || parts === 0) return undefined;
    return shardOf(home, shards) % parts;
  }

  /** A process that is started again and again must not use up the sessions of the day. */
  async function untilUseful({ session_start_limit: first }: GatewayInfo): Promise<void> {
    let limit = first;
    for (let waitedMs = 0; isScarce(limit) && sharing.isWhole(parts); waitedMs += lookEveryMs) {
      if (waitedMs === 0) host.log.warn({ left: limit.remaining }, 'few sessions are left; others keep the shards');
      await wait(lookEveryMs, undefined, { ref: false });
      if (isClosed) return;
      if (waitedMs % askEveryMs === 0)
        limit = (await ask<GatewayInfo>(Routes.gatewayBot()))?.session_start_limit ?? limit;
    }
  }

  return {
    line,
    partOf,
    async senderFor(to) {
      const part = await partOf(to);
      return (part === undefined ? undefined : stations.get(part)?.sender) ?? sender;
    },
    async begin() {
      const recommended = await ask<GatewayInfo>(Routes.gatewayBot());
      if (recommended === undefined) return;
      shards = await sharing.agree(async () => settings.shards ?? recommended.shards);
      parts = Math.min(shards, mostParts);
      if (recommended.shards > shards)
        host.log.warn(
          { shards, recommended: recommended.shards },
          'Discord recommends more shards; end every process that is connected to Discord, then start them again',
        );
      void untilUseful(recommended).then(() => isClosed || sharing.share(parts, open), host.requestStop);
    },
    async close() {
      isClosed = true;
      await client.destroy();
    },
  };
}

function isScarce({ remaining, total }: GatewayInfo['session_start_limit']): boolean {
  return remaining * scarce < total;
}

/** Of Discord. */
function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}
