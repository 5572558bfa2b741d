/** What the adapters of a delivery process may ask of the core, which is elsewhere. */
import { apologise } from '../chats/apology.ts';
import { commandInfos } from '../chats/commands.ts';
import { digest } from '../hash.ts';
import type { Catalogue } from '../messages/say.ts';
import type { Answer, Incoming } from '../model.ts';
import {
  type Channel,
  type ChannelHost,
  type Clock,
  type Cluster,
  isKnownOn,
  type Log,
  type PollProgress,
  type Suggestion,
} from '../ports.ts';
import { chatsLine, commandsLine, type SuggestionBody, suggestionsLine, type WaitBody, waitsLine } from './messages.ts';

interface Parts {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly administrators: readonly string[];
  readonly log: Log;
  readonly stopRequested: PromiseWithResolvers<void>;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

/** A person waits for so long at most before the engine counts as away; an engine that is handing over takes seconds. */
const commandWithinMs = 12_000;
/** A completion that comes later is of no use. */
const suggestionWithinMs = 1_500;
const waitWithinMs = 5_000;

export function createOutpostHost(parts: Parts): { forChannel(channel: Channel): ChannelHost } {
  const { cluster, catalogue, clock, log, stopRequested } = parts;
  return {
    forChannel: (channel) => {
      const firstPoll = () => wait(parts, { for: 'firstPoll' });
      return {
        clock,
        log,
        handle: (incoming) => handle(parts, incoming),
        suggest: (address, command, typed) => suggest(parts, { address, command, typed }),
        async turn(address, chatKind, priority, signal) {
          const passage = { address, chatKind, limits: channel.limits };
          // Without Redis there is no answer to pace but the word that something went wrong.
          const place = await cluster.gate.enter(passage, priority, signal).catch(() => undefined);
          place?.settle(false);
        },
        async chatChanged(address, change) {
          const id = digest(20, JSON.stringify([address, change]), String(clock.now()));
          await cluster.work.publish(chatsLine, [{ id, body: { address, change } }]);
        },
        say: (locale, key, params) => catalogue.say(locale, key, params),
        commands: commandInfos.filter((info) => isKnownOn(info, channel.platform)),
        onFirstPoll(report) {
          void firstPoll().then((progress) => report(progress as PollProgress));
        },
        requestStop: (error) => (error === undefined ? stopRequested.resolve() : stopRequested.reject(error)),
        firstPoll: async () => void (await firstPoll()),
        drained: async () => void (await wait(parts, { for: 'drained', platform: channel.platform })),
      };
    },
  };
}

/** The same update handed over again is the same job, and has the same answer. */
async function handle(parts: Parts, incoming: Incoming): Promise<Answer> {
  const id = digest(20, 'update', incoming.address.platform, incoming.updateId);
  try {
    const options = { withinMs: commandWithinMs, isKept: () => true };
    const reply = await parts.cluster.work.ask(commandsLine, { id, body: incoming }, options);
    return reply.kind === 'answer' ? (reply.body as Answer) : apologise(parts, incoming, 'engineAway');
  } catch (error) {
    parts.log.error({ reason: String(error) }, 'a command could not be handed on');
    return apologise(parts, incoming, 'failed', error);
  }
}

async function suggest({ cluster, clock }: Parts, body: SuggestionBody): Promise<readonly Suggestion[]> {
  const id = digest(20, JSON.stringify(body), String(clock.now()));
  const reply = await cluster.work
    .ask(suggestionsLine, { id, body }, { withinMs: suggestionWithinMs })
    .catch(() => undefined);
  return reply?.kind === 'answer' ? (reply.body as readonly Suggestion[]) : [];
}

/** Resolves when the engine says so, however long that takes; at the end of the process it never does. */
async function wait({ cluster, signal, clock }: Parts, body: WaitBody): Promise<unknown> {
  while (!signal.aborted) {
    const id = digest(20, cluster.id, JSON.stringify(body), String(clock.now()));
    const reply = await cluster.work.ask(waitsLine, { id, body }, { withinMs: waitWithinMs }).catch(() => undefined);
    if (reply?.kind === 'answer') return reply.body;
    if (reply === undefined) await new Promise((resolve) => setTimeout(resolve, 500).unref());
  }
  return new Promise(() => undefined);
}
