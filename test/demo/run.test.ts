import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runDemo } from '../../src/demo/run.ts';
import type { Button, Message } from '../../src/model.ts';
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

/** A console that keeps what it is given, and a host whose first poll ends when the test says so. */
function set() {
  const sent: Message[] = [];
  const inner: Channel = {
    platform: 'console',
    limits: { perChat: [], perGroup: [], overall: [] },
    start: async () => undefined,
    send: async (_to, message) => {
      sent.push(message);
      return { kind: 'sent', ref: { address, id: '1' } };
    },
    edit: async (ref) => ({ kind: 'sent', ref }),
    stop: async () => undefined,
  };
  const poll = Promise.withResolvers<void>();
  const host = { firstPoll: () => poll.promise } as unknown as ChannelHost;
  return { sent, inner, poll, host };
}

const captions = (sent: readonly Message[]) =>
  sent.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans.map((span) => span.text) : [])),
  );

describe('the directed console', () => {
  it('waits for the first poll, types the lines into the input and ends it', async () => {
    const { sent, inner, poll, host } = set();
    const clock = createManualClock(runDemo.clock.startAt);
    const demo = runDemo(clock, new PassThrough());
    const typed = text(demo.streams.input);
    await demo.direct(inner).start(host);
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    poll.resolve();
    await clock.advance(day);
    const lines = (await typed).trim().split('\n');
    expect(lines[0]).toBe('/follow Kestrov');
    expect(lines).toContain('/brief 07:30');
    expect(captions(sent)).toContain('› /brief 07:30');
    expect(captions(sent).at(-1)).toContain('npm start');
  });

  it('presses the newest button that an alert showed', async () => {
    const { inner, poll, host } = set();
    const clock = createManualClock(runDemo.clock.startAt);
    const demo = runDemo(clock, new PassThrough());
    const typed = text(demo.streams.input);
    const channel = demo.direct(inner);
    poll.resolve();
    await channel.start(host);
    await clock.advance(60_000);
    await channel.send(address, messageWith([{ label: 'Why this?', action: 'why:first' }]), options);
    await channel.send(address, messageWith([{ label: 'Why this?', action: 'why:second' }]), options);
    await clock.advance(day);
    expect((await typed).match(/^\/do .*$/gm)).toEqual(['/do why:second']);
  });

  it('does not repeat on a terminal what the line editor echoes', async () => {
    const { sent, inner, poll, host } = set();
    const clock = createManualClock(runDemo.clock.startAt);
    const demo = runDemo(clock, Object.assign(new PassThrough(), { isTTY: true }));
    demo.streams.input.resume();
    poll.resolve();
    await demo.direct(inner).start(host);
    await clock.advance(day);
    expect(captions(sent).filter((caption) => caption.startsWith('›'))).toEqual([]);
    expect(captions(sent).length).toBeGreaterThan(8);
  });

  it('falls silent when the program ends', async () => {
    const { sent, inner, poll, host } = set();
    const clock = createManualClock(runDemo.clock.startAt);
    const channel = runDemo(clock, new PassThrough()).direct(inner);
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
