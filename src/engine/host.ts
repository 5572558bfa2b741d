/** What the adapters may ask of the core. */
import type { Commands } from '../chats/commands.ts';
import type { Sender } from '../delivery/send.ts';
import type { Poller } from '../feeds/poll.ts';
import type { Catalogue } from '../messages/say.ts';
import { type ChannelHost, type Clock, isKnownOn, type Log } from '../ports.ts';

export interface Hosting {
  forChannel(platform: string): ChannelHost;
  /** Resolves when an adapter asks for the end of the program; rejects with what makes going on impossible. */
  readonly stopRequested: Promise<void>;
}

export interface HostParts {
  readonly commands: Commands;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: Sender;
  readonly poller: Poller;
}

export function createHosting(parts: HostParts): Hosting {
  const { commands, catalogue, clock, log, sender, poller } = parts;
  const stop = Promise.withResolvers<void>();
  return {
    stopRequested: stop.promise,
    forChannel: (platform) => ({
      clock,
      log,
      handle: (incoming, show) => commands.handle(incoming, show),
      suggest: (address, command, typed) => commands.suggest(address, command, typed),
      turn: (address, chatKind, priority, signal) => sender.turn(address, chatKind, priority, signal),
      chatChanged: (address, change) => sender.chatChanged(address, change),
      say: (locale, key, params) => catalogue.say(locale, key, params),
      commands: commands.commands.filter((info) => isKnownOn(info, platform)),
      onFirstPoll: (report) => poller.onFirstPoll(report),
      requestStop: (error) => (error === undefined ? stop.resolve() : stop.reject(error)),
      firstPoll: () => poller.firstPoll(),
      drained: () => sender.drained(platform),
    }),
  };
}
