/** A client of the gateway with what belongs to it: it hears what people do, answers them, and sends to the places it knows. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type APIInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
} from 'discord.js';
import type { Address } from '../../src/model.ts';
import type { ChannelHost } from '../../src/ports.ts';
import { type Acts, createActs } from './acts.ts';
import { followChanges } from './changes.ts';
import type { Connection, DiscordSettings } from './connection.ts';
import { logIn, type Manner } from './gateway.ts';
import { isGuildChannel } from './places.ts';
import { createSender, type Sender } from './send.ts';
import type { Session } from './slice.ts';

const stopMs = 4000;

/** What all clients of a process have in common. */
export type Common = Pick<Connection, 'guard' | 'skills' | 'directs' | 'seal' | 'links' | 'redact'> & {
  /** Through which calls go; the client's own by default. */
  readonly rest?: Connection['rest'];
};

export interface Station {
  readonly line: Connection;
  readonly sender: Sender;
  /** Whether a place is in one of its servers. */
  knows(to: Address): boolean;
  sessions(): readonly Session[];
  /** Takes no more, finishes what was begun, closes the connection for good. `isKept`: somebody else will resume its sessions. */
  close(isKept?: boolean): Promise<void>;
}

/** Undefined when the signal was aborted first. Throws `SetupError` when trying again is of no use. */
export async function openStation(
  settings: DiscordSettings,
  host: ChannelHost,
  common: Common,
  manner: Omit<Manner, 'prepare'> = {},
): Promise<Station | undefined> {
  const begun = new Set<Promise<void>>();
  const opened = Promise.withResolvers<Acts>();
  let isStopping = false;
  /** Failures end here, in the log: nothing that a person does may stop the others. */
  const take = (run: (acts: Acts) => Promise<void>): void => {
    if (isStopping) return;
    const done = opened.promise.then(run).catch((error: unknown) => {
      host.log.error({ reason: common.redact(String(error)) }, 'something that a person did could not be handled');
    });
    begun.add(done);
    void done.finally(() => begun.delete(done));
  };
  const logged = await logIn(settings, host, common.redact, { ...manner, prepare: (fresh) => listen(fresh, take) });
  if (logged === undefined) return undefined;
  const { client, applicationId, botId, guildIds } = logged;
  const line: Connection = { ...common, client, rest: common.rest ?? client.rest, host, applicationId, botId };
  const sender = createSender(line);
  followChanges(line, guildIds);
  opened.resolve(createActs(line, sender));
  return {
    line,
    sender,
    knows: (to) => isGuildChannel(line, to.id),
    sessions: logged.sessions,
    async close(isKept = false) {
      isStopping = true;
      await Promise.race([Promise.allSettled([...begun]), wait(stopMs, undefined, { ref: false })]);
      await logged.close(isKept);
    },
  };
}

/** Resolves when the client knows its servers, or those that answer; at once when the signal is aborted. */
export async function filled(client: Client, signal: AbortSignal): Promise<void> {
  if (client.isReady() || signal.aborted) return;
  await new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => resolve());
    signal.addEventListener('abort', () => resolve());
  });
}

export function listen(client: Client, take: (run: (acts: Acts) => Promise<void>) => void): void {
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: APIInteraction) => {
    const given = { ...data };
    take((acts) => acts.interaction(given));
    // discord.js reads the same data next, and would fall over fields that are left out.
    data.entitlements ??= [];
    data.authorizing_integration_owners ??= {};
  });
  client.ws.on(GatewayDispatchEvents.MessageCreate, (data: GatewayMessageCreateDispatchData) => {
    take((acts) => acts.message(data));
  });
}
