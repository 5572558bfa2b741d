import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runDemo } from '../../src/demo/run.ts';
import type { Answer, Button, Incoming, Message } from '../../src/model.ts';
import type { Channel, ChannelHost, SendOptions } from '../../src/ports.ts';
import { createManualClock } from '../worlds/clock.ts';

const day = 24 * 60 * 60_000;
const options: SendOptions = { nonce: 'n', isSilent: false, replyTo: undefined };
const address = { platform: 'console', id: 'console' };

function messageWith(buttons: readonly Button[]): Message {
  return {
    kind: 'alert',
    topic: 'Kestrov',
    blocks: [],
    buttons: [buttons],
    isLoud: true,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}

/** A console that keeps what it is given and asks the host what is typed; the first poll ends when the test says so. */
function set(output = new PassThrough()) {
  const clock = createManualClock(runDemo.clock.startAt);
  const demo = runDemo(clock, output);
  const sent: Message[] = [];
  const typed: string[] = [];
  const inner: Channel = {
    platform: 'console',
    limits: { perChat: [], perGroup: [], overall: [] },
    start: async (host) => {
      demo.streams.input.setEncoding('utf8').on('data', (line: string) => {
        typed.push(line.trim());
        void host.handle({ text: line } as Incoming);
      });
    },
    send: async (_to, message) => {
      sent.push(message);
      return { kind: 'sent', ref: { address, id: '1' } };
    },
    edit: async (ref) => ({ kind: 'sent', ref }),
    stop: async () => undefined,
  };
  const poll = Promise.withResolvers<void>();
  const answer: Answer = { messages: [], toast: undefined, replacement: undefined };
  const host = { firstPoll: () => poll.promise, handle: async () => answer } as unknown as ChannelHost;
  return { clock, demo, sent, typed, inner, poll, host };
}

const captions = (sent: readonly Message[]) =>
  sent.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans.map((span) => span.text) : [])),
  );

describe('the directed console', () => {
  it('waits for the first poll, types the lines into the input and ends it', async () => {
    const { clock, demo, sent, typed, inner, poll, host } = set();
    const ended = once(demo.streams.input, 'end');
    await demo.direct(inner).start(host);
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    poll.resolve();
    await clock.advance(day);
    await ended;
    expect(typed[0]).toBe('/follow Kestrov');
    expect(typed).toContain('/brief 07:30');
    expect(captions(sent)).toContain('› /brief 07:30');
    expect(captions(sent).at(-1)).toContain('npm start');
  });

  it('presses the newest button that an alert showed', async () => {
    const { clock, demo, typed, inner, poll, host } = set();
    const channel = demo.direct(inner);
    poll.resolve();
    await channel.start(host);
    await clock.advance(60_000);
    await channel.send(address, messageWith([{ label: 'Why this?', action: 'why:first' }]), options);
    await channel.send(address, messageWith([{ label: 'Why this?', action: 'why:second' }]), options);
    await clock.advance(day);
    expect(typed.filter((line) => line.startsWith('/do '))).toEqual(['/do why:second']);
  });

  it('shows no caption before the line above it is answered', async () => {
    const { clock, demo, sent, inner, poll, host } = set();
    const slow = Promise.withResolvers<Answer>();
    poll.resolve();
    await demo.direct(inner).start({ ...host, handle: () => slow.promise });
    await clock.advance(30 * 60_000);
    expect(captions(sent).at(-1)).toBe('› /follow Kestrov');
    slow.resolve({ messages: [], toast: undefined, replacement: undefined });
    await clock.advance(60_000);
    expect(captions(sent).length).toBeGreaterThan(2);
  });

  it('does not repeat on a terminal what the line editor echoes', async () => {
    const { clock, demo, sent, inner, poll, host } = set(Object.assign(new PassThrough(), { isTTY: true }));
    poll.resolve();
    await demo.direct(inner).start(host);
    await clock.advance(day);
    expect(captions(sent).filter((caption) => caption.startsWith('›'))).toEqual([]);
    expect(captions(sent).length).toBeGreaterThan(8);
  });

  it('falls silent when the program ends', async () => {
    const { clock, demo, sent, inner, poll, host } = set();
    const channel = demo.direct(inner);
    poll.resolve();
    await channel.start(host);
    await clock.advance(5 * 60_000);
    const before = sent.length;
    await channel.stop();
    await clock.advance(day);
    expect(before).toBeGreaterThan(0);
    expect(sent).toHaveLength(before);
  });
});
