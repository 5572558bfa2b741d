/** Discord as a channel of the core. See `docs/discord.md` for how to set up a bot. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type APIInteraction,
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
} from 'discord.js';
import type { Address } from '../../src/model.ts';
import type { Channel, ChannelHost, ChannelLimits } from '../../src/ports.ts';
import { createActs } from './acts.ts';
import { followChanges } from './changes.ts';
import { registerCommands } from './commands.ts';
import { type Connection, type DiscordSettings, directAddress, redactor } from './connection.ts';
import { logIn } from './gateway.ts';
import { createCommandLinks } from './links.ts';
import { accountLink, inviteLink } from './places.ts';
import { createGuard } from './refusals.ts';
import { createSeal } from './seal.ts';
import { createSender, type Sender } from './send.ts';

/** Of Discord: about five messages in five seconds in one channel, 50 calls a second in all (a few are left for answers). */
const limits: ChannelLimits = {
  perChat: [{ count: 5, windowMs: 5000 }],
  perGroup: [],
  overall: [{ count: 40, windowMs: 1000 }],
};

const stopMs = 4000;
const registerMs = 3000;

export interface DiscordChannel extends Channel {
  /** The link that adds the bot to a server or an account; undefined before its id is known. */
  inviteLink(): string | undefined;
}

interface Running {
  readonly applicationId: string;
  readonly sender: Sender;
  privately(personId: string): Promise<Address | undefined>;
  stop(): Promise<void>;
}

/** Discord by its gateway. Nothing is sent or read before `start`. */
export function createDiscord(settings: DiscordSettings): DiscordChannel {
  let running: Running | undefined;
  const current = (): Running => {
    if (running === undefined) throw new Error('Discord was not started');
    return running;
  };
  return {
    platform: 'discord',
    limits,
    isIdempotent: true,
    async start(host) {
      running = await open(settings, host);
    },
    send: (to, message, options) => current().sender.send(to, message, options),
    edit: (ref, message, options) => current().sender.edit(ref, message, options),
    privately: (personId) => current().privately(personId),
    async stop() {
      await running?.stop();
    },
    inviteLink: () => (running === undefined ? undefined : inviteLink(running.applicationId)),
  };
}

async function open(settings: DiscordSettings, host: ChannelHost): Promise<Running> {
  const redact = redactor(settings.token);
  const begun = new Set<Promise<void>>();
  const opened = Promise.withResolvers<ReturnType<typeof createActs>>();
  let isStopping = false;
  /** Failures end here, in the log: nothing that a person does may stop the others. */
  const take = (run: (acts: ReturnType<typeof createActs>) => Promise<void>): void => {
    if (isStopping) return;
    const done = opened.promise.then(run).catch((error: unknown) => {
      host.log.error({ reason: redact(String(error)) }, 'something that a person did could not be handled');
    });
    begun.add(done);
    void done.finally(() => begun.delete(done));
  };
  const { client, applicationId, botId, guildIds } = await logIn(settings, host, redact, (fresh) =>
    listen(fresh, take),
  );
  const skills = { components: true };
  const line: Connection = {
    client,
    rest: client.rest,
    host,
    applicationId,
    botId,
    guard: createGuard(),
    skills,
    directs: new Map(),
    seal: createSeal(settings.token),
    links: createCommandLinks(),
    redact,
  };
  const sender = createSender(line);
  followChanges(line, guildIds);
  opened.resolve(createActs(line, sender));
  const links = { invite: inviteLink(applicationId), account: accountLink(applicationId) };
  host.log.info(links, 'Discord is ready; these links add the bot to a server, or to the account of one person');
  // People find the commands in place; but a bot whose commands cannot be registered still sends.
  await Promise.race([registerCommands(line), wait(registerMs, undefined, { ref: false })]);
  return {
    applicationId,
    sender,
    privately: (personId) => directAddress(line, personId),
    async stop() {
      isStopping = true;
      await Promise.race([Promise.allSettled([...begun]), wait(stopMs, undefined, { ref: false })]);
      await client.destroy();
    },
  };
}

function listen(client: Client, take: (run: (acts: ReturnType<typeof createActs>) => Promise<void>) => void): void {
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
