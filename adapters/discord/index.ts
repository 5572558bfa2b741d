/** Discord as a channel of the core. See `docs/discord.md` for how to set up a bot. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from '../../src/model.ts';
import type { Channel, ChannelHost, ChannelLimits } from '../../src/ports.ts';
import { registerCommands } from './commands.ts';
import { type Connection, type DiscordSettings, directAddress, redactor } from './connection.ts';
import { createCommandLinks } from './links.ts';
import { accountLink, inviteLink } from './places.ts';
import { createGuard } from './refusals.ts';
import { createSeal } from './seal.ts';
import type { Sender } from './send.ts';
import { openShared } from './shared.ts';
import { type Common, openStation } from './station.ts';

/** Of Discord: about five messages in five seconds in one channel, 50 calls a second in all (a few are left for answers). */
const limits: ChannelLimits = {
  perChat: [{ count: 5, windowMs: 5000 }],
  perGroup: [],
  overall: [{ count: 40, windowMs: 1000 }],
};

const registerMs = 3000;

interface Running {
  readonly line: Connection;
  senderFor(to: Address): Promise<Sender>;
  partOf(to: Address): Promise<number | undefined>;
  begin(): Promise<void>;
  close(): Promise<void>;
}

/** Discord by its gateway. Nothing is sent or read before `start`. */
export function createDiscord(settings: DiscordSettings): Channel {
  let running: Running | undefined;
  const ended = new AbortController();
  const current = (): Running => {
    if (running === undefined) throw new Error('Discord was not started');
    return running;
  };
  return {
    platform: 'discord',
    limits,
    isIdempotent: true,
    // The link that adds the bot to a server or an account.
    handle: () => (running === undefined ? undefined : inviteLink(running.line.applicationId)),
    async start(host) {
      const opened = await open(settings, host, ended.signal);
      if (opened === undefined) return;
      running = opened;
      if (ended.signal.aborted) return opened.close();
      await announce(opened.line);
      await opened.begin();
    },
    send: async (to, message, options) => (await current().senderFor(to)).send(to, message, options),
    edit: async (ref, message, options) => (await current().senderFor(ref.address)).edit(ref, message, options),
    privately: (personId) => directAddress(current().line, personId),
    partOf: (to) => current().partOf(to),
    async stop() {
      ended.abort();
      await running?.close();
    },
  };
}

/** Undefined when it was ended before Discord answered. */
async function open(settings: DiscordSettings, host: ChannelHost, signal: AbortSignal): Promise<Running | undefined> {
  const common: Common = {
    guard: createGuard(),
    skills: { components: true },
    directs: new Map(),
    seal: createSeal(settings.token),
    links: createCommandLinks(),
    redact: redactor(settings.token),
  };
  if (host.sharing !== undefined) return openShared(settings, host, host.sharing, common, signal);
  const station = await openStation(settings, host, common, { signal });
  if (station === undefined) return undefined;
  const { line, sender, close } = station;
  return { line, senderFor: async () => sender, partOf: async () => undefined, begin: async () => undefined, close };
}

async function announce(line: Connection): Promise<void> {
  const links = { invite: inviteLink(line.applicationId), account: accountLink(line.applicationId) };
  line.host.log.info(links, 'Discord is ready; these links add the bot to a server, or to the account of one person');
  // People find the commands in place; but a bot whose commands cannot be registered still sends.
  await Promise.race([registerCommands(line), wait(registerMs, undefined, { ref: false })]);
}
