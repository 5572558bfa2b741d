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
import { countRefusals } from './refusals.ts';
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
  const opened = Promise.withResolvers<Acts>();
  const ear = createEar(opened.promise, host, common.redact);
  const prepare = (client: Client) => {
    countRefusals(client.rest, common.guard);
    ear.listen(client);
  };
  const logged = await logIn(settings, host, common.redact, { ...manner, prepare });
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
      // What comes until the connection is closed is counted as heard: whoever resumes the session does not get it.
      if (isKept) await logged.close(true);
      await ear.end();
      if (!isKept) await logged.close(false);
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

export interface Ear {
  listen(client: Client): void;
  /** Takes no more, and waits for what was begun. */
  end(): Promise<void>;
}

/** Has what people do carried out. Failures end in the log: nothing that a person does may stop the others. */
export function createEar(acts: Promise<Acts>, { log }: ChannelHost, redact: (text: string) => string): Ear {
  const begun = new Set<Promise<void>>();
  let isEnding = false;
  const take = (run: (acts: Acts) => Promise<void>): void => {
    if (isEnding) return;
    const done = acts.then(run).catch((error: unknown) => {
      log.error({ reason: redact(String(error)) }, 'something that a person did could not be handled');
    });
    begun.add(done);
    void done.finally(() => begun.delete(done));
  };
  return {
    listen(client) {
      client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: APIInteraction) => {
        const given = { ...data };
        take((own) => own.interaction(given));
        // discord.js reads the same data next, and would fall over fields that are left out.
        data.entitlements ??= [];
        data.authorizing_integration_owners ??= {};
      });
      client.ws.on(GatewayDispatchEvents.MessageCreate, (data: GatewayMessageCreateDispatchData) => {
        take((own) => own.message(data));
      });
    },
    async end() {
      isEnding = true;
      await Promise.race([Promise.allSettled([...begun]), wait(stopMs, undefined, { ref: false })]);
    },
  };
}
