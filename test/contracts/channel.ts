/** What every chat platform promises the core. Each adapter runs this suite over a fake of its platform. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../src/model.ts';
import type { Channel, ChannelHost, Clock, SendOptions } from '../../src/ports.ts';
import { createFakeHost, type FakeHost } from './host.ts';
import { sampleAlert, sampleBrief, sampleMessage, sampleStory, storyBlock, storyButtons } from './samples.ts';

/** A message as people in the chat see it now. */
export interface SeenMessage {
  readonly id: string;
  readonly text: string;
  /** Everything that can be pressed and leads somewhere: links of ours and what the platform links by itself. */
  readonly links: readonly string[];
  /** Labels, in order. */
  readonly buttons: readonly string[];
  readonly isSilent: boolean;
  /** People or rooms that the message calls. */
  readonly pings: number;
  readonly file: { readonly name: string; readonly content: string } | undefined;
}

export type Trouble = 'blocked' | 'tooFast' | 'cut' | 'broken';

/** A platform with one channel under test. */
export interface ChannelWorld {
  readonly channel: Channel;
  /** A private chat and a group that the bot can write to. */
  readonly chat: Address;
  readonly group: Address;
  /** The secret that must not leak. */
  readonly secret: string;
  seen(address: Address): readonly SeenMessage[];
  /** A person types a line. In the private chat everybody manages. */
  type(address: Address, line: string): void;
  /** A person who manages nothing types a line in the group. */
  typeAsMember(line: string): void;
  press(address: Address, messageId: string, action: string): void;
  /** The next send runs into trouble. */
  trouble(kind: Trouble): void;
  /** Delivers the last thing that a person did once more, as platforms do after a broken connection. */
  replay(): void;
  close(): Promise<void>;
}

const clock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

let sends = 0;

/** Options of one delivery; every call makes another one. */
export function sendOptions(changes: Partial<SendOptions> = {}): SendOptions {
  sends += 1;
  return { nonce: `delivery-${sends}`, isSilent: false, replyTo: undefined, ...changes };
}

async function eventually(check: () => void): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return check();
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Runs the suite. `open` starts a platform and a channel that has not been started yet. */
export function channelContract(name: string, open: () => Promise<ChannelWorld>): void {
  describe(`${name} keeps the promises of a channel`, () => {
    let world: ChannelWorld;
    let host: FakeHost;
    const start = async (given: ChannelHost = host) => world.channel.start(given);

    beforeEach(async () => {
      world = await open();
      host = createFakeHost(clock);
    });

    afterEach(async () => {
      await world.channel.stop();
      await world.close();
    });

    const only = (address: Address = world.chat): SeenMessage => {
      const seen = world.seen(address);
      expect(seen).toHaveLength(1);
      return seen[0]!;
    };

    it('shows an alert with its title, source, link and buttons', async () => {
      await start();
      const outcome = await world.channel.send(world.chat, sampleAlert(), sendOptions());
      const seen = only();
      expect(outcome).toMatchObject({ kind: 'sent', ref: { id: seen.id } });
      expect(seen.text).toContain('Ministers agree to rebuild the harbour bridge');
      expect(seen.text).toContain('Harbour Post');
      expect(seen.links).toContain('https://harbour-post.example/harbour');
      expect(seen.buttons).toEqual(expect.arrayContaining(storyButtons.flat().map(({ label }) => label)));
    });

    it('makes a sound only when told to', async () => {
      await start();
      await world.channel.send(world.chat, sampleMessage(), sendOptions({ isSilent: true }));
      await world.channel.send(world.chat, sampleMessage(), sendOptions());
      expect(world.seen(world.chat).map(({ isSilent }) => isSilent)).toEqual([true, false]);
    });

    it('changes a message in place, and takes the same change twice', async () => {
      await start();
      const sent = await world.channel.send(world.chat, sampleAlert(), sendOptions());
      if (sent.kind !== 'sent') throw new Error(sent.kind);
      const changed = sampleAlert(sampleStory({ title: 'Work on the harbour bridge begins' }));
      expect(await world.channel.edit(sent.ref, changed, sendOptions())).toMatchObject({ kind: 'sent' });
      expect(await world.channel.edit(sent.ref, changed, sendOptions())).toMatchObject({ kind: 'sent' });
      expect(only().text).toContain('Work on the harbour bridge begins');
    });

    it('calls a change of a message that is gone rejected', async () => {
      await start();
      const ref = { address: world.chat, id: '987654321' };
      expect(await world.channel.edit(ref, sampleAlert(), sendOptions())).toMatchObject({ kind: 'rejected' });
    });

    it('shows every story of a long brief once', async () => {
      await start();
      expect(await world.channel.send(world.chat, sampleBrief(60), sendOptions())).toMatchObject({ kind: 'sent' });
      const text = world
        .seen(world.chat)
        .map((seen) => seen.text)
        .join('\n');
      for (let index = 0; index < 60; index++) {
        expect(text.split(`Headline number ${index} of`)).toHaveLength(2);
      }
    });

    it('links to nothing but the story, whatever the feed wrote', async () => {
      await start();
      const title = '@everyone <a href="javascript:x">[click](https://evil.example)</a> evil.example/x #tag /start';
      const story = sampleStory({ title, summary: `${title} *bold* _x_ <b>`, sources: sampleStory().sources });
      await world.channel.send(world.chat, sampleAlert(story), sendOptions());
      const seen = only();
      expect(seen.pings).toBe(0);
      for (const link of seen.links)
        expect(link).toMatch(/^https:\/\/(?:harbour-post|evening-courier)\.example\/harbour$/);
    });

    it('leaves out links that are not http(s)', async () => {
      await start();
      const spans = [{ text: 'press', href: 'javascript:alert(1)' }];
      await world.channel.send(world.chat, sampleMessage({ blocks: [{ kind: 'paragraph', spans }] }), sendOptions());
      expect(only()).toMatchObject({ text: 'press', links: [] });
    });

    it('sends a file', async () => {
      await start();
      const file = { name: 'topics.txt', mediaType: 'text/plain', content: 'harbour\nbridge\n' };
      expect(await world.channel.send(world.chat, sampleMessage({ file }), sendOptions())).toMatchObject({
        kind: 'sent',
      });
      const files = world.seen(world.chat).flatMap((seen) => (seen.file === undefined ? [] : [seen.file]));
      expect(files).toEqual([{ name: 'topics.txt', content: 'harbour\nbridge\n' }]);
    });

    it.each([
      ['blocked', { kind: 'unreachable' }],
      ['tooFast', { kind: 'retry', afterMs: expect.any(Number) }],
      ['cut', { kind: 'retry' }],
      ['broken', { kind: 'retry' }],
    ] as const)('answers trouble as a value: %s', async (kind, outcome) => {
      await start();
      world.trouble(kind);
      const given = await world.channel.send(world.chat, sampleMessage(), sendOptions());
      expect(given).toMatchObject(outcome);
      expect(JSON.stringify([given, host.logged])).not.toContain(world.secret);
    });

    it('hands over what a person types, and brings the answer back', async () => {
      await start();
      host.answerWith(() => ({ messages: [sampleMessage()] }));
      world.type(world.chat, '/latest harbour');
      await host.heard(1);
      expect(host.incoming[0]).toMatchObject({
        text: '/latest harbour',
        chatKind: 'private',
        person: { isManager: true },
      });
      await eventually(() => expect(only().text).toBe('All is well.'));
      expect(host.turns).toContain(`${world.chat.id} reply`);
    });

    it('tells members of a group from those who manage it', async () => {
      await start();
      world.typeAsMember('/latest');
      await host.heard(1);
      world.type(world.group, '/latest');
      await host.heard(2);
      const asked = host.incoming.map(({ chatKind, person }) => [chatKind, person.isManager]);
      expect(asked).toEqual([
        ['group', false],
        ['group', true],
      ]);
    });

    it('hands over a pressed button, and changes its message', async () => {
      await start();
      const sent = await world.channel.send(world.chat, sampleAlert(), sendOptions());
      if (sent.kind !== 'sent') throw new Error(sent.kind);
      const replacement = sampleMessage({ blocks: [storyBlock(sampleStory({ title: 'Muted' }))] });
      host.answerWith(() => ({ toast: 'Muted', replacement }));
      world.press(world.chat, sent.ref.id, 'mute:s1a2b3c');
      await host.heard(1);
      expect(host.incoming[0]).toMatchObject({
        action: 'mute:s1a2b3c',
        text: undefined,
        messageRef: { id: sent.ref.id },
      });
      await eventually(() => expect(only().text).toContain('Muted'));
    });

    it('gives a repeated update the id that it had', async () => {
      await start();
      world.type(world.chat, '/latest');
      await host.heard(1);
      world.replay();
      world.type(world.chat, '/topics');
      await eventually(() => expect(host.incoming.some(({ text }) => text === '/topics')).toBe(true));
      const latest = host.incoming.filter(({ text }) => text === '/latest');
      expect(new Set(latest.map(({ updateId }) => updateId)).size).toBe(1);
    });

    it('serves other chats while one is slow', async () => {
      await start();
      let release = () => {};
      const slow = new Promise<void>((resolve) => {
        release = resolve;
      });
      host.answerWith(async ({ text }) => {
        if (text === '/slow') await slow;
        return { messages: [sampleMessage()] };
      });
      world.type(world.chat, '/slow');
      await host.heard(1);
      world.type(world.group, '/latest');
      await eventually(() => expect(world.seen(world.group)).toHaveLength(1));
      expect(world.seen(world.chat)).toHaveLength(0);
      release();
      await eventually(() => expect(world.seen(world.chat)).toHaveLength(1));
    });

    it('stops within five seconds and takes nothing more', async () => {
      await start();
      const before = Date.now();
      await world.channel.stop();
      expect(Date.now() - before).toBeLessThan(5000);
    });
  });
}
