/** Plays the demo in the console: lines are typed into its input, captions go out as notices, buttons are pressed by their action. */
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Address, Message } from '../model.ts';
import type { Channel, ChannelHost, Clock } from '../ports.ts';
import { type DemoStage, demoClock, demoScript, runDemoScript } from './script.ts';

export interface Demo {
  /** For the console adapter. The input ends after the last step, and the program with it. */
  readonly streams: { readonly input: PassThrough; readonly output: NodeJS.WritableStream };
  /** How often the outlets are read, on the demo's clock. */
  readonly pollMs: number;
  /** Wraps the console: once it is started and the first poll is finished, the script begins. */
  direct(inner: Channel): Channel;
}

const address: Address = { platform: 'console', id: 'console' };
const pollMs = 5 * 60_000;
/** How long, on the demo's clock, a typed line may stay without an answer before the script goes on. */
const answerWithinMs = 60 * 60_000;

/** `output` shows the console. On a terminal the line editor echoes what is typed; elsewhere the demo does. */
export function runDemo(clock: Clock, output: NodeJS.WritableStream & { readonly isTTY?: boolean }): Demo {
  const input = new PassThrough();
  const isEchoed = output.isTTY === true;
  return { streams: { input, output }, pollMs, direct: (inner) => direct(inner, { clock, input, isEchoed }) };
}

/** The demo's clock, unless the person sets another. */
runDemo.clock = demoClock;

interface Means {
  readonly clock: Clock;
  readonly input: PassThrough;
  readonly isEchoed: boolean;
}

/** What the script must know of the console: the buttons that it showed, and when a line was answered. */
interface Watch {
  /** Newest action by its verb. */
  readonly shown: Map<string, string>;
  onAnswer: () => void;
}

function direct(inner: Channel, means: Means): Channel {
  const ending = new AbortController();
  const watch: Watch = { shown: new Map(), onAnswer: () => undefined };
  const begin = async (host: ChannelHost) => {
    await host.firstPoll();
    await runDemoScript(demoScript(), createStage(inner, means, watch, ending.signal));
    means.input.end();
  };
  return {
    platform: inner.platform,
    limits: inner.limits,
    start: async (host) => {
      await inner.start(overhear(host, watch));
      begin(host).catch((error: unknown) => {
        host.log.error({ error: String(error) }, 'the demo stopped');
        means.input.end();
      });
    },
    send: async (to, message, options) => {
      for (const { action } of message.buttons.flat()) watch.shown.set(verbOf(action), action);
      return inner.send(to, message, options);
    },
    edit: (ref, message, options) => inner.edit(ref, message, options),
    stop: () => {
      ending.abort();
      return inner.stop();
    },
  };
}

/** The host as it is, but each answer is noticed once the console had its turn to show it. */
function overhear(host: ChannelHost, watch: Watch): ChannelHost {
  const handle: ChannelHost['handle'] = async (incoming) => {
    try {
      return await host.handle(incoming);
    } finally {
      void setImmediate().then(() => watch.onAnswer());
    }
  };
  return Object.create(host, { handle: { value: handle } }) as ChannelHost;
}

function createStage(inner: Channel, { clock, input, isEchoed }: Means, watch: Watch, signal: AbortSignal): DemoStage {
  const say = async (text: string, style: 'italic' | 'code') => {
    await inner.send(address, notice(text, style), { nonce: `demo-${text}`, isSilent: true, replyTo: undefined });
  };
  const type = async (line: string) => {
    if (!isEchoed) await say(`› ${line}`, 'code');
    const answered = new Promise<void>((resolve) => {
      watch.onAnswer = resolve;
    });
    input.write(`${line}\n`);
    await Promise.race([answered, clock.sleep(answerWithinMs, signal)]);
  };
  return {
    clock,
    signal,
    say: (caption) => say(`— ${caption}`, 'italic'),
    type,
    press: async (verb) => {
      const action = watch.shown.get(verb);
      if (action !== undefined) await type(`/do ${action}`);
    },
  };
}

function verbOf(action: string): string {
  return action.split(':', 1)[0] as string;
}

function notice(text: string, style: 'italic' | 'code'): Message {
  return {
    kind: 'notice',
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans: [{ text, style }] }],
    buttons: [],
    isLoud: false,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}
