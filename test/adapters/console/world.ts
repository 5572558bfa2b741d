/** A console over streams in memory, and a host that answers what a test tells it to. */
import { PassThrough } from 'node:stream';
import { type ConsoleOptions, createConsole } from '../../../adapters/console/index.ts';
import { loadCatalogue } from '../../../src/messages/say.ts';
import type { Answer, Incoming, Message } from '../../../src/model.ts';
import type { Channel, ChannelHost, Log, PollProgress } from '../../../src/ports.ts';
import { plain } from '../../worlds/channel.ts';
import { createManualClock } from '../../worlds/clock.ts';

export const nothing: Answer = { messages: [], toast: undefined, replacement: undefined };

export function reply(text: string, more: Partial<Message> = {}): Message {
  return { ...plain(text, false), kind: 'reply', ...more };
}

/** Reads files: one for all worlds. */
const catalogue = loadCatalogue();

export interface ConsoleWorld {
  readonly channel: Channel;
  readonly input: PassThrough;
  readonly handled: Incoming[];
  /** What happened in order: 'handle /x', 'drained', 'stop'. */
  readonly events: string[];
  output(): string;
  /** Ends or moves on the first poll. */
  poll(progress: Partial<PollProgress>): void;
  /** Resolves when the adapter asks for the end. */
  readonly ended: Promise<void>;
}

export interface ConsoleWorldOptions extends Partial<ConsoleOptions> {
  readonly answer?: (incoming: Incoming) => Promise<Answer> | Answer;
  /** Held until `poll({ isFinished: true })`. */
  readonly isPolling?: boolean;
}

export async function openConsole(options: ConsoleWorldOptions = {}): Promise<ConsoleWorld> {
  const input = new PassThrough();
  const output = new PassThrough();
  let written = '';
  output.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8');
  });
  const handled: Incoming[] = [];
  const events: string[] = [];
  const ended = Promise.withResolvers<void>();
  const polled = Promise.withResolvers<void>();
  if (options.isPolling !== true) polled.resolve();
  let report: (progress: PollProgress) => void = () => undefined;
  const note: Log['info'] = (fields, message) => void events.push(`${message} ${JSON.stringify(fields)}`);
  const host: ChannelHost = {
    clock: createManualClock(),
    log: { debug: note, info: note, warn: note, error: note },
    async handle(incoming) {
      handled.push(incoming);
      events.push(`handle ${incoming.text ?? incoming.action}`);
      return (await options.answer?.(incoming)) ?? nothing;
    },
    suggest: async (_address, command, typed) =>
      (command === 'unfollow' ? ['Lavrov', 'Laos'] : [])
        .filter((topic) => topic.startsWith(typed))
        .map((value) => ({ label: value, value })),
    turn: async () => undefined,
    chatChanged: async () => undefined,
    say: (locale, key, params) => catalogue.say(locale, key, params),
    commands: ['follow', 'forget', 'unfollow', 'latest'].map((name) => ({
      name,
      descriptionKey: '',
      usageKey: '',
      who: 'everyone',
    })),
    onFirstPoll: (given) => {
      report = given;
    },
    requestStop: () => {
      events.push('stop');
      ended.resolve();
    },
    firstPoll: () => polled.promise,
    drained: async () => {
      events.push('drained');
    },
  };
  const channel = createConsole({ input, output, isTerminal: false, isJson: false, ...options });
  await channel.start(host);
  return {
    channel,
    input,
    handled,
    events,
    output: () => written,
    poll(progress) {
      const whole = { done: 0, failed: 0, total: 0, isFinished: false, ...progress };
      report(whole);
      if (whole.isFinished) polled.resolve();
    },
    ended: ended.promise,
  };
}
